import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";

/** What is deleted between the reading of a list and that of its entries is left out of the page. */
describe("a page of a list", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));
  /** Sends the query with a cold cache, and deletes while the read of that entity is held. */
  const deleteDuring = async (query: string, id: string, mutation: string, input: object = {}) => {
    for (const scope of ["worlds", worldId]) await at.change("purgeCache", { scope });
    const held = at.watched.hold((one) => one.kind === "entity" && one.id === id, "before");
    const answer = at.send(query);
    await held.arrived;
    await at.change(mutation, { id, ...input });
    held.release();
    const { data, errors } = await answer;
    expect(errors).toBeUndefined();
    return data;
  };

  test("leaves out a character that is gone, and keeps its place for the cursors", async () => {
    const query = `{ world(id: "${worldId}") { characters(first: 2) {
      nodes { name } edges { node { name } } pageInfo { hasNextPage endCursor }
    } } }`;
    const odysseus = "character:odyssey:odysseus";
    const { characters } = (await deleteDuring(query, odysseus, "deleteCharacter")).world;
    expect(characters).toEqual({
      nodes: [{ name: "Argos" }],
      edges: [{ node: { name: "Argos" } }],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    const next = `{ world(id: "${worldId}") { characters(after: "${characters.pageInfo.endCursor}") { nodes { name } } } }`;
    expect((await at.data(next)).world.characters.nodes).toEqual([{ name: "Penelope" }]);
  });

  test("leaves out an object that is gone", async () => {
    const query = `{ world(id: "${worldId}") { objects { nodes { name } } } }`;
    const { objects } = (await deleteDuring(query, "object:odyssey:oar", "deleteObject")).world;
    expect(objects.nodes).toEqual([{ name: "Bow" }, { name: "Raft" }]);
  });

  test("leaves out a location that is gone, and an exit to it", async () => {
    await at.change("connectLocations", {
      fromId: "location:odyssey:ithaca",
      toId: "location:odyssey:olympus",
      label: "up",
    });
    const query = `{ location(id: "location:odyssey:ithaca") { exits { label to { name } } } }`;
    const { location } = await deleteDuring(query, "location:odyssey:olympus", "deleteLocation");
    expect(location.exits).toEqual([{ label: "nobody knows how", to: { name: "Ogygia" } }]);
  });

  test("leaves out a world that is gone", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    const query = "{ worlds { nodes { name } pageInfo { hasNextPage } } }";
    const { worlds } = await deleteDuring(query, worldId, "deleteWorld");
    expect(worlds).toEqual({ nodes: [{ name: "Iliad" }], pageInfo: { hasNextPage: false } });
  });

  test("shows a world that went after it was read as one that holds nothing", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    const query = "{ worlds { nodes { name version state { version characterCount flags { key } } } } }";
    for (const scope of ["worlds", worldId]) await at.change("purgeCache", { scope, type: "WORLD_FLAG" });
    const held = at.watched.hold((one) => one.kind === "together", "before");
    const answer = at.data(query);
    await held.arrived;
    await at.change("deleteWorld", { id: worldId });
    held.release();
    const [iliad, odyssey] = (await answer).worlds.nodes;
    expect(iliad).toEqual({ name: "Iliad", version: 1, state: { version: 1, characterCount: 0, flags: [] } });
    expect(odyssey).toMatchObject({ name: "The Odyssey", state: { flags: [] } });
  });

  test("has what moved out of it meanwhile as it is now", async () => {
    const query = `{ location(id: "location:odyssey:ogygia") { characters { nodes { name location { id } } } } }`;
    await at.change("purgeCache", { scope: worldId });
    const id = "character:odyssey:odysseus";
    const held = at.watched.hold((one) => one.kind === "entity" && one.id === id, "before");
    const answer = at.data(query);
    await held.arrived;
    await at.change("moveCharacter", { id, locationId: null });
    held.release();
    expect((await answer).location.characters.nodes).toEqual([{ name: "Odysseus", location: null }]);
  });

  test("shows null for a place or a holder that is gone, and leaves it out of what an event involves", async () => {
    const place = `{ character(id: "character:odyssey:odysseus") { name location { name } } }`;
    const ogygia = "location:odyssey:ogygia";
    const moveContentsTo = "location:odyssey:ithaca";
    expect(await deleteDuring(place, ogygia, "deleteLocation", { moveContentsTo })).toEqual({
      character: { name: "Odysseus", location: null },
    });
    const holder = `{ object(id: "object:odyssey:bow") { name holder { id } } }`;
    const penelope = "character:odyssey:penelope";
    expect(await deleteDuring(holder, penelope, "deleteCharacter")).toEqual({
      object: { name: "Bow", holder: null },
    });
    const event = `{ event(id: "event:odyssey:building") { involves { id } } }`;
    expect(await deleteDuring(event, "character:odyssey:odysseus", "deleteCharacter")).toEqual({
      event: { involves: [{ id: "object:odyssey:raft" }] },
    });
  });
});
