import { describe, expect, test } from "vitest";
import { useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

const worldId = "world:ithaca";

describe("names that JavaScript's objects have", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "are names like any: %s",
    async (name) => {
      const { gateway } = at;
      const made = await gateway.data(
        `mutation ($value: JSON!) {
        createWorld(input: { id: "${name}", name: "W" }) { world { id } }
        createCharacter(input: { worldId: "world:${name}", id: "${name}", name: "C" }) { character { id } }
        setWorldFlag(input: { worldId: "world:${name}", key: "${name}", value: $value }) { flag { key value } }
      }`,
        { value: JSON.parse(`{ "${name}": { "polluted": true } }`) },
      );
      expect(made.createCharacter.character.id).toBe(`character:${name}:${name}`);
      expect(JSON.stringify(made.setWorldFlag.flag)).toBe(
        `{"key":"${name}","value":{"${name}":{"polluted":true}}}`,
      );
      const read = await gateway.data(
        `{ world(id: "world:${name}") { flag(key: "${name}") { key } other: flag(key: "valueOf") { key } } }`,
      );
      expect(read.world).toEqual({ flag: { key: name }, other: null });
      expect({}).not.toHaveProperty("polluted");
      await gateway.data(`mutation { deleteWorld(input: { id: "world:${name}" }) { version } }`);
    },
  );

  test.each(["constructor", "toString"])("are variables like any: $%s", async (name) => {
    const query = `query ($${name}: ID!) { world(id: $${name}) { id } }`;
    expect(await at.gateway.data(query, { [name]: worldId })).toEqual({ world: { id: worldId } });
    await at.refused(query, {}, { field: "id", says: "id: it is missing; expected an id" });
  });

  test("aren't fields", () =>
    at.refused(
      "mutation ($input: CreateWorldInput!) { createWorld(input: $input) { version } }",
      { input: JSON.parse('{ "name": "W", "constructor": 1 }') },
      { field: "input.constructor", says: "there is no such field; expected one of id, name" },
    ));
});
