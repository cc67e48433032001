import { describe, expect, test } from "vitest";
import {
  type AggregateArguments,
  type AggregateSpec,
  aggregateKey,
  defineAggregate,
  grouping,
  ranking,
} from "../../src/entities/aggregates.ts";
import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity } from "../../src/entities/define.ts";
import { copyOf } from "../../src/entities/derived-fields.ts";
import { number, text } from "../../src/entities/fields.ts";
import { sensitive } from "../../src/entities/private-fields.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import { aggregateSlot } from "../../src/entities/slots.ts";

const PERIODS = ["DAY", "WEEK"];

function define(spec: Partial<AggregateSpec>) {
  return defineEntity("Vessel", {
    prefix: "vessel",
    plural: "vessels",
    fields: {
      ...{ name: text({ max: 10 }), price: number(), sailedAt: dateTime({ now: true }) },
      ...{ debt: sensitive(number({ default: 0 })), flag: sensitive(text({ max: 9, optional: true })) },
    },
    aggregates: { dearest: { ttl: 60, compute: () => ranking("price"), ...spec } },
  });
}

describe("an aggregate", () => {
  test.each<[string, Partial<AggregateSpec>, string]>([
    [
      "a field that isn't there",
      { compute: () => ranking("weight") },
      "Vessel.dearest speaks of weight, which isn't declared",
    ],
    ["text as a number", { compute: () => ranking("name") }, "takes name for a number, which it isn't"],
    [
      "a sum of text",
      { compute: () => grouping({ sum: "name" }) },
      "takes name for a number, which it isn't",
    ],
    [
      "a number as a group",
      { compute: () => grouping({ by: "price" }) },
      "takes price for text, which it isn't",
    ],
    [
      "text as a date",
      { compute: () => grouping({ by: "name", each: "DAY" }) },
      "takes name for a date, which it isn't",
    ],
    [
      "a window of no date",
      { compute: () => grouping({ since: { date: "price", seconds: 1 } }) },
      "takes price for a date, which it isn't",
    ],
    [
      "what isn't for all eyes, with its values",
      { compute: () => ranking("debt") },
      "would tell of debt, which isn't for all eyes: rank by it with scored: false",
    ],
    ["a sum of it", { compute: () => grouping({ sum: "debt" }) }, "would tell of debt"],
    ["groups of it", { compute: () => grouping({ by: "flag" }) }, "would tell of flag"],
    ["a bucket of nothing", { compute: () => grouping({ each: "DAY" }) }, 'say of which date, as "by"'],
    [
      "too many",
      { compute: () => ranking("price", { first: 101 }) },
      "expected a whole number from 1 to 100",
    ],
    ["no time to live", { ttl: 0 }, "needs a ttl in seconds"],
    [
      "too many arguments",
      { args: { n: Array.from({ length: 101 }, (_, n) => `${n}`) } },
      "has 101 combinations of arguments: give it at most 100",
    ],
    [
      "what one of its arguments makes wrong",
      { args: { by: ["price", "name"] }, compute: ({ by }) => ranking(by!) },
      "takes name for a number, which it isn't",
    ],
  ])("is refused when declared with %s", (_, spec, message) => {
    expect(() => define(spec)).toThrow(message);
  });

  test("of what another type has, copied, is refused: no store scans that", () => {
    const fields = { owner: copyOf("captain", "name") };
    const spec = { ttl: 60, compute: () => grouping({ by: "owner" }) };
    expect(() => defineAggregate("owners", { name: "Vessel", fields }, spec)).toThrow(
      "Vessel.owners speaks of owner, a copy: compute of the type that has it",
    );
  });

  test("has a key for each combination of its arguments, and takes no others", () => {
    const [aggregate] = define({ args: { period: PERIODS }, compute: () => grouping({}) }).aggregates;
    expect(PERIODS.map((period) => aggregateKey(aggregate!, { period }))).toEqual([
      "aggregate:Vessel.dearest:period=DAY",
      "aggregate:Vessel.dearest:period=WEEK",
    ]);
    const others: AggregateArguments[] = [{}, { period: "YEAR" }, { period: "DAY", more: "1" }];
    for (const args of others) expect(() => aggregateKey(aggregate!, args)).toThrow("Vessel.dearest takes");
  });

  test("has its own label, and values of another computation are of another form", () => {
    const slotOf = (spec: Partial<AggregateSpec>) => {
      const vessel = define(spec);
      const registry = createRegistry([vessel]);
      const aggregate = registry.aggregate("Vessel.dearest");
      const slot = aggregateSlot(aggregate, vessel, { scope: "world:w", args: {} });
      expect(registry.labelOf(slot.key)).toBe("Vessel.dearest");
      return slot;
    };
    const slot = slotOf({});
    expect(slot).toMatchObject({ about: "Vessel", ttl: 60, cached: true });
    expect(slotOf({ ttl: 61 }).form).toBe(slot.form);
    expect(slotOf({ compute: () => ranking("price", { first: 3 }) }).form).not.toBe(slot.form);
  });
});
