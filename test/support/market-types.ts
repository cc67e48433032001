import { defineEntity } from "../../src/entities/define.ts";
import { computed, copyOf } from "../../src/entities/derived-fields.ts";
import { number, oneOf, reference, text } from "../../src/entities/fields.ts";
import { partsOf } from "../../src/entities/ids.ts";
import { integer } from "../../src/entities/integer-field.ts";
import { createOwnRegistry } from "./own-types.ts";

/*
 * A market in the tests' own worlds: what is ordered by numbers, in more than one way, and filtered where it has an
 * owner; and what follows from other fields, its own and others'.
 */

export const trader = defineEntity("Trader", {
  prefix: "trader",
  plural: "traders",
  fields: { name: text({ max: 200 }) },
  lists: { "World.traders": { order: ["name"] } },
});

/** In orders that share an index, and in some that have one of their own; without a rating it comes last. */
export const offer = defineEntity("Offer", {
  prefix: "offer",
  plural: "offers",
  fields: {
    name: text({ max: 200 }),
    price: integer({ default: 0 }),
    rating: number({ optional: true }),
    status: oneOf(["OPEN", "SOLD"], { default: "OPEN" }),
    seller: reference("Trader", { edge: "SOLD_BY", optional: true }),
  },
  lists: {
    "World.offers": {
      filters: ["status"],
      orders: {
        NEWEST_FIRST: ["-born", "-seq"],
        OLDEST_FIRST: ["born", "seq"],
        CHEAPEST_FIRST: ["price", "name"],
        BEST_FIRST: ["-rating", "name"],
      },
    },
    "Trader.offers": {
      parent: "seller",
      filters: ["status"],
      orders: { NEWEST_FIRST: ["-born", "-seq"], DEAREST_FIRST: ["-price"] },
    },
  },
});

export const stall = defineEntity("Stall", {
  prefix: "stall",
  plural: "stalls",
  fields: { name: text({ max: 200 }) },
});

/** Where a ware stands follows from its coordinate; `size`: of a stall, another one in another release. */
export const wareWith = ({ size, number }: { size: number; number: number }) =>
  defineEntity("Ware", {
    prefix: "ware",
    plural: "wares",
    fields: {
      name: text({ max: 200 }),
      x: integer({ default: 0 }),
      maker: reference("Trader", { edge: "MADE_BY", optional: true }),
      makerName: copyOf("maker", "name"),
      side: computed(oneOf(["WEST", "EAST"]), ({ x }) => ((x as number) < 0 ? "WEST" : "EAST")),
      stall: computed(
        reference("Stall", { edge: "STANDS_AT", optional: true }),
        ({ id, x }) => (x === 0 ? null : stall.id(partsOf(id).world, `s${Math.floor((x as number) / size)}`)),
        { number },
      ),
    },
    lists: {
      "World.wares": { filters: ["side"], orders: { BY_NAME: ["name"], EASTERN_FIRST: ["-x", "name"] } },
      "Trader.wares": { parent: "maker", order: ["createdAt"], hidden: true },
      "Stall.wares": { parent: "stall", filters: ["side"], order: ["name"] },
    },
  });

export const ware = wareWith({ size: 10, number: 1 });

/** Read and cached together, each with what it repeats. */
export const badge = defineEntity("Badge", {
  prefix: "badge",
  plural: "badges",
  together: "badges",
  fields: {
    bearer: reference("Trader", { edge: "BORNE_BY", optional: true }),
    bearerName: copyOf("bearer", "name"),
  },
  lists: { "Trader.badges": { parent: "bearer", order: ["createdAt"], hidden: true } },
});

export const marketTypes = [trader, offer, stall, ware, badge];

export const createMarketRegistry = () => createOwnRegistry(marketTypes);
