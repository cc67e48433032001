import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/fault.ts";
import { decodeCursor, encodeCursor } from "../../src/worlds/cursor.ts";

const LIST = "world:odyssey characters";
const id = "character:odyssey:odysseus";

function problemOf(list: string, cursor: string): string {
  try {
    decodeCursor(list, cursor);
  } catch (error) {
    if (error instanceof Fault && error.code === "BAD_USER_INPUT" && error.field === "after")
      return error.message;
    throw error;
  }
  throw new Error("the cursor was taken");
}

const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");

describe("a cursor", () => {
  test("leads back to its position, whatever the entry is called", () => {
    const name = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(name, name, (sort, list) => {
        expect(decodeCursor(list, encodeCursor(list, { sort, id }))).toEqual({ sort, id });
      }),
    );
  });

  test("fits into a URL and into a GraphQL string as it is", () => {
    const sort = 'Ὀδυσσεύς "the \\ sly" \0\n';
    expect(encodeCursor(LIST, { sort, id })).toMatch(/^[\w-]+$/);
  });

  test("is the same each time", () => {
    const position = { sort: "Odysseus", id };
    const first = encodeCursor(LIST, position);
    encodeCursor("another list", position);
    expect(encodeCursor(LIST, position)).toBe(first);
  });

  test("is taken only as it was given out, though decoders would skip or replace what doesn't belong", () => {
    const cursor = encodeCursor(LIST, { sort: "Odysseus", id });
    for (const other of [`${cursor}=`, `${cursor}!`, `\n${cursor}`, cursor.replace(/^./, "$&*")])
      expect(problemOf(LIST, other)).toMatch("this is no cursor");
    const bytes = Buffer.from(cursor, "base64url");
    const lossy = Buffer.concat([bytes.subarray(0, 13), Buffer.from("ff", "hex"), bytes.subarray(13)]);
    expect(problemOf(LIST, lossy.toString("base64url"))).toMatch(/this is (no|another list's) cursor/);
    const spaced = Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), null, 1)).toString("base64url");
    expect(problemOf(LIST, spaced)).toMatch("this is no cursor");
  });

  test("of another list is refused as such", () => {
    const cursor = encodeCursor(LIST, { sort: "Odysseus", id });
    expect(problemOf(`${LIST}:language=en`, cursor)).toBe(
      "after: this is another list's cursor; expected a cursor that this list gave out",
    );
  });

  const [mark] = JSON.parse(Buffer.from(encodeCursor(LIST, { sort: "", id }), "base64url").toString());
  test.each([
    "",
    " ",
    "Odysseus",
    "💥",
    "\0",
    id,
    ...[null, 7, "x", {}, [], [mark], [mark, ""], [mark, "", id, ""], [mark, 1, id], [mark, null, id]].map(
      forged,
    ),
    forged([mark, "", "not an id"]),
    forged([mark, "", "world:a:b:c"]),
    forged([mark, "\ud800", id]),
  ])("that is none is refused as such: %j", (cursor) => {
    expect(problemOf(LIST, cursor)).toBe(
      "after: this is no cursor; expected a cursor that this list gave out",
    );
  });
});
