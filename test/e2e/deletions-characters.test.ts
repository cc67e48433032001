import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const penelope = "character:odyssey:penelope";
const ithaca = "location:odyssey:ithaca";

describe("a deleted character", () => {
  const at = useGateway();
  const QUERY = `{
    character(id: "${penelope}") { name }
    node(id: "${penelope}") { id }
    bow: object(id: "object:odyssey:bow") { name version updatedAt holder { __typename id } }
    location(id: "${ithaca}") { characters { nodes { name } } objects { nodes { name } } version }
    world(id: "${worldId}") {
      version state { characterCount objectCount }
      characters { nodes { name } }
      greek: characters(filter: { language: "grc" }) { nodes { name } }
      there: characters(filter: { locationId: "${ithaca}" }) { nodes { name } }
      objects { nodes { name } }
    }
  }`;
  beforeEach(async () => {
    await makeSmallOdyssey(at);
    await at.data(QUERY);
    await at.clock.advance(1_000);
  });

  test("is in no list, and what it had lies where it stood", async () => {
    await at.change("deleteCharacter", { id: penelope });
    expect(await at.data(QUERY)).toEqual({
      character: null,
      node: null,
      bow: {
        name: "Bow",
        version: 15,
        updatedAt: "2026-01-01T00:00:01.000Z",
        holder: { __typename: "Location", id: ithaca },
      },
      location: { characters: { nodes: [] }, objects: { nodes: [{ name: "Bow" }] }, version: 5 },
      world: {
        version: 15,
        state: { characterCount: 2, objectCount: 3 },
        characters: { nodes: [{ name: "Argos" }, { name: "Odysseus" }] },
        greek: { nodes: [{ name: "Odysseus" }] },
        there: { nodes: [] },
        objects: { nodes: [{ name: "Bow" }, { name: "Oar" }, { name: "Raft" }] },
      },
    });
  });

  test("that was nowhere leaves what it had nowhere", async () => {
    await at.change("moveCharacter", { id: penelope, locationId: null });
    await at.change("deleteCharacter", { id: penelope });
    const { bow, location } = await at.data(QUERY);
    expect(bow).toMatchObject({ version: 16, holder: null });
    expect(location.objects.nodes).toEqual([]);
  });

  test("drops all of a large inventory, and nobody else's", async () => {
    const inputs = Array.from({ length: 120 }, (_, n) => ({
      worldId,
      id: `thread${n}`,
      name: `Thread ${String(n).padStart(3, "0")}`,
      holderId: penelope,
    }));
    await at.changeMany("createObject", inputs);
    await at.data(`{ character(id: "${penelope}") { inventory(first: 100) { nodes { id } } } }`);
    const { version } = await at.change("deleteCharacter", { id: penelope });
    const query = `{
      location(id: "${ithaca}") { objects(first: 100) { nodes { id version } pageInfo { hasNextPage } } }
      raft: object(id: "object:odyssey:raft") { version holder { id } }
    }`;
    const { location, raft } = await at.data(query);
    expect(location.objects.pageInfo).toEqual({ hasNextPage: true });
    expect(location.objects.nodes).toHaveLength(100);
    expect(new Set(location.objects.nodes.map((node: { version: number }) => node.version))).toEqual(
      new Set([version]),
    );
    expect(raft).toEqual({ version: 10, holder: { id: "location:odyssey:ogygia" } });
  });

  test("can't be deleted again, nor moved, changed or given anything", async () => {
    await at.change("deleteCharacter", { id: penelope });
    for (const [mutation, input, field] of [
      ["deleteCharacter", { id: penelope }, "input.id"],
      ["updateCharacter", { id: penelope, name: "x" }, "input.id"],
      ["moveCharacter", { id: penelope, locationId: ithaca }, "input.id"],
      ["transferObject", { id: "object:odyssey:oar", holderId: penelope }, "input.holderId"],
      ["addTimelineEvent", { worldId, kind: "k", summary: "s", involves: [penelope] }, "input.involves"],
    ] as const)
      expect(await at.refusal(mutation, input)).toEqual({ code: "NOT_FOUND", field });
    expect((await at.data(QUERY)).world.version).toBe(15);
  });

  test("that is made again is new: it has nothing and is nowhere", async () => {
    await at.change("deleteCharacter", { id: penelope });
    await at.clock.advance(1_000);
    await at.change("createCharacter", { worldId, id: "penelope", name: "Penelope" });
    const query = `{ character(id: "${penelope}") {
      version createdAt language location { id } inventory { nodes { id } } timeline { nodes { id } }
    } }`;
    expect((await at.data(query)).character).toEqual({
      version: 16,
      createdAt: "2026-01-01T00:00:02.000Z",
      language: "en",
      location: null,
      inventory: { nodes: [] },
      timeline: { nodes: [] },
    });
    expect((await at.data(QUERY)).bow.holder).toEqual({ __typename: "Location", id: ithaca });
  });
});

describe("a deleted object", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));

  test("is in nobody's hands and in no list", async () => {
    const query = `{
      object(id: "object:odyssey:bow") { id }
      character(id: "${penelope}") { version inventory { nodes { name } } }
      world(id: "${worldId}") { objects { nodes { name } } state { objectCount } }
    }`;
    await at.data(query);
    await at.change("deleteObject", { id: "object:odyssey:bow" });
    expect(await at.data(query)).toEqual({
      object: null,
      character: { version: 7, inventory: { nodes: [] } },
      world: { objects: { nodes: [{ name: "Oar" }, { name: "Raft" }] }, state: { objectCount: 2 } },
    });
    expect(await at.refusal("deleteObject", { id: "object:odyssey:bow" })).toEqual({
      code: "NOT_FOUND",
      field: "input.id",
    });
  });
});
