import { describe, expect, test } from "vitest";
import { WORLDS } from "../../src/entities/ids.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import {
  type Indexed,
  indexedAfter,
  isRight,
  keepLatest,
  lackingIndexes,
  latestOf,
  NOT_INDEXED,
  withoutStrangers,
} from "../../src/store/indexed.ts";
import { definitionsWith } from "../support/other-definitions.ts";
import { createOwnRegistry } from "../support/own-types.ts";

const registry = createOwnRegistry();
const other = createRegistry(
  definitionsWith({
    "World.objects": { filters: ["holder"] },
    "World.timeline": { order: ["born"] },
    "Query.worlds": { filters: [] },
  }),
);
const SCOPE = "world:w";
const hash = (of: typeof registry, coordinate: string) => of.indexesOf(of.list(coordinate))[0]!.hash;
const MINE = hash(registry, "World.objects");
const THEIRS = hash(other, "World.objects");
const changedBy = (of: typeof registry, before: Indexed, version: number, anew = false, scope = SCOPE) =>
  indexedAfter(of, scope, before, { version, anew });

describe("what a scope says of its lists", () => {
  test("begins with all that the writer knows", () => {
    const indexed = changedBy(registry, NOT_INDEXED, 1, true);
    expect(lackingIndexes(registry, SCOPE, { indexed, version: 1 })).toEqual([]);
    expect(
      lackingIndexes(other, SCOPE, { indexed, version: 1 })
        .map(({ list }) => list.coordinate)
        .sort(),
    ).toEqual(["World.objects", "World.timeline"]);
  });

  test("goes on with what the writer knows and was right before, and leaves all else behind", () => {
    const begun = {
      ...changedBy(registry, NOT_INDEXED, 1, true),
      building: { x: { upTo: 1, after: null, done: 0 } },
    };
    const once = changedBy(other, begun, 2);
    expect([once.right[MINE], once.right[THEIRS]]).toEqual([1, undefined]);
    expect(isRight(once, hash(registry, "World.characters"), 2)).toBe(true);
    expect(once.building).toEqual(begun.building);
    // Who comes back is behind, and stays so until it is repaired.
    expect(changedBy(registry, once, 3).right[MINE]).toBe(1);
    expect(changedBy(registry, { ...once, right: { ...once.right, [MINE]: 2 } }, 3).right[MINE]).toBe(3);
  });

  test("begins anew with another incarnation, and is told from what was before", () => {
    const before = changedBy(registry, NOT_INDEXED, 1, true);
    const anew = changedBy(other, before, 2, true);
    expect(anew.right[MINE]).toBeUndefined();
    expect(anew.renewals).toBeGreaterThan(before.renewals);
  });

  test("is that all is right where nothing ever was", () => {
    expect(lackingIndexes(registry, WORLDS, { indexed: NOT_INDEXED, version: 0 })).toEqual([]);
    const first = changedBy(registry, NOT_INDEXED, 1, false, WORLDS);
    expect(lackingIndexes(registry, WORLDS, { indexed: first, version: 1 })).toEqual([]);
    expect(lackingIndexes(other, WORLDS, { indexed: first, version: 1 })).toHaveLength(1);
  });

  test("is nothing of lists of worlds that somebody doesn't know who changes a world", () => {
    const indexed = changedBy(registry, NOT_INDEXED, 1, false, WORLDS);
    expect(withoutStrangers(registry, indexed)).toBeNull();
    expect(withoutStrangers(other, indexed)).toEqual({ ...indexed, right: {} });
  });
});

describe("the latest entry of a list", () => {
  const position = { id: "event:w:a", sort: "1" };
  const indexed = changedBy(registry, NOT_INDEXED, 1, true);

  test("is known while that list is right, and to whom it is the last one of", () => {
    const kept = keepLatest(registry, {}, { TimelineEvent: position }, { TimelineEvent: 1 });
    expect(latestOf(registry, { kept, indexed, version: 1 })).toEqual({ TimelineEvent: position });
    expect(latestOf(registry, { kept, indexed, version: 2 })).toEqual({});
    const both = { ...indexed, right: { ...indexed.right, [hash(other, "World.timeline")]: 1 } };
    expect(latestOf(other, { kept, indexed: both, version: 1 })).toEqual({});
  });

  test("stays as it was kept where it isn't known", () => {
    const kept = keepLatest(registry, {}, { TimelineEvent: position }, { TimelineEvent: 1 });
    expect(keepLatest(other, kept, {}, { TimelineEvent: 1 })).toEqual(kept);
  });
});
