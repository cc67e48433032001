import { expect } from "vitest";
import { startProcess } from "./process.ts";

/** Starts a gateway that can't, and answers the one line that says why. */
export async function startFailure(env: Readonly<Record<string, string>>): Promise<string> {
  const gateway = startProcess(env);
  expect(await gateway.ended).toBe(1);
  expect(gateway.lines).toHaveLength(1);
  const { level, msg, ...rest } = JSON.parse(gateway.lines[0]!);
  expect(level).toBe(60);
  expect(Object.keys(rest)).toEqual(["time"]);
  return msg;
}
