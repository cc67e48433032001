import { describe, expect, test } from "vitest";
import { type Computation, grouping, ranking } from "../../../src/entities/aggregates.ts";
import { dateTime } from "../../../src/entities/date-time.ts";
import { defineEntity } from "../../../src/entities/define.ts";
import { computed } from "../../../src/entities/derived-fields.ts";
import { number, oneOf, text } from "../../../src/entities/fields.ts";
import { sensitive } from "../../../src/entities/private-fields.ts";
import type { AggregateReading } from "../../../src/store/query.ts";
import { world } from "../../support/own-types.ts";
import { imported, type OpenStore, sampleOf, useStore } from "../../support/store.ts";

/** Something with numbers, texts and dates. */
const cargo = defineEntity("Cargo", {
  prefix: "cargo",
  plural: "cargoes",
  published: { hidden: ["no"] },
  fields: {
    name: text({ max: 100 }),
    goods: oneOf(["OIL", "WINE"], { default: "OIL" }),
    port: text({ max: 100, optional: true }),
    hidden: oneOf(["no", "yes"], { default: "no" }),
    weight: number({ optional: true }),
    price: number({ default: 10 }),
    debt: sensitive(number({ default: 0 })),
    landedAt: dateTime({ now: true }),
    /** What lies in no row. */
    size: computed(text({ max: 10 }), ({ price }) => (Number(price) < 5 ? "small" : "large")),
  },
});

const WORLD = "world:odyssey";
const HOUR = 3_600;

