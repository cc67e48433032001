import { describe, expect, test } from "vitest";
import {
  type Field,
  languageTag,
  linkTarget,
  listOf,
  listOfLinks,
  localKey,
  looseReferences,
  number,
  oneOf,
  record,
  reference,
  text,
} from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";

/** What a field makes of a value, or the message with which it refuses it. */
function check(field: Field, value: unknown): unknown {
  const result = field.schema.safeParse(value);
  return result.success ? result.data : { refused: result.error.issues[0]!.message };
}

const refused = { refused: expect.any(String) };
const NUL = "a\0b";
const LONE = "a\uD800b";

describe("text", () => {
  const name = text({ max: 5 });

  test("keeps what it is given, blanks around it included", () => {
    for (const value of ["a", "abcde", " a ", "😀😀", "\uFFFD", "e\u0301"])
      expect(check(name, value)).toBe(value);
  });

  test("refuses what is too long, counted in code points", () => {
    expect(check(name, "abcdef")).toEqual({ refused: "at most 5 characters" });
    expect(check(name, "😀😀😀😀😀")).toBe("😀😀😀😀😀");
    expect(check(name, "😀😀😀😀😀😀")).toEqual({ refused: "at most 5 characters" });
  });

  test("refuses what is empty or all blank", () => {
    for (const value of ["", " ", "\t\n", "\u3000\u00a0"])
      expect(check(name, value)).toEqual({ refused: "1 to 5 characters, not all blank" });
  });

  test("refuses NUL and lone surrogates, which not every store and parser keeps", () => {
    for (const value of [NUL, "\0", LONE, "\uDC00"])
      expect(check(text({ max: 9 }), value)).toEqual({
        refused: "text without NUL characters or lone surrogates",
      });
  });

  test("refuses what isn't text", () => {
    for (const value of [1, true, null, undefined, ["a"], {}]) expect(check(name, value)).toEqual(refused);
  });

  test("that is optional may be null or empty, and is null by default", () => {
    const description = text({ max: 5, optional: true });
    expect(description.default).toBeNull();
    for (const value of [null, "", " "]) expect(check(description, value)).toBe(value);
    for (const value of ["abcdef", NUL, undefined]) expect(check(description, value)).toEqual(refused);
    expect(text({ max: 5 }).default).toBeUndefined();
  });
});

