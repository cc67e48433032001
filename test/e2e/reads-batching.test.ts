import { beforeAll, describe, expect, test } from "vitest";
import { type GatewayInUse, useSharedGateway } from "../support/use-gateway.ts";

const QUERY = `query ($id: ID!, $first: Int!) { world(id: $id) {
  id name version
  characters(first: $first) { nodes {
    id name location { id name exits { label to { name } } } inventory(first: 2) { nodes { id name } }
    timeline(first: 2) { nodes { summary involves { name } } }
  } }
} }`;

/** `count` characters, each at a place of its own with a way out, with two objects and an event. */
async function makeWorld(at: GatewayInUse, local: string, count: number): Promise<void> {
  const worldId = `world:${local}`;
  const each = <T>(make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
  await at.change("createWorld", { id: local, name: local });
  await at.changeMany(
    "createLocation",
    each((n) => ({ worldId, id: `l${n}`, name: `Place ${n}`, kind: "place" })),
  );
  await at.change("createLocation", { worldId, id: "hub", name: "Hub", kind: "place" });
  await at.changeMany(
    "connectLocations",
    each((n) => ({ fromId: `location:${local}:l${n}`, toId: `location:${local}:hub`, label: "out" })),
  );
  await at.changeMany(
    "createCharacter",
    each((n) => ({ worldId, id: `c${n}`, name: `Character ${n}`, locationId: `location:${local}:l${n}` })),
  );
  for (const kind of ["ring", "hat"])
    await at.changeMany(
      "createObject",
      each((n) => ({ worldId, name: `${kind} ${n}`, holderId: `character:${local}:c${n}` })),
    );
  await at.change("addTimelineEvents", {
    worldId,
    events: each((n) => ({ kind: "birth", summary: `born ${n}`, involves: [`character:${local}:c${n}`] })),
  });
}

describe("a query", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    await makeWorld(at, "crowd", 100);
    // A gateway asks for a world's version once, before its first read.
    await at.data('{ world(id: "world:crowd") { id } }');
  });

  /** The answer with nothing in the cache, and what the store was asked for it. */
  const cold = async (query: string, variables: Record<string, unknown>) => {
    await at.change("purgeCache", { scope: "world:crowd" });
    at.watched.forget();
    const data = await at.data(query, variables);
    return { data, calls: at.watched.calls(), kinds: at.watched.batches.map(kindsOf) };
  };

  test.each([5, 20, 100])("with a page of %i asks the store once per type and depth", async (first) => {
    const { data, calls, kinds } = await cold(QUERY, { id: "world:crowd", first });
    expect(data.world.characters.nodes).toHaveLength(first);
    expect(data.world.characters.nodes[4]).toMatchObject({
      inventory: { nodes: [{}, {}] },
      timeline: { nodes: [{ involves: [{}] }] },
    });
    expect(kinds).toEqual([
      ["World"],
      ["World.characters"],
      ["Character"],
      // Of all characters at once: where they are, what they have, what happened to them.
      ["Character.inventory", "Entity.timeline", "Location"],
      ["Location", "TimelineEvent", "WorldObject"],
    ]);
    expect(calls).toEqual({ read: kinds.length });
  });

  test("asks the store nothing when all of it is in the cache", async () => {
    const variables = { id: "world:crowd", first: 100 };
    const { data } = await cold(QUERY, variables);
    at.watched.forget();
    expect(await at.data(QUERY, variables)).toEqual(data);
    // Neither for values nor for versions.
    expect(at.watched.calls()).toEqual({});
  });

  test("asks for a smaller page out of the cache, and only deeper ones from the store", async () => {
    const page = (args: string) =>
      `{ world(id: "world:crowd") { characters(${args}) { nodes { id } pageInfo { endCursor } } } }`;
    const { data } = await cold(page("first: 100"), {});
    at.watched.forget();
    const small = await at.data(page("first: 30"));
    const { endCursor } = small.world.characters.pageInfo;
    const next = await at.data(page(`first: 70, after: "${endCursor}"`));
    expect([...small.world.characters.nodes, ...next.world.characters.nodes]).toEqual(
      data.world.characters.nodes,
    );
    expect(at.watched.calls()).toEqual({});
  });

  test("asks for a thing once, however often its document names it", async () => {
    const aliases = Array.from(
      { length: 50 },
      (_, n) =>
        `a${n}: node(id: "character:crowd:c7") { id } b${n}: character(id: "character:crowd:c7") { name }`,
    );
    await at.change("purgeCache", { scope: "world:crowd" });
    at.watched.forget();
    const { data } = await at.send(`{ ${aliases.join(" ")} }`);
    expect(Object.keys(data)).toHaveLength(100);
    expect(at.watched.batches).toEqual([[{ kind: "entity", id: "character:crowd:c7" }]]);
  });

  test("asks for a hundred nodes of every type at once", async () => {
    const ids = ["character", "location", "flag", "object"].flatMap((prefix) =>
      Array.from({ length: 25 }, (_, n) => `${prefix}:crowd:${prefix[0]}${n}`),
    );
    const { calls } = await cold("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(calls).toEqual({ read: 1 });
  });

  test("knows what isn't there from the cache, too", async () => {
    const query =
      '{ character(id: "character:crowd:nobody") { id } world(id: "world:crowd") { flag(key: "x") { id } } }';
    await cold(query, {});
    at.watched.forget();
    expect(await at.data(query)).toEqual({ character: null, world: { flag: null } });
    expect(at.watched.calls()).toEqual({});
  });
});

describe("a query over several worlds", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    for (let n = 0; n < 8; n++) await makeWorld(at, `w${n}`, 3);
  });
  const query = `{ worlds(first: 8) { nodes {
    id version state { characterCount } characters { nodes { name location { name } inventory { nodes { name } } } }
  } } }`;

  test("asks the store once per type and depth, and nothing when warm", async () => {
    await at.data(query);
    for (const scope of ["worlds", ...Array.from({ length: 8 }, (_, n) => `world:w${n}`)])
      await at.change("purgeCache", { scope });
    at.watched.forget();
    const data = await at.data(query);
    expect(data.worlds.nodes).toHaveLength(8);
    expect(at.watched.batches.map(kindsOf)).toEqual([
      ["Query.worlds"],
      ["World"],
      ["World.characters"],
      ["Character"],
      ["Character.inventory", "Location"],
      ["WorldObject"],
    ]);
    expect(at.watched.calls()).toEqual({ read: 6 });
    at.watched.forget();
    expect(await at.data(query)).toEqual(data);
    expect(at.watched.calls()).toEqual({});
  });
});

/** What a batch asks for, by type or list. */
function kindsOf(batch: GatewayInUse["watched"]["batches"][number]): string[] {
  const kinds = batch.map((query) => {
    if (query.kind === "list") return query.coordinate;
    if (query.kind === "together" || query.kind === "aggregate") return query.type;
    if (query.kind === "state") return "WorldState";
    return TYPES[query.id.split(":")[0]!]!;
  });
  return [...new Set(kinds)].sort();
}

const TYPES: Record<string, string> = {
  world: "World",
  character: "Character",
  location: "Location",
  object: "WorldObject",
  event: "TimelineEvent",
};
