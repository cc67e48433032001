import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import type { DraftImages, Head, Touched } from "../../src/store/draft-images.ts";
import { MAX_KEYS } from "../../src/store/log.ts";
import { emptyState } from "../../src/store/next-state.ts";
import { prepareCommits } from "../../src/store/prepare-commits.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import { fieldsOf } from "../support/store.ts";

const registry = createOwnRegistry();
const AT = "2026-01-01T00:00:00.000Z";

function made(id: string, fields: Record<string, unknown> = {}, born = 1): Entity {
  const definition = registry.ofId(id)!;
  const complete = fieldsOf(definition, { name: "a", kind: "k", key: "k", value: 1, ...fields });
  const rest = { version: born, born, seq: 0, createdAt: AT, updatedAt: AT };
  return { ...complete, __typename: definition.name, id, ...rest } as Entity;
}

function prepared(
  changes: readonly [before: Entity | null, after: Entity | null][],
  heads: readonly Partial<Head>[] = [{}],
) {
  const touched = new Map<string, Touched>();
  for (const [before, after] of changes) {
    const { id, __typename } = (after ?? before)!;
    touched.set(id, { definition: registry.byName(__typename), before, after });
  }
  const images: DraftImages = { touched, repeats: new Map(), purged: new Map(), replaced: new Map() };
  const whole = heads.map((head): Head => {
    const scope = head.scope ?? "world:w";
    return { scope, version: 4, exists: true, state: { ...emptyState(4), counts: { World: 1 } }, ...head };
  });
  return prepareCommits({
    registry,
    heads: new Map(whole.map((head) => [head.scope, head])),
    images,
    changeId: "c",
    at: AT,
  });
}

describe("sealing a change", () => {
  test("counts what comes and goes", () => {
    const { scopes } = prepared([
      [null, made("character:w:a")],
      [null, made("character:w:b")],
      [made("location:w:a"), null],
      [made("object:w:a"), made("object:w:a", { name: "b" })],
    ]);
    expect(scopes).toHaveLength(1);
    expect(scopes[0]!.state).toEqual({
      version: 5,
      counts: { World: 1, Character: 2, Location: -1, WorldObject: 0 },
      latest: {},
    });
  });

  test("moves no places of an entity that stays where it stands", () => {
    const { left, entered, scopes } = prepared([
      [made("character:w:a"), { ...made("character:w:a", { description: "d" }), version: 5 }],
    ]);
    expect([left, entered]).toEqual([[], []]);
    expect(scopes[0]!.entry.keys).toEqual(["character:a:state", "state"]);
  });

  test("empties and fills a place whose order alone changed", () => {
    const { left, entered } = prepared([[made("location:w:a"), made("location:w:a", { name: "b" })]]);
    expect(left.map(({ place }) => [place.base, place.sort])).toEqual([["locations", "a"]]);
    expect(entered.map(({ place }) => [place.base, place.sort])).toEqual([["locations", "b"]]);
  });

  test("files the way to a location, which nobody is told of", () => {
    const { entered, scopes } = prepared([
      [made("location:w:a"), made("location:w:a", { exits: [{ label: "n", to: "location:w:b" }] })],
    ]);
    expect(entered.map(({ place }) => place.base)).toEqual(["location:b:entrances"]);
    expect(scopes[0]!.entry.keys).toEqual(["location:a:state", "state"]);
    expect(scopes[0]!.entry.entities[0]!.tags).toEqual([]);
  });

  test("ignores what came and went within the change", () => {
    expect(prepared([]).scopes).toEqual([]);
    const images = { touched: new Map(), repeats: new Map(), purged: new Map(), replaced: new Map() };
    expect(prepareCommits({ registry, heads: new Map(), images, changeId: "c", at: AT }).touched).toEqual([]);
  });

  test("refuses to touch a scope that isn't locked", () => {
    expect(() => prepared([[null, made("world:w")]])).toThrow("touches worlds, which it didn't lock");
    expect(() => prepared([[null, made("character:v:a")]])).toThrow("touches world:v, which it didn't lock");
  });

  test("orders the scopes, as they are locked", () => {
    const { scopes } = prepared(
      [[null, made("world:z")]],
      [{ scope: "worlds" }, { scope: "world:z", version: 0, exists: false }],
    );
    expect(scopes.map(({ scope, entry, begins }) => [scope, entry.version, begins])).toEqual([
      ["world:z", 1, true],
      ["worlds", 5, false],
    ]);
  });

  test("lists up to a thousand keys, the state's among them, and flushes beyond", () => {
    const described = (count: number) =>
      Array.from({ length: count }, (_, index): [Entity, Entity] => [
        made(`object:w:${index}`),
        made(`object:w:${index}`, { description: "d" }),
      ]);
    const most = prepared(described(MAX_KEYS - 1)).scopes[0]!;
    expect(most.entry.flush).toBe(false);
    expect(most.entry.keys).toHaveLength(MAX_KEYS);
    expect(most.entry.masks).toHaveLength(MAX_KEYS);
    expect(most.puts).toHaveLength(MAX_KEYS);
    const more = prepared(described(MAX_KEYS)).scopes[0]!;
    expect(more.entry).toMatchObject({ flush: true, keys: [] });
    expect(more.entry.masks).toBeUndefined();
    expect(more.entry.entities).toHaveLength(MAX_KEYS);
    expect(more.puts).toEqual([]);
  });
});
