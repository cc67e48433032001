import { describe, expect, test } from "vitest";
import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import { listOf, number, oneOf, record, reference, text } from "../../src/entities/fields.ts";
import { chronological } from "../../src/entities/list-orders.ts";
import type { ListSpec } from "../../src/entities/lists.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";

const name = text({ max: 10 });
const rig = text({ max: 10, default: "sloop" });
const berth = reference(["Harbour"], { edge: "AT", optional: true });

/** The hash of a list of vessels. */
function hashOf(spec: Partial<ListSpec> = {}, fields: FieldMap = {}, coordinate = "World.vessels"): string {
  const define = (type: string, more: Partial<EntitySpec<FieldMap>>) =>
    defineEntity(type, { prefix: type.toLowerCase(), plural: `${type}s`, fields: { name }, ...more });
  const vessel = define("Vessel", {
    fields: { name, rig, berth, ...fields },
    lists: {
      "Harbour.anchored": { parent: "berth", order: ["name"] },
      "Bay.anchored": { parent: "berth", order: ["name"] },
      [coordinate]: { order: ["name"], filters: ["rig"], ...spec },
    },
  });
  const registry = createRegistry([vessel, define("Harbour", {}), define("Bay", {})]);
  return registry.indexesOf(registry.list(coordinate))[0]!.hash;
}

describe("the hash of a list", () => {
  test.each<[string, string]>([
    ["its coordinate", hashOf({}, {}, "World.fleet")],
    ["its order", hashOf({ order: ["rig"] })],
    ["one of its order's fields turned round", hashOf({ order: ["name", "-createdAt"] })],
    ["another kind of text", hashOf({}, { name: dateTime() })],
    ["the turn of its order's fields", hashOf({ order: ["name", "rig"] })],
    ["its filters", hashOf({ filters: [] })],
    ["its key", hashOf({ key: "fleet" })],
    ["the kind of a field that it is ordered by", hashOf({}, { name: number() })],
    ["the kind of a field that it is filtered by", hashOf({}, { rig: number({ default: 1 }) })],
    [
      "what such a field is in rows that are older than it",
      hashOf({}, { rig: text({ max: 10, default: "galley" }) }),
    ],
  ])("is another one with %s", (_, other) => {
    expect(other).toMatch(/^[0-9a-f]{10}$/);
    expect(other).not.toBe(hashOf());
  });

  test("of a list that is named by a reference is another one with what that may name, and how", () => {
    const owned = (fields: FieldMap = {}) =>
      hashOf({ parent: "berth", filters: [] }, fields, "Harbour.vessels");
    const types = ["Harbour", "Bay"];
    expect(owned({ berth: reference(types, { edge: "AT", optional: true }) })).not.toBe(owned());
    expect(owned({ berth: reference(types, { edge: "AT", optional: true }) })).toBe(
      owned({ berth: reference(types.toReversed(), { edge: "ELSEWHERE", optional: true }) }),
    );
  });

  test("stays as it is whatever makes no other places", () => {
    const same = [
      hashOf({ ttl: 1 }),
      hashOf({ hidden: true }),
      hashOf({ order: undefined, orders: chronological("name") }),
      hashOf({}, { name: text({ max: 500 }) }),
      hashOf({}, { rig: oneOf(["sloop", "galley"], { default: "sloop" }) }),
      hashOf({}, { crew: listOf(record({ name }), { max: 3 }) }),
    ];
    expect(new Set(same)).toEqual(new Set([hashOf()]));
  });

  test("is for the program's lists what it has been since entries are counted, so that no store indexes them anew", () => {
    const registry = createWorldRegistry();
    expect(Object.fromEntries(registry.indexes.map(({ list, hash }) => [list.coordinate, hash]))).toEqual({
      "Query.worlds": "da28950f51",
      "World.locations": "26a8b04de4",
      "Location.entrances": "bd742789a2",
      "World.characters": "10c06155d6",
      "Location.characters": "fdc64dff26",
      "World.objects": "a99af2364f",
      "Character.inventory": "5139ffbce3",
      "Location.objects": "9711c6628e",
      "World.timeline": "71dc77ebb6",
      "Entity.timeline": "295b8225d8",
    });
  });

  test("is another one with a shape that rows are upgraded to, and only then", () => {
    const shaped = (shape: number, upgrade = {}) => {
      const harbour = defineEntity("Harbour", {
        ...{ prefix: "harbour", plural: "harbours", fields: { name }, shape, upgrade },
        lists: { "World.harbours": { order: ["name"] } },
      });
      const registry = createRegistry([harbour]);
      return registry.indexes[0]!.hash;
    };
    expect(shaped(2)).toBe(shaped(1));
    expect(shaped(2, { 1: (old: object) => old })).not.toBe(shaped(1));
  });

  test("is its own", () => {
    const registry = createWorldRegistry();
    expect(new Set(registry.indexes.map(({ hash }) => hash)).size).toBe(registry.lists.length);
  });
});
