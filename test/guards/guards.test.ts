import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROUNDS } from "../support/made-up.ts";
import { GUARDS } from "./guards.ts";
import { huntWithout } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");

/** One of each line in every run, all of them in a long one. */
const seen = GUARDS.filter(({ unseen }) => !unseen);
const hunted = ROUNDS > 1 ? seen : [...new Map(seen.map((guard) => [guard.line, guard])).values()];

describe("a guard of the protocol", () => {
  test.each(GUARDS)("stands where it is said to: $name", ({ cuts }) => {
    for (const { file, text } of cuts)
      expect(readFileSync(join(ROOT, "src", file), "utf8").split(text), file).toHaveLength(2);
  });

  test.each(hunted)(
    "is missed by the simulator: line $line, $name",
    async (guard) => {
      expect(await huntWithout(guard, { seeds: 10_000 })).not.toBeNull();
    },
    600_000,
  );
});

test("the page of the guards has them all, in their order", () => {
  const rows = readFileSync(join(ROOT, "docs/guards.md"), "utf8").matchAll(/^\| (\d+) \| ([^|]+) \|/gm);
  expect(Array.from(rows, ([, line, name]) => [Number(line), name])).toEqual(
    GUARDS.map(({ line, name }) => [line, name]),
  );
});
