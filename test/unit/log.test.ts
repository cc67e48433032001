import { expect, test } from "vitest";
import { parseLogEntry, parseMasks } from "../../src/store/log.ts";

const keys = ["character:a:state", "state"];

/** As a store wrote it before masks. */
const first = {
  scope: "world:w",
  version: 7,
  changeId: "c",
  at: "2026-01-01T00:00:00.000Z",
  writer: "this release",
  flush: false,
  purged: null,
  entities: [{ id: "character:w:a", type: "Character", kind: "UPDATED", tags: [] }],
  keys,
};
const masks = [["name", "version", "updatedAt"], ["version"]];

test("an entry without masks says that anything may have changed under its keys", () => {
  expect(parseLogEntry(JSON.stringify(first))).toEqual({ ...first, idempotencyKey: null });
  expect(parseLogEntry(JSON.stringify(first))).not.toHaveProperty("masks");
});

test("an entry with masks is read as it was written", () => {
  const entry = { ...first, idempotencyKey: null, masks };
  expect(parseLogEntry(JSON.stringify(entry))).toEqual(entry);
});

test.each<[string, unknown, unknown]>([
  ["none", undefined, undefined],
  ["null", null, undefined],
  ["no list", { name: true }, undefined],
  ["fewer than keys", [["name"]], undefined],
  ["more than keys", [...masks, []], undefined],
  ["a key's that is no list", ["name", ["version"]], [null, ["version"]]],
  ["a key's with more than names", [["name", 1], ["version"]], [null, ["version"]]],
  ["a key's that says nothing", [null, []], [null, []]],
])("masks that aren't understood say that anything may have changed: %s", (_, written, read) => {
  expect(parseMasks(written, keys.length)).toEqual(read);
});

test("an entry of who named no more than the lists that it knew was written by who knows just these", () => {
  const { writer, ...before } = first;
  const written = (more: object) => parseLogEntry(JSON.stringify({ ...before, definitions: 1, ...more }));
  expect(written({ lists: "0123456789" })).toMatchObject({ writer: "0123456789" });
  expect(written({})).toMatchObject({ writer: "" });
});
