import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { number } from "../../src/entities/fields.ts";
import { integer } from "../../src/entities/integer-field.ts";
import { invertedSortText, sortText } from "../../src/entities/sort-keys.ts";
import { compareText } from "../../src/entities/text-order.ts";
import { ROUNDS } from "../support/made-up.ts";

const decimal = fc.double({ noNaN: true, noDefaultInfinity: true });
const pairs = fc.oneof(
  fc.tuple(decimal, decimal),
  fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger()),
  fc.tuple(fc.integer({ min: -3, max: 3 }), decimal),
  // Neighbours, which differ in their last bit.
  decimal.map((value): [number, number] => [value, value * (1 + Number.EPSILON)]),
);
const NULLS = [null, undefined];

describe("the sort key of a number", () => {
  test("has the order of the numbers, in code points and in bytes, and turned round the opposite one", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const order = Math.sign(a < b ? -1 : a > b ? 1 : 0);
        const [one, other] = [sortText("number", a), sortText("number", b)];
        expect(Math.sign(compareText(one, other))).toBe(order);
        expect(Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)))).toBe(order);
        const turned = compareText(invertedSortText("number", a), invertedSortText("number", b));
        expect(Math.sign(turned) + order).toBe(0);
      }),
      { numRuns: 2_000 * ROUNDS },
    );
  });

  test.each([
    [-Number.MAX_VALUE, "0010000000000000"],
    [-1, "400fffffffffffff"],
    [-0, "8000000000000000"],
    [0, "8000000000000000"],
    [Number.MIN_VALUE, "8000000000000001"],
    [1, "bff0000000000000"],
    [Number.MAX_SAFE_INTEGER, "c33fffffffffffff"],
    [Number.MAX_VALUE, "ffefffffffffffff"],
  ])("of %d is %s, in every release", (value, key) => {
    expect(sortText("number", value)).toBe(key);
  });

  test("of nothing comes first, and turned round last", () => {
    for (const nothing of NULLS)
      for (const value of [-Number.MAX_VALUE, 0, Number.MAX_VALUE]) {
        expect(compareText(sortText("number", nothing), sortText("number", value))).toBeLessThan(0);
        expect(
          compareText(invertedSortText("number", nothing), invertedSortText("number", value)),
        ).toBeGreaterThan(0);
      }
  });
});

describe("the sort key of a moment, and of a version", () => {
  test("is turned round digit by digit", () => {
    fc.assert(
      fc.property(fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()), ([a, b]) => {
        const straight = compareText(sortText("count", a), sortText("count", b));
        const turned = compareText(invertedSortText("count", a), invertedSortText("count", b));
        expect(Math.sign(straight)).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(Math.sign(straight) + Math.sign(turned)).toBe(0);
      }),
      { numRuns: 500 * ROUNDS },
    );
    const moment = (year: number) => invertedSortText("moment", `${year}-01-01T00:00:00.000Z`);
    expect(compareText(moment(2026), moment(1999))).toBeLessThan(0);
  });
});

describe("a field of numbers", () => {
  const price = integer({ min: 0, max: 100 });

  test("takes whole numbers within its bounds, and says which", () => {
    expect([0, 7, 100].map((value) => price.schema.safeParse(value).data)).toEqual([0, 7, 100]);
    for (const value of [-1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "7"])
      expect(price.schema.safeParse(value).error?.issues[0]?.message).toBe("a whole number from 0 to 100");
    expect(integer().schema.safeParse(Number.MIN_SAFE_INTEGER).success).toBe(true);
    expect(integer().schema.safeParse(2 ** 53).success).toBe(false);
    expect([1, -1, 1.5, "1", null].map(price.holds)).toEqual([true, true, false, false, false]);
  });

  test("refuses bounds that no whole number keeps to", () => {
    expect(() => integer({ min: 2, max: 1 })).toThrow("whole numbers from 2 to 1");
    expect(() => integer({ max: 0.5 })).toThrow("the bounds have to be whole");
  });

  test("knows one zero, as JSON does", () => {
    for (const field of [number(), integer()]) expect(Object.is(field.schema.parse(-0), 0)).toBe(true);
  });
});
