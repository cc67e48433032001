import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineEntity, type Entity } from "../../src/entities/define.ts";
import { dateTime, looseReferences, oneOf, reference, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import type { Touched } from "../../src/store/draft.ts";
import type { ScopeState } from "../../src/store/query.ts";
import { seal } from "../../src/store/seal.ts";
import { world } from "../../src/worlds/definitions/world.ts";
import { type TagChange, tagChangesOf } from "../../src/worlds/tag-changes.ts";
import { tagsOf } from "../../src/worlds/tags.ts";
import { ROUNDS } from "../support/made-up.ts";

const buoy = defineEntity("Buoy", {
  prefix: "buoy",
  plural: "buoys",
  fields: { name: text({ max: 10 }) },
  lists: { "World.buoys": { order: ["name"] } },
});
/** Two filters that may be empty, one of them a reference; lists of each kind. */
const sail = defineEntity("Sail", {
  prefix: "sail",
  plural: "sails",
  latestIn: "World.log",
  fields: {
    name: text({ max: 10 }),
    color: oneOf(["RED", "BLUE"]),
    rig: text({ max: 10, optional: true }),
    mooring: reference("Buoy", { edge: "AT", optional: true }),
    at: dateTime(),
    cargo: json({ maxBytes: 100, optional: true }),
    passed: looseReferences(["Buoy"], { edge: "PASSED", max: 9 }),
  },
  lists: {
    "World.sails": { filters: ["color", "rig", "mooring"], order: ["name"] },
    "Buoy.sails": { parent: "mooring", order: ["name"] },
    "World.log": { order: ["at", "born", "seq"], chronological: true },
    "Buoy.log": { parent: "passed", order: ["at", "born", "seq"], chronological: true },
  },
});
const registry = createRegistry([world, buoy, sail], 1);

const WORLD = "world:w";
const VERSION = 9;
const BUOYS = ["buoy:w:a", "buoy:w:b"];
const NOW_BORN = 5;

interface Image extends Entity {
  readonly name: string;
  readonly color: string;
  readonly rig: string | null;
  readonly mooring: string | null;
  readonly at: string;
  readonly cargo: unknown;
  readonly passed: readonly { id: string; born: number }[];
}
type Pair = readonly [before: Image | null, after: Image | null];

const own = fc.record({
  name: fc.constantFrom("x", "y"),
  color: fc.constantFrom("RED", "BLUE"),
  rig: fc.constantFrom(null, "sloop"),
  mooring: fc.constantFrom(null, ...BUOYS),
  at: fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"),
  cargo: fc.constantFrom(null, { figs: 1 }, { figs: [1] }),
  passed: fc.subarray(BUOYS),
});

/** One sail before and after: made, kept, changed in some fields, made again, or gone. */
function pair(id: string): fc.Arbitrary<Pair> {
  const facts = { there: fc.boolean(), stays: fc.boolean(), again: fc.boolean(), renewed: fc.boolean() };
  const changed = fc.subarray(Object.keys(sail.fields));
  return fc
    .tuple(fc.record(facts), own, own, changed)
    .map(([{ there, stays, again, renewed }, was, is, names]) => {
      const made = (values: typeof was, version: number, born: number): Image => ({
        ...values,
        passed: values.passed.map((target) => ({ id: target, born: NOW_BORN })),
        __typename: "Sail",
        id,
        version,
        born,
        seq: 0,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:00.000Z",
      });
      const fresh = made(is, VERSION + 1, VERSION + 1);
      const before = made(was, 3, 3);
      if (!there) return [null, stays ? fresh : null];
      if (!stays) return [before, null];
      if (again) return [before, fresh];
      const values = Object.fromEntries(names.map((name) => [name, fresh[name]]));
      const after = { ...before, ...values, version: VERSION + 1 } as Image;
      // What it passed was made again since, and the change names the new ones.
      const old = before.passed.map(({ id }) => ({ id, born: NOW_BORN - 1 }));
      return renewed
        ? [
            { ...before, passed: old },
            { ...after, passed: before.passed },
          ]
        : [before, after];
    });
}

const ids = ["sail:w:a", "sail:w:b", "sail:w:c"];
const pairs = fc.tuple(...ids.map(pair));

function entryOf(changes: readonly Pair[]) {
  const touched = new Map<string, Touched>();
  for (const [before, after] of changes) {
    const { id } = after ?? before ?? {};
    if (id) touched.set(id, { definition: registry.byName("Sail"), before, after });
  }
  const count = changes.filter(([before]) => before).length;
  const counts = { World: 1, Buoy: 2, Sail: count };
  const latest: ScopeState["latest"] = count > 0 ? { Sail: { id: "sail:w:z", sort: "" } } : {};
  const state: ScopeState = { version: VERSION, counts, latest };
  const head = { scope: WORLD, version: VERSION, exists: true, state };
  const images = { touched, purged: new Map(), replaced: new Map() };
  const { scopes } = seal({ registry, heads: new Map([[WORLD, head]]), images, changeId: "c", at: "now" });
  return scopes[0]?.entry;
}

/** Every list with each of its filters, read from rows one by one. */
function listsOf(rows: readonly Image[]): Map<string, Map<string, string>> {
  const lists = new Map<string, Map<string, string>>();
  const put = (tag: string, filter: object, of: (row: Image) => boolean, sort: (row: Image) => unknown[]) =>
    lists.set(
      JSON.stringify([tag, filter]),
      new Map(rows.filter(of).map((row) => [row.id, JSON.stringify(sort(row))])),
    );
  const byName = (row: Image) => [row.name];
  const byMoment = (row: Image) => [row.at, row.born, row.seq];
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
function differences(before: readonly Image[], after: readonly Image[]) {
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
