import { describe, expect, test } from "vitest";
import { defineEntity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import { looseReferences, reference, text } from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { listSlot } from "../../src/entities/slots.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createOwnRegistry, ownTypes } from "../support/own-types.ts";

const name = text({ max: 10 });

/** A type named like its spec says, with as little else as possible. */
function define(type: string, spec: Partial<EntitySpec<FieldMap>> = {}) {
  const prefix = type.toLowerCase();
  return defineEntity(type, { prefix, plural: `${prefix}s`, ttl: 60, fields: { name }, ...spec });
}

const harbour = define("Harbour");
const vessel = define("Vessel", {
  fields: { name, berth: reference("Harbour", { edge: "AT", optional: true }) },
  lists: { "Harbour.vessels": { parent: "berth", order: ["name"] } },
});

describe("the definitions", () => {
  test("take other TTLs, which leave everything else as it is", () => {
    const registry = createWorldRegistry({
      Character: { ttl: 7, cached: true, cacheOn: { read: true, write: "drop" }, share: null },
    });
    expect(registry.byName("Character")).toMatchObject({ ttl: 7, prefix: "character" });
    expect(registry.byName("Character").key("odysseus")).toBe("character:odysseus:state");
    expect(registry.byName("Location").ttl).toBe(createWorldRegistry().byName("Location").ttl);
    const lists = { "World.characters": 9 };
    const other = createWorldRegistry({
      Character: { ttl: 7, cached: true, cacheOn: { read: true, write: "through" }, share: null, lists },
    });
    expect(other.lists.map(({ ttl }) => ttl)).toEqual(
      createWorldRegistry().lists.map(({ coordinate, ttl }) => (coordinate === "World.characters" ? 9 : ttl)),
    );
    const scope = "world:odyssey";
    expect(
      listSlot(other.list("World.characters"), other.byName("Character"), { scope, base: "characters" }),
    ).toMatchObject({ ttl: 9 });
    expect(other.writer).toBe(registry.writer);
  });
});

describe("a registry", () => {
  const registry = createOwnRegistry([harbour, vessel]);

  test("finds a definition by its name, and by an id of it", () => {
    expect(registry.byName("Vessel")).toBe(registry.ofId("vessel:odyssey:argo"));
    expect(registry.ofId("world:odyssey")?.name).toBe("World");
    for (const id of ["ship:odyssey:argo", "vessel:odyssey", "vessel", "", "__proto__", "constructor:a:b"])
      expect(registry.ofId(id)).toBeUndefined();
    expect(() => registry.byName("Ship")).toThrow("no entity type Ship");
    expect(() => registry.list("World.ships")).toThrow("no list World.ships");
  });

  test("knows the lists that a type has, those of any entity among them", () => {
    const listsOf = (type: string) => registry.listsOf(type).map(({ coordinate }) => coordinate);
    expect(listsOf("Character")).toEqual(["Character.inventory", "Entity.timeline"]);
    expect(listsOf("Harbour")).toEqual(["Harbour.vessels"]);
    expect(listsOf("WorldFlag")).toEqual([]);
    expect(listsOf("World")).toEqual([
      "World.locations",
      "World.characters",
      "World.objects",
      "World.timeline",
    ]);
  });

  test("knows by which lists a type is strictly referred to", () => {
    const referrersOf = (type: string) => registry.referrersOf(type).map(({ coordinate }) => coordinate);
    expect(referrersOf("Location")).toEqual([
      "Location.entrances",
      "Location.characters",
      "Location.objects",
    ]);
    expect(referrersOf("Character")).toEqual(["Character.inventory"]);
    expect(referrersOf("Harbour")).toEqual(["Harbour.vessels"]);
    expect(referrersOf("TimelineEvent")).toEqual([]);
  });

  test.each([
    ["name", define("Vessel", { prefix: "ship", plural: "ships" }), "name Vessel"],
    ["prefix", define("Ship", { prefix: "vessel" }), "prefix vessel"],
    ["plural", define("Ship", { plural: "vessels" }), "plural vessels"],
    ["key", define("Ship", { together: "flags" }), "key flags"],
    ["key as a list", define("Ship", { together: "characters" }), "key characters"],
    ["key as the state", define("Ship", { together: "state" }), "key state"],
    ["key as the world's record", define("Ship", { key: () => "record" }), "key record"],
    ["list", define("Ship", { lists: { "World.characters": { order: ["name"] } } }), "list World.characters"],
    [
      "list's key",
      define("Ship", { lists: { "World.ships": { order: ["name"], key: "objects" } } }),
      "key objects",
    ],
  ])("refuses two definitions with the same %s", (_, second, message) => {
    expect(() => createRegistry([...ownTypes, harbour, vessel, second])).toThrow(
      `two definitions have the ${message}`,
    );
  });

  test("refuses a reference to a type that it doesn't have", () => {
    expect(() => createRegistry([vessel])).toThrow("Vessel refers to Harbour, which isn't registered");
  });
});

describe("a definition", () => {
  test("gives every strict reference a list for each type that it may name", () => {
    const cargo = reference(["Harbour", "Vessel"], { edge: "IN", optional: true });
    const lists = { "Vessel.cargo": { parent: "in", order: ["name"] } };
    expect(() => define("Crate", { fields: { name, in: cargo }, lists })).toThrow(
      'give Crate a list "Harbour.…" with parent "in"',
    );
    const both = { ...lists, "Harbour.cargo": { parent: "in", order: ["name"], hidden: true } };
    expect(define("Crate", { fields: { name, in: cargo }, lists: both }).lists).toHaveLength(2);
    const any = { "Entity.cargo": { parent: "in", order: ["name"] } };
    expect(define("Crate", { fields: { name, in: cargo }, lists: any }).lists).toHaveLength(1);
  });

  test("needs no list for a loose reference", () => {
    const crew = looseReferences(["Character"], { edge: "ABOARD", max: 9 });
    expect(define("Crate", { fields: { crew } }).lists).toEqual([]);
  });

  test.each([
    ["a parent", { "World.crates": { parent: "ghost", order: ["name"] } }],
    ["a filter", { "World.crates": { filters: ["ghost"], order: ["name"] } }],
    ["an order", { "World.crates": { order: ["name", "ghost"] } }],
  ])("refuses %s that it doesn't declare", (_, lists) => {
    expect(() => define("Crate", { lists })).toThrow("Crate.ghost, which isn't declared");
  });

  test("refuses filters of a list whose parent is named loosely, since nobody could tell what becomes of them", () => {
    const lists = { "Harbour.crates": { parent: "in", filters: ["name"], order: ["name"] } };
    const loose = looseReferences(["Harbour"], { edge: "IN", max: 9 });
    expect(() => define("Crate", { fields: { name, in: loose }, lists })).toThrow(
      "Harbour.crates has filters, and a parent that is named loosely",
    );
    const strict = reference("Harbour", { edge: "IN", optional: true });
    expect(define("Crate", { fields: { name, in: strict }, lists }).lists[0]).toMatchObject({
      parent: "in",
      filters: ["name"],
    });
  });

  test("refuses a latest entry of a list that it doesn't have", () => {
    expect(() => define("Crate", { latestIn: "World.crates" })).toThrow(
      "World.crates, which isn't a list of it",
    );
    const lists = { "World.crates": { order: ["createdAt"] } };
    expect(() => define("Crate", { lists, latestIn: "World.crates" })).toThrow(
      "World.crates, whose first order doesn't begin with the latest",
    );
  });

  test("may be ordered by what every entity carries", () => {
    const order = ["createdAt", "born", "seq", "version", "updatedAt"];
    expect(define("Crate", { lists: { "World.crates": { order } } }).lists[0]!.orders[0]!.by).toEqual(order);
  });

  test("derives its keys and ids", () => {
    expect(vessel.key("argo")).toBe("vessel:argo:state");
    expect(vessel.id("odyssey", "argo")).toBe("vessel:odyssey:argo");
    const hold = define("Hold", { together: "holds", fields: { data: json({ maxBytes: 9 }) } });
    expect(hold.key("fore")).toBe("holds");
  });
});
