import { defineEntity, type EntityOf } from "../../entities/define.ts";
import { oneOf, text } from "../../entities/fields.ts";

/** A world: the root of its scope. Its counters and latest event are its scope's state. */
export const world = defineEntity("World", {
  prefix: "world",
  plural: "world",
  root: true,
  key: () => "record",
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    status: oneOf(["DORMANT", "ACTIVE", "ARCHIVED"], { default: "DORMANT" }),
  },
  lists: {
    "Query.worlds": { filters: ["status"], order: ["name"], key: "list" },
  },
});

export type World = EntityOf<typeof world>;
