import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LONG } from "../support/made-up.ts";
import { GUARDS } from "./guards.ts";
import { huntWithout } from "./table.ts";
import { UNSEEN } from "./unseen.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The page's rows: line, guard, and how many lives were played until it was missed. */
const rows = Array.from(
  readFileSync(join(ROOT, "docs/guards.md"), "utf8").matchAll(/^\| (\d+) \| ([^|]+) \| ([\d–]+) \|/gm),
  ([, line, name, lives]) => ({ line: Number(line), name: name!, lives: Number(lives) }),
);

/** In each run those of each line that is soonest missed, if that is soon; in a long one all that ever were. */
const missed = rows.filter(({ lives }) => lives > 0);
const soonest = [...Map.groupBy(missed, ({ line }) => line).values()]
  .map((ofLine) => ofLine.toSorted((a, b) => a.lives - b.lives)[0]!)
  .filter(({ lives }) => lives <= 100);
const hunted = (LONG ? missed : soonest).map(({ name }) => GUARDS.find((guard) => guard.name === name)!);

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
  expect(rows.map(({ line, name }) => [line, name])).toEqual(GUARDS.map(({ line, name }) => [line, name]));
});

test("of each guard that no life misses it is said why", () => {
  const found = new Set(missed.map(({ name }) => name));
  expect(GUARDS.filter(({ name }) => !UNSEEN[name] && !found.has(name))).toEqual([]);
});
