import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const START = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:00:01.000Z";
const WORLD = `world {
  id name description status createdAt updatedAt version recordVersion
  state { version characterCount locationCount objectCount eventCount latestEvent { id } flags { id } }
}`;
const emptyState = (version: number) => ({
  version,
  characterCount: 0,
  locationCount: 0,
  objectCount: 0,
  eventCount: 0,
  latestEvent: null,
  flags: [],
});

describe("a world", () => {
  const at = useGateway();

  test("is created with what it is given, at version 1", async () => {
    const input = {
      id: "odyssey",
      name: "The Odyssey",
      description: "Ten years at sea.",
      status: "ARCHIVED",
    };
    expect(await at.change("createWorld", input, WORLD)).toEqual({
      worldId: "world:odyssey",
      version: 1,
      world: {
        id: "world:odyssey",
        name: "The Odyssey",
        description: "Ten years at sea.",
        status: "ARCHIVED",
        createdAt: START,
        updatedAt: START,
        version: 1,
        recordVersion: 1,
        state: emptyState(1),
      },
    });
  });

  test.each([{}, { id: null, description: null, status: null }])(
    "is created with a name alone, and then has defaults and a UUIDv7: %j",
    async (rest) => {
      const { worldId, world } = await at.change("createWorld", { name: "Chaos", ...rest }, WORLD);
      expect(worldId).toMatch(/^world:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      expect(world).toMatchObject({ id: worldId, description: null, status: "DORMANT" });
    },
  );

  test("whose id is taken is refused, and the one that has it stays as it is", async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    expect(await at.refusal("createWorld", { id: "odyssey", name: "Another" })).toEqual({
      code: "CONFLICT",
      field: "input.id",
    });
    const query = '{ world(id: "world:odyssey") { name version } worlds { nodes { id } } }';
    expect(await at.data(query)).toEqual({
      world: { name: "The Odyssey", version: 1 },
      worlds: { nodes: [{ id: "world:odyssey" }] },
    });
  });
});

describe("a world that is there", () => {
  const at = useGateway();
  const id = "world:odyssey";
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey", description: "Ten years at sea." });
    await at.change("createLocation", { worldId: id, id: "ithaca", name: "Ithaca", kind: "island" });
    await at.clock.advance(1_000);
  });
  const read = async () =>
    (
      await at.data(
        `{ world(id: "${id}") { name description status createdAt updatedAt version recordVersion } }`,
      )
    ).world;

  test("is updated: what is named changes, the rest stays, and both versions rise", async () => {
    const payload = await at.change("updateWorld", { id, name: "Nostos" }, WORLD);
    expect(payload).toEqual({
      worldId: id,
      version: 3,
      world: {
        id,
        name: "Nostos",
        description: "Ten years at sea.",
        status: "DORMANT",
        createdAt: START,
        updatedAt: LATER,
        version: 3,
        recordVersion: 3,
        state: { ...emptyState(3), locationCount: 1 },
      },
    });
  });

  test("keeps its record's version when something in it changes", async () => {
    await at.change("createObject", { worldId: id, name: "Bow" });
    expect(await read()).toMatchObject({ version: 3, recordVersion: 1, createdAt: START, updatedAt: START });
  });

  test("is changed in every field, or in its description alone", async () => {
    await at.change("updateWorld", { id, name: "N", description: "D", status: "ARCHIVED" });
    expect(await read()).toMatchObject({ name: "N", description: "D", status: "ARCHIVED", recordVersion: 3 });
    await at.change("updateWorld", { id, description: null });
    expect(await read()).toMatchObject({
      name: "N",
      description: null,
      status: "ARCHIVED",
      version: 4,
      recordVersion: 4,
    });
  });

  test.each(["name", "status"])("can't have a %s of null", async (field) => {
    expect(await at.refusal("updateWorld", { id, [field]: null })).toEqual({
      code: "BAD_USER_INPUT",
      field: `input.${field}`,
    });
    expect(await read()).toMatchObject({ version: 2, recordVersion: 1 });
  });

  test("is activated", async () => {
    const { version, world } = await at.change("activateWorld", { id, expectedVersion: 1 }, WORLD);
    expect(version).toBe(3);
    expect(world).toMatchObject({
      name: "The Odyssey",
      description: "Ten years at sea.",
      status: "ACTIVE",
      updatedAt: LATER,
      recordVersion: 3,
    });
    expect((await at.data("{ worlds(status: ACTIVE) { nodes { id } } }")).worlds.nodes).toEqual([{ id }]);
  });

  test("is deleted", async () => {
    expect(await at.change("deleteWorld", { id }, "deletedId")).toEqual({
      worldId: id,
      version: 3,
      deletedId: id,
    });
    expect(await read()).toBeNull();
  });

  test("moves in the list of worlds when it is renamed", async () => {
    await at.change("createWorld", { id: "m", name: "Middle" });
    const order = async () =>
      (await at.data("{ worlds { nodes { name } } }")).worlds.nodes.map(({ name }: { name: string }) => name);
    expect(await order()).toEqual(["Middle", "The Odyssey"]);
    await at.change("updateWorld", { id, name: "A world" });
    expect(await order()).toEqual(["A world", "Middle"]);
  });

  test.each(["updateWorld", "activateWorld", "deleteWorld"])(
    "that isn't there can't be meant by %s",
    async (name) => {
      expect(await at.refusal(name, { id: "world:ilias" })).toEqual({ code: "NOT_FOUND", field: "input.id" });
      expect(await at.refusal(name, { id: "location:odyssey:ithaca" })).toEqual({
        code: "BAD_USER_INPUT",
        field: "input.id",
      });
    },
  );
});
