import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { compareText } from "../../../src/entities/text-order.ts";
import { ROUNDS } from "../../support/made-up.ts";
import { marketTypes, offer, trader } from "../../support/market-types.ts";
import { ownTypes, world } from "../../support/own-types.ts";
import {
  imported,
  type OpenStore,
  type StoreInUse,
  sampleOf,
  sorted,
  useStore,
} from "../../support/store.ts";

const WORLD = "world:odyssey";
const ANNA = "trader:odyssey:anna";
const BEN = "trader:odyssey:ben";
const offerId = (local: string) => `offer:odyssey:${local}`;

/** `randomRuns`: how many made-up markets are looked at; `shared`: whether several programs can use the store. */
export function orderClaims(
  open: OpenStore,
  { randomRuns, shared }: { randomRuns: number; shared: boolean },
): void {
  describe("a list with a choice of orders", () => {
    const at = useStore(open, { extra: marketTypes });

    test("is sorted by numbers as numbers are, negative ones, decimals and missing ones too, on every page", async () => {
      const price = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger());
      const rating = fc.option(
        fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      );
      const name = fc.constantFrom("a", "b", "a b");
      const offers = fc.array(fc.record({ price, rating, name }), { minLength: 1, maxLength: 12 });
      let markets = 0;
      await fc.assert(
        fc.asyncProperty(offers, async (made) => {
          const local = `m${markets++}`;
          await at.createWorld(local);
          const { value } = await at.change(local, async (draft) => {
            const all: Entity[] = [];
            for (const [seq, fields] of made.entries()) {
              const id = `offer:${local}:o${seq}`;
              all.push(await draft.create(offer, id, sampleOf(offer, id, fields), seq));
            }
            return all;
          });
          for (const [order, compare] of Object.entries(ORDERS)) {
            const wanted = value.toSorted(compare).map(({ id }) => id);
            expect(await at.walk("World.offers", `world:${local}`, 5, { order }), order).toEqual(wanted);
            expect(await at.ids("World.offers", `world:${local}`, { order }), order).toEqual(wanted);
          }
        }),
        { numRuns: Math.ceil(randomRuns / 4) * ROUNDS },
      );
    });

    test("is in its first order for whoever asks for none", async () => {
      await furnish(at);
      expect(await at.ids("World.offers", WORLD)).toEqual(["bow", "axe", "cup"].map(offerId));
      expect(await at.ids("World.offers", WORLD, { order: "OLDEST_FIRST" })).toEqual(
        ["cup", "axe", "bow"].map(offerId),
      );
    });

    test("is told to have changed in the orders that it changed in, and in no other", async () => {
      await furnish(at);
      const cheaper = await at.update(offer, offerId("cup"), { price: 3 });
      expect(sorted(cheaper.commits[0]!.entry.keys)).toEqual([
        "offer:cup:state",
        "offers:cheapest-first",
        "offers:status=OPEN:cheapest-first",
        "state",
        "trader:anna:offers:dearest-first",
        "trader:anna:offers:status=OPEN:dearest-first",
      ]);
      expect(cheaper.commits[0]!.entry.entities[0]).toMatchObject({
        fields: ["price", "version", "updatedAt"],
        tags: ["world:odyssey.offers", "trader:odyssey:anna.offers"],
        moves: [
          { to: { status: "OPEN" }, moved: true },
          { to: { status: "OPEN" }, moved: true },
        ],
      });
      expect(await at.ids("World.offers", WORLD, { order: "CHEAPEST_FIRST" })).toEqual(
        ["cup", "axe", "bow"].map(offerId),
      );
      const better = await at.update(offer, offerId("cup"), { rating: 5 });
      expect(sorted(better.commits[0]!.entry.keys)).toEqual([
        "offer:cup:state",
        "offers:best-first",
        "offers:status=OPEN:best-first",
        "state",
      ]);
    });

    test("is another one in every order when an entry comes or goes", async () => {
      await furnish(at);
      const { commits } = await at.remove(offer, offerId("bow"));
      const orders = ["best-first", "cheapest-first", "newest-first", "oldest-first"];
      expect(commits[0]!.entry.keys).toEqual(
        expect.arrayContaining(orders.flatMap((order) => [`offers:${order}`, `offers:status=OPEN:${order}`])),
      );
      for (const order of Object.keys(ORDERS))
        expect(sorted(await at.ids("World.offers", WORLD, { order }))).toEqual(["axe", "cup"].map(offerId));
    });

    test("is imported in all of its orders", async () => {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([
        imported(world, WORLD),
        imported(trader, ANNA),
        imported(offer, offerId("cup"), { price: -10, rating: 0.5, seller: ANNA }, { seq: 0 }),
        imported(offer, offerId("axe"), { price: -9.0, rating: -0.5, seller: ANNA }, { seq: 1 }),
        imported(offer, offerId("bow"), { price: 2, seller: ANNA, status: "SOLD" }, { seq: 2 }),
      ]);
      await importer.finish();
      const inOrder = (order: string) => at.ids("World.offers", WORLD, { order });
      expect(await inOrder("NEWEST_FIRST")).toEqual(["bow", "axe", "cup"].map(offerId));
      expect(await inOrder("CHEAPEST_FIRST")).toEqual(["cup", "axe", "bow"].map(offerId));
      expect(await inOrder("BEST_FIRST")).toEqual(["cup", "axe", "bow"].map(offerId));
      expect(await at.ids("Trader.offers", ANNA, { filter: { status: "SOLD" } })).toEqual([offerId("bow")]);
    });

    if (shared)
      test("gains an order in a store that is there, while the others are read as before", async () => {
        const { lists, ...rest } = offer;
        const fewer = lists.map((list) => ({
          ...list,
          orders: list.orders.filter(({ name }) => name !== "CHEAPEST_FIRST"),
        }));
        const older = await at.beside!([...ownTypes, trader, { ...rest, lists: fewer }]);
        await furnish(at);
        await older.change({
          scopes: [WORLD],
          work: async (draft) => draft.update(offer, await draft.need(offer, offerId("bow")), { price: -1 }),
        });
        expect(await at.ids("World.offers", WORLD, { order: "NEWEST_FIRST" })).toEqual(
          ["bow", "axe", "cup"].map(offerId),
        );
        expect(await at.ids("World.offers", WORLD, { order: "CHEAPEST_FIRST" })).toEqual(
          ["bow", "axe", "cup"].map(offerId),
        );
        expect(await at.store.index()).toBe(0);
      });
  });

  describe("a list with an owner and filters", () => {
    const at = useStore(open, { extra: marketTypes });

    test("finds what the owner has, alone and under each filter, in each order", async () => {
      await furnish(at);
      await at.update(offer, offerId("axe"), { status: "SOLD" });
      await at.update(offer, offerId("bow"), { seller: BEN });
      const of = (owner: string, status?: string, order = "DEAREST_FIRST") =>
        at.ids("Trader.offers", owner, { order, ...(status && { filter: { status } }) });
      expect(await of(ANNA)).toEqual(["cup", "axe"].map(offerId));
      expect(await of(ANNA, undefined, "NEWEST_FIRST")).toEqual(["axe", "cup"].map(offerId));
      expect(await of(ANNA, "OPEN")).toEqual([offerId("cup")]);
      expect(await of(ANNA, "SOLD")).toEqual([offerId("axe")]);
      expect(await of(BEN, "OPEN")).toEqual([offerId("bow")]);
      expect(await of(BEN, "SOLD")).toEqual([]);
      expect(await at.walk("Trader.offers", ANNA, 1, { filter: { status: "OPEN" } })).toEqual([
        offerId("cup"),
      ]);
    });

    test("is told to be left and entered under those filters alone that the entry stood and stands under", async () => {
      await furnish(at);
      const { commits } = await at.update(offer, offerId("axe"), { status: "SOLD" });
      const keys = commits[0]!.entry.keys.filter((key) => key.startsWith("trader:"));
      expect(sorted(keys)).toEqual([
        "trader:anna:offers:status=OPEN:dearest-first",
        "trader:anna:offers:status=OPEN:newest-first",
        "trader:anna:offers:status=SOLD:dearest-first",
        "trader:anna:offers:status=SOLD:newest-first",
      ]);
    });

    test("is empty under every filter once its owner is deleted, and is told so", async () => {
      await furnish(at);
      const { commits } = await at.remove(trader, ANNA);
      expect(commits[0]!.entry.keys).toEqual(
        expect.arrayContaining([
          "trader:anna:offers:newest-first",
          "trader:anna:offers:dearest-first",
          "trader:anna:offers:status=OPEN:newest-first",
          "trader:anna:offers:status=OPEN:dearest-first",
        ]),
      );
      for (const status of ["OPEN", "SOLD"])
        expect(await at.ids("Trader.offers", ANNA, { filter: { status } })).toEqual([]);
      expect(await at.get(offerId("cup"))).toMatchObject({ seller: null, version: 7 });
    });

    if (shared)
      test("is mended with an entry that couldn't be read", async () => {
        await furnish(at);
        await at.damage!.garble(offerId("axe"));
        await at.store.change({
          scopes: [WORLD],
          work: async (draft) => {
            const fields = sampleOf(offer, offerId("axe"), { seller: BEN, status: "SOLD", price: 4 });
            await draft.update(offer, await draft.need(offer, offerId("axe"), "id", { fields }), fields);
          },
        });
        expect(await at.ids("Trader.offers", ANNA)).toEqual(["bow", "cup"].map(offerId));
        expect(await at.ids("Trader.offers", BEN, { filter: { status: "SOLD" } })).toEqual([offerId("axe")]);
        expect(await at.ids("World.offers", WORLD, { order: "CHEAPEST_FIRST" })).toEqual(
          ["axe", "cup", "bow"].map(offerId),
        );
      });
  });
}

