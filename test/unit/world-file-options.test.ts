import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import { defineEntity } from "../../src/entities/define.ts";
import { looseReferences, reference, text } from "../../src/entities/fields.ts";
import type { ScopeState } from "../../src/store/query.ts";
import { worldFileSchema } from "../../src/worlds/world-file/schema.ts";
import { createOwnRegistry } from "../support/own-types.ts";
import { actionsOn } from "../support/store.ts";
import { tale } from "../support/tale.ts";
import { useWorldFiles, worldFile } from "../support/world-files.ts";

const name = text({ max: 100 });
const at = "2026-01-01T00:00:00.000Z";

/** World files leave it out. */
const guest = defineEntity("Guest", {
  prefix: "guest",
  plural: "guests",
  worldFile: false,
  fields: { name },
});
/** World files have it, and nobody else sees it. */
const cellar = defineEntity("Cellar", {
  prefix: "cellar",
  plural: "cellars",
  internal: true,
  fields: { name },
});
const table = defineEntity("Table", {
  prefix: "table",
  plural: "tables",
  fields: {},
  virtual: (local) => (/^[1-9]$/.test(local) ? {} : null),
});
const seat = defineEntity("Seat", {
  prefix: "seat",
  plural: "seats",
  fields: {
    guest: reference("Guest", { edge: "HOLDS", optional: true }),
    /** A guest, who is in no file, or somebody who is. */
    giver: reference(["Guest", "Character"], { edge: "GIVEN_BY", optional: true }),
    table: reference("Table", { edge: "AT", optional: true }),
    sat: looseReferences(["Guest", "Character"], { edge: "SAT", max: 9 }),
  },
  lists: {
    "Guest.seats": { parent: "guest", order: ["createdAt"] },
    "Entity.given": { parent: "giver", order: ["createdAt"], key: (owner) => `${owner}:given` },
    "Table.seats": { parent: "table", order: ["createdAt"] },
  },
});
const registry = createOwnRegistry([guest, cellar, table, seat, tale]);

describe("a world file of types that it leaves out, or that have no rows, or that are unpublished", () => {
  const files = useWorldFiles(registry);
  const store = actionsOn(() => files.store);
  const times = { createdAt: at, updatedAt: at };
  const SEAT = { id: "head", giver: "character:c", table: "table:1", sat: ["character:c"] };
  const FILE = worldFile({
    characters: [{ id: "c", name: "C" }],
    cellars: [{ id: "low", name: "Low" }],
    seats: [SEAT],
    tales: [{ id: "t", name: "T", publication: "DRAFT", occurredAt: at, teller: "character:c" }],
  });

  test("is exported without these and what names them, and imported again it is the same file", async () => {
    await files.import(FILE);
    await store.create(guest, "guest:troy:g", { name: "G" });
    const there = { guest: "guest:troy:g", giver: "guest:troy:g", sat: ["guest:troy:g", "character:troy:c"] };
    await store.update(seat, "seat:troy:head", there);
    const text = await files.export("world:troy");
    const written = JSON.parse(text);
    expect(written).not.toHaveProperty("guests");
    expect(written).not.toHaveProperty("tables");
    expect(written.seats).toEqual([{ id: "head", table: "table:1", sat: ["character:c"], ...times }]);
    expect(written.cellars).toEqual([{ id: "low", name: "Low", ...times }]);
    expect(written.tales).toMatchObject([{ id: "t", publication: "DRAFT" }]);
    await files.import({ text });
    expect(await files.export("world:troy")).toBe(text);
    // A world that is replaced loses all that the file doesn't have.
    expect(await store.get("guest:troy:g")).toBeNull();
    const head = (await store.get("seat:troy:head")) as Entity;
    expect(head).toMatchObject({ guest: null, giver: null, table: "table:troy:1" });
    expect(await store.ids("Table.seats", "table:troy:1")).toEqual([head.id]);
    const { counts } = (await store.state("troy")) as ScopeState;
    expect(counts).toMatchObject({ Character: 1, Cellar: 1, Seat: 1 });
    expect([counts.Guest ?? 0, counts.Tale ?? 0]).toEqual([0, 0]);
    expect(await store.ids("Character.unpublishedTales", "character:troy:c")).toEqual(["tale:troy:t"]);
  });

  test("is refused where it has them, or names what isn't there", async () => {
    const errors = await files.errorsOf({
      ...FILE,
      guests: [{ id: "g", name: "G" }],
      tables: [],
      seats: [{ ...SEAT, guest: "guest:g", giver: "guest:g", table: "table:0" }],
    });
    expect(errors).toEqual([
      'seats[0].giver: expected character:<id>; found "guest:g"',
      'seats[0].table: there is no table "0"',
      "seats[0].guest: unknown field; expected only id, giver, table, sat, createdAt, updatedAt",
      "guests: world files leave guests out, and so does an import",
      expect.stringMatching(/^tables: unknown section; a world file has (?!.*guests)/),
    ]);
    expect(await store.get("world:troy")).toBeNull();
  });

  test("has a schema that says so", () => {
    const { properties } = worldFileSchema(registry, { get: () => undefined, typeOf: () => undefined });
    expect(Object.keys(properties!)).not.toContain("guests");
    const entry = properties!.seats!.items!.properties!;
    expect(Object.keys(entry)).not.toContain("guest");
    expect(JSON.stringify(entry.giver)).not.toContain("guest");
    expect(JSON.stringify(entry.table)).toContain("^table:");
  });
});
