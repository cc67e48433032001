import { describe, expect, test } from "vitest";
import { createSplitter, type Piece } from "../../src/worlds/world-file/split.ts";

function split(text: string | Buffer, chunkSize = 7): Piece[] {
  const bytes = Buffer.from(text as string);
  const splitter = createSplitter();
  const pieces: Piece[] = [];
  for (let from = 0; from < bytes.length; from += chunkSize) {
    pieces.push(...splitter.push(bytes.subarray(from, from + chunkSize)));
    splitter.check();
  }
  splitter.end();
  return pieces;
}

const brief = (pieces: Piece[]) =>
  pieces.map(({ member, index, text }) => [member, index, text === null ? "[" : JSON.parse(text)]);

const TEXT = `{
  "plain": 1 , "text" : "a, ]} \\" \\\\",
  "odd \\"name": {"in": [1, {"deep": "}"}]},
  "none": [],
  "list": [ 1,"two" ,[3, [4]], {"five": "Ω, 🚢"},null ]
}
`;

describe("splitting a world file", () => {
  test("refuses a member's name that isn't UTF-8, where it stands", () => {
    const text = Buffer.from('{ "a": 1,\n "b|": 2 }'.replace("|", "\xff"), "latin1");
    for (const size of [1, 7, 100])
      expect(() => split(text, size)).toThrow(
        expect.objectContaining({ message: "line 2, column 5: a member's name isn't UTF-8" }),
      );
  });

  test("yields members, and the elements of those that are arrays", () => {
    expect(brief(split(TEXT))).toEqual([
      ["plain", null, 1],
      ["text", null, 'a, ]} " \\'],
      ['odd "name', null, { in: [1, { deep: "}" }] }],
      ["none", null, "["],
      ["list", null, "["],
      ["list", 0, 1],
      ["list", 1, "two"],
      ["list", 2, [3, [4]]],
      ["list", 3, { five: "Ω, 🚢" }],
      ["list", 4, null],
    ]);
  });

  test("yields the same however the bytes come", () => {
    const whole = split(TEXT, 10_000);
    for (const size of [1, 2, 3, 5, 16, 64]) expect(split(TEXT, size)).toEqual(whole);
  });

  test("doesn't keep the chunk that it was given", () => {
    const chunk = Buffer.alloc(4);
    const bytes = Buffer.from(TEXT);
    const splitter = createSplitter();
    const pieces: Piece[] = [];
    for (let from = 0; from < bytes.length; from += 4) {
      const size = bytes.copy(chunk, 0, from);
      pieces.push(...splitter.push(chunk.subarray(0, size)));
      chunk.fill(0);
    }
    splitter.end();
    expect(pieces).toEqual(split(TEXT));
  });

  test("knows where a piece begins", () => {
    const text = '{"a": [1,\n\n   {"b":\n2}]}';
    const [, , entry] = split(text);
    expect(entry).toMatchObject({ line: 3, offset: text.indexOf('{"b"') });
  });

  test("tells pieces that aren't UTF-8", () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a": "\uFFFD", "b": "'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    expect(split(bytes).map(({ decoded }) => decoded)).toEqual([true, false]);
  });

  test.each([
    ["", "the file is empty; expected a JSON object"],
    [" \n ", "the file is empty; expected a JSON object"],
    ["[]", 'line 1, column 1: expected an object: "{", not "["'],
    ["{", 'line 1, column 2: the file ends; expected a member\'s name or "}"'],
    ['{"a" 1}', 'line 1, column 6: expected ":", not "1"'],
    ['{"a": 1,}', 'line 1, column 9: expected a member\'s name, not "}"'],
    ['{"a":\n}', 'line 2, column 1: expected a value, not "}"'],
    ['{"a": [1,]}', 'line 1, column 10: expected a value, not "]"'],
    ['{"a": [1}', 'line 1, column 9: "}" closes nothing that is open'],
    ['{"a": [] "b": 1}', 'line 1, column 10: expected "," or "}", not """'],
    ['{"a": [\n{"b": 1', "line 2, column 8: the file ends inside a[0], which begins at line 2"],
    ['{"a": "one\n"}', "line 1, column 11: a text isn't closed on its line"],
    ['{"a": 1} 2', 'line 1, column 10: expected nothing more, not "2"'],
    ['{"a\\x": 1}', "line 1, column 6: a member's name isn't a JSON text"],
  ])("refuses %j with its place", (text, message) => {
    for (const size of [1, 100])
      expect(() => split(text, size)).toThrow(expect.objectContaining({ message }));
  });

  test("yields what came before the place where the text breaks", () => {
    const splitter = createSplitter();
    expect(brief(splitter.push(Buffer.from('{"a": 1, "b": [2, }')))).toEqual([
      ["a", null, 1],
      ["b", null, "["],
      ["b", 0, 2],
    ]);
    expect(() => splitter.check()).toThrow("expected a value");
  });

  test("gives up on a piece that grows without an end", () => {
    const endless = `{"a": [{"b": "${"x".repeat(2 ** 20)}`;
    expect(() => split(endless, 2 ** 16)).toThrow("a[0], which begins at line 1, is longer than 1 MiB");
  });
});
