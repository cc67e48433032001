import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity, EntityDefinition } from "../../src/entities/define.ts";
import type { Store } from "../../src/store/store.ts";
import { decodeEntity, isUnreadable, parseObject, Unreadable } from "../../src/store/unreadable.ts";
import { createUnreadableLog } from "../../src/store/unreadable-log.ts";
import { character, location, timelineEvent, worldFlag } from "../support/own-types.ts";
import { sampleOf } from "../support/store.ts";

const at = "2026-01-01T00:00:00.000Z";
const own = { version: 3, born: 2 };

function rowOf(definition: EntityDefinition, id: string, changed: Record<string, unknown> = {}) {
  return { ...sampleOf(definition, id), seq: 0, createdAt: at, updatedAt: at, ...changed };
}
const decoded = (definition: EntityDefinition, id: string, changed: Record<string, unknown>) =>
  decodeEntity(definition, id, rowOf(definition, id, changed), own);

describe("a row's content", () => {
  test.each(["", "{", "null", "[]", '"text"', "5", "true", "undefined", '{"a":1} ', '{"a":1'])(
    "is an object or nothing: %j",
    (text) => {
      expect(parseObject(text)).toEqual(text === '{"a":1} ' ? { a: 1 } : undefined);
    },
  );

  test("is nothing where it is no text", () => {
    for (const value of [null, undefined, 5, new Uint8Array([255])])
      expect(parseObject(value)).toBeUndefined();
  });

  test.each<[EntityDefinition, string, Record<string, unknown>]>([
    [character, "character:w:a", { name: null }],
    [character, "character:w:a", { name: 5 }],
    [character, "character:w:a", { name: {} }],
    [character, "character:w:a", { status: "SLEEPING" }],
    [character, "character:w:a", { status: null }],
    [character, "character:w:a", { traits: "swift" }],
    [character, "character:w:a", { traits: [1] }],
    [character, "character:w:a", { traits: null }],
    [character, "character:w:a", { location: ["location:w:a"] }],
    [character, "character:w:a", { createdAt: "yesterday or so" }],
    [character, "character:w:a", { updatedAt: null }],
    [character, "character:w:a", { seq: "0" }],
    [location, "location:w:a", { coordinates: { x: 1 } }],
    [location, "location:w:a", { coordinates: { x: "1", y: 2 } }],
    [location, "location:w:a", { coordinates: [] }],
    [location, "location:w:a", { exits: [{ label: "x" }] }],
    [location, "location:w:a", { exits: [null] }],
    [timelineEvent, "event:w:a", { involves: ["character:w:a"] }],
    [timelineEvent, "event:w:a", { involves: [{ id: "character:w:a" }] }],
    [timelineEvent, "event:w:a", { occurredAt: null }],
    [worldFlag, "flag:w:a", { value: null }],
    [worldFlag, "flag:w:a", { value: undefined }],
    [worldFlag, "flag:w:a", { key: undefined }],
  ])("isn't a %o that can be read: %s %j", (definition, id, changed) => {
    expect(decoded(definition, id, changed)).toMatchObject({ unreadableId: id, type: definition.name });
  });

  test.each<[EntityDefinition, string, Record<string, unknown>]>([
    [character, "character:w:a", { description: null }],
    [character, "character:w:a", { name: "x".repeat(5_000) }],
    [location, "location:w:a", { coordinates: { x: 1, y: 2, z: null } }],
    [location, "location:w:a", { coordinates: { x: 1, y: 2 } }],
    [location, "location:w:a", { exits: [{ label: "x", to: "location:w:b" }] }],
    [timelineEvent, "event:w:a", { involves: [{ id: "character:w:a", born: 0 }], data: { any: [null] } }],
    [worldFlag, "flag:w:a", { value: false }],
  ])("is one of a %o, whatever its bounds are by now: %s %j", (definition, id, changed) => {
    expect(decoded(definition, id, changed)).toMatchObject({ id, ...own, ...changed });
  });

  test("keeps what can be kept, and no more", () => {
    const { kept } = decoded(character, "character:w:a", {
      name: null,
      language: "el",
      traits: 5,
    }) as Unreadable;
    expect(kept).toMatchObject({ id: "character:w:a", version: 3, born: 2, createdAt: at, language: "el" });
    expect(kept).not.toHaveProperty("name");
    expect(kept).not.toHaveProperty("traits");
    const nothing = decodeEntity(character, "character:w:a", null, own) as Unreadable;
    expect(nothing.kept).toEqual({ __typename: "Character", id: "character:w:a", version: 3, born: 2 });
  });

  test("is an entity or none, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("name", "traits", "status", "location", "seq"), fc.jsonValue()),
        (changed) => {
          const found = decoded(character, "character:w:a", changed);
          if (isUnreadable(found)) return;
          expect(typeof (found as Entity).name).toBe("string");
          expect(Array.isArray((found as Entity).traits)).toBe(true);
          expect(["ACTIVE", "DORMANT"]).toContain((found as Entity).status);
        },
      ),
    );
  });
});

describe("the log of what can't be read", () => {
  const ID = "character:w:a";
  const query = { kind: "entity", id: ID } as const;

  function start() {
    const told: string[] = [];
    const log = createUnreadableLog(({ unreadableId }) => told.push(unreadableId));
    let value: unknown = null;
    const bare = { read: async () => ({ values: [value], versions: new Map() }) } as unknown as Store;
    const store = log.watch(bare);
    return {
      told,
      log,
      read: (found: unknown, asked: Parameters<Store["read"]>[0][number] = query) => {
        value = found;
        return store.read([asked]);
      },
    };
  }

  test("tells of each once, and again when it was right in between", async () => {
    const { told, log, read } = start();
    for (let n = 0; n < 3; n++) await read(new Unreadable(ID, "Character"));
    expect(told).toEqual([ID]);
    expect(log.status()).toEqual({ count: 1, ids: [ID] });
    expect([...log.counts]).toEqual([["Character", 3]]);
    await read({ id: ID });
    expect(log.status()).toEqual({ count: 0, ids: [] });
    await read(new Unreadable(ID, "Character"));
    await read(null);
    expect(told).toEqual([ID, ID]);
    expect(log.status().count).toBe(0);
  });

  test("finds one among many that are read together", async () => {
    const { told, read } = start();
    const together = { kind: "together", scope: "world:w", type: "WorldFlag" } as const;
    await read([{ id: "flag:w:a" }, new Unreadable("flag:w:b", "WorldFlag")], together);
    expect(told).toEqual(["flag:w:b"]);
    await read([{ id: "flag:w:a" }, { id: "flag:w:b" }], together);
    await read([new Unreadable("flag:w:b", "WorldFlag")], together);
    expect(told).toEqual(["flag:w:b", "flag:w:b"]);
  });

  test("keeps some thousand at most, and shows a few", async () => {
    const { log, read } = start();
    for (let n = 0; n < 1_500; n++) await read(new Unreadable(`character:w:${n}`, "Character"));
    const { count, ids } = log.status();
    expect(count).toBe(1_000);
    expect(ids).toHaveLength(10);
  });
});
