import { beforeAll, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const bow = "object:odyssey:bow";
const olympus = "location:odyssey:olympus";
const event = { kind: "k", summary: "s" };

/** Mutations with one reference left to fill in, its path, and what fits it. */
const places: [string, string, readonly string[], (id: unknown) => Record<string, unknown>][] = [
  ["createCharacter", "locationId", ["location"], (id) => ({ worldId, name: "n", locationId: id })],
  ["moveCharacter", "locationId", ["location"], (id) => ({ id: odysseus, locationId: id })],
  ["createObject", "holderId", ["character", "location"], (id) => ({ worldId, name: "n", holderId: id })],
  ["transferObject", "holderId", ["character", "location"], (id) => ({ id: bow, holderId: id })],
  ["deleteLocation", "moveContentsTo", ["location"], (id) => ({ id: olympus, moveContentsTo: id })],
  ["connectLocations", "toId", ["location"], (id) => ({ fromId: olympus, toId: id, label: "way" })],
  ["connectLocations", "fromId", ["location"], (id) => ({ fromId: id, toId: olympus, label: "way" })],
  [
    "addTimelineEvent",
    "involves",
    ["character", "location", "object"],
    (id) => ({ worldId, ...event, involves: [odysseus, id] }),
  ],
  [
    "addTimelineEvents",
    "events.1.involves",
    ["character", "location", "object"],
    (id) => ({ worldId, events: [event, { ...event, involves: [id] }] }),
  ],
];

describe("a reference", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    await makeSmallOdyssey(at);
    await at.change("createWorld", { id: "ilias", name: "Iliad" });
    const other = { worldId: "world:ilias", id: "twin", name: "Twin" };
    await at.change("createLocation", { ...other, kind: "city" });
    await at.change("createCharacter", other);
    await at.change("createObject", other);
  });
  const refused = async (mutation: string, input: Record<string, unknown>) => {
    const scopes = ["worlds", worldId, "world:ilias"];
    const before = await at.store.versions(scopes);
    const fault = await at.refusal(mutation, input);
    expect(await at.store.versions(scopes)).toEqual(before);
    return fault;
  };

  for (const [mutation, path, types, fill] of places) {
    const field = `input.${path}`;

    test.each(types.map((type) => `${type}:odyssey:nobody`))(
      `to what isn't there is refused by ${mutation}'s ${path}: %s`,
      async (id) => {
        expect(await refused(mutation, fill(id))).toEqual({ code: "NOT_FOUND", field });
      },
    );

    test.each(types.map((type) => `${type}:ilias:twin`))(
      `into another world is refused by ${mutation}'s ${path}: %s`,
      async (id) => {
        const fault = await refused(mutation, fill(id));
        // Of two locations either may be called the stranger.
        const fields = mutation === "connectLocations" ? ["input.toId", "input.fromId"] : [field];
        expect(fault.code).toBe("BAD_USER_INPUT");
        expect(fields).toContain(fault.field);
      },
    );

    const others = ["character", "location", "object", "event", "flag"].filter(
      (type) => !types.includes(type),
    );
    test.each([...others.map((type) => `${type}:odyssey:x`), worldId, "ithaca", "", "location:odyssey:"])(
      `of another kind is refused by ${mutation}'s ${path}: %j`,
      async (id) => {
        expect(await refused(mutation, fill(id))).toEqual({ code: "BAD_USER_INPUT", field });
      },
    );
  }
});

describe("what a mutation is about", () => {
  const at = useSharedGateway();
  beforeAll(() => makeSmallOdyssey(at));

  test.each([
    ["updateCharacter", "character", {}],
    ["moveCharacter", "character", { locationId: null }],
    ["deleteCharacter", "character", {}],
    ["updateLocation", "location", {}],
    ["deleteLocation", "location", {}],
    ["updateObject", "object", {}],
    ["transferObject", "object", { holderId: null }],
    ["deleteObject", "object", {}],
  ])("must be there, and of its kind: %s", async (mutation, type, rest) => {
    const of = (id: string) => at.refusal(mutation, { id, ...rest });
    const field = "input.id";
    expect(await of(`${type}:odyssey:nobody`)).toEqual({ code: "NOT_FOUND", field });
    expect(await of(`${type}:nowhere:nobody`)).toEqual({ code: "NOT_FOUND", field });
    expect(await of("event:odyssey:sailing")).toEqual({ code: "BAD_USER_INPUT", field });
    expect(await of("nobody")).toEqual({ code: "BAD_USER_INPUT", field });
  });

  test.each([
    ["createCharacter", { name: "n" }],
    ["createLocation", { name: "n", kind: "k" }],
    ["createObject", { name: "n" }],
    ["setWorldFlag", { key: "k", value: 1 }],
    ["removeWorldFlag", { key: "k" }],
    ["addTimelineEvent", event],
    ["addTimelineEvents", { events: [event] }],
  ])("lives in a world that must be there: %s", async (mutation, rest) => {
    const field = "input.worldId";
    expect(await at.refusal(mutation, { worldId: "world:x", ...rest })).toEqual({ code: "NOT_FOUND", field });
    expect(await at.refusal(mutation, { worldId: "worlds", ...rest })).toEqual({
      code: "BAD_USER_INPUT",
      field,
    });
    expect(await at.refusal(mutation, { worldId: odysseus, ...rest })).toEqual({
      code: "BAD_USER_INPUT",
      field,
    });
  });

  test("isn't answered in part: a refused change leaves the world's version as it was", async () => {
    expect((await at.data(`{ world(id: "${worldId}") { version } }`)).world.version).toBe(14);
  });
});
