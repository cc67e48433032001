import { describe, expect, test } from "vitest";
import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity, type EntityDefinition, type FieldMap } from "../../src/entities/define.ts";
import { listOf, number, text } from "../../src/entities/fields.ts";
import { integer } from "../../src/entities/integer-field.ts";
import { scansOf } from "../../src/entities/list-indexes.ts";
import { chronological, orderNamed } from "../../src/entities/list-orders.ts";
import { defineList, type ListSpec, listKeys } from "../../src/entities/lists.ts";
import { createMarketRegistry } from "../support/market-types.ts";

const fields: FieldMap = {
  name: text({ max: 10 }),
  kind: text({ max: 10 }),
  score: number({ optional: true }),
  price: integer(),
  at: dateTime(),
  tags: listOf(text({ max: 9 }), { max: 9 }),
};
const define = (spec: ListSpec): EntityDefinition =>
  defineEntity("Crate", { prefix: "crate", plural: "crates", fields, lists: { "World.crates": spec } });
/** How each order is read: index, direction, terms. */
function read(spec: ListSpec) {
  const definition = define(spec);
  const scans = scansOf(definition.lists[0]!, definition);
  const indexes = [...new Set(scans.map(({ index }) => index))];
  return scans.map(({ order, index, descending }) => [
    order.name,
    indexes.indexOf(index),
    descending ? "backwards" : "forwards",
    index.terms.map(({ field, inverted }) => (inverted ? `-${field}` : field)).join(" "),
  ]);
}

describe("orders", () => {
  test("that are each other's reverse read one index from its two ends", () => {
    expect(read({ orders: chronological("at", "seq") })).toEqual([
      ["NEWEST_FIRST", 0, "backwards", "at seq"],
      ["OLDEST_FIRST", 0, "forwards", "at seq"],
    ]);
  });

  test("of several fields have an index that texts count up in, and numbers either way", () => {
    const orders = {
      BEST: ["-score", "name"],
      WORST: ["score", "-name"],
      CHEAPEST: ["price", "-at"],
      DEAREST: ["-price"],
    };
    expect(read({ orders })).toEqual([
      ["BEST", 0, "forwards", "-score name"],
      ["WORST", 0, "backwards", "-score name"],
      ["CHEAPEST", 1, "forwards", "price -at"],
      ["DEAREST", 2, "backwards", "price"],
    ]);
  });

  test("have cache keys of their own, by their names in lower case or as it is said", () => {
    const list = defineList("World.crates", "Crate", {
      orders: { BEST_FIRST: ["-score"], CHEAPEST: { by: ["price"], key: "cheap" } },
    });
    expect(listKeys(list, "crates:kind=box")).toEqual([
      "crates:kind=box:best-first",
      "crates:kind=box:cheap",
    ]);
    expect(listKeys(defineList("World.crates", "Crate", { order: ["name"] }), "crates")).toEqual(["crates"]);
    const registry = createMarketRegistry();
    for (const key of ["offers:best-first", "offers:status=OPEN:cheapest-first"])
      expect(registry.labelOf(key)).toBe("World.offers");
    expect(registry.labelOf("trader:anna:offers:status=OPEN:newest-first")).toBe("Trader.offers");
    expect(registry.labelOf("offers")).toBe("unknown");
  });

  test("are found by name, and the first one without", () => {
    const [list] = define({ orders: { BEST: ["-score"], CHEAPEST: ["price"] } }).lists;
    expect([orderNamed(list!, "CHEAPEST").name, orderNamed(list!, null).name]).toEqual(["CHEAPEST", "BEST"]);
    expect(() => orderNamed(list!, "NEWEST")).toThrow("World.crates has no order NEWEST");
  });

  test.each<[string, ListSpec, string]>([
    ["none", {}, "World.crates needs an `order`, or `orders` by name"],
    ["both kinds", { order: ["name"], orders: { A: ["name"] } }, "and not both"],
    ["an empty choice", { orders: {} }, "World.crates has no order"],
    ["what has no order", { order: ["tags"] }, "Crate.tags, whose values have no order"],
    ["what isn't there", { order: ["-ghost"] }, "Crate.ghost, which isn't declared"],
    ["texts against each other", { order: ["name", "-kind"] }, "two texts in opposite directions"],
    [
      "the same name in the cache",
      { orders: { A_B: ["name"], C: { by: ["price"], key: "a-b" } } },
      "two orders that the cache calls the same",
    ],
  ])("are refused with %s", (_, spec, message) => {
    expect(() => define(spec)).toThrow(message);
  });
});