export function aggregateClaims(open: OpenStore): void {
  describe("aggregates", () => {
    const at = useStore(open, { extra: [cargo] });
    const ask = async (computation: Computation, scope = WORLD) => {
      const { values, versions } = await at.store.read([
        { kind: "aggregate", scope, type: "Cargo", computation },
      ]);
      return { value: values[0] as AggregateReading | null, versions: versions.get(scope) };
    };
    const rows = async (computation: Computation) =>
      (await ask(computation)).value!.rows.map(({ key, value }) => [key, value]);
    const idOf = (local: string) => `cargo:odyssey:${local}`;
    const load = (loads: Readonly<Record<string, Record<string, unknown>>>) =>
      at.change("odyssey", async (draft) => {
        for (const [local, fields] of Object.entries(loads))
          await draft.create(
            cargo,
            idOf(local),
            sampleOf(cargo, idOf(local), { landedAt: MOMENT, ...fields }),
          );
      });
    const MOMENT = "2025-12-31T20:00:00.000Z";

    test("rank entities by a number, ids between equals, and may keep the numbers to themselves", async () => {
      await at.createWorld("odyssey");
      await load({ a: { price: 2.5 }, b: { price: -1 }, c: { price: 1e6 }, d: { price: 2.5 }, e: {} });
      expect(await rows(ranking("price", { first: 4 }))).toEqual([
        [idOf("c"), 1e6],
        [idOf("e"), 10],
        [idOf("a"), 2.5],
        [idOf("d"), 2.5],
      ]);
      expect(await rows(ranking("price", { first: 2, scored: false }))).toEqual([
        [idOf("c"), null],
        [idOf("e"), null],
      ]);
      // What has no such number has no rank.
      await at.update(cargo, idOf("b"), { weight: -3 });
      expect(await rows(ranking("weight"))).toEqual([[idOf("b"), -3]]);
    });

    test("rank by a number that isn't for all eyes, which they don't tell", async () => {
      await at.createWorld("odyssey");
      await load({ a: { debt: 7 }, b: { debt: 900 }, c: {} });
      expect(await rows(ranking("debt", { scored: false }))).toEqual([
        [idOf("b"), null],
        [idOf("a"), null],
        [idOf("c"), null],
      ]);
    });

    test("count and add up by a text, and over all", async () => {
      await at.createWorld("odyssey");
      await load({
        a: { port: "Pylos", price: 1 },
        b: { port: "Pylos", price: 2, goods: "WINE" },
        c: { port: "Ithaca", price: 4 },
        d: { port: null, price: 8 },
      });
      expect(await rows(grouping({ by: "port" }))).toEqual([
        ["Pylos", 2],
        ["Ithaca", 1],
      ]);
      expect(await rows(grouping({ by: "port", sum: "price" }))).toEqual([
        ["Ithaca", 4],
        ["Pylos", 3],
      ]);
      expect(await rows(grouping({ by: "goods", first: 1 }))).toEqual([["OIL", 3]]);
      expect(await rows(grouping({ sum: "price" }))).toEqual([["", 15]]);
      expect(await rows(grouping({ by: "size" }))).toEqual([
        ["small", 3],
        ["large", 1],
      ]);
      expect(await rows(grouping({ sum: "weight" }))).toEqual([]);
    });

    test("count by the years, days and hours of a date, within a window that ends now", async () => {
      await at.createWorld("odyssey");
      await load({
        a: { landedAt: "2025-12-31T23:30:00.000Z" },
        b: { landedAt: "2025-12-31T22:59:59.999Z" },
        c: { landedAt: "2025-12-30T23:59:00.000Z" },
        d: { landedAt: "0800-06-01T00:00:00.000Z" },
      });
      expect(await rows(grouping({ by: "landedAt", each: "HOUR" }))).toEqual([
        ["0800-06-01T00", 1],
        ["2025-12-30T23", 1],
        ["2025-12-31T22", 1],
        ["2025-12-31T23", 1],
      ]);
      expect(await rows(grouping({ by: "landedAt", each: "YEAR" }))).toEqual([
        ["2025", 3],
        ["0800", 1],
      ]);
      const since = { date: "landedAt", seconds: 24 * HOUR };
      // It is 2026-01-01T00:00 by the store's clock.
      expect(await rows(grouping({ by: "landedAt", each: "DAY", since }))).toEqual([["2025-12-31", 2]]);
      await at.clock.advance(HOUR * 1_000);
      expect(await rows(grouping({ since: { ...since, seconds: HOUR * 2 } }))).toEqual([["", 1]]);
      expect((await ask(grouping({}))).value!.computedAt).toBe("2026-01-01T01:00:00.000Z");
    });

    test("are of the version that they tell, of more than a batch, and follow an import", async () => {
      await at.createWorld("odyssey");
      const many = Object.fromEntries(Array.from({ length: 1_203 }, (_, n) => [`c${n}`, { price: n }]));
      await load(many);
      const { value, versions } = await ask(grouping({ sum: "price" }));
      expect(value!.rows).toEqual([{ key: "", value: (1_202 * 1_203) / 2 }]);
      expect(versions).toEqual({ before: 2, after: 2 });
      expect(await rows(ranking("price", { first: 1 }))).toEqual([[idOf("c1202"), 1_202]]);
      const importer = await at.store.beginImport("odyssey");
      await importer.write([
        imported(world, WORLD),
        imported(cargo, idOf("only"), { price: 7, landedAt: MOMENT }),
      ]);
      await importer.finish();
      expect(await rows(ranking("price"))).toEqual([[idOf("only"), 7]]);
    });

    test("are of nothing in an empty or a deleted world, and none where there never was one", async () => {
      await at.createWorld("odyssey");
      expect((await ask(grouping({}))).value!.rows).toEqual([]);
      await load({ a: {} });
      await at.deleteWorld("odyssey");
      expect((await ask(grouping({}))).value!.rows).toEqual([]);
      expect(await ask(grouping({}), "world:nowhere")).toEqual({ value: null, versions: undefined });
    });

    test("know nothing of what isn't published", async () => {
      await at.createWorld("odyssey");
      await load({ a: { price: 1 }, b: { price: 2, hidden: "yes" } });
      expect(await rows(ranking("price"))).toEqual([[idOf("a"), 1]]);
      expect(await rows(grouping())).toEqual([["", 1]]);
    });

    test("are answered among others of a batch", async () => {
      await at.createWorld("odyssey");
      await load({ a: {} });
      const { values, versions } = await at.store.read([
        { kind: "entity", id: WORLD },
        { kind: "aggregate", scope: WORLD, type: "Cargo", computation: grouping({}) },
        { kind: "state", scope: WORLD },
      ]);
      expect(values).toMatchObject([
        { id: WORLD },
        { rows: [{ key: "", value: 1 }] },
        { counts: { Cargo: 1 } },
      ]);
      expect(versions.get(WORLD)).toEqual({ before: 2, after: 2 });
    });
  });
}
