import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSize } from "../../src/json/size.ts";

const written = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe("the size of a value as JSON", () => {
  test("is what writing it takes", () => {
    const text = fc.string({ unit: "binary" });
    // Half surrogate pairs too.
    const halves = fc
      .array(fc.nat({ max: 0xffff }), { maxLength: 20 })
      .map((codes) => String.fromCharCode(...codes));
    const value = fc.jsonValue({ stringUnit: "binary" });
    fc.assert(fc.property(fc.oneof(text, halves, value), (one) => jsonSize(one) === written(one)));
  });

  test.each([
    ["control characters", "\u0000\u0001\u001f\b\t\n\f\r\u007f"],
    ["quotes and backslashes", '"\\"'],
    ["members that aren't there", { a: undefined, b: [undefined, () => {}], c: 1 }],
    ["what says itself how it is written", { at: new Date(0) }],
    ["nothing", [[], {}, "", null]],
  ])("counts %s", (_, value) => {
    expect(jsonSize(value)).toBe(written(value));
  });

  test("isn't counted to its end beyond the most", () => {
    let looks = 0;
    const list = Array.from({ length: 100 }, () => ({
      get a() {
        looks++;
        return "x".repeat(100);
      },
    }));
    expect(jsonSize(list, 1_000)).toBeGreaterThan(1_000);
    expect(looks).toBeLessThan(12);
  });
});
