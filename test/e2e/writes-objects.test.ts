import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const id = "object:odyssey:bow";
const penelope = "character:odyssey:penelope";
const ithaca = "location:odyssey:ithaca";
const START = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:00:01.000Z";
const OBJECT = `object {
  id name description version createdAt updatedAt world { id version state { objectCount } }
  holder { __typename id ... on Character { inventory { nodes { id } } } ... on Location { objects { nodes { id } } } }
}`;

describe("an object", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createLocation", { worldId, id: "ithaca", name: "Ithaca", kind: "island" });
    await at.change("createCharacter", { worldId, id: "penelope", name: "Penelope", locationId: ithaca });
  });
  const create = (more: object = {}) =>
    at.change("createObject", { worldId, id: "bow", name: "Bow", ...more }, OBJECT);
  const held = { __typename: "Character", id: penelope, inventory: { nodes: [{ id }] } };
  const lying = { __typename: "Location", id: ithaca, objects: { nodes: [{ id }] } };
  const read = async () =>
    (await at.data(`{ object(id: "${id}") { name description version holder { id } } }`)).object;

  test("is created with what it is given", async () => {
    expect(await create({ description: "Hard to string.", holderId: penelope })).toEqual({
      worldId,
      version: 4,
      object: {
        id,
        name: "Bow",
        description: "Hard to string.",
        version: 4,
        createdAt: START,
        updatedAt: START,
        world: { id: worldId, version: 4, state: { objectCount: 1 } },
        holder: held,
      },
    });
  });

  test("is created where it lies", async () => {
    expect((await create({ holderId: ithaca })).object.holder).toEqual(lying);
  });

  test.each([{}, { id: null, description: null, holderId: null }])(
    "is created with a name alone, and then is nowhere: %j",
    async (rest) => {
      const { object } = await at.change("createObject", { worldId, name: "Oar", ...rest }, OBJECT);
      expect(object).toMatchObject({
        id: expect.stringMatching(/^object:odyssey:[0-9a-f]{8}-[0-9a-f]{4}-7/),
        description: null,
        holder: null,
      });
    },
  );

  test("whose id is taken is refused", async () => {
    await create();
    expect(await at.refusal("createObject", { worldId, id: "bow", name: "Another" })).toEqual({
      code: "CONFLICT",
      field: "input.id",
    });
  });

  test("is updated: what is named changes, and the rest stays", async () => {
    await create({ description: "Hard to string.", holderId: penelope });
    await at.clock.advance(1_000);
    const { version, object } = await at.change("updateObject", { id, name: "The bow" }, OBJECT);
    expect(version).toBe(5);
    expect(object).toMatchObject({
      name: "The bow",
      description: "Hard to string.",
      version: 5,
      createdAt: START,
      updatedAt: LATER,
      holder: held,
    });
    await at.change("updateObject", { id, description: null });
    expect(await read()).toEqual({
      name: "The bow",
      description: null,
      version: 6,
      holder: { id: penelope },
    });
  });

  test("can't have a name of null", async () => {
    await create();
    expect(await at.refusal("updateObject", { id, name: null })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.name",
    });
  });

  test("is given to a character, laid down, and put nowhere", async () => {
    await create();
    const give = (holderId: string | null) => at.change("transferObject", { id, holderId }, OBJECT);
    expect(await give(penelope)).toMatchObject({ version: 5, object: { version: 5, holder: held } });
    expect(await give(ithaca)).toMatchObject({ version: 6, object: { version: 6, holder: lying } });
    const query = `{ character(id: "${penelope}") { inventory { nodes { id } } } }`;
    expect((await at.data(query)).character.inventory.nodes).toEqual([]);
    expect(await give(null)).toMatchObject({ version: 7, object: { version: 7, holder: null } });
    const there = `{ location(id: "${ithaca}") { objects { nodes { id } } } }`;
    expect((await at.data(there)).location.objects.nodes).toEqual([]);
  });

  test("isn't given away by a mutation that doesn't say to whom", async () => {
    await create({ holderId: penelope });
    expect(await at.refusal("transferObject", { id })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.holderId",
    });
    expect(await read()).toMatchObject({ holder: { id: penelope }, version: 4 });
  });

  test("goes where its holder goes", async () => {
    await create({ holderId: penelope });
    await at.change("moveCharacter", { id: penelope, locationId: null });
    expect(await read()).toMatchObject({ holder: { id: penelope }, version: 4 });
  });

  test("is deleted", async () => {
    await create({ holderId: penelope });
    expect(await at.change("deleteObject", { id }, "deletedId")).toEqual({
      worldId,
      version: 5,
      deletedId: id,
    });
    expect(await read()).toBeNull();
    const query = `{ character(id: "${penelope}") { inventory { nodes { id } } version } }`;
    expect((await at.data(query)).character).toEqual({ inventory: { nodes: [] }, version: 3 });
  });
});
