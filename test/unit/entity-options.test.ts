import { describe, expect, test } from "vitest";
import { defineEntity, type Entity, type EntitySpec, type FieldMap } from "../../src/entities/define.ts";
import { copyOf } from "../../src/entities/derived-fields.ts";
import { listOf, looseReferences, oneOf, reference, text } from "../../src/entities/fields.ts";
import { scansOf } from "../../src/entities/list-indexes.ts";
import type { ListSpec } from "../../src/entities/lists.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { entitySlot } from "../../src/entities/slots.ts";
import { createOwnRegistry } from "../support/own-types.ts";

const name = text({ max: 10 });
const phase = oneOf(["NEW", "FULL"]);

function define(type: string, spec: Partial<EntitySpec<FieldMap>> = {}) {
  const prefix = type.toLowerCase();
  return defineEntity(type, { prefix, plural: `${prefix}s`, fields: { name, phase }, ...spec });
}

const published = { phase: "FULL" };
const list = (spec: Partial<ListSpec> = {}) => ({ "World.moons": { order: ["name"], ...spec } });

describe("a definition that contradicts itself is refused, with what to change", () => {
  test.each<[string, Partial<EntitySpec<FieldMap>>, string]>([
    ["published by nothing", { published: {} }, "Moon's published asks for nothing: leave it out"],
    [
      "published by a field that isn't there",
      { published: { size: 1 } },
      "asks for Moon.size, which isn't declared",
    ],
    [
      "published by a value that no field has",
      { published: { phase: ["FULL", "BLUE"] } },
      'a Moon.phase of "BLUE", which it never has',
    ],
    ["a root that is published", { root: true, published }, "is the root of its scope: leave published out"],
    [
      "cached together, and published",
      { together: "moons", published },
      "is cached together: leave published out",
    ],
    [
      "a bound, and published",
      { max: 3, published },
      "has a max: leave published out, since those that are unpublished",
    ],
    ["internal, and published", { internal: true, published }, "is internal: leave published out"],
    ["an internal root", { internal: true, root: true }, "is the root of its scope: leave internal out"],
    [
      "internal, and the latest of it shown",
      { internal: true, latestIn: "World.moons", lists: list() },
      "leave internal out, since nobody could be shown it",
    ],
    ["a root that no world file has", { root: true, worldFile: false }, "leave worldFile: false out"],
    [
      "cached together, and some not",
      { together: "moons", cacheable: () => true },
      "is cached together: leave cacheable out",
    ],
    [
      "not cached, and some are",
      { cached: false, cacheable: () => true },
      "has cached: false: leave cacheable out",
    ],
    [
      "not cached, and on what",
      { cached: false, cacheOn: { read: false } },
      "has cached: false: leave cacheOn out",
    ],
    [
      "virtual with lists",
      { virtual: () => ({}), lists: list() },
      "is virtual: leave lists out, since its entities have no rows",
    ],
    ["virtual with a TTL", { virtual: () => ({}), ttl: 60 }, "is virtual: leave ttl out"],
    [
      "virtual with a reference",
      { virtual: () => ({}), fields: { in: reference("Moon", { edge: "IN" }) } },
      "is virtual: leave the reference in out",
    ],
    [
      "a list of unpublished ones where all are published",
      { lists: list({ unpublished: true }) },
      "say what makes a Moon published",
    ],
    [
      "a list of unpublished ones that is hidden",
      { published, lists: list({ unpublished: true, hidden: true }) },
      "World.moons is hidden: leave unpublished out",
    ],
    [
      "a list of those that never are",
      { lists: list({ when: { phase: "BLUE" } }) },
      `World.moons's when asks for a Moon.phase of "BLUE"`,
    ],
    [
      "a hidden list with what of it may be cached",
      { lists: list({ hidden: true, cacheable: () => true }) },
      "World.moons is hidden: leave cacheable out, since it is never cached",
    ],
    [
      "the latest of a list of some",
      { latestIn: "World.moons", lists: list({ when: published }) },
      "has its latest in World.moons: leave when, hidden and unpublished out there",
    ],
  ])("%s", (_, spec, message) => {
    expect(() => define("Moon", spec)).toThrow(message);
  });

  test("references that only some can be found by, when what they name is deleted", () => {
    const fields = { name, phase, around: reference("Moon", { edge: "AROUND", optional: true }) };
    const some = { "Moon.moons": { parent: "around", order: ["name"] } };
    const message = 'give Moon a list "Moon.…" with parent "around" in which each of them stands';
    expect(() => define("Moon", { fields, published, lists: some })).toThrow(message);
    const partial = { "Moon.moons": { parent: "around", order: ["name"], when: published } };
    expect(() => define("Moon", { fields, lists: partial })).toThrow(message);
    const all = { ...some, "Moon.everyMoon": { parent: "around", order: ["name"], hidden: true } };
    const moon = define("Moon", { fields, published, lists: all });
    const found = createRegistry([moon]).referrersOf("Moon");
    expect(found.map(({ coordinate }) => coordinate)).toEqual(["Moon.everyMoon"]);
  });
});

