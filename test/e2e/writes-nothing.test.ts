import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { subscribe, VERSIONS } from "../support/subscribers.ts";
import { sse } from "../support/transports.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const ogygia = "location:odyssey:ogygia";
const olympus = "location:odyssey:olympus";
const bow = "object:odyssey:bow";

/** Each says what is there already, in one way or another. */
const SAYS_NOTHING: [mutation: string, input: Record<string, unknown>, selection: string, version: number][] =
  [
    ["updateWorld", { id: worldId }, "world { version: recordVersion }", 1],
    ["updateWorld", { id: worldId, name: "The Odyssey" }, "world { version: recordVersion }", 1],
    [
      "updateWorld",
      { id: worldId, description: "Ten years at sea.", status: "ACTIVE", expectedVersion: 1 },
      "world { version: recordVersion }",
      1,
    ],
    ["activateWorld", { id: worldId }, "world { version: recordVersion }", 1],
    ["setWorldFlag", { worldId, key: "war_is_over", value: true }, "flag { version }", 13],
    [
      "setWorldFlag",
      { worldId, key: "suitors", value: { from: ["Dulichium", "Same"], count: 108 } },
      "flag { version }",
      14,
    ],
    ["updateCharacter", { id: odysseus }, "character { version }", 6],
    ["updateCharacter", { id: odysseus, language: "GRC", name: "Odysseus" }, "character { version }", 6],
    ["updateCharacter", { id: odysseus, traits: ["cunning", "tired"] }, "character { version }", 6],
    ["updateCharacter", { id: "character:odyssey:argos", description: null }, "character { version }", 8],
    ["moveCharacter", { id: odysseus, locationId: ogygia }, "character { version }", 6],
    ["moveCharacter", { id: "character:odyssey:argos", locationId: null }, "character { version }", 8],
    ["updateLocation", { id: olympus, coordinates: { z: 2.9, y: 40, x: 22 } }, "location { version }", 4],
    ["updateLocation", { id: ogygia, coordinates: null, kind: "isle" }, "location { version }", 5],
    [
      "updateLocation",
      { id: "location:odyssey:ithaca", coordinates: { x: 20.7, y: 38.4, z: null } },
      "location { version }",
      5,
    ],
    ["updateObject", { id: bow, name: "Bow", description: null }, "object { version }", 9],
    ["transferObject", { id: bow, holderId: "character:odyssey:penelope" }, "object { version }", 9],
  ];
const VIEW = `{
  world(id: "${worldId}") {
    version recordVersion updatedAt flags { key version updatedAt }
    characters { nodes { id version updatedAt location { id } } }
    locations { nodes { id version coordinates { x y z } } }
    objects { nodes { id version holder { __typename } } }
  }
  worlds { nodes { id } }
}`;

describe("a mutation that says what is there already", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));

  test.each(SAYS_NOTHING)(
    "answers with the versions that there are, and touches nothing: %s %j",
    async (mutation, input, selection, version) => {
      const before = await at.data(VIEW);
      const worlds = await at.store.versions(["worlds"]);
      at.watched.forget();
      await at.clock.advance(1_000);
      const payload = await at.change(mutation, input, `tags ${selection}`);
      const { worldId: changed, version: told, tags, ...shown } = payload;
      expect({ changed, told, tags }).toEqual({ changed: worldId, told: 14, tags: [] });
      expect(Object.values(shown)).toEqual([{ version }]);
      expect(await at.data(VIEW)).toEqual(before);
      // Every value of the view is a hit still.
      expect(at.watched.batches).toEqual([]);
      expect((await at.store.versions(["worlds"])).versions).toEqual(worlds.versions);
      expect((await at.store.log(worldId, 14, 10)).entries).toEqual([]);
    },
  );

  test.each(SAYS_NOTHING)("remembers its key and its answer: %s %j", async (mutation, input, selection) => {
    const keyed = { ...input, idempotencyKey: "once" };
    const first = await at.change(mutation, keyed, selection);
    await at.change("updateWorld", { id: worldId, name: "Nostos" });
    await at.change("moveCharacter", { id: odysseus, locationId: olympus });
    expect(await at.change(mutation, keyed, selection)).toEqual(first);
    expect(await at.refusal("updateWorld", { id: worldId, name: "Other", idempotencyKey: "once" })).toEqual({
      code: "CONFLICT",
      field: "input.idempotencyKey",
    });
    expect((await at.data(VIEW)).world.version).toBe(16);
  });

  test("is held against the expected version all the same", async () => {
    expect(await at.refusal("updateCharacter", { id: odysseus, expectedVersion: 5 })).toEqual({
      code: "CONFLICT",
      field: "input.expectedVersion",
    });
  });

  test("is told to no subscriber", async () => {
    const subscriber = await subscribe(at, sse, VERSIONS, { scopes: [{ id: worldId, after: 14 }] });
    await at.change("updateCharacter", { id: odysseus, name: "Odysseus" });
    await at.change("updateCharacter", { id: odysseus, name: "Nobody" });
    expect(await subscriber.next()).toMatchObject({ version: 15 });
    subscriber.leave();
  });

  test("leaves alone what it doesn't change beside what it does", async () => {
    // Penelope stands in Ithaca, and whoever is elsewhere stays as they are.
    const { version } = await at.change("deleteLocation", {
      id: "location:odyssey:ithaca",
      moveContentsTo: olympus,
    });
    expect(version).toBe(15);
    const { world } = await at.data(VIEW);
    const versions = Object.fromEntries(
      world.characters.nodes.map((one: { id: string; version: number }) => [one.id, one.version]),
    );
    expect(versions).toEqual({
      [odysseus]: 6,
      "character:odyssey:penelope": 15,
      "character:odyssey:argos": 8,
    });
  });

  test("empties caches if it is a purge", async () => {
    expect(await at.change("purgeCache", { scope: worldId })).toMatchObject({ version: 15 });
  });
});
