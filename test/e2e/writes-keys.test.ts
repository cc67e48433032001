import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const ithaca = "location:odyssey:ithaca";
const ogygia = "location:odyssey:ogygia";
const olympus = "location:odyssey:olympus";
const argos = "character:odyssey:argos";

type Input = Record<string, unknown>;
const event = { worldId, id: "storm", kind: "storm", summary: "Poseidon sees him." };

/** Two ways to ask for the same. */
const SAME: [mutation: string, input: Input, again: Input][] = [
  ["createWorld", { name: "Iliad" }, { id: null, name: "Iliad", description: null, status: "DORMANT" }],
  ["createWorld", { id: "ilias", name: "Iliad" }, { name: "Iliad", id: "ilias" }],
  [
    "createCharacter",
    { worldId, name: "Circe" },
    { worldId, name: "Circe", id: null, traits: [], language: "en" },
  ],
  [
    "createCharacter",
    { worldId, name: "Circe", language: "en-us" },
    { worldId, name: "Circe", language: "en-US" },
  ],
  ["createCharacter", { worldId, name: "Circe", status: null }, { worldId, name: "Circe", status: "ACTIVE" }],
  [
    "createLocation",
    { worldId, name: "Aeaea", kind: "isle", coordinates: { x: 1, y: 2 } },
    { worldId, name: "Aeaea", kind: "isle", coordinates: { y: 2, z: null, x: 1 } },
  ],
  [
    "createObject",
    { worldId, name: "Loom" },
    { worldId, name: "Loom", holderId: null, expectedVersion: undefined },
  ],
  [
    "updateCharacter",
    { id: odysseus, name: "Nobody" },
    { expectedVersion: null, name: "Nobody", id: odysseus },
  ],
  ["updateCharacter", { id: odysseus, language: "el-gr" }, { id: odysseus, language: "el-GR" }],
  ["updateWorld", { id: worldId, name: "Nostos" }, { id: worldId, name: "Nostos", expectedVersion: null }],
  ["activateWorld", { id: worldId }, { id: worldId, expectedVersion: null }],
  [
    "moveCharacter",
    { id: odysseus, locationId: ithaca },
    { locationId: ithaca, id: odysseus, expectedVersion: null },
  ],
  ["deleteLocation", { id: olympus }, { id: olympus, moveContentsTo: null, expectedVersion: null }],
  ["deleteCharacter", { id: argos }, { expectedVersion: null, id: argos }],
  [
    "connectLocations",
    { fromId: olympus, toId: ithaca, label: "down" },
    { fromId: olympus, toId: ithaca, label: "down", returnLabel: null },
  ],
  [
    "setWorldFlag",
    { worldId, key: "sea", value: { calm: { a: 1, b: [{ c: null, d: 2 }] }, wind: 3 } },
    {
      worldId,
      key: "sea",
      value: { wind: 3, calm: { b: [{ d: 2, c: null }], a: 1 } },
      expectedVersion: null,
    },
  ],
  ["removeWorldFlag", { worldId, key: "suitors" }, { key: "suitors", worldId, expectedVersion: null }],
  [
    "addTimelineEvent",
    { ...event, occurredAt: "2026-01-01T12:00:00+02:00" },
    { ...event, occurredAt: "2026-01-01T10:00:00.000Z", moment: null, data: null, involves: [] },
  ],
  [
    "addTimelineEvent",
    { ...event, data: { book: 5, trees: 20 }, involves: [odysseus, odysseus] },
    { ...event, data: { trees: 20, book: 5 }, involves: [odysseus] },
  ],
  [
    "addTimelineEvents",
    {
      worldId,
      events: [
        { kind: "k", summary: "one" },
        { id: "two", kind: "k", summary: "two" },
      ],
    },
    {
      worldId,
      events: [
        { summary: "one", id: null, kind: "k", involves: [] },
        { summary: "two", kind: "k", id: "two", data: null },
      ],
    },
  ],
];

/** Two that are not the same, however alike. */
const OTHER: [mutation: string, input: Input, other: Input][] = [
  ["updateCharacter", { id: odysseus, name: "Nobody" }, { id: odysseus, name: "Nobody", description: null }],
  ["updateCharacter", { id: odysseus, traits: ["a", "b"] }, { id: odysseus, traits: ["b", "a"] }],
  ["updateCharacter", { id: odysseus, name: "Nobody" }, { id: odysseus, name: "Nobody", expectedVersion: 6 }],
  ["moveCharacter", { id: odysseus, locationId: null }, { id: odysseus, locationId: ogygia }],
  ["setWorldFlag", { worldId, key: "sea", value: { calm: null } }, { worldId, key: "sea", value: {} }],
  ["setWorldFlag", { worldId, key: "sea", value: [1, 2] }, { worldId, key: "sea", value: [2, 1] }],
  ["setWorldFlag", { worldId, key: "sea", value: 1 }, { worldId, key: "sea", value: "1" }],
  ["setWorldFlag", { worldId, key: "sea", value: 1 }, { worldId, key: "sea", value: 1, expectedVersion: 0 }],
  ["createCharacter", { worldId, name: "Circe" }, { worldId, name: "Circe", language: "el" }],
  ["createCharacter", { worldId, name: "Circe" }, { worldId, name: "Circe", id: "circe" }],
  ["deleteLocation", { id: olympus }, { id: olympus, moveContentsTo: ithaca }],
  ["addTimelineEvent", event, { ...event, occurredAt: "2026-01-01T00:00:00.000Z" }],
  ["addTimelineEvent", { ...event, data: { a: null } }, { ...event, data: {} }],
];

describe("an idempotency key", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));
  const versions = async () => [...(await at.store.versions([worldId, "worlds", "world:ilias"])).versions];

  test.each(SAME)(
    "stands for what is meant, however it is written: %s %j, %j",
    async (mutation, input, again) => {
      const first = await at.change(mutation, { ...input, idempotencyKey: "k" });
      const after = await versions();
      expect(await at.change(mutation, { ...again, idempotencyKey: "k" })).toEqual(first);
      expect(await versions()).toEqual(after);
    },
  );

  test.each(OTHER)("stands for nothing else: %s %j, %j", async (mutation, input, other) => {
    await at.change(mutation, { ...input, idempotencyKey: "k" });
    const after = await versions();
    expect(await at.refusal(mutation, { ...other, idempotencyKey: "k" })).toEqual({
      code: "CONFLICT",
      field: "input.idempotencyKey",
    });
    expect(await versions()).toEqual(after);
  });

  test("has as many characters as a name may have, and emoji are such", async () => {
    const longest = "😀".repeat(200);
    const { character } = await at.change(
      "createCharacter",
      { worldId, id: "circe", name: longest, traits: ["😀".repeat(100)], idempotencyKey: longest },
      "character { name traits }",
    );
    expect(character).toEqual({ name: longest, traits: ["😀".repeat(100)] });
    await at.change("connectLocations", { fromId: olympus, toId: ithaca, label: longest });
    for (const [field, wrong] of [
      ["name", { name: `${longest}😀` }],
      ["idempotencyKey", { idempotencyKey: `${longest}😀` }],
      ["idempotencyKey", { idempotencyKey: "" }],
      ["traits.0", { traits: ["😀".repeat(101)] }],
    ] as const)
      expect(await at.refusal("createCharacter", { worldId, name: "n", ...wrong })).toEqual({
        code: "BAD_USER_INPUT",
        field: `input.${field}`,
      });
  });
});