async function furnish(at: StoreInUse): Promise<void> {
  await at.createWorld("odyssey");
  await at.create(trader, ANNA);
  await at.create(trader, BEN);
  await at.create(offer, offerId("cup"), { price: 10, seller: ANNA });
  await at.create(offer, offerId("axe"), { price: 9, seller: ANNA });
  await at.create(offer, offerId("bow"), { price: 100, seller: ANNA });
}

type Compare = (a: Entity, b: Entity) => number;
const by =
  (...fields: string[]): Compare =>
  (a, b) => {
    for (const field of fields) {
      const [one, other] = [a[field], b[field]] as [number | string | null, number | string | null];
      if (one === other) continue;
      if (one === null || other === null) return one === null ? -1 : 1;
      return typeof one === "string" ? compareText(one, other as string) : one - (other as number);
    }
    return 0;
  };
const then =
  (...compares: Compare[]): Compare =>
  (a, b) =>
    compares.reduce((found, compare) => found || compare(a, b), 0);
const down =
  (compare: Compare): Compare =>
  (a, b) =>
    compare(b, a);

/** The orders of the list of offers, as one would sort them in memory. */
const ORDERS: Readonly<Record<string, Compare>> = {
  NEWEST_FIRST: down(by("born", "seq")),
  OLDEST_FIRST: by("born", "seq"),
  CHEAPEST_FIRST: by("price", "name", "id"),
  BEST_FIRST: then(down(by("rating")), by("name", "id")),
};
