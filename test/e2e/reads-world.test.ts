import { beforeAll, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const START = "2026-01-01T00:00:00.000Z";

describe("a world", () => {
  const at = useSharedGateway();
  beforeAll(() => makeSmallOdyssey(at));
  const read = async (selection: string) =>
    (await at.data(`{ world(id: "world:odyssey") { ${selection} } }`)).world;

  test("has its own fields and both of its versions", async () => {
    expect(
      await read("__typename id name description status createdAt updatedAt version recordVersion"),
    ).toEqual({
      __typename: "World",
      id: "world:odyssey",
      name: "The Odyssey",
      description: "Ten years at sea.",
      status: "ACTIVE",
      createdAt: START,
      updatedAt: START,
      version: 14,
      recordVersion: 1,
    });
  });

  test("has a state that counts what lives in it and names its latest event", async () => {
    const state = `state {
      version characterCount locationCount objectCount eventCount
      flags { key value } latestEvent { id moment }
    }`;
    expect(await read(state)).toEqual({
      state: {
        version: 14,
        characterCount: 3,
        locationCount: 3,
        objectCount: 3,
        eventCount: 3,
        flags: [
          { key: "suitors", value: { count: 108, from: ["Dulichium", "Same"] } },
          { key: "war_is_over", value: true },
        ],
        latestEvent: { id: "event:odyssey:sailing", moment: "the fifth day" },
      },
    });
  });

  test("lists its flags by key", async () => {
    expect(await read("flags { __typename id key value version updatedAt }")).toEqual({
      flags: [
        {
          __typename: "WorldFlag",
          id: "flag:odyssey:suitors",
          key: "suitors",
          value: { count: 108, from: ["Dulichium", "Same"] },
          version: 14,
          updatedAt: START,
        },
        {
          __typename: "WorldFlag",
          id: "flag:odyssey:war_is_over",
          key: "war_is_over",
          value: true,
          version: 13,
          updatedAt: START,
        },
      ],
    });
  });

  test("has one flag by its key, and null for a key that isn't set", async () => {
    expect(await read(`set: flag(key: "war_is_over") { id value } unset: flag(key: "peace") { id }`)).toEqual(
      {
        set: { id: "flag:odyssey:war_is_over", value: true },
        unset: null,
      },
    );
  });

  test("refuses a flag's key that none can have", async () => {
    const query = '{ world(id: "world:odyssey") { flag(key: "a key") { id } } }';
    expect(await at.fault(query)).toEqual({ code: "BAD_USER_INPUT", field: "key" });
  });

  test("lists its characters, locations and objects by name", async () => {
    expect(
      await read("characters { nodes { name } } locations { nodes { name } } objects { nodes { name } }"),
    ).toEqual({
      characters: { nodes: [{ name: "Argos" }, { name: "Odysseus" }, { name: "Penelope" }] },
      locations: { nodes: [{ name: "Ithaca" }, { name: "Ogygia" }, { name: "Olympus" }] },
      objects: { nodes: [{ name: "Bow" }, { name: "Oar" }, { name: "Raft" }] },
    });
  });

  test("that isn't there is null", async () => {
    expect(await at.data('{ world(id: "world:ilias") { id } }')).toEqual({ world: null });
  });

  test("without anything in it has empty lists, zero counts and no latest event", async () => {
    await at.change("createWorld", { id: "chaos", name: "Chaos" });
    const query = `{ world(id: "world:chaos") {
      description status
      state { characterCount locationCount objectCount eventCount latestEvent { id } flags { id } }
      flags { id } characters { nodes { id } } locations { nodes { id } } objects { nodes { id } }
      timeline { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
    } }`;
    expect(await at.data(query)).toEqual({
      world: {
        description: null,
        status: "DORMANT",
        state: {
          characterCount: 0,
          locationCount: 0,
          objectCount: 0,
          eventCount: 0,
          latestEvent: null,
          flags: [],
        },
        flags: [],
        characters: { nodes: [] },
        locations: { nodes: [] },
        objects: { nodes: [] },
        timeline: {
          nodes: [],
          pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
        },
      },
    });
  });
});

describe("worlds", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    for (const [id, name, status] of [
      ["w3", "Aeneid", "ACTIVE"],
      ["w1", "Odyssey", "ACTIVE"],
      ["w2", "Iliad", "ARCHIVED"],
      ["w5", "Aeneid", "DORMANT"],
      ["w4", "aeneid", "ACTIVE"],
    ])
      await at.change("createWorld", { id, name, status });
  });
  const ids = async (args: string) =>
    (await at.data(`{ worlds${args} { nodes { id } } }`)).worlds.nodes.map(({ id }: { id: string }) => id);

  test("are listed by name in code point order, then by id", async () => {
    expect(await ids("")).toEqual(["world:w3", "world:w5", "world:w2", "world:w1", "world:w4"]);
  });

  test("are filtered by status", async () => {
    expect(await ids("(status: ACTIVE)")).toEqual(["world:w3", "world:w1", "world:w4"]);
    expect(await ids("(status: ARCHIVED)")).toEqual(["world:w2"]);
    expect(await ids("(status: DORMANT)")).toEqual(["world:w5"]);
    expect(await ids("(status: null)")).toHaveLength(5);
  });

  test("follow a change of status from one filtered list to the other", async () => {
    await at.change("updateWorld", { id: "world:w2", status: "ACTIVE" });
    expect(await ids("(status: ARCHIVED)")).toEqual([]);
    expect(await ids("(status: ACTIVE)")).toEqual(["world:w3", "world:w2", "world:w1", "world:w4"]);
    await at.change("updateWorld", { id: "world:w2", status: "ARCHIVED" });
  });

  test("come in pages, with a status or without", async () => {
    const page = (args: string) =>
      at.data(`{ worlds(${args}) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`);
    const first = (await page("first: 2, status: ACTIVE")).worlds;
    expect(first.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
      "world:w3",
      "world:w1",
    ]);
    expect(first.pageInfo).toEqual({ hasNextPage: true, endCursor: first.edges[1].cursor });
    const second = (await page(`first: 2, status: ACTIVE, after: "${first.pageInfo.endCursor}"`)).worlds;
    expect(second.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(["world:w4"]);
    expect(second.pageInfo).toEqual({ hasNextPage: false, endCursor: second.edges[0].cursor });
  });
});
