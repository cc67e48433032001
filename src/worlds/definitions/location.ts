import { defineEntity, type EntityOf, minutes } from "../../entities/define.ts";
import { linkTarget, listOf, listOfLinks, number, record, text } from "../../entities/fields.ts";

const exits = listOf(record({ label: text({ max: 200 }), to: linkTarget() }), { max: 100, unique: "label" });

export const location = defineEntity("Location", {
  prefix: "location",
  plural: "locations",
  ttl: minutes(5),
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    kind: text({ max: 100 }),
    coordinates: record({ x: number(), y: number(), z: number({ optional: true }) }, { optional: true }),
    exits: listOfLinks(exits, "to", { types: ["Location"], edge: "EXIT" }),
  },
  lists: {
    "World.locations": { order: ["name"] },
    "Location.entrances": { parent: "exits", order: ["name"], hidden: true },
  },
});

export type Location = EntityOf<typeof location>;
