import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const id = "character:odyssey:odysseus";
const START = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:00:01.000Z";
const CHARACTER = `character {
  id name description language status traits version createdAt updatedAt
  location { id characters { nodes { id } } } world { id version state { characterCount } }
}`;

describe("a character", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    for (const local of ["ithaca", "ogygia"])
      await at.change("createLocation", { worldId, id: local, name: local, kind: "island" });
  });
  const create = (more: object = {}) =>
    at.change("createCharacter", { worldId, id: "odysseus", name: "Odysseus", ...more }, CHARACTER);
  const read = async () =>
    (
      await at.data(
        `{ character(id: "${id}") { name description language status traits version location { id } } }`,
      )
    ).character;

  test("is created with what it is given", async () => {
    const given = {
      description: "King of Ithaca.",
      language: "grc-grek",
      status: "DORMANT",
      traits: ["cunning", "tired"],
    };
    expect(await create({ ...given, locationId: "location:odyssey:ogygia" })).toEqual({
      worldId,
      version: 4,
      character: {
        id,
        name: "Odysseus",
        ...given,
        language: "grc-Grek",
        version: 4,
        createdAt: START,
        updatedAt: START,
        location: { id: "location:odyssey:ogygia", characters: { nodes: [{ id }] } },
        world: { id: worldId, version: 4, state: { characterCount: 1 } },
      },
    });
  });

  test.each([
    {},
    { description: null, language: null, status: null, traits: null, locationId: null, idempotencyKey: null },
  ])("is created with a name alone, and then has the defaults: %j", async (rest) => {
    const { character } = await at.change("createCharacter", { worldId, name: "Nobody", ...rest }, CHARACTER);
    expect(character).toMatchObject({
      id: expect.stringMatching(/^character:odyssey:[0-9a-f]{8}-[0-9a-f]{4}-7/),
      description: null,
      language: "en",
      status: "ACTIVE",
      traits: [],
      location: null,
    });
  });

  test("whose id is taken is refused", async () => {
    await create();
    expect(await at.refusal("createCharacter", { worldId, id: "odysseus", name: "Another" })).toEqual({
      code: "CONFLICT",
      field: "input.id",
    });
    expect(await read()).toMatchObject({ name: "Odysseus", version: 4 });
  });

  test("may have the local id of a location", async () => {
    const { character } = await at.change("createCharacter", { worldId, id: "ithaca", name: "I" }, CHARACTER);
    expect(character.id).toBe("character:odyssey:ithaca");
  });

  test("is updated: what is named changes, and the rest stays", async () => {
    await create({ description: "King.", traits: ["cunning"], locationId: "location:odyssey:ogygia" });
    await at.clock.advance(1_000);
    const { version, character } = await at.change("updateCharacter", { id, status: "DORMANT" }, CHARACTER);
    expect(version).toBe(5);
    expect(character).toMatchObject({
      name: "Odysseus",
      description: "King.",
      language: "en",
      status: "DORMANT",
      traits: ["cunning"],
      location: { id: "location:odyssey:ogygia" },
      version: 5,
      createdAt: START,
      updatedAt: LATER,
    });
  });

  test("is changed in every field", async () => {
    await create({ description: "King." });
    const given = { name: "Nobody", description: "", language: "fr", status: "DORMANT", traits: ["blind"] };
    await at.change("updateCharacter", { id, ...given });
    expect(await read()).toEqual({ ...given, version: 5, location: null });
  });

  test("is cleared of its description by null, and of its traits by an empty list", async () => {
    await create({ description: "King.", traits: ["cunning"] });
    await at.change("updateCharacter", { id, description: null, traits: [] });
    expect(await read()).toMatchObject({ name: "Odysseus", description: null, traits: [], version: 5 });
  });

  test.each(["name", "language", "status", "traits"])("can't have a %s of null", async (field) => {
    await create();
    expect(await at.refusal("updateCharacter", { id, description: "x", [field]: null })).toEqual({
      code: "BAD_USER_INPUT",
      field: `input.${field}`,
    });
    expect(await read()).toMatchObject({ description: null, version: 4 });
  });

  test("is moved to a location, to another, and to nowhere", async () => {
    await create();
    const move = (locationId: string | null) => at.change("moveCharacter", { id, locationId }, CHARACTER);
    const there = (local: string) => ({
      id: `location:odyssey:${local}`,
      characters: { nodes: [{ id }] },
    });
    const first = await move("location:odyssey:ogygia");
    expect(first).toMatchObject({ version: 5, character: { version: 5, location: there("ogygia") } });
    const second = await move("location:odyssey:ithaca");
    expect(second).toMatchObject({ version: 6, character: { version: 6, location: there("ithaca") } });
    const query = '{ location(id: "location:odyssey:ogygia") { characters { nodes { id } } } }';
    expect((await at.data(query)).location.characters.nodes).toEqual([]);
    expect(await move(null)).toMatchObject({ version: 7, character: { version: 7, location: null } });
    expect(await read()).toMatchObject({ location: null, name: "Odysseus", version: 7 });
  });

  test("isn't moved by a mutation that doesn't say where to", async () => {
    await create({ locationId: "location:odyssey:ogygia" });
    expect(await at.refusal("moveCharacter", { id })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.locationId",
    });
    expect(await read()).toMatchObject({ location: { id: "location:odyssey:ogygia" }, version: 4 });
  });

  test("is deleted", async () => {
    await create();
    expect(await at.change("deleteCharacter", { id }, "deletedId")).toEqual({
      worldId,
      version: 5,
      deletedId: id,
    });
    expect(await read()).toBeNull();
  });
});
