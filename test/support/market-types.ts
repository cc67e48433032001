import { defineEntity } from "../../src/entities/define.ts";
import { integer, number, oneOf, reference, text } from "../../src/entities/fields.ts";
import { createOwnRegistry } from "./own-types.ts";

/*
 * A market in the tests' own worlds: what is ordered by numbers, in more than one way, and filtered where it has an
 * owner.
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

export const marketTypes = [trader, offer];

export const createMarketRegistry = () => createOwnRegistry(marketTypes);
