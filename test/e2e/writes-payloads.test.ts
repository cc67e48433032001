import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const ithaca = "location:odyssey:ithaca";

describe("a payload", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));

  test("shows what hangs on its entity as the change has made it", async () => {
    const { version, character } = await at.change(
      "moveCharacter",
      { id: odysseus, locationId: ithaca },
      `character {
        name location { characters { nodes { name location { id } } } }
        world {
          version state { version characterCount }
          here: characters(filter: { locationId: "${ithaca}" }) { nodes { name } }
        }
      }`,
    );
    expect(version).toBe(15);
    expect(character).toEqual({
      name: "Odysseus",
      location: {
        characters: {
          nodes: [
            { name: "Odysseus", location: { id: ithaca } },
            { name: "Penelope", location: { id: ithaca } },
          ],
        },
      },
      world: {
        version: 15,
        state: { version: 15, characterCount: 3 },
        here: { nodes: [{ name: "Odysseus" }, { name: "Penelope" }] },
      },
    });
  });

  test("has its entity as this change made it, and the rest at that version or later", async () => {
    await at.change("purgeCache", { scope: worldId });
    const held = at.watched.hold((query) => query.kind === "list", "before");
    const first = at.change(
      "updateCharacter",
      { id: odysseus, name: "Nobody" },
      `character { name version world { version characters { nodes { id name version } } } }`,
    );
    await held.arrived;
    await at.change("updateCharacter", { id: odysseus, name: "Aethon" });
    await at.change("updateCharacter", { id: "character:odyssey:penelope", name: "Queen" });
    held.release();
    const { version, character } = await first;
    expect(version).toBe(16);
    expect(character).toMatchObject({ name: "Nobody", version: 16 });
    expect(character.world.version).toBeGreaterThanOrEqual(16);
    const nodes = new Map(
      character.world.characters.nodes.map((node: { id: string }) => [node.id, node] as const),
    );
    // The same character under the payload is the same one.
    expect(nodes.get(odysseus)).toMatchObject({ name: "Nobody", version: 16 });
    expect(nodes.get("character:odyssey:penelope")).toMatchObject({ name: "Queen", version: 18 });
  });

  test("sees its own change although the world's caches lag behind the log", async () => {
    for (let n = 0; n < 20; n++) {
      const payloads = await Promise.all(
        ["character:odyssey:argos", odysseus, "character:odyssey:penelope"].map((id) =>
          at.change(
            "updateCharacter",
            { id, description: `${n}` },
            "character { description world { version state { version } } }",
          ),
        ),
      );
      for (const { version, character } of payloads) {
        expect(character.description).toBe(`${n}`);
        expect(character.world.version).toBeGreaterThanOrEqual(version);
        expect(character.world.state.version).toBe(character.world.version);
      }
    }
  });

  test("of many events has each with what it involves", async () => {
    const { events } = await at.change(
      "addTimelineEvents",
      {
        worldId,
        events: [
          { kind: "k", summary: "one", involves: [odysseus] },
          { kind: "k", summary: "two", involves: [ithaca, odysseus] },
        ],
      },
      "events { summary involves { name timeline(first: 1) { nodes { summary } } } }",
    );
    const odyssean = { name: "Odysseus", timeline: { nodes: [{ summary: "two" }] } };
    expect(events).toEqual([
      { summary: "one", involves: [odyssean] },
      { summary: "two", involves: [{ name: "Ithaca", timeline: odyssean.timeline }, odyssean] },
    ]);
  });

  test("of a world that is gone shows that it holds nothing when a retry asks", async () => {
    const input = { id: "ilias", name: "Iliad", idempotencyKey: "once" };
    await at.change("createWorld", input);
    await at.change("createObject", { worldId: "world:ilias", name: "Spear" });
    await at.change("deleteWorld", { id: "world:ilias" });
    expect(
      await at.change(
        "createWorld",
        input,
        "world { name recordVersion version state { objectCount flags { key } } objects { nodes { id } } }",
      ),
    ).toEqual({
      worldId: "world:ilias",
      version: 1,
      world: {
        name: "Iliad",
        recordVersion: 1,
        version: 3,
        state: { objectCount: 0, flags: [] },
        objects: { nodes: [] },
      },
    });
  });

  test("of something whose world is gone can't show that", async () => {
    const input = { worldId, name: "Sail", idempotencyKey: "once" };
    await at.change("createObject", input);
    await at.change("deleteWorld", { id: worldId });
    expect((await at.change("createObject", input, "object { name }")).object).toEqual({ name: "Sail" });
    const query =
      "mutation ($input: CreateObjectInput!) { createObject(input: $input) { object { world { name } } } }";
    const { data, errors } = await at.send(query, { input });
    expect(data).toEqual({ createObject: null });
    expect(errors).toMatchObject([
      { path: ["createObject", "object", "world"], extensions: { code: "NOT_FOUND" } },
    ]);
  });

  test("is of the type Change", async () => {
    const query = `mutation {
      createObject(input: { worldId: "${worldId}", name: "Sail" }) { __typename ...change }
      removeWorldFlag(input: { worldId: "${worldId}", key: "suitors" }) { __typename ...change deletedId }
    } fragment change on Change { worldId version }`;
    expect(await at.data(query)).toEqual({
      createObject: { __typename: "CreateObjectPayload", worldId, version: 15 },
      removeWorldFlag: {
        __typename: "RemoveWorldFlagPayload",
        worldId,
        version: 16,
        deletedId: "flag:odyssey:suitors",
      },
    });
  });
});
