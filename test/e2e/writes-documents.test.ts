import { describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

describe("a document of several mutations", () => {
  const at = useGateway();

  test("runs them one after another, each seeing those before it", async () => {
    const query = `mutation {
      a: createWorld(input: { id: "w", name: "W" }) { version }
      b: createLocation(input: { worldId: "world:w", id: "l", name: "L", kind: "k" }) { version }
      c: createCharacter(input: { worldId: "world:w", id: "c", name: "C", locationId: "location:w:l" }) {
        version character { location { name characters { nodes { name } } } }
      }
      d: createObject(input: { worldId: "world:w", id: "o", name: "O", holderId: "character:w:c" }) {
        version object { holder { name } }
      }
      e: updateCharacter(input: { id: "character:w:c", name: "C2", expectedVersion: 3 }) {
        version character { name inventory { nodes { holder { name } } } world { state { version objectCount } } }
      }
      f: moveCharacter(input: { id: "character:w:c", locationId: null }) {
        version character { name location { id } world { locations { nodes { characters { nodes { name } } } } } }
      }
    }`;
    expect(await at.data(query)).toEqual({
      a: { version: 1 },
      b: { version: 2 },
      c: { version: 3, character: { location: { name: "L", characters: { nodes: [{ name: "C" }] } } } },
      d: { version: 4, object: { holder: { name: "C" } } },
      e: {
        version: 5,
        character: {
          name: "C2",
          inventory: { nodes: [{ holder: { name: "C2" } }] },
          world: { state: { version: 5, objectCount: 1 } },
        },
      },
      f: {
        version: 6,
        character: {
          name: "C2",
          location: null,
          world: { locations: { nodes: [{ characters: { nodes: [] } }] } },
        },
      },
    });
  });

  test("keeps the results of those that succeeded, beside the errors of the others", async () => {
    const query = `mutation {
      a: createWorld(input: { id: "w", name: "W" }) { version }
      b: createWorld(input: { id: "w", name: "again" }) { version }
      c: setWorldFlag(input: { worldId: "world:w", key: "k", value: 1, expectedVersion: 7 }) { version }
      d: setWorldFlag(input: { worldId: "world:w", key: "k", value: 2 }) { version flag { value } }
      e: moveCharacter(input: { id: "character:w:nobody", locationId: null }) { version }
      f: updateWorld(input: { id: "world:w", description: "D" }) { version world { name description } }
    }`;
    const { data, errors, status } = await at.send(query);
    expect(status).toBe(200);
    expect(data).toEqual({
      a: { version: 1 },
      b: null,
      c: null,
      d: { version: 2, flag: { value: 2 } },
      e: null,
      f: { version: 3, world: { name: "W", description: "D" } },
    });
    expect(errors).toMatchObject([
      { path: ["b"], extensions: { code: "CONFLICT", field: "input.id" } },
      { path: ["c"], extensions: { code: "CONFLICT", field: "input.expectedVersion" } },
      { path: ["e"], extensions: { code: "NOT_FOUND", field: "input.id" } },
    ]);
  });

  test("refuses those that need what a refused one would have made", async () => {
    const query = `mutation {
      a: createWorld(input: { id: "w", name: "  " }) { version }
      b: createLocation(input: { worldId: "world:w", id: "l", name: "L", kind: "k" }) { version }
    }`;
    const { data, errors } = await at.send(query);
    expect(data).toEqual({ a: null, b: null });
    expect(errors).toMatchObject([
      { path: ["a"], extensions: { code: "BAD_USER_INPUT", field: "input.name" } },
      { path: ["b"], extensions: { code: "NOT_FOUND", field: "input.worldId" } },
    ]);
  });

  test("sees a deletion in the mutation after it", async () => {
    await at.change("createWorld", { id: "w", name: "W" });
    await at.change("createCharacter", { worldId: "world:w", id: "c", name: "C" });
    const query = `mutation {
      a: createObject(input: { worldId: "world:w", id: "o", name: "O", holderId: "character:w:c" }) {
        object { holder { id } }
      }
      b: deleteCharacter(input: { id: "character:w:c" }) { deletedId }
      c: updateObject(input: { id: "object:w:o", name: "O2" }) { object { name version holder { id } } }
      d: deleteCharacter(input: { id: "character:w:c" }) { deletedId }
    }`;
    const { data, errors } = await at.send(query);
    expect(data).toEqual({
      a: { object: { holder: { id: "character:w:c" } } },
      b: { deletedId: "character:w:c" },
      c: { object: { name: "O2", version: 5, holder: null } },
      d: null,
    });
    expect(errors).toMatchObject([{ path: ["d"], extensions: { code: "NOT_FOUND" } }]);
  });
});
