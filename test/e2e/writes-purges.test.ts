import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const QUERY = `{ world(id: "${worldId}") {
  name state { eventCount } flags { key }
  characters { nodes { name location { name } } } objects { nodes { name } } timeline { nodes { summary } }
} }`;
const LIST = "{ worlds { nodes { name } } }";
const TYPES: Record<string, string> = {
  WORLD: "World",
  WORLD_FLAG: "WorldFlag",
  CHARACTER: "Character",
  LOCATION: "Location",
  WORLD_OBJECT: "WorldObject",
  TIMELINE_EVENT: "TimelineEvent",
};

describe("a purge", () => {
  const at = useGateway();
  beforeEach(async () => {
    await makeSmallOdyssey(at);
    for (const query of [QUERY, LIST]) await at.data(query);
  });
  const version = async () => (await at.data(`{ world(id: "${worldId}") { version } }`)).world.version;
  type Counter = { type: string; hits: number; misses: number };
  const counters = async (): Promise<Counter[]> =>
    (await at.data("{ cache { tiers { counters { type hits misses } } } }")).cache.tiers[0].counters;
  /** The types that a query hit and missed in the cache. */
  const lookedUp = async (query: string) => {
    const before = new Map((await counters()).map((one) => [one.type, one]));
    const data = await at.data(query);
    const grown = (name: "hits" | "misses", after: Counter[]) =>
      after.filter((one) => one[name] > (before.get(one.type)?.[name] ?? 0)).map(({ type }) => type);
    const after = await counters();
    return { data, hits: grown("hits", after), misses: grown("misses", after) };
  };
  const everything = [
    "Character",
    "Location",
    "TimelineEvent",
    "World",
    "World.characters",
    "World.objects",
    "World.timeline",
    "WorldFlag",
    "WorldObject",
    "WorldState",
  ];

  test("of a world raises its version and changes nothing else", async () => {
    const before = await at.data(QUERY);
    expect(await at.change("purgeCache", { scope: worldId }, "__typename")).toEqual({
      __typename: "PurgeCachePayload",
      scope: worldId,
      version: 15,
    });
    expect(await version()).toBe(15);
    expect(await at.data(QUERY)).toEqual(before);
  });

  test("of a world has all of it loaded again, once", async () => {
    expect(await lookedUp(QUERY)).toMatchObject({ hits: everything, misses: [] });
    const { data } = await lookedUp(QUERY);
    await at.change("purgeCache", { scope: worldId });
    expect(await lookedUp(QUERY)).toEqual({ data, hits: ["WorldState"], misses: without("WorldState") });
    expect(await lookedUp(QUERY)).toEqual({ data, hits: everything, misses: [] });
  });
  const without = (...types: string[]) => everything.filter((type) => !types.includes(type));

  test.each(Object.keys(TYPES))("of a type has what is of that type loaded again: %s", async (type) => {
    const { version: made } = await at.change("purgeCache", { scope: worldId, type });
    expect(made).toBe(15);
    const { hits, misses } = await lookedUp(QUERY);
    expect(misses).toContain(TYPES[type]);
    const others = Object.values(TYPES).filter((name) => name !== TYPES[type]);
    expect(hits).toEqual(expect.arrayContaining(others));
    expect(misses.filter((name) => others.includes(name))).toEqual([]);
    expect((await lookedUp(QUERY)).misses).toEqual([]);
  });

  test.each([{}, { type: "WORLD" }])(
    "of the list of worlds has that loaded again, and leaves the worlds: %j",
    async (type) => {
      const payload = await at.change("purgeCache", { scope: "worlds", ...type });
      expect(payload).toEqual({ scope: "worlds", version: 2 });
      expect(await lookedUp(LIST)).toMatchObject({ hits: ["World"], misses: ["Query.worlds"] });
      expect(await lookedUp(LIST)).toMatchObject({ hits: ["Query.worlds", "World"], misses: [] });
      expect(await version()).toBe(14);
    },
  );

  test("of one world leaves another's values", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    const query = '{ world(id: "world:ilias") { name } }';
    await at.data(query);
    await at.change("purgeCache", { scope: worldId });
    expect((await lookedUp(query)).misses).toEqual([]);
  });

  test("twice in a row, by type and whole, is as good as once", async () => {
    const before = await at.data(QUERY);
    for (const type of ["CHARACTER", "CHARACTER", null, "LOCATION", null, null])
      await at.change("purgeCache", { scope: worldId, type });
    expect(await version()).toBe(20);
    expect(await at.data(QUERY)).toEqual(before);
  });

  test.each([
    ["world:nowhere", "NOT_FOUND"],
    ["character:odyssey:odysseus", "BAD_USER_INPUT"],
    ["odyssey", "BAD_USER_INPUT"],
    ["", "BAD_USER_INPUT"],
  ])("of %j is refused", async (scope, code) => {
    expect(await at.refusal("purgeCache", { scope })).toEqual({ code, field: "input.scope" });
  });

  test("of a deleted world is refused", async () => {
    await at.change("deleteWorld", { id: worldId });
    expect(await at.refusal("purgeCache", { scope: worldId })).toMatchObject({ code: "NOT_FOUND" });
  });
});
