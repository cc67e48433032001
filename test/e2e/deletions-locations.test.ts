import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const [ithaca, ogygia, olympus] = ["ithaca", "ogygia", "olympus"].map((local) => `location:odyssey:${local}`);

describe("a location that holds something", () => {
  const at = useGateway();
  const QUERY = `{
    gone: location(id: "${ogygia}") { id }
    ithaca: location(id: "${ithaca}") {
      version characters { nodes { name } } objects { nodes { name } } exits { label to { id } }
    }
    odysseus: character(id: "character:odyssey:odysseus") { version location { id } }
    raft: object(id: "object:odyssey:raft") { version holder { id } }
    world(id: "${worldId}") {
      version locations { nodes { id } } state { locationCount characterCount objectCount }
      there: characters(filter: { locationId: "${ogygia}" }) { nodes { id } }
      here: characters(filter: { locationId: "${ithaca}" }) { nodes { name } }
    }
  }`;
  beforeEach(async () => {
    await makeSmallOdyssey(at);
    await at.data(QUERY);
  });
  const refused = async (input: Record<string, unknown>) => {
    const before = await at.data(QUERY);
    const fault = await at.refusal("deleteLocation", { id: ogygia, ...input });
    expect(await at.data(QUERY)).toEqual(before);
    return fault;
  };
  const field = "input.moveContentsTo";

  test.each([{}, { moveContentsTo: null }])("isn't deleted without a place for that: %j", async (input) => {
    expect(await refused(input)).toEqual({ code: "CONFLICT", field });
  });

  test("isn't deleted for a character alone, or for an object alone", async () => {
    await at.change("transferObject", { id: "object:odyssey:raft", holderId: null });
    expect(await refused({})).toEqual({ code: "CONFLICT", field });
    await at.change("moveCharacter", { id: "character:odyssey:odysseus", locationId: null });
    await at.change("transferObject", { id: "object:odyssey:raft", holderId: ogygia });
    expect(await refused({})).toEqual({ code: "CONFLICT", field });
    await at.change("transferObject", { id: "object:odyssey:raft", holderId: null });
    await at.change("deleteLocation", { id: ogygia });
  });

  test("isn't deleted into itself, another world, a place that isn't there, or no place", async () => {
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    await at.change("createLocation", { worldId: "world:ilias", id: "troy", name: "Troy", kind: "city" });
    for (const [moveContentsTo, code] of [
      [ogygia, "BAD_USER_INPUT"],
      ["location:ilias:troy", "BAD_USER_INPUT"],
      ["character:odyssey:odysseus", "BAD_USER_INPUT"],
      ["", "BAD_USER_INPUT"],
      ["location:odyssey:atlantis", "NOT_FOUND"],
    ])
      expect(await refused({ moveContentsTo })).toEqual({ code, field });
  });

  test("is deleted when its contents go to another one", async () => {
    const deleted = await at.change("deleteLocation", { id: ogygia, moveContentsTo: ithaca }, "deletedId");
    expect(deleted).toEqual({ worldId, version: 15, deletedId: ogygia });
    expect(await at.data(QUERY)).toEqual({
      gone: null,
      ithaca: {
        // Its way to Ogygia is gone, which is a change of its own.
        version: 15,
        characters: { nodes: [{ name: "Odysseus" }, { name: "Penelope" }] },
        objects: { nodes: [{ name: "Raft" }] },
        exits: [],
      },
      odysseus: { version: 15, location: { id: ithaca } },
      raft: { version: 15, holder: { id: ithaca } },
      world: {
        version: 15,
        locations: { nodes: [{ id: ithaca }, { id: olympus }] },
        state: { locationCount: 2, characterCount: 3, objectCount: 3 },
        there: { nodes: [] },
        here: { nodes: [{ name: "Odysseus" }, { name: "Penelope" }] },
      },
    });
  });

  test("moves all that it holds, more than fits a page, and not what its characters hold", async () => {
    const each = (count: number) => Array.from({ length: count }, (_, n) => n);
    await at.changeMany(
      "createCharacter",
      each(150).map((n) => ({ worldId, name: `Nymph ${n}`, locationId: ogygia })),
    );
    await at.changeMany(
      "createObject",
      each(150).map((n) => ({ worldId, name: `Flower ${n}`, holderId: ogygia })),
    );
    const crown = { worldId, id: "crown", name: "Crown", holderId: "character:odyssey:odysseus" };
    await at.change("createObject", crown);
    await at.change("deleteLocation", { id: ogygia, moveContentsTo: olympus });
    const { page, crown: held } = await at.data(`{
      page: location(id: "${olympus}") {
        characters(first: 100) { pageInfo { endCursor } } objects(first: 100) { pageInfo { endCursor } }
      }
      crown: object(id: "object:odyssey:crown") { holder { id } }
    }`);
    expect(held.holder.id).toBe("character:odyssey:odysseus");
    const rest = await at.data(
      `query ($c: String, $o: String) { location(id: "${olympus}") {
        characters(first: 100, after: $c) { nodes { id } } objects(first: 100, after: $o) { nodes { id } }
      } }`,
      { c: page.characters.pageInfo.endCursor, o: page.objects.pageInfo.endCursor },
    );
    // With Odysseus and his raft.
    expect(rest.location.characters.nodes).toHaveLength(51);
    expect(rest.location.objects.nodes).toHaveLength(51);
  });

  test("may be empty and have a place for its contents all the same", async () => {
    await at.change("deleteLocation", { id: olympus, moveContentsTo: ithaca });
    expect((await at.data(QUERY)).world.state.locationCount).toBe(2);
  });

  test("can't be deleted twice, nor be gone to or from", async () => {
    await at.change("deleteLocation", { id: ogygia, moveContentsTo: ithaca });
    for (const [mutation, input, at_] of [
      ["deleteLocation", { id: ogygia }, "input.id"],
      ["updateLocation", { id: ogygia, name: "x" }, "input.id"],
      ["moveCharacter", { id: "character:odyssey:argos", locationId: ogygia }, "input.locationId"],
      ["connectLocations", { fromId: ithaca, toId: ogygia, label: "x" }, "input.toId"],
      ["connectLocations", { fromId: ogygia, toId: ithaca, label: "x" }, "input.fromId"],
      ["disconnectLocations", { fromId: ogygia, label: "by raft" }, "input.fromId"],
    ] as const)
      expect(await at.refusal(mutation, input)).toEqual({ code: "NOT_FOUND", field: at_ });
  });
});

