import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import { text } from "../../src/entities/fields.ts";
import { scansOf, sortKey } from "../../src/entities/list-indexes.ts";
import { defineList, filterSuffix, listKeys, ownerName } from "../../src/entities/lists.ts";
import { laterPosition, placesOf } from "../../src/entities/places.ts";
import { entitySlot, listSlot, stateSlot } from "../../src/entities/slots.ts";
import { ROUNDS } from "../support/made-up.ts";
import { createOwnRegistry } from "../support/own-types.ts";

const registry = createOwnRegistry();

function entity(__typename: string, id: string, fields: Record<string, unknown>): Entity {
  const at = "2026-01-01T00:00:00.000Z";
  return { __typename, id, version: 3, born: 2, seq: 1, createdAt: at, updatedAt: at, ...fields };
}

describe("a cache key", () => {
  test.each([
    ["world:odyssey", "record"],
    ["character:odyssey:odysseus", "character:odysseus:state"],
    ["location:odyssey:ithaca", "location:ithaca:state"],
    ["object:odyssey:bow", "object:bow:state"],
    ["event:odyssey:contest", "event:contest:state"],
    ["flag:odyssey:storm", "flags"],
  ])("of %s is %s, in its world's scope", (id, key) => {
    expect(entitySlot(registry.ofId(id)!, id)).toMatchObject({ scope: "world:odyssey", key });
  });

  test("of a world's numbers is state", () => {
    expect(stateSlot(registry, "world:odyssey")).toMatchObject({
      scope: "world:odyssey",
      key: "state",
      type: "WorldState",
    });
  });

  test.each([
    ["World.timeline", "world:odyssey", "NEWEST_FIRST", "timeline:world:recent"],
    ["World.timeline", "world:odyssey", "OLDEST_FIRST", "timeline:world:oldest"],
    ["Entity.timeline", "character:odyssey:odysseus", "NEWEST_FIRST", "timeline:character:odysseus:recent"],
    ["Entity.timeline", "location:odyssey:ithaca", "OLDEST_FIRST", "timeline:location:ithaca:oldest"],
    ["World.characters", "world:odyssey", null, "characters"],
    ["World.locations", "world:odyssey", null, "locations"],
    ["World.objects", "world:odyssey", null, "objects"],
    ["Location.characters", "location:odyssey:ithaca", null, "location:ithaca:characters"],
    ["Location.objects", "location:odyssey:ithaca", null, "location:ithaca:objects"],
    ["Character.inventory", "character:odyssey:odysseus", null, "character:odysseus:inventory"],
    ["Query.worlds", "worlds", null, "list"],
  ])("of %s of %s (%s) is %s", (coordinate, owner, order, key) => {
    const list = registry.list(coordinate);
    const base = list.base(list.parent ? ownerName(owner) : "");
    expect(listKeys(list, base)).toContain(key);
    const place = { scope: "world:odyssey", base, order };
    expect(listSlot(list, registry.byName(list.entity), place)).toMatchObject({ key, type: coordinate });
  });

  test("of a filtered list ends in its terms by name, those without a value left out", () => {
    expect(filterSuffix({})).toBe("");
    expect(filterSuffix({ language: undefined, status: null })).toBe("");
    expect(filterSuffix({ status: "ACTIVE", language: "fr" })).toBe(":language=fr&status=ACTIVE");
    expect(filterSuffix({ location: "location:odyssey:ithaca" })).toBe(":location=location:odyssey:ithaca");
  });

  test("of two different filters is never the same", () => {
    const filter = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.string({ unit: fc.constantFrom("&", "=", "%", "2", "6", "b", ":") }),
    );
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(filterSuffix(one) === filterSuffix(other)).toBe(same);
      }),
      { numRuns: 500 * ROUNDS },
    );
  });
});

