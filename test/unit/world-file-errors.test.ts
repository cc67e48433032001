import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createOwnRegistry } from "../support/own-types.ts";
import { useWorldFiles, worldFile } from "../support/world-files.ts";

const at = "2026-01-31T12:00:00Z";
const L1 = { id: "l1", name: "L", kind: "k" };
const C1 = { id: "c1", name: "C" };

describe("a world file with errors", () => {
  const files = useWorldFiles(createOwnRegistry());

  test("lists each with its path, in the file's order, and changes nothing", async () => {
    await files.import(worldFile());
    const errors = await files.errorsOf(
      worldFile({
        world: { id: "troy", name: " ", status: "GONE", foo: 1 },
        flags: [{ key: "a b", value: 1 }, { key: "n", value: null }, { key: "n", value: 2 }, { key: "x" }, 7],
        locations: [
          {
            ...L1,
            exits: [
              { label: "a", to: "location:none" },
              { label: 3, to: "character:c1", zz: 1 },
            ],
          },
          { ...L1, id: "l2", coordinates: { x: "1", y: 2 }, exits: "no" },
          {
            ...L1,
            id: "l3",
            exits: [
              { label: "a", to: "location:l1" },
              { label: "a", to: "location:l2" },
            ],
          },
        ],
        characters: [
          { id: "c1", name: "C", language: "no such tag!", traits: ["a", "", 3], location: "location:none" },
          { id: "c1", name: "x\0y", description: "\ud800" },
          { name: 7, createdAt: "yesterday", location: "l1" },
        ],
        creatures: [{}],
        objects: { id: "o1" },
        events: [
          {
            id: "e1",
            kind: "k",
            summary: "s",
            occurredAt: "2026-02-30T00:00:00Z",
            involves: ["event:e1", 5],
          },
          { id: "e2", kind: "k", summary: "s" },
        ],
      }),
    );
    const time = 'an RFC 3339 date and time such as "2026-01-31T12:00:00.000Z", in the years 0001 to 9999';
    expect(errors).toEqual([
      'world.name: expected 1 to 200 characters, not all blank; found " "',
      'world.status: expected "DORMANT", "ACTIVE" or "ARCHIVED"; found "GONE"',
      "world.foo: unknown field; expected only id, name, description, status, createdAt, updatedAt",
      'flags[0].key: expected 1 to 64 letters, digits, - or _; found "a b"',
      "flags[1].value: expected a JSON value other than null; found null",
      'flags[2].key: "n" is taken by flags[1]',
      "flags[3].value: missing; expected a JSON value",
      "flags[4]: expected an object; found 7",
      'locations[0].exits[0].to: no location "none" in this file',
      "locations[0].exits[1].label: expected text; found 3",
      'locations[0].exits[1].to: expected location:<id>; found "character:c1"',
      "locations[0].exits[1].zz: unknown field",
      'locations[1].coordinates.x: expected a number; found "1"',
      'locations[1].exits: expected an array; found "no"',
      "locations[2].exits: expected entries with a different label each",
      'characters[0].language: expected a BCP 47 language tag such as "en" or "pt-BR"; found "no such tag!"',
      'characters[0].traits[1]: expected 1 to 100 characters, not all blank; found ""',
      "characters[0].traits[2]: expected text; found 3",
      'characters[0].location: no location "none" in this file',
      'characters[1].id: "c1" is taken by characters[0]',
      'characters[1].name: expected text without NUL characters or lone surrogates; found "x\\u0000y"',
      'characters[1].description: expected text without NUL characters or lone surrogates; found "\\ud800"',
      "characters[2].name: expected text; found 7",
      `characters[2].createdAt: expected ${time}; found "yesterday"`,
      'characters[2].location: expected location:<id>; found "l1"',
      "characters[2].id: missing; expected 1 to 64 letters, digits, - or _",
      "creatures: unknown section; a world file has $schema, format, world, flags, locations, characters, objects and events",
      "objects: expected an array; found an object",
      `events[0].occurredAt: expected ${time}; found "2026-02-30T00:00:00Z"`,
      'events[0].involves[0]: expected character:<id>, location:<id> or object:<id>; found "event:e1"',
      "events[0].involves[1]: expected character:<id>, location:<id> or object:<id>; found 5",
      `events[1].occurredAt: missing; expected ${time}`,
    ]);
    expect((await files.store.versions(["world:troy"])).versions.get("world:troy")).toBe(1);
    expect(await files.store.sweep()).toBe(false);
  });

  test("writes nothing after an error, even one that comes behind thousands of good entries", async () => {
    await files.import(worldFile());
    const good = Array.from({ length: 2_500 }, (_, index) => ({ id: `c${index}`, name: "C" }));
    const characters = [...good, { id: "last", name: "" }];
    expect(await files.errorsOf(worldFile({ characters }))).toEqual([
      'characters[2500].name: expected 1 to 200 characters, not all blank; found ""',
    ]);
    expect((await files.store.versions(["world:troy"])).versions.get("world:troy")).toBe(1);
    while (await files.store.sweep());
    expect(JSON.parse(await files.export("world:troy")).characters).toEqual([]);
  });

  test("keeps the first 10,000 and counts the rest", async () => {
    const characters = Array.from({ length: 10_005 }, (_, index) => ({ id: `c${index}` }));
    await expect(files.import(worldFile({ characters }))).rejects.toMatchObject({
      errors: { length: 10_000 },
      more: 5,
      message: expect.stringContaining("10005 errors"),
    });
  });

  test("needs a format and a world, each once", async () => {
    expect(await files.errorsOf({})).toEqual([
      "world: missing; expected the world's own record",
      'format: missing; expected "living-worlds/1"',
    ]);
    expect(await files.errorsOf({ format: "living-worlds/2", world: [] })).toEqual([
      'format: "living-worlds/2" isn\'t known; expected "living-worlds/1"',
      "world: expected an object; found an array",
    ]);
    const { format, world } = worldFile();
    const text = `{"format": ${JSON.stringify(format)}, "world": ${JSON.stringify(world)}, "flags": [], "flags": []}`;
    expect(await files.errorsOf({ text })).toEqual(["flags: comes a second time"]);
  });

  test("has no more flags than a world may have", async () => {
    const flags = Array.from({ length: 1_001 }, (_, index) => ({ key: `f${index}`, value: index }));
    expect(await files.errorsOf(worldFile({ flags }))).toEqual([
      "flags: 1001 entries; expected at most 1000",
    ]);
    expect(await files.errorsOf(worldFile({ flags: flags.slice(1) }))).toEqual([]);
  });

  test("names no entity by a pin, which only a store can make", async () => {
    const involves = [{ id: "character:troy:c1", born: 0 }, "character:troy:c1"];
    const events = [{ id: "e", kind: "k", summary: "s", occurredAt: at, involves }];
    expect(await files.errorsOf(worldFile({ characters: [C1], events }))).toEqual([
      "events[0].involves[0]: expected character:<id>, location:<id> or object:<id>",
      'events[0].involves[1]: expected character:<id>, location:<id> or object:<id>; found "character:troy:c1"',
    ]);
  });

  test("has an entry that isn't JSON and still lists the errors behind it", async () => {
    const text = `{"format": "living-worlds/1", "world": {"id": "troy", "name": "T"}, "characters": [
      {"id": "c1", "name": "C"},
      {"id": "c2"
       "name": "C"},
      {"id": "c3", "name": "tab\there"},
      {"id": "c1"}
    ]}`;
    expect(await files.errorsOf({ text })).toEqual([
      expect.stringMatching(/^characters\[1\]: line 4: not JSON: Expected ',' or '}'/),
      expect.stringMatching(/^characters\[2\]: line 5: not JSON: Bad control character/),
      'characters[3].id: "c1" is taken by characters[0]',
      "characters[3].name: missing; expected text",
    ]);
  });

  test("has no number too large for what reads it", async () => {
    const text =
      '{"format": "living-worlds/1", "world": {"id": "t", "name": "T"}, "flags": [{"key": "f", "value": [1e999]}]}';
    expect(await files.errorsOf({ text })).toEqual([
      "flags[0].value: expected JSON whose numbers are finite",
    ]);
  });

  test("says which id or member comes twice in an entry, which number and which moment it wouldn't keep", async () => {
    const text = `{"format": "living-worlds/1", "world": {"id": "t", "name": "T", "name": "U"},
      "flags": [{"key": "f", "value": {"a": [{"b": 1, "b": 1}], "big": 12345678901234567890, "tiny": 1e-400, "x": 1e20}}],
      "locations": [{"id": "l", "name": "L", "kind": "k", "coordinates": {"x": 9007199254740993, "y": 0.1234567890123456}}],
      "characters": [{"id": 3000, "name": "C"}, {"id": "c", "name": "C"}],
      "events": [{"id": "e", "kind": "k", "summary": "\\"b\\":", "occurredAt": "2026-01-31T12:00:00.123456Z",
        "createdAt": "2026-01-31T12:00:00.0001Z", "involves": ["character:c", "location:l", "character:c"]},
        {"id": "ok", "kind": "k", "summary": "s", "occurredAt": "2026-01-31T12:00:00.123000Z"}]}`;
    const kept = "expected a number that a 64-bit float keeps";
    const whole = "expected a moment in whole milliseconds, as it is kept";
    expect(await files.errorsOf({ text })).toEqual([
      "world.name: comes a second time in its object",
      "flags[0].value.a[0].b: comes a second time in its object",
      `flags[0].value.big: ${kept}; found 12345678901234567890`,
      `flags[0].value.tiny: ${kept}; found 1e-400`,
      `locations[0].coordinates.x: ${kept}; found 9007199254740993`,
      "characters[0].id: expected text of 1 to 64 letters, digits, - or _; found 3000",
      `events[0].occurredAt: ${whole}; found "2026-01-31T12:00:00.123456Z"`,
      `events[0].createdAt: ${whole}; found "2026-01-31T12:00:00.0001Z"`,
      'events[0].involves[2]: "character:c" comes a second time',
    ]);
  });

  test("lists what is wrong beyond a bound, too", async () => {
    const traits = [...Array.from({ length: 50 }, (_, index) => `t${index}`), "", 7];
    const flags = [{ key: "f", value: `\0${"x".repeat(20_000)}` }];
    expect(await files.errorsOf(worldFile({ flags, characters: [{ ...C1, traits }] }))).toEqual([
      expect.stringMatching(/^flags\[0\]\.value: expected JSON of at most 16384 bytes; found "\\u0000x+…"$/),
      expect.stringMatching(
        /^flags\[0\]\.value: expected JSON without NUL characters or lone surrogates; found "/,
      ),
      "characters[0].traits: expected at most 50 entries",
      'characters[0].traits[50]: expected 1 to 100 characters, not all blank; found ""',
      "characters[0].traits[51]: expected text; found 7",
    ]);
  });

  test("lists the first of the file, whichever were found first", async () => {
    const characters = Array.from({ length: 21_000 }, (_, index) => ({ id: index < 500 ? `c${index}` : 0 }));
    const error = await files.import(worldFile({ characters })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ errors: { length: 10_000 }, more: 20_500 + 21_000 - 10_000 });
    expect((error as { errors: { path: string }[] }).errors[0]!.path).toBe("characters[0].name");
  });

  test("that breaks off lists what was found up to there", async () => {
    const text = '{"format": "other", "flags": [\n{"key": "a"';
    expect(await files.errorsOf({ text })).toEqual([
      'format: "other" isn\'t known; expected "living-worlds/1"',
      "line 2, column 12: the file ends inside flags[0], which begins at line 2",
    ]);
  });

  test("may be none at all, a folder or empty", async () => {
    expect(await files.errorsOf(join(files.folder, "nowhere.json"))).toEqual([
      "the file can't be opened: there is none of this name",
    ]);
    expect(await files.errorsOf(files.folder)).toEqual([
      "not a regular file; it is read twice, so a pipe won't do",
    ]);
    expect(await files.errorsOf({ text: "" })).toEqual(["the file is empty; expected a JSON object"]);
  });
});
