import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const world = { id: "world:odyssey" };
const odysseus = { id: "character:odyssey:odysseus" };
const olympus = { id: "location:odyssey:olympus" };
const bow = { id: "object:odyssey:bow" };
const flag = { worldId: "world:odyssey", key: "war_is_over" };

describe("an expected version", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));
  const worldVersion = async () =>
    (await at.data('{ world(id: "world:odyssey") { version } }')).world.version;

  test.each([
    // What it is held against is the entity's own, a world's recordVersion.
    ["updateWorld", { ...world, name: "Nostos" }, 1],
    ["updateWorld", { ...world, description: null }, 1],
    ["activateWorld", world, 1],
    ["deleteWorld", world, 1],
    ["setWorldFlag", { ...flag, value: false }, 13],
    ["removeWorldFlag", flag, 13],
    ["updateCharacter", { ...odysseus, name: "Nobody" }, 6],
    ["moveCharacter", { ...odysseus, locationId: null }, 6],
    ["deleteCharacter", odysseus, 6],
    ["updateLocation", { ...olympus, name: "Heights" }, 4],
    ["deleteLocation", olympus, 4],
    ["updateObject", { ...bow, name: "The bow" }, 9],
    ["transferObject", { ...bow, holderId: null }, 9],
    ["deleteObject", bow, 9],
  ])("is held against the entity's by %s of %j", async (mutation, input, version) => {
    for (const expectedVersion of [0, version - 1, version + 1, 14])
      expect(await at.refusal(mutation, { ...input, expectedVersion })).toEqual({
        code: "CONFLICT",
        field: "input.expectedVersion",
      });
    expect(await worldVersion()).toBe(14);
    // The world is active already.
    expect(await at.change(mutation, { ...input, expectedVersion: version })).toMatchObject({
      version: mutation === "activateWorld" ? 14 : 15,
    });
  });

  test.each([null, undefined])("of %s is any", async (expectedVersion) => {
    const { character } = await at.change(
      "updateCharacter",
      { ...odysseus, name: "Nobody", expectedVersion },
      "character { name }",
    );
    expect(character.name).toBe("Nobody");
  });

  test("lets one of two through that come at the same time", async () => {
    const rename = (name: string) =>
      at.send(
        `mutation ($input: UpdateCharacterInput!) { updateCharacter(input: $input) { character { name } } }`,
        { input: { ...odysseus, name, expectedVersion: 6 } },
      );
    const answers = await Promise.all(["a", "b", "c", "d", "e"].map(rename));
    const applied = answers.filter(({ errors }) => !errors);
    expect(applied).toHaveLength(1);
    const refused = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
    expect(refused).toEqual(["CONFLICT", "CONFLICT", "CONFLICT", "CONFLICT"]);
    const { character } = await at.data(`{ character(id: "${odysseus.id}") { name version } }`);
    expect(character).toEqual({ ...applied[0]!.data.updateCharacter.character, version: 15 });
  });

  test("moves on with what happens to an entity because of another one", async () => {
    // The bow drops where she stands, and that is a change of the bow.
    await at.change("deleteCharacter", { id: "character:odyssey:penelope" });
    expect(await at.refusal("updateObject", { ...bow, name: "x", expectedVersion: 9 })).toMatchObject({
      code: "CONFLICT",
    });
    await at.change("updateObject", { ...bow, name: "x", expectedVersion: 15 });
  });
});
