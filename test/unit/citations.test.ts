import { describe, expect, test } from "vitest";
import { GUARDS } from "../guards/guards.ts";
import { allComments, commentsIn } from "../support/comments.ts";
import { readPage } from "../support/pages.ts";

/** `protocol line 8`, `protocol lines 3, 6 and 9`, `protocol lines 4 to 8`: what follows those words. */
const CITATION = /\bprotocol lines? (\d+(?:(?:, | and | to )\d+)*)/g;
/** A line by its number alone. */
const BARE = /(?<!\bprotocol )\blines? \d+\b/i;
/** Of requirements, specifications and issues that aren't in the project. */
const FOREIGN = /\b(?:LW|VL|FR-|NFR-|[HCD])\d+\b|\b(?:requirement|issue|source) [A-Z]*\d+\b/;

const page = readPage("src/cache/README.md");
const numbered = page.slice(page.indexOf("\n## The lines\n"), page.indexOf("\n## What is promised\n"));
const lines = [...numbered.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => Number(number));

// All but those that this file makes up.
const comments = allComments().filter(({ file }) => file !== "test/unit/citations.test.ts");
const cited = (text: string) =>
  [...text.matchAll(CITATION)].flatMap(([, numbers]) => numbers!.match(/\d+/g)!.map(Number));

describe("the protocol's lines", () => {
  test("are numbered without a gap", () => {
    expect(lines).toEqual(lines.map((_, index) => index + 1));
    expect(lines.length).toBeGreaterThan(14);
  });

  test("are there where a comment cites them", () => {
    const citations = comments.flatMap(({ file, text }) => cited(text).map((line) => ({ file, line })));
    expect(citations.length).toBeGreaterThan(30);
    expect(citations.filter(({ line }) => !lines.includes(line))).toEqual([]);
  });

  test("are there where a guard that tests take out names its own", () => {
    expect(GUARDS.filter(({ line }) => !lines.includes(line))).toEqual([]);
  });

  test("are cited as the protocol's, and in no other way", () => {
    expect(comments.filter(({ text }) => BARE.test(text))).toEqual([]);
  });
});

test("no comment and no description cites what isn't in the project", () => {
  expect(comments.filter(({ text }) => FOREIGN.test(text))).toEqual([]);
});

describe("a citation is found", () => {
  test("wherever a comment breaks its lines", () => {
    const [text] = commentsIn("/**\n * Judged (protocol\n * lines 4 to 6 and 17).\n */");
    expect(cited(text!)).toEqual([4, 6, 17]);
  });

  test.each([
    ["const a = 1; // See line 8.", BARE],
    ["  -- Line 3: apply", BARE],
    ["/** As LW4 says. */", FOREIGN],
    ["// The hour of H4", FOREIGN],
    ["/* requirement H1 */", FOREIGN],
  ])("in %s", (source, pattern) => {
    expect(commentsIn(source)).toEqual([expect.stringMatching(pattern)]);
  });

  test.each(['"line 2, column 5"', 'accept: "*/*"', "https://example.org/line 8", "const H4 = 1;"])(
    "and not in %s, which is no comment",
    (source) => {
      expect(commentsIn(source)).toEqual([]);
    },
  );
});
