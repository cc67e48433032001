import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import type { Readers, Viewer } from "../../src/entities/viewer.ts";
import { createReveal } from "../../src/worlds/reveal.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import { purse, viewerCalled } from "../support/private-types.ts";

const ID = "purse:odyssey:bag";
const at = "2026-01-01T00:00:00.000Z";
const shown: Entity = {
  __typename: "Purse",
  id: ID,
  version: 3,
  born: 2,
  seq: 0,
  createdAt: at,
  updatedAt: at,
  name: "bag",
  owner: "ann",
  hint: "under the oar",
  holder: null,
};
const whole: Entity = { ...shown, coins: 7, notes: null, pin: "1234" };
const ann = viewerCalled("ann");

/** What a viewer sees of a purse that the store has so by now, and how often the store was asked. */
function revealTo(viewer: Viewer | null, now: Entity | null = whole, type = purse) {
  const asked: string[] = [];
  const reveal = createReveal({
    registry: createOwnRegistry([type]),
    viewer,
    readSensitive: (id) => {
      asked.push(id);
      return now;
    },
  });
  return { reveal: (field: string) => reveal(shown, field), asked };
}

describe("a sensitive field", () => {
  test("is read from the store for its readers", () => {
    for (const viewer of [ann, viewerCalled("zeus", "OPERATOR")]) {
      const { reveal, asked } = revealTo(viewer);
      expect(reveal("coins")).toBe(7);
      expect(asked).toEqual([ID]);
    }
  });

  test.each<[string, Viewer | null]>([
    ["nobody that anything is known of", null],
    ["who isn't signed in", viewerCalled(null)],
    ["somebody else", viewerCalled("bob")],
  ])("is null for %s, without a question to the store", (_, viewer) => {
    const { reveal, asked } = revealTo(viewer);
    expect(reveal("coins")).toBeNull();
    expect(asked).toEqual([]);
  });

  test("without readers is null for everybody", () => {
    const { reveal, asked } = revealTo(viewerCalled("ann", "OPERATOR"));
    expect(reveal("pin")).toBeNull();
    expect(asked).toEqual([]);
  });

  test("is null where it is another's by now, or another entity's, or nobody's", () => {
    expect(revealTo(ann, { ...whole, owner: "bob" }).reveal("coins")).toBeNull();
    expect(revealTo(ann, { ...whole, born: 9 }).reveal("coins")).toBeNull();
    expect(revealTo(ann, null).reveal("coins")).toBeNull();
    expect(revealTo(ann, { ...whole, version: 9, coins: 8 }).reveal("coins")).toBe(8);
  });
});

describe("a restricted field", () => {
  test("is what the entity says, for its readers, and null for all others", () => {
    const { reveal, asked } = revealTo(ann);
    expect(reveal("hint")).toBe("under the oar");
    for (const viewer of [null, viewerCalled(null), viewerCalled("bob")])
      expect(revealTo(viewer).reveal("hint")).toBeNull();
    expect(asked).toEqual([]);
  });
});

test("a field for all eyes is what the entity says, for everybody", () => {
  expect(revealTo(null).reveal("name")).toBe("bag");
});

test("readers may take their time, as where they ask for the viewer's player", async () => {
  const readers: Readers = async ({ playerOf }, { id }) =>
    (await playerOf(id.split(":")[1]!)) === "player:ann";
  const fields = { ...purse.fields, coins: { ...purse.fields.coins, readers } };
  const type = { ...purse, fields };
  const playing = { ...ann, playerOf: async (world: string) => (world === "odyssey" ? "player:ann" : null) };
  expect(await revealTo(playing, whole, type).reveal("coins")).toBe(7);
  expect(await revealTo(ann, whole, type).reveal("coins")).toBeNull();
});
