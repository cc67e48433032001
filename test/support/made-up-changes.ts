import fc from "fast-check";
import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity, type Entity } from "../../src/entities/define.ts";
import { localKey, looseReferences, oneOf, reference, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { chronological } from "../../src/entities/list-orders.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import type { DraftImages, Touched } from "../../src/store/draft-images.ts";
import { type PreparedCommit, prepareCommits } from "../../src/store/prepare-commits.ts";
import type { ScopeState } from "../../src/store/query.ts";
import { world } from "../../src/worlds/definitions/world.ts";

/** Changes of a world, made up as the images that a change has of what it touched before and after it. */
const buoy = defineEntity("Buoy", {
  prefix: "buoy",
  plural: "buoys",
  fields: { name: text({ max: 10 }) },
  lists: { "World.buoys": { order: ["name"] } },
});
/** Two filters that may be empty, one of them a reference; lists of each kind. */
export const sail = defineEntity("Sail", {
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
    "World.log": { orders: chronological("at", "born", "seq") },
    "Buoy.log": { parent: "passed", orders: chronological("at", "born", "seq") },
  },
});
/** Cached together. */
const lamp = defineEntity("Lamp", {
  prefix: "lamp",
  plural: "lamps",
  together: "lamps",
  localField: "key",
  fields: { key: localKey(), color: oneOf(["RED", "BLUE"]), lit: json({ maxBytes: 100 }) },
});
export const registry = createRegistry([world, buoy, sail, lamp]);

export const WORLD = "world:w";
const VERSION = 9;
export const BUOYS = ["buoy:w:a", "buoy:w:b"];
export const NOW_BORN = 5;
const MOMENT = "2026-01-01T00:00:00.000Z";

export interface Sail extends Entity {
  readonly name: string;
  readonly color: string;
  readonly rig: string | null;
  readonly mooring: string | null;
  readonly at: string;
  readonly cargo: unknown;
  readonly passed: readonly { id: string; born: number }[];
}
/** Both null: it isn't there, and wasn't. */
export type Pair<T extends Entity = Entity> = readonly [before: T | null, after: T | null];

type Fields = Readonly<Record<string, unknown>>;

/** One entity before and after: made, kept, changed in some fields, made again, or gone. */
function pairOf(id: string, fields: fc.Arbitrary<Fields>): fc.Arbitrary<Pair> {
  const { name, fields: declared } = registry.ofId(id)!;
  const facts = fc.record({ there: fc.boolean(), stays: fc.boolean(), again: fc.boolean() });
  return fc
    .tuple(facts, fields, fields, fc.subarray(Object.keys(declared)))
    .map(([{ there, stays, again }, was, is, names]) => {
      const rest = { __typename: name, id, seq: 0, createdAt: MOMENT, updatedAt: MOMENT };
      const fresh: Entity = { ...is, ...rest, version: VERSION + 1, born: VERSION + 1 };
      const before: Entity = { ...was, ...rest, version: 3, born: NOW_BORN };
      if (!there) return [null, stays ? fresh : null];
      if (!stays) return [before, null];
      if (again) return [before, fresh];
      const values = Object.fromEntries(names.map((one) => [one, fresh[one]]));
      return [before, { ...before, ...values, version: VERSION + 1 }];
    });
}

const ofSail = fc.record({
  name: fc.constantFrom("x", "y"),
  color: fc.constantFrom("RED", "BLUE"),
  rig: fc.constantFrom(null, "sloop"),
  mooring: fc.constantFrom(null, ...BUOYS),
  at: fc.constantFrom(MOMENT, "2026-01-02T00:00:00.000Z"),
  cargo: fc.constantFrom(null, { figs: 1 }, { figs: [1] }),
  passed: fc.subarray(BUOYS).map((ids) => ids.map((id) => ({ id, born: NOW_BORN }))),
});

function sailPair(id: string): fc.Arbitrary<Pair<Sail>> {
  return fc.tuple(pairOf(id, ofSail), fc.boolean()).map(([pair, renewed]): Pair<Sail> => {
    const [before, after] = pair as Pair<Sail>;
    if (!renewed || !before || before.born !== after?.born) return [before, after];
    // What it passed was made again since, and the change names the new ones.
    const old = before.passed.map((pin) => ({ ...pin, born: NOW_BORN - 1 }));
    return [
      { ...before, passed: old },
      { ...after, passed: before.passed },
    ];
  });
}

export const sailPairs = fc.tuple(...["a", "b", "c"].map((local) => sailPair(`sail:w:${local}`)));

export const buoyPairs = fc.tuple(
  ...BUOYS.map((id) => pairOf(id, fc.record({ name: fc.constantFrom("p", "q") }))),
);

export const lampPairs = fc.tuple(
  ...["a", "b"].map((key) =>
    pairOf(
      `lamp:w:${key}`,
      fc.record({
        key: fc.constant(key),
        color: fc.constantFrom("RED", "BLUE"),
        lit: fc.constantFrom(true, { from: 1, to: [2] }, { to: [2], from: 1 }),
      }),
    ),
  ),
);

/** The world's state before the change, and what it comes to; undefined where nothing is touched. */
export function prepared(
  changes: readonly Pair[],
): { before: ScopeState; scope: PreparedCommit } | undefined {
  const touched = new Map<string, Touched>();
  const counts: Record<string, number> = { World: 1, Buoy: 2, Sail: 0, Lamp: 0 };
  for (const [before, after] of changes) {
    const { id, __typename: type } = after ?? before ?? {};
    if (!id || !type) continue;
    if (before) counts[type] = counts[type]! + 1;
    touched.set(id, { definition: registry.byName(type), before, after });
  }
  const latest: ScopeState["latest"] = counts.Sail! > 0 ? { Sail: { id: "sail:w:z", sort: "" } } : {};
  const state: ScopeState = { version: VERSION, counts, latest };
  const head = { scope: WORLD, version: VERSION, exists: true, state };
  const images: DraftImages = { touched, repeats: new Map(), purged: new Map(), replaced: new Map() };
  const { scopes } = prepareCommits({
    registry,
    heads: new Map([[WORLD, head]]),
    images,
    changeId: "c",
    at: "now",
  });
  return scopes[0] && { before: state, scope: scopes[0] };
}
