import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import { ownerName } from "../../src/entities/lists.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";
import { publicImage } from "../../src/entities/standing.ts";
import type { DraftImages } from "../../src/store/draft-images.ts";
import { type PreparedChange, prepareCommits } from "../../src/store/prepare-commits.ts";
import { ROUNDS } from "../support/made-up.ts";
import { character, location, timelineEvent, world, worldFlag, worldObject } from "../support/own-types.ts";
import { tale } from "../support/tale.ts";

const MOMENT = "2026-01-01T00:00:00.000Z";
const HOMER = "character:w:homer";
const others = [world, worldFlag, location, character, worldObject, timelineEvent];

/** The type as it is, and one that is the same but has no entities that aren't published. */
const withSome = createRegistry([...others, tale]);
const withAll = createRegistry([
  ...others,
  { ...tale, published: null, lists: tale.lists.filter((list) => !list.unpublished) },
]);

type Pair = readonly [before: Entity | null, after: Entity | null];

const fields = fc.record({
  name: fc.constantFrom("p", "q"),
  publication: fc.constantFrom("DRAFT", "PUBLISHED", "READ"),
  length: fc.constantFrom("LONG", "SHORT"),
  occurredAt: fc.constantFrom(MOMENT, "2026-01-02T00:00:00.000Z"),
  teller: fc.constantFrom(null, HOMER),
});
const pairOf = (id: string): fc.Arbitrary<Pair> =>
  fc
    .tuple(fields, fields, fc.constantFrom("made", "changed", "made again", "removed"))
    .map(([was, is, what]): Pair => {
      const rest = { __typename: "Tale", id, seq: 0, createdAt: MOMENT, updatedAt: MOMENT };
      const before = { ...rest, ...was, version: 3, born: 3 };
      const after = { ...rest, ...is, version: 10, born: what === "changed" ? 3 : 10 };
      return [what === "made" ? null : before, what === "removed" ? null : after];
    });
const pairs = fc.tuple(pairOf("tale:w:a"), pairOf("tale:w:b"));

describe("what a change tells, drops and writes through of entities of which some are published", () => {
  test("is what it would be if the others weren't there at all, but for which rows it touched", () => {
    fc.assert(
      fc.property(pairs, (changes) => {
        const shown = changes.map(
          ([before, after]): Pair => [publicImage(tale, before), publicImage(tale, after)],
        );
        const some = prepared(withSome, changes);
        const all = prepared(withAll, shown);
        const { untold = [], writer: _, ...entry } = some.entry;
        const { writer: __, ...expected } = all.entry;
        expect(entry).toEqual(expected);
        expect(some.state).toEqual(all.state);
        expect(values(some)).toEqual(values(all));
        const unseen = changes.filter((_, n) => !shown[n]![0] && !shown[n]![1]);
        expect(untold.map(({ id }) => id)).toEqual(unseen.map(([before, after]) => (after ?? before)!.id));
        // Nothing that somebody is told of has a trace of the others.
        for (const { id } of untold)
          for (const trace of [id, `${ownerName(id)}:`])
            expect(JSON.stringify([entry, values(some)])).not.toContain(trace);
      }),
      { numRuns: 500 * ROUNDS },
    );
  });
});

/** By the images of two tales, the world as it is made by them. */
function prepared(registry: Registry, changes: readonly Pair[]): PreparedChange["scopes"][number] {
  const definition = registry.byName("Tale");
  const touched: DraftImages["touched"] = new Map(
    changes
      .filter(([before, after]) => before || after)
      .map(([before, after]) => [(after ?? before)!.id, { definition, before, after }]),
  );
  // So that a change of what is unpublished alone is one all the same.
  const root: Entity = {
    __typename: "World",
    id: "world:w",
    version: 9,
    born: 1,
    seq: 0,
    createdAt: MOMENT,
    updatedAt: MOMENT,
    name: "W",
    description: null,
    status: "ACTIVE",
  };
  const always = {
    definition: registry.byName("World"),
    before: root,
    after: { ...root, version: 10, description: "d" },
  };
  const state = { version: 9, counts: { World: 1, Tale: 5 }, latest: { Tale: { id: "tale:w:z", sort: "" } } };
  const { scopes } = prepareCommits({
    registry,
    heads: new Map([["world:w", { scope: "world:w", version: 9, exists: true, state }]]),
    images: {
      touched: new Map([["world:w", always], ...touched]),
      purged: new Map(),
      replaced: new Map(),
      repeats: new Map(),
    },
    changeId: "c",
    at: MOMENT,
  });
  return scopes[0]!;
}

const values = ({ puts }: PreparedChange["scopes"][number]) =>
  puts.map(({ slot, value }) => [slot.key, value]);
