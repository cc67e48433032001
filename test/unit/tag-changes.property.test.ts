import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TagChange, tagChangesOf } from "../../src/worlds/tag-changes.ts";
import { tagsOf } from "../../src/worlds/tags.ts";
import { ROUNDS } from "../support/made-up.ts";
import {
  BUOYS,
  NOW_BORN,
  type Pair,
  sailPairs as pairs,
  prepared,
  registry,
  type Sail,
  sail,
  WORLD,
} from "../support/made-up-changes.ts";

const entryOf = (changes: readonly Pair[]) => prepared(changes)?.scope.entry;

/** Every list with each of its filters, read from rows one by one. */
function listsOf(rows: readonly Sail[]): Map<string, Map<string, string>> {
  const lists = new Map<string, Map<string, string>>();
  const put = (tag: string, filter: object, of: (row: Sail) => boolean, sort: (row: Sail) => unknown[]) =>
    lists.set(
      JSON.stringify([tag, filter]),
      new Map(rows.filter(of).map((row) => [row.id, JSON.stringify(sort(row))])),
    );
  const byName = (row: Sail) => [row.name];
  const byMoment = (row: Sail) => [row.at, row.born, row.seq];
  for (const color of [undefined, "RED", "BLUE"])
    for (const mooringId of [undefined, ...BUOYS])
      for (const rig of [undefined, "sloop"])
        put(
          `${WORLD}.sails`,
          { color, mooringId, rig },
          (row) =>
            (color === undefined || row.color === color) &&
            (mooringId === undefined || row.mooring === mooringId) &&
            (rig === undefined || row.rig === rig),
          byName,
        );
  put(`${WORLD}.log`, {}, () => true, byMoment);
  for (const id of BUOYS) {
    put(`${id}.sails`, {}, ({ mooring }) => mooring === id, byName);
    const isHere = (pin: { id: string; born: number }) => pin.id === id && pin.born === NOW_BORN;
    put(`${id}.log`, {}, ({ passed }) => passed.some(isHere), byMoment);
  }
  return lists;
}

/** What differs between two states of all lists, as notices tell it. */
function differences(before: readonly Sail[], after: readonly Sail[]) {
  const [old, now] = [listsOf(before), listsOf(after)];
  return [...old].flatMap(([name, was]) => {
    const is = now.get(name)!;
    const [tag, filter] = JSON.parse(name);
    const entered = [...is.keys()].filter((id) => !was.has(id));
    const left = [...was.keys()].filter((id) => !is.has(id));
    const moved = [...is.keys()].filter((id) => was.has(id) && was.get(id) !== is.get(id));
    return entered.length + left.length + moved.length > 0 ? [{ tag, filter, entered, left, moved }] : [];
  });
}

const inOrder = <T>(values: readonly T[]) => values.map((value) => JSON.stringify(value)).sort();
const isList = ({ field }: TagChange) => field !== null && field !== "state" && field !== "version";

describe("the parts of a change's tags", () => {
  test("name exactly the fields of each node that differ, or all of one that came, went or was made again", () => {
    fc.assert(
      fc.property(pairs, (changes) => {
        const entry = entryOf(changes);
        for (const [before, after] of changes) {
          const { id } = after ?? before ?? {};
          if (!id) continue;
          const differ = Object.keys(sail.fields).filter(
            (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
          );
          const whole = !before || !after || before.born !== after.born;
          const { fields } = tagChangesOf(registry, entry!).find(({ tag }) => tag === id)!;
          expect(fields).toEqual(whole ? null : [...differ, "version", "updatedAt"]);
        }
      }),
      { numRuns: 500 * ROUNDS },
    );
  });

  test("say of each list, with each filter, exactly what entered, left and moved", () => {
    fc.assert(
      fc.property(pairs, (changes) => {
        const [before, after] = [0, 1].map((side) => changes.flatMap((one) => one[side] ?? []));
        const entry = entryOf(changes);
        const told = entry ? tagChangesOf(registry, entry).filter(isList) : [];
        expect(
          inOrder(
            told.map(({ tag, filter, entered, left, moved }) => ({ tag, filter, entered, left, moved })),
          ),
        ).toEqual(inOrder(differences(before!, after!)));
      }),
      { numRuns: 500 * ROUNDS },
    );
  });

  test("are there for every tag, in the order of tags, and for nothing else", () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(null, new Set(["Sail"]), new Set(["World"])), (changes, types) => {
        const entry = entryOf(changes);
        if (!entry) return;
        const told = tagChangesOf(registry, entry, types).map(({ tag }) => tag);
        expect([...new Set(told)]).toEqual(tagsOf(entry, types));
      }),
    );
  });

  test("name the counters whose values differ, and the latest entry where another one is", () => {
    fc.assert(
      fc.property(pairs, (changes) => {
        const entry = entryOf(changes);
        if (!entry) return;
        const [before, after] = [0, 1].map((side) => changes.filter((one) => one[side]).length);
        const { fields } = tagChangesOf(registry, entry).find(({ field }) => field === "state")!;
        expect(fields!.filter((field) => field !== "latestSail")).toEqual([
          "version",
          ...(before === after ? [] : ["sailCount"]),
        ]);
        // There was none before, or an earlier one.
        expect(fields!.includes("latestSail")).toBe(after! > 0);
      }),
    );
  });
});
