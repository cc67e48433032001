import { spawnSync } from "node:child_process";

/** The number that `pattern` finds in what the program says of its version; throws if there is no such program. */
export function programVersion(program: string, args: readonly string[], pattern: RegExp): number {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 30_000 });
  const version = error ? undefined : pattern.exec(`${stdout}${stderr}`)?.[1];
  if (version === undefined) throw new Error(`${program} isn't on the PATH, or doesn't run`);
  return Number(version);
}
