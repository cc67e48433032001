import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonLosses } from "../../src/json/losses.ts";

const lossesOf = (text: string) => jsonLosses(text, JSON.parse(text));

describe("what parsing a JSON text loses", () => {
  test("is nothing of what was written from a value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(lossesOf(text)).toEqual([]);
        expect(lossesOf(JSON.stringify(value, null, 2))).toEqual([]);
      }),
    );
  });

  test("is a member's first value, wherever the second comes and however its name is written", () => {
    expect(lossesOf('{"a": 1, "b": [0, {"x": {"c": 1, "\\u0063" : 2}}], "a": {}}')).toEqual([
      { at: ["b", 1, "x", "c"], kind: "member", text: '"\\u0063"' },
      { at: ["a"], kind: "member", text: '"a"' },
    ]);
    expect(lossesOf('{"__proto__": 1, "__proto__": 2}')).toHaveLength(1);
    expect(lossesOf('{"a": "\\"b\\": {", "b": "]}"}')).toEqual([]);
  });

  test.each([
    ["9007199254740993", true],
    ["-9007199254740993", true],
    ["12345678901234567890", true],
    ["12345678901234567890.5", false],
    ["9007199254740992", false],
    ["100000000000000000000", false],
    ["1e20", false],
    ["1e-400", true],
    ["0.1234567890123456789", false],
    ["0e5", false],
    ["-0.0", false],
    ["1e999", true],
  ])("of the number %s is told: %s", (text, lost) => {
    const at = ["deep", 0];
    expect(lossesOf(`{"deep":[${text}]}`)).toEqual(lost ? [{ at, kind: "number", text }] : []);
  });
});
