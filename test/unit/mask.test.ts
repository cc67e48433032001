import { describe, expect, test } from "vitest";
import type { Entity, EntityDefinition } from "../../src/entities/define.ts";
import { changedFields, changedState } from "../../src/store/mask.ts";
import { createOwnRegistry, location, timelineEvent, world, worldFlag } from "../support/own-types.ts";
import { sampleOf } from "../support/store.ts";

const AT = "2026-01-01T00:00:00.000Z";

function made(definition: EntityDefinition, fields: Record<string, unknown> = {}, born = 1): Entity {
  const id = definition.id("w", "a");
  const rest = { version: born, born, seq: 0, createdAt: AT, updatedAt: AT };
  return { ...sampleOf(definition, id), ...fields, __typename: definition.name, id, ...rest } as Entity;
}
const changed = (definition: EntityDefinition, was: Record<string, unknown>, is: Record<string, unknown>) =>
  changedFields({
    definition,
    before: made(definition, was),
    after: { ...made(definition, is), version: 2 },
  });

describe("the mask of an update", () => {
  test("names the fields that differ, and always the version and the moment", () => {
    expect(changed(location, { name: "Ithaca" }, { name: "Zante" })).toEqual([
      "name",
      "version",
      "updatedAt",
    ]);
    expect(changed(location, {}, {})).toEqual(["version", "updatedAt"]);
  });

  test("calls a world's own version as the schema does", () => {
    expect(changed(world, {}, { status: "ARCHIVED" })).toEqual(["status", "recordVersion", "updatedAt"]);
  });

  test("calls references by their own field's name", () => {
    const exits = [{ label: "n", to: "location:w:b" }];
    expect(changed(location, {}, { exits })).toEqual(["exits", "version", "updatedAt"]);
  });

  test.each([
    ["names in another order", worldFlag, { value: { a: 1, b: [2] } }, { value: { b: [2], a: 1 } }],
    ["an equal list", location, { exits: [{ label: "n", to: "x" }] }, { exits: [{ label: "n", to: "x" }] }],
    ["a zero of another sign", location, { coordinates: { x: 0, y: 1 } }, { coordinates: { x: -0, y: 1 } }],
    [
      "a field that an older gateway didn't write",
      location,
      { coordinates: undefined },
      { coordinates: null },
    ],
  ])("doesn't name a field for %s", (_, definition, was, is) => {
    expect(changed(definition, was, is)).toEqual(["version", "updatedAt"]);
  });

  test.each([
    ["a list in another order", worldFlag, { value: [1, 2] }, { value: [2, 1] }],
    ["null inside of JSON", worldFlag, { value: { a: null } }, { value: {} }],
    ["another sort of value", worldFlag, { value: 1 }, { value: "1" }],
  ])("names a field for %s", (_, definition, was, is) => {
    expect(changed(definition, was, is)).toEqual(["value", "version", "updatedAt"]);
  });

  test("isn't there for what came, went or was made again", () => {
    const [before, after] = [made(location), made(location, {}, 2)];
    expect(changedFields({ definition: location, before: null, after })).toBeUndefined();
    expect(changedFields({ definition: location, before, after: null })).toBeUndefined();
    expect(changedFields({ definition: location, before, after })).toBeUndefined();
  });
});

test("an entity that couldn't be read is another one as a whole", () => {
  const [before, after] = [made(location), made(location, { name: "Zante" })];
  expect(changedFields({ definition: location, before, after, lost: true })).toBeUndefined();
});

test("a latest event that isn't known, since its list isn't indexed, is taken for another one by any change of events", () => {
  const registry = createOwnRegistry();
  const state = { version: 1, counts: { TimelineEvent: 2 }, latest: {} };
  const after = { ...state, version: 2 };
  const touching = (definition: EntityDefinition) => [
    { definition, before: made(definition), after: made(definition) },
  ];
  expect(changedState(registry, state, after, touching(timelineEvent))).toEqual(["latestEvent"]);
  expect(changedState(registry, state, after, touching(location))).toEqual([]);
});