describe("a registry refuses a reference", () => {
  const refers = (field: FieldMap[string], lists = {}) =>
    define("Star", {
      fields: { name, at: field },
      lists: { "Moon.stars": { parent: "at", order: ["name"] }, ...lists },
    });
  const strict = (optional: boolean) => refers(reference("Moon", { edge: "AT", optional }));

  test("to an internal type from one that isn't", () => {
    const moon = define("Moon", { internal: true });
    expect(() => createOwnRegistry([moon, strict(true)])).toThrow(
      "Star.at names Moon, which is internal: make Star internal too",
    );
  });

  test("to a virtual type that is meant to outlive it", () => {
    const moon = define("Moon", { virtual: () => ({}) });
    const loose = define("Star", { fields: { at: looseReferences(["Moon"], { edge: "AT", max: 3 }) } });
    expect(() => createOwnRegistry([moon, loose])).toThrow("which is virtual: make it a strict reference");
  });

  test("that has to be there, to what a world file leaves out", () => {
    const moon = define("Moon", { worldFile: false });
    expect(() => createOwnRegistry([moon, strict(false)])).toThrow(
      "which is left out of world files: make it optional",
    );
    expect(() => createOwnRegistry([moon, strict(true)])).not.toThrow();
  });
});

describe("a copy", () => {
  const lit = { by: reference("Sun", { edge: "BY", optional: true }), glow: copyOf("by", "name") };
  const hidden = { "Sun.everyMoon": { parent: "by", order: ["name"], hidden: true } };
  const moon = (spec: Partial<EntitySpec<FieldMap>>) =>
    define("Moon", { fields: { name, phase, ...lit }, lists: hidden, ...spec });

  test("is of what everybody may see, and found by a list that everybody sees", () => {
    expect(() => createRegistry([define("Sun", { published }), moon({})])).toThrow(
      "Moon.glow copies Sun.name, and some Sun entities are unpublished",
    );
    expect(() => createRegistry([define("Sun"), moon({ published })])).toThrow(
      'Moon.glow is a copy: give Moon a list "Sun.…" with parent "by" that everybody sees',
    );
    const lists = { ...hidden, "Sun.moons": { parent: "by", order: ["name"] } };
    expect(() => createRegistry([define("Sun"), moon({ published, lists })])).not.toThrow();
    expect(() => createRegistry([define("Sun"), moon({})])).not.toThrow();
  });

  test("decides nothing", () => {
    expect(() => moon({ published: { glow: "x" } })).toThrow("Moon's published asks for Moon.glow, a copy");
  });
});

describe("what a definition says of who is shown what", () => {
  const hashOf = (spec: Partial<EntitySpec<FieldMap>>) => {
    const moon = define("Moon", spec);
    return scansOf(moon.lists[0]!, moon)[0]!.index.hash;
  };

  test("names the shelves of the lists whose entries depend on it, and of no others", () => {
    const specs: Partial<EntitySpec<FieldMap>>[] = [
      { lists: list() },
      { lists: list(), published },
      { lists: list(), published: { phase: "NEW" } },
      { lists: list({ unpublished: true }), published },
      { lists: list({ when: published }) },
    ];
    expect(new Set(specs.map(hashOf)).size).toBe(specs.length);
    const hidden = hashOf({ lists: list({ hidden: true }), published });
    expect(hidden).toBe(hashOf({ lists: list() }));
  });

  test("names the part of the caches that others may not know, and the form of what lies there", () => {
    const namesOf = (spec: Partial<EntitySpec<FieldMap>>) => {
      const { part, form } = entitySlot(define("Moon", spec), "moon:w:a");
      return { part, form };
    };
    const plain = namesOf({});
    const thin = namesOf({ cacheable: ({ phase }) => phase === "NEW" });
    const fat = namesOf({ cacheable: ({ phase }) => phase === "FULL" });
    const some = namesOf({ published });
    expect([thin.part, fat.part]).toEqual([plain.part, plain.part]);
    expect(some.part).not.toBe(plain.part);
    expect(new Set([plain, thin, fat, some].map(({ form }) => form)).size).toBe(4);
    for (const spec of [{ internal: true }, { worldFile: false }, { cacheOn: { read: false } }])
      expect(namesOf(spec)).toEqual(plain);
  });

  test("decides what of other releases' cached values is one here", () => {
    const moon = {
      __typename: "Moon",
      id: "moon:w:a",
      version: 1,
      born: 1,
      seq: 0,
      createdAt: "",
      updatedAt: "",
    };
    const full = { ...moon, name: "a", phase: "FULL" };
    const fresh = { ...full, phase: "NEW" };
    const adopt = (spec: Partial<EntitySpec<FieldMap>>, value: unknown) =>
      entitySlot(define("Moon", spec), "moon:w:a").adopt(value, 1);
    expect([adopt({}, fresh), adopt({}, null)]).toEqual([fresh, null]);
    // What is absent there may be published here.
    expect([adopt({ published }, full), adopt({ published }, fresh), adopt({ published }, null)]).toEqual([
      full,
      null,
      undefined,
    ]);
    const cacheable = { cacheable: ({ phase }: Entity) => phase === "FULL" };
    expect([adopt(cacheable, full), adopt(cacheable, fresh), adopt(cacheable, null)]).toEqual([
      full,
      undefined,
      null,
    ]);
  });

  test("is asked of values in lists as of single ones", () => {
    expect(() =>
      define("Moon", { fields: { name, tags: listOf(name, { max: 3 }) }, published: { tags: "x" } }),
    ).toThrow('asks for a Moon.tags of "x", which it never has');
  });
});
