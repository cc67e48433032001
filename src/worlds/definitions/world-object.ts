import { defineEntity, type EntityOf } from "../../entities/define.ts";
import { reference, text } from "../../entities/fields.ts";

export const worldObject = defineEntity("WorldObject", {
  prefix: "object",
  plural: "objects",
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    holder: reference(["Character", "Location"], { edge: "HELD_BY", optional: true }),
  },
  lists: {
    "World.objects": { order: ["name"] },
    "Character.inventory": { parent: "holder", order: ["name"] },
    "Location.objects": { parent: "holder", order: ["name"] },
  },
});

export type WorldObject = EntityOf<typeof worldObject>;
