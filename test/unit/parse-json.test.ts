import { describe, expect, test } from "vitest";
import { decodeUtf8, parseJson } from "../../src/json/parse.ts";
import { JsonRefusal } from "../../src/json/scan.ts";

const BOUNDS = { values: 1_000, members: 5_000, nesting: 50 };
const parse = (text: string) => parseJson(text, BOUNDS);

/** What a text is refused with. */
function refusalOf(text: string, bounds = BOUNDS): { path: string; message: string } {
  try {
    parseJson(text, bounds);
  } catch (error) {
    if (error instanceof JsonRefusal) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error("it was taken");
}

describe("a text", () => {
  test.each([
    "{}",
    "[]",
    '"a"',
    "null",
    " [ 1 , -2.5e-3 , true ] ",
    '{ "a": { "b": [1, { "c": "}\\"]{" }] }, "\\u0061b": 2 }',
    '{ "__proto__": { "a": 1 }, "constructor": 2 }',
    '{ "a\\\\": "\\\\\\"", "b": "\\\\" }',
    '[{ "a": 1 }, { "a": 1 }]',
    "[5e-324, 1.0e2, 0.12345678901234567, 123456789.12345678901234567, -1E+9]",
    '{ "a": "1234567890123456789012345678901234567890", "b": "1e999" }',
  ])("is what JSON.parse makes of it: %s", (text) => expect(parse(text)).toEqual(JSON.parse(text)));

  test("may begin with a byte order mark", () => {
    expect(parse('\uFEFF{ "a": 1 }')).toEqual({ a: 1 });
    expect(decodeUtf8(Buffer.from("efbbbf7b7d", "hex"))).toBe("\uFEFF{}");
  });

  test.each(["", "{", '{ "a" }', '"\\x"', '"', "[1,]", "\uFEFF", "01", "{} {}", '{ "a": 1, "a": 2'])(
    "that is no JSON is told by JSON.parse: %j",
    (text) => expect(() => parse(text)).toThrow(SyntaxError),
  );

  test.each(["fffee9", "c3", "c328", "eda080", "f4908080", "c080", "fffe7b007d00"])(
    "isn't made of bytes that aren't UTF-8: %s",
    (hex) => {
      expect(() => decodeUtf8(Buffer.from(hex, "hex"))).toThrow(new JsonRefusal("it isn't UTF-8"));
    },
  );
});

describe("a number that no double keeps", () => {
  test("is a bigint at any depth, beside those that are kept", () => {
    expect(parse('{ "a": [{ "b": 12345678901234567890 }, 1.5, -9007199254740993], "c": 0.1 }')).toEqual({
      a: [{ b: 12345678901234567890n }, 1.5, -9007199254740993n],
      c: 0.1,
    });
    expect(parse("1.2345678901234567e30")).toBe(1.2345678901234567e30);
  });

  test("is never quietly zero", () => {
    expect(parse("[1e-400, 1e400]")).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });
});

describe("a text is refused", () => {
  test.each([
    ['{ "a": 1, "a": 1 }', "a"],
    ['{ "a": 1, "b": { "c": [0, { "d": 1, "e": ":", "d" : 2 }] } }', "b.c.1.d"],
    ['{ "a": 1, "\\u0061": 2 }', "a"],
    ['{ "__proto__": 1, "__proto__": 2 }', "__proto__"],
    ['[[], {}, { "x": "\\"", "x": 1 }]', "2.x"],
  ])("in which a member is given twice, by its path: %s", (text, path) =>
    expect(refusalOf(text)).toEqual({ path, message: "it is given twice" }),
  );

  test("with too many values, and one of the most that are allowed isn't", () => {
    expect(parse(`[${"1,".repeat(997)}1]`)).toHaveLength(998);
    const refusal = { path: "", message: "it holds more than 1000 values" };
    for (const text of [
      `[${"1,".repeat(1_000)}1]`,
      `{${Array.from({ length: 1_000 }, (_, n) => `"${n}": 1`)}}`,
      "[".repeat(20) + "[],".repeat(500),
    ])
      expect(refusalOf(text)).toEqual(refusal);
    expect(parse(JSON.stringify(",[{".repeat(10_000)))).toHaveLength(30_000);
  });

  test("with an object of too many members", () => {
    const members = (count: number) => Array.from({ length: count }, (_, n) => `"f${n}":{"a":[]}`).join();
    const bounds = { ...BOUNDS, values: 100_000 };
    expect(refusalOf(`{${members(5_001)}}`, bounds).message).toBe(
      "an object in it has more than 5000 members",
    );
    expect(refusalOf(`{"a":[{},{${members(5_001)}}]}`, bounds).message).toMatch("5000 members");
    expect(parseJson(`[{${members(5_000)}},{${members(5_000)}}]`, bounds)).toHaveLength(2);
  });

  test("with numbers by the thousand that no double keeps, but not for long fractions", () => {
    const bounds = { ...BOUNDS, values: 100_000 };
    const list = (number: string, count: number) => `[${Array(count).fill(number)}]`;
    expect(refusalOf(list("9007199254740993", 1_001), bounds).message).toMatch("more than 1000 numbers");
    expect(parseJson(list("9007199254740993", 1_000), bounds)).toHaveLength(1_000);
    expect(parseJson(list("0.12345678901234567", 50_000), bounds)).toHaveLength(50_000);
  });

  test("with a number longer than any double's, written out in full", () => {
    expect(refusalOf("9".repeat(4_000_000)).message).toBe("a number in it has more than 1100 characters");
    expect(parse(`[0.${"0".repeat(300)}${"1".repeat(780)}]`)).toEqual([1.1111111111111111e-301]);
  });

  test("with brackets too deep", () => {
    expect(refusalOf(`${"[".repeat(51)}${"]".repeat(51)}`).message).toBe(
      "it is nested more than 50 levels deep",
    );
    expect(refusalOf('{"a":'.repeat(51)).message).toBe("it is nested more than 50 levels deep");
    expect(parse(`${"[".repeat(50)}${"]".repeat(50)}`)).toEqual(expect.any(Array));
  });
});
