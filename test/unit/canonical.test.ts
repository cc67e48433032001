import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, saysTheSame } from "../../src/canonical.ts";

/** The same value, its members in another order at every depth. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (!value || typeof value !== "object") return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, inner]) => [name, reordered(inner)]));
}

/** As it comes back from a store. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a JSON value's canonical form", () => {
  test("is the same in whatever order members stand, and says no other value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reordered(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(plain(value));
        expect(saysTheSame(reordered(value), value)).toBe(true);
        expect(saysTheSame(value, other)).toBe(isDeepStrictEqual(plain(value), plain(other)));
      }),
    );
  });

  test.each<[unknown, unknown]>([
    [{ a: undefined }, {}],
    [{ a: { c: 1, b: [{ e: 1, d: 2 }] } }, { a: { b: [{ d: 2, e: 1 }], c: 1 } }],
    [-0, 0],
    [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [JSON.parse('{"__proto__":1,"a":2}'), JSON.parse('{"a":2,"__proto__":1}')],
  ])("is one for %j and %j", (a, b) => expect(saysTheSame(a, b)).toBe(true));

  test.each<[unknown, unknown]>([
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[undefined], []],
    ["1", 1],
    [JSON.parse('{"__proto__":1}'), {}],
    [{ "a,b": 1 }, { a: 1, b: 1 }],
    [{}, []],
    [null, "null"],
  ])("is not one for %j and %j", (a, b) => expect(saysTheSame(a, b)).toBe(false));
});
