import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { programVersion } from "../support/programs.ts";
import { describeWith, type Service } from "../support/services.ts";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAMS = ["gateway", "world", "schema"];

/** Runs a program to its end, which is one line on stderr. */
function refusalOf(node: string, file: string, env: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(node, [file], { env, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return stderr.trim();
}

/** A Node that is too old, such as the system's own. */
const oldNode: Service<string> = {
  name: "a Node older than 24",
  find: () => {
    const nodes = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"));
    const old = nodes.filter(existsSync).find((node) => programVersion(node, ["--version"], /^v(\d+)/) < 24);
    if (!old) throw new Error("there is none on the PATH");
    return old;
  },
};

describeWith(oldNode, "a Node that is too old", (node) => {
  test.each(PROGRAMS)("is refused with one line: %s", (program) => {
    expect(refusalOf(node, join(ROOT, `bin/${program}.js`))).toMatch(
      /^living-worlds-gateway needs Node 24\.12 or newer; this is v\d+\.\d+\.\d+: /,
    );
  });
});

describe("a program that needs a newer Node than this one", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "living-worlds-"));
    for (const name of ["bin", "src"]) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const here = `${process.platform}-${process.arch}`;
  const need = async (node: string, optionalDependencies: object) => {
    const text = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ ...text, engines: { node: `>=${node}` }, optionalDependencies }),
    );
  };

  test.each([
    [
      "npm, whose scripts have one",
      { [`node-${here}`]: "1.0.0" },
      {},
      "run it by npm start, which brings its own",
    ],
    [
      "npm ci, where that hasn't brought it",
      { [`node-${here}`]: "1.0.0" },
      { npm_lifecycle_event: "start" },
      "npm ci brings one, unless it omits optional packages",
    ],
    ["an installation, where none is bundled", {}, {}, `install one, as none is bundled for ${here}`],
  ])("names %s", async (_, bundled, env, advice) => {
    const needed = `${major}.${minor + 1}`;
    await need(needed, bundled);
    expect(refusalOf(process.execPath, join(folder, "bin/gateway.js"), env)).toBe(
      `living-worlds-gateway needs Node ${needed} or newer; this is ${process.version}: ${advice}`,
    );
  });

  test.each(["main", "world-command", "schema-command"])(
    "is refused too where its source is run: %s",
    async (name) => {
      await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
      await need(`${major + 1}.0`, {});
      expect(refusalOf(process.execPath, join(folder, `src/${name}.ts`))).toMatch(/ needs Node /);
    },
  );
});