describe("exits to a deleted location", () => {
  const at = useGateway();
  const id = "location:maze:center";
  const inputs = Array.from({ length: 40 }, (_, n) => ({
    worldId: "world:maze",
    id: `l${n}`,
    name: `L${String(n).padStart(2, "0")}`,
    kind: "room",
  }));
  const QUERY = `{ world(id: "world:maze") { locations(first: 100) { nodes { name version exits { label to { name } } } } } }`;
  beforeEach(async () => {
    await at.change("createWorld", { id: "maze", name: "Maze" });
    await at.change("createLocation", { worldId: "world:maze", id: "center", name: "Center", kind: "room" });
    await at.changeMany("createLocation", inputs);
    const ways = (label: string, to: (n: number) => string) =>
      inputs.map((_, n) => ({ fromId: `location:maze:l${n}`, toId: to(n), label }));
    await at.changeMany(
      "connectLocations",
      ways("in", () => id),
    );
    await at.changeMany(
      "connectLocations",
      ways("on", (n) => `location:maze:l${(n + 1) % 40}`),
    );
    await at.changeMany(
      "connectLocations",
      ways("also in", () => id),
    );
    await at.change("connectLocations", { fromId: id, toId: id, label: "round" });
    await at.data(QUERY);
  });

  test("are gone from wherever they were, and the others stay", async () => {
    const { version } = await at.change("deleteLocation", { id });
    const { nodes } = (await at.data(QUERY)).world.locations;
    expect(nodes).toEqual(
      inputs.map(({ name }, n) => ({
        name,
        version,
        exits: [{ label: "on", to: { name: inputs[(n + 1) % 40]!.name } }],
      })),
    );
  });

  test("don't come back with a location that is made again under its id", async () => {
    await at.change("deleteLocation", { id });
    await at.change("createLocation", { worldId: "world:maze", id: "center", name: "Center", kind: "room" });
    const { nodes } = (await at.data(QUERY)).world.locations;
    expect(nodes[0]).toMatchObject({ name: "Center", exits: [] });
    expect(nodes.slice(1).every(({ exits }: { exits: object[] }) => exits.length === 1)).toBe(true);
    // Their labels are free again.
    await at.change("connectLocations", { fromId: "location:maze:l7", toId: id, label: "in" });
  });
});