describe("places", () => {
  test("of a character are its location's list and every combination of the world's filters", () => {
    const circe = entity("Character", "character:odyssey:circe", {
      name: "Circe",
      language: "el",
      status: "ACTIVE",
      location: "location:odyssey:aeaea",
    });
    const places = placesOf(registry, circe);
    expect(places.map(({ base }) => base).sort()).toEqual(
      [
        "characters",
        "characters:language=el",
        "characters:status=ACTIVE",
        "characters:location=location:odyssey:aeaea",
        "characters:language=el&status=ACTIVE",
        "characters:language=el&location=location:odyssey:aeaea",
        "characters:location=location:odyssey:aeaea&status=ACTIVE",
        "characters:language=el&location=location:odyssey:aeaea&status=ACTIVE",
        "location:aeaea:characters",
      ].sort(),
    );
    expect(new Set(places.map(({ scope }) => scope))).toEqual(new Set(["world:odyssey"]));
    expect(new Set(places.map(({ sort }) => sort))).toEqual(new Set(["Circe"]));
    expect(new Set(places.map(({ tag }) => tag))).toEqual(
      new Set(["world:odyssey.characters", "location:odyssey:aeaea.characters"]),
    );
  });

  test("of an object are in the list of the kind of thing that holds it", () => {
    const bow = (holder: string | null) =>
      placesOf(registry, entity("WorldObject", "object:odyssey:bow", { name: "Bow", holder })).map(
        (one) => one.tag,
      );
    expect(bow("character:odyssey:odysseus")).toEqual([
      "world:odyssey.objects",
      "character:odyssey:odysseus.inventory",
    ]);
    expect(bow("location:odyssey:ithaca")).toEqual([
      "world:odyssey.objects",
      "location:odyssey:ithaca.objects",
    ]);
    expect(bow(null)).toEqual(["world:odyssey.objects"]);
  });

  test("of an event are with those that it involves, told from others under their ids by their birth", () => {
    const places = placesOf(
      registry,
      entity("TimelineEvent", "event:odyssey:feast", {
        occurredAt: "0001-01-01T00:00:00.001Z",
        involves: [{ id: "character:odyssey:circe", born: 7 }],
      }),
    );
    const hash = (coordinate: string) => registry.indexesOf(registry.list(coordinate))[0]!.hash;
    expect(places.map(({ base, shelf }) => [base, shelf])).toEqual([
      ["timeline:world", `${hash("World.timeline")}:timeline:world`],
      ["timeline:character:circe", `${hash("Entity.timeline")}:timeline:character:circe@7`],
    ]);
    expect(places[0]!.sort).toBe("0000000000000001\u00000000000000000002\u00000000000000000001");
  });

  test("of a world are in the list of worlds, which is a scope of its own", () => {
    const places = placesOf(
      registry,
      entity("World", "world:odyssey", { name: "Odyssey", status: "ACTIVE" }),
    );
    expect(places.map(({ scope, base, tag }) => [scope, base, tag])).toEqual([
      ["worlds", "list", "Query.worlds"],
      ["worlds", "list:status=ACTIVE", "Query.worlds"],
    ]);
  });
});

describe("the order of a list", () => {
  const thing = (fields: Record<string, unknown>) => entity("Thing", "thing:w:1", fields);
  const indexBy = (...order: readonly string[]) => {
    const fields = { name: text({ max: 9 }), kind: text({ max: 9 }) };
    const list = defineList("World.things", "Thing", { order });
    return scansOf(list, { ...registry.byName("World"), name: "Thing", fields })[0]!.index;
  };
  const byName = indexBy("name");
  const byBoth = indexBy("name", "kind");

  test("is that of code points, the same in bytes of UTF-8", () => {
    const names = ["a", "B", "\uFFFD", "😀", "é", "", "a b", "ab", "\u{10FFFF}", "\uE000"];
    const keys = names.map((name) => sortKey(byName, thing({ name })));
    const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(sorted).toEqual(["", "B", "a", "a b", "ab", "é", "\uE000", "\uFFFD", "😀", "\u{10FFFF}"]);
  });

  test("has a shorter text before its longer namesake, whatever follows it", () => {
    const of = (name: string, kind: string) => sortKey(byBoth, thing({ name, kind }));
    expect(of("a", "z") < of("a\u0001", "a")).toBe(true);
    expect(of("a", "z") < of("ab", "a")).toBe(true);
    expect(of("a", "a") < of("a", "b")).toBe(true);
  });

  test("is that of time from the year 1 on, to the millisecond", () => {
    const { index } = registry.scanOf(registry.list("World.timeline"));
    const moments = [
      "0001-01-01T00:00:00.000Z",
      "0001-01-01T00:00:00.001Z",
      "0800-05-05T00:00:00.000Z",
      "1969-12-31T23:59:59.999Z",
      "1970-01-01T00:00:00.000Z",
      "9999-12-31T23:59:59.999Z",
    ];
    const keys = moments.map((occurredAt) =>
      sortKey(index, entity("TimelineEvent", "event:w:1", { occurredAt })),
    );
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(keys.map(({ length }) => length)).size).toBe(1);
  });

  test("puts the later of two positions by sort, then by id", () => {
    const [a, b] = [
      { id: "event:w:a", sort: "1" },
      { id: "event:w:b", sort: "1" },
    ];
    expect(laterPosition(undefined, a)).toBe(a);
    expect(laterPosition(a, b)).toBe(b);
    expect(laterPosition(b, a)).toBe(b);
    const astral = { id: "event:w:0", sort: "😀" };
    expect(laterPosition({ id: "event:w:0", sort: "\uFFFD" }, astral)).toBe(astral);
  });
});