describe("a language tag", () => {
  const language = languageTag({ default: "en" });

  test.each([
    ["en", "en"],
    ["EN-us", "en-US"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["iw", "he"],
    ["sl-rozaj-biske", "sl-biske-rozaj"],
    ["de-u-co-phonebk", "de-u-co-phonebk"],
  ])("%s is kept as %s", (given, kept) => {
    expect(check(language, given)).toBe(kept);
  });

  test.each(["", "e", "english language", "en_US", "-", "en-", "😀", "en\0", "x".repeat(101), null, 5])(
    "%j is refused",
    (given) => {
      expect(check(language, given)).toEqual(refused);
    },
  );

  test("says what it expects", () => {
    expect(check(language, "not a tag")).toEqual({
      refused: 'a BCP 47 language tag such as "en" or "pt-BR"',
    });
  });
});

describe("JSON", () => {
  const data = json({ maxBytes: 20 });

  test("is any value whose text isn't too long, counted in bytes of UTF-8", () => {
    for (const value of [0, -1.5, "", "text", true, false, [], {}, [1, [2]], { a: null }])
      expect(check(data, value)).toEqual(value);
    expect(check(data, "x".repeat(18))).toBe("x".repeat(18));
    expect(check(data, "x".repeat(19))).toEqual({ refused: "JSON of at most 20 bytes" });
    expect(check(data, "é".repeat(9))).toBe("é".repeat(9));
    expect(check(data, "é".repeat(10))).toEqual({ refused: "JSON of at most 20 bytes" });
  });

  test("is null only where it is optional", () => {
    expect(check(data, null)).toEqual(refused);
    expect(check(json({ maxBytes: 20, optional: true }), null)).toBeNull();
  });

  test("holds no NUL and no lone surrogate, however deep", () => {
    const deep = json({ maxBytes: 200 });
    for (const bad of [NUL, LONE])
      for (const value of [bad, [bad], { [bad]: 1 }, { a: [{ b: bad }] }])
        expect(check(deep, value)).toEqual({ refused: "JSON without NUL characters or lone surrogates" });
    expect(check(deep, "\\u0000 and \\ud800")).toBe("\\u0000 and \\ud800");
  });

  test("is nested at most 100 levels deep, so that nothing that walks it runs out of stack", () => {
    const nest = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
    const deep = json({ maxBytes: 16 * 1024 });
    expect(check(deep, nest(100))).toEqual(nest(100));
    expect(check(deep, nest(101))).toEqual({ refused: "JSON nested at most 100 levels deep" });
    expect(check(deep, nest(8_000))).toEqual({ refused: "JSON nested at most 100 levels deep" });
  });

  test("is nothing that JSON has no word for", () => {
    for (const value of [undefined, () => 1, Symbol("s"), 1n]) expect(check(data, value)).toEqual(refused);
  });
});

describe("a number", () => {
  test("is finite", () => {
    for (const value of [0, -1.25, 1e300, Number.MIN_VALUE]) expect(check(number(), value)).toBe(value);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", null])
      expect(check(number(), value)).toEqual(refused);
  });
});

describe("one of several", () => {
  test("is exactly one of them", () => {
    const status = oneOf(["ACTIVE", "DORMANT"], { default: "ACTIVE" });
    expect(status.default).toBe("ACTIVE");
    expect(check(status, "DORMANT")).toBe("DORMANT");
    for (const value of ["active", "", "GONE", null, "__proto__", "toString"])
      expect(check(status, value)).toEqual(refused);
  });
});

describe("a record", () => {
  const coordinates = record({ x: number(), y: number(), z: number({ optional: true }) }, { optional: true });

  test("has all its members, an optional one null by default", () => {
    expect(check(coordinates, { x: 1, y: 2 })).toEqual({ x: 1, y: 2, z: null });
    expect(check(coordinates, { x: 1, y: 2, z: 3 })).toEqual({ x: 1, y: 2, z: 3 });
    expect(check(coordinates, null)).toBeNull();
  });

  test("has no other members", () => {
    for (const value of [{ x: 1 }, { x: 1, y: 2, w: 3 }, { x: "1", y: 2 }, [1, 2], "1,2"])
      expect(check(coordinates, value)).toEqual(refused);
  });
});

describe("a list", () => {
  test("is empty by default, and holds at most so many", () => {
    const traits = listOf(text({ max: 3 }), { max: 2 });
    expect(traits.default).toEqual([]);
    expect(check(traits, ["a", "a"])).toEqual(["a", "a"]);
    expect(check(traits, ["a", "b", "c"])).toEqual({ refused: "at most 2 entries" });
    for (const value of [["long"], [""], "a", null]) expect(check(traits, value)).toEqual(refused);
  });

  const exits = listOfLinks(
    listOf(record({ label: text({ max: 9 }), to: linkTarget() }), { max: 3, unique: "label" }),
    "to",
    { types: ["Location"], edge: "EXIT" },
  );
  const [north, south] = [
    { label: "north", to: "location:w:a" },
    { label: "south", to: "location:w:b" },
  ];
  const round = { label: "round", to: "location:w:a" };

  test("has entries that differ where they must", () => {
    expect(check(exits, [north, round])).toEqual([north, round]);
    expect(check(exits, [north, { ...south, label: "north" }])).toEqual({
      refused: "entries with a different label each",
    });
  });

  test("of links knows what they name, and loses all that name what is gone", () => {
    const link = exits.reference!;
    expect(link).toMatchObject({ loose: false, many: true, types: ["Location"], edge: "EXIT" });
    expect(link.targets([north, south, round])).toEqual(["location:w:a", "location:w:b"]);
    expect(link.without([north, south, round], "location:w:a")).toEqual([south]);
    expect(link.targets([])).toEqual([]);
  });
});

describe("a reference", () => {
  test("names one entity, and nothing once that is gone", () => {
    const location = reference("Location", { edge: "AT", optional: true });
    expect(check(location, "location:w:a")).toBe("location:w:a");
    expect(check(location, null)).toBeNull();
    expect(check(location, "x".repeat(201))).toEqual({ refused: "an id" });
    const { targets, without } = location.reference!;
    expect(targets("location:w:a")).toEqual(["location:w:a"]);
    expect(targets(null)).toEqual([]);
    expect(without("location:w:a", "location:w:a")).toBeNull();
    expect(without("location:w:a", "location:w:b")).toBe("location:w:a");
  });

  test("that isn't optional is never null", () => {
    expect(check(reference("Location", { edge: "AT" }), null)).toEqual(refused);
  });

  test("of the loose kind pins the one that it means", () => {
    const involves = looseReferences(["Character"], { edge: "INVOLVES", max: 2 });
    expect(involves.default).toEqual([]);
    const pins = [{ id: "character:w:a", born: 3 }];
    expect(check(involves, ["character:w:a", "character:w:b"])).toEqual(["character:w:a", "character:w:b"]);
    expect(check(involves, pins)).toEqual(pins);
    expect(check(involves, ["a", "b", "c"])).toEqual({ refused: "at most 2 ids" });
    for (const value of [[{ id: "a" }], [{ id: "a", born: 1, more: 2 }], [1], "a", null])
      expect(check(involves, value)).toEqual(refused);
    expect(involves.reference!.targets(["character:w:b", ...pins])).toEqual([
      "character:w:b",
      "character:w:a",
    ]);
    expect(involves.reference!.without(pins, "character:w:a")).toEqual([]);
  });
});

describe("a key", () => {
  test("is what ids are made of", () => {
    expect(check(localKey(), "trojan-war_1")).toBe("trojan-war_1");
    for (const value of ["", "a b", "a:b", "é", "x".repeat(65), NUL, null])
      expect(check(localKey(), value)).toEqual(refused);
  });
});
