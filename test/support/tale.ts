import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity } from "../../src/entities/define.ts";
import { oneOf, reference, text } from "../../src/entities/fields.ts";
import { chronological } from "../../src/entities/list-orders.ts";

/** A type that is there for everybody once it is published, with a list of each kind that asks for that. */
export const tale = defineEntity("Tale", {
  prefix: "tale",
  plural: "tales",
  latestIn: "World.telling",
  published: { publication: ["PUBLISHED", "READ"] },
  fields: {
    name: text({ max: 100 }),
    publication: oneOf(["DRAFT", "PUBLISHED", "READ"], { default: "PUBLISHED" }),
    length: oneOf(["LONG", "SHORT"], { default: "SHORT" }),
    occurredAt: dateTime(),
    teller: reference("Character", { edge: "TOLD_BY", optional: true }),
  },
  lists: {
    "World.tales": { filters: ["length", "teller"], order: ["name"] },
    "World.epics": { when: { length: "LONG" }, order: ["name"] },
    "World.telling": { orders: chronological("occurredAt") },
    "Character.tales": { parent: "teller", order: ["name"] },
    "Character.unpublishedTales": { parent: "teller", order: ["name"], unpublished: true },
    "Character.everyTale": { parent: "teller", order: ["name"], hidden: true },
  },
});
