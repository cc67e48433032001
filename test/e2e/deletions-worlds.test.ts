import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const id = "world:odyssey";
const IDS = [
  id,
  "flag:odyssey:war_is_over",
  ...["odysseus", "penelope", "argos"].map((local) => `character:odyssey:${local}`),
  ...["ithaca", "ogygia", "olympus"].map((local) => `location:odyssey:${local}`),
  ...["bow", "raft", "oar"].map((local) => `object:odyssey:${local}`),
  ...["rescue", "building", "sailing"].map((local) => `event:odyssey:${local}`),
];
const NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
const WORLDS = `{
  worlds { nodes { id name } } active: worlds(status: ACTIVE) { nodes { id } }
  dormant: worlds(status: DORMANT) { nodes { id } }
}`;
const WORLD = `{ world(id: "${id}") {
  name description status createdAt version recordVersion flags { key } flag(key: "war_is_over") { id }
  state { version characterCount locationCount objectCount eventCount latestEvent { id } flags { key } }
  characters { nodes { id } } greek: characters(filter: { language: "grc" }) { nodes { id } }
  locations { nodes { id } } objects { nodes { id } }
  timeline { nodes { id } } oldest: timeline(order: OLDEST_FIRST) { nodes { id } }
} }`;
const none = { nodes: [] };

describe("a deleted world", () => {
  const at = useGateway();
  const warm = async () => {
    const { nodes } = await at.data(NODES, { ids: IDS });
    await at.data(WORLDS);
    await at.data(WORLD);
    return nodes;
  };
  beforeEach(async () => {
    await makeSmallOdyssey(at);
    expect(await warm()).toEqual(IDS.map((one) => ({ id: one })));
  });

  test("takes everything with it", async () => {
    expect(await at.change("deleteWorld", { id }, "deletedId")).toEqual({
      worldId: id,
      version: 15,
      deletedId: id,
    });
    expect(await at.data(NODES, { ids: IDS })).toEqual({ nodes: IDS.map(() => null) });
    expect(await at.data(WORLDS)).toEqual({ worlds: none, active: none, dormant: none });
    expect(await at.data(WORLD)).toEqual({ world: null });
  });

  test("can't be deleted again, and nothing can happen in it", async () => {
    await at.change("deleteWorld", { id });
    for (const [mutation, input, field] of [
      ["deleteWorld", { id }, "input.id"],
      ["updateWorld", { id, name: "x" }, "input.id"],
      ["activateWorld", { id }, "input.id"],
      ["setWorldFlag", { worldId: id, key: "k", value: 1 }, "input.worldId"],
      ["removeWorldFlag", { worldId: id, key: "war_is_over" }, "input.worldId"],
      ["createCharacter", { worldId: id, name: "x" }, "input.worldId"],
      ["createLocation", { worldId: id, name: "x", kind: "k" }, "input.worldId"],
      ["createObject", { worldId: id, name: "x" }, "input.worldId"],
      ["addTimelineEvent", { worldId: id, kind: "k", summary: "s" }, "input.worldId"],
      ["updateCharacter", { id: "character:odyssey:odysseus", name: "x" }, "input.id"],
      ["deleteLocation", { id: "location:odyssey:olympus" }, "input.id"],
      ["transferObject", { id: "object:odyssey:bow", holderId: null }, "input.id"],
    ] as const)
      expect(await at.refusal(mutation, input), mutation).toEqual({ code: "NOT_FOUND", field });
    expect((await at.store.versions([id])).versions.get(id)).toBe(15);
  });

  test("that is made again goes on from its version, and is empty", async () => {
    await at.change("deleteWorld", { id });
    await at.clock.advance(1_000);
    const made = await at.change(
      "createWorld",
      { id: "odyssey", name: "Ulysses" },
      "world { version recordVersion }",
    );
    expect(made).toEqual({ worldId: id, version: 16, world: { version: 16, recordVersion: 16 } });
    expect(await at.data(WORLD)).toEqual({
      world: {
        name: "Ulysses",
        description: null,
        status: "DORMANT",
        createdAt: "2026-01-01T00:00:01.000Z",
        version: 16,
        recordVersion: 16,
        flags: [],
        flag: null,
        state: {
          version: 16,
          characterCount: 0,
          locationCount: 0,
          objectCount: 0,
          eventCount: 0,
          latestEvent: null,
          flags: [],
        },
        characters: none,
        greek: none,
        locations: none,
        objects: none,
        timeline: none,
        oldest: none,
      },
    });
    expect((await at.data(NODES, { ids: IDS })).nodes).toEqual([{ id }, ...IDS.slice(1).map(() => null)]);
    expect(await at.data(WORLDS)).toEqual({
      worlds: { nodes: [{ id, name: "Ulysses" }] },
      active: none,
      dormant: { nodes: [{ id }] },
    });
  });

  test("that is made again doesn't show old values, read meanwhile or not", async () => {
    for (const readMeanwhile of [true, false]) {
      await at.change("deleteWorld", { id });
      if (readMeanwhile) await warm();
      await at.change("createWorld", { id: "odyssey", name: "Ulysses" });
      expect((await warm()).filter((node: unknown) => node)).toEqual([{ id }]);
      await at.change("createCharacter", { worldId: id, id: "odysseus", name: "Leopold" });
      const query = `{ character(id: "character:odyssey:odysseus") {
        name language location { id } inventory { nodes { id } } timeline { nodes { id } }
      } }`;
      expect((await at.data(query)).character).toEqual({
        name: "Leopold",
        language: "en",
        location: null,
        inventory: none,
        timeline: none,
      });
    }
  });

  test("that is made again in one document is the new one in the next mutation", async () => {
    const query = `mutation {
      a: deleteWorld(input: { id: "${id}" }) { version }
      b: createWorld(input: { id: "odyssey", name: "Ulysses" }) { version world { characters { nodes { id } } } }
      c: createCharacter(input: { worldId: "${id}", id: "odysseus", name: "Leopold" }) {
        version character { world { name state { characterCount } } timeline { nodes { id } } }
      }
    }`;
    expect(await at.data(query)).toEqual({
      a: { version: 15 },
      b: { version: 16, world: { characters: none } },
      c: {
        version: 17,
        character: { world: { name: "Ulysses", state: { characterCount: 1 } }, timeline: none },
      },
    });
  });

  test("leaves the other worlds as they were", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    await at.change("createCharacter", { worldId: "world:ilias", id: "odysseus", name: "Odysseus" });
    await at.change("deleteWorld", { id });
    const query = `{
      worlds { nodes { id version characters { nodes { name } } } }
      character(id: "character:ilias:odysseus") { name }
    }`;
    expect(await at.data(query)).toEqual({
      worlds: {
        nodes: [{ id: "world:ilias", version: 2, characters: { nodes: [{ name: "Odysseus" }] } }],
      },
      character: { name: "Odysseus" },
    });
  });

  test("keeps its version through many lives", async () => {
    for (let life = 0; life < 5; life++) {
      await at.change("deleteWorld", { id });
      await at.change("createWorld", { id: "odyssey", name: `Life ${life}` });
      expect((await at.data(WORLD)).world).toMatchObject({
        name: `Life ${life}`,
        version: 16 + 2 * life,
        state: { characterCount: 0 },
      });
    }
  });
});
