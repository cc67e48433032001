import { describe, expect, test } from "vitest";
import { adopted, contentOf, readContent, type Upgrade } from "../../src/entities/content.ts";
import { defineEntity } from "../../src/entities/define.ts";
import { number, text } from "../../src/entities/fields.ts";

/** A harbour whose depth was text in its first shape, in feet in its second, and is in metres. */
const harbourWith = (upgrade: Record<number, Upgrade>) =>
  defineEntity("Harbour", {
    ...{ prefix: "harbour", plural: "harbours", shape: 3, upgrade },
    fields: { name: text({ max: 10 }), metres: number({ optional: true }), berths: number({ default: 4 }) },
  });

const harbour = harbourWith({
  1: ({ depth }) => ({ feet: Number.parseFloat(depth as string), depth: undefined }),
  2: ({ feet }) => ({ metres: (feet as number) * 0.3 }),
});

const own = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z", seq: 0 };
const named = { __typename: "Harbour", id: "harbour:w:a", version: 3, born: 2, ...own };

describe("content", () => {
  test("goes from shape to shape, one upgrade after another, and keeps what these leave out", () => {
    const first = Object.freeze({ name: "Pylos", depth: "10 feet" });
    expect(readContent(harbour, first)).toEqual({
      fields: { name: "Pylos", feet: 10, metres: 3, berths: 4 },
      whole: true,
    });
    expect(readContent(harbour, { name: "Pylos", feet: 20, _shape: 2 }).fields).toMatchObject({ metres: 6 });
    expect(readContent(harbour, { name: "Pylos", metres: 1, _shape: 3 }).fields).toEqual({
      ...{ name: "Pylos", metres: 1, berths: 4 },
    });
  });

  test("of a later shape is read as far as it is known, and stays of that shape", () => {
    const later = { name: "Pylos", metres: null, berths: 1, tide: "low", _shape: 5 };
    const { fields, whole } = readContent(harbour, later);
    expect({ fields, whole }).toEqual({ fields: later, whole: true });
    expect(contentOf(harbour, { ...named, ...fields, berths: 2 })).toEqual({ ...own, ...later, berths: 2 });
  });

  test("says its shape where it isn't the first", () => {
    const plain = { ...harbour, shape: 1, upgrade: {} };
    expect(contentOf(plain, { ...named, name: "Pylos" })).toEqual({ ...own, name: "Pylos" });
    expect(contentOf(harbour, { ...named, name: "Pylos" })).toEqual({ ...own, name: "Pylos", _shape: 3 });
  });

  test.each<[string, Record<string, unknown>]>([
    ["lacks a field", { metres: 1, _shape: 3 }],
    ["has one of another kind", { name: "Pylos", metres: "1", _shape: 3 }],
    ["is null where nothing may be", { name: "Pylos", berths: null, _shape: 3 }],
  ])("that %s isn't whole", (_, content) => {
    expect(readContent(harbour, content).whole).toBe(false);
  });

  test("that an upgrade can't be made of isn't whole, and nothing of it is believed", () => {
    const failing = harbourWith({
      1: () => {
        throw new Error("no depth");
      },
    });
    expect(readContent(failing, { name: "Pylos" })).toEqual({ fields: {}, whole: false });
  });

  test("keeps no name of what an object has by itself", () => {
    const { fields } = readContent(harbour, JSON.parse('{"name":"Pylos","_shape":3,"constructor":"x"}'));
    expect(fields).toEqual({ name: "Pylos", metres: null, berths: 4, constructor: "x" });
  });
});

describe("a value of another form", () => {
  test("is upgraded where each step is said", () => {
    const value = { ...named, name: "Pylos", depth: "10" };
    expect(adopted(harbour, value, 1)).toEqual({ ...named, name: "Pylos", feet: 10, metres: 3, berths: 4 });
    expect(adopted(harbourWith({ 1: (old) => old }), value, 1)).toBeUndefined();
    expect(adopted(harbourWith({ 2: (old) => old }), { ...value, metres: 1 }, 2)).toMatchObject({
      metres: 1,
    });
  });

  test("says its own shape where its writer knew only an older one", () => {
    const value = { ...named, name: "Pylos", metres: 2, _shape: 3 };
    expect(adopted(harbour, value, 1)).toEqual({ ...named, name: "Pylos", metres: 2, berths: 4 });
  });

  test("of a type that is cached together is had if each of them is", () => {
    const [one, other] = [
      { ...named, name: "Pylos", metres: 2 },
      { ...named, id: "harbour:w:b", name: "Aulis", metres: null },
    ];
    const berths = { berths: 4 };
    expect(adopted(harbour, [one, other], 3)).toEqual([
      { ...one, ...berths },
      { ...other, ...berths },
    ]);
    expect(adopted(harbour, [one, { ...other, name: 7 }], 3)).toBeUndefined();
    expect(adopted(harbour, [], 1)).toEqual([]);
  });

  test("may say that nothing is there, and nothing else that isn't an entity", () => {
    expect(adopted(harbour, null, 1)).toBeNull();
    for (const value of ["Pylos", 7, true]) expect(adopted(harbour, value, 3)).toBeUndefined();
  });
});

describe("a definition", () => {
  const define = (shape: number, upgrade: Record<number, Upgrade>) => () =>
    defineEntity("Harbour", { prefix: "harbour", plural: "harbours", fields: {}, shape, upgrade });

  test("upgrades from shapes before its own alone", () => {
    expect(define(2, { 2: (old) => old })).toThrow(
      "Harbour says how its shape 2 is upgraded, and its own is 2: raise shape to 3, " +
        "or name the older shape that the upgrade begins with",
    );
    expect(define(2, { 0: (old) => old })).toThrow("upgraded");
    expect(define(3, { 2: (old) => old })).not.toThrow();
  });

  test("has a shape that is a whole number", () => {
    for (const shape of [0, 1.5, Number.NaN])
      expect(define(shape, {})).toThrow(
        `Harbour has the shape ${shape}: it is 1, and 1 more with each change`,
      );
  });
});
