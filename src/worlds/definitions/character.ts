import { defineEntity, type EntityOf, hours } from "../../entities/define.ts";
import { languageTag, listOf, oneOf, reference, text } from "../../entities/fields.ts";

export const character = defineEntity("Character", {
  prefix: "character",
  plural: "characters",
  ttl: hours(1),
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    language: languageTag({ default: "en" }),
    status: oneOf(["ACTIVE", "DORMANT"], { default: "ACTIVE" }),
    traits: listOf(text({ max: 100 }), { max: 50 }),
    location: reference("Location", { edge: "AT", optional: true }),
  },
  lists: {
    "World.characters": { filters: ["language", "status", "location"], order: ["name"] },
    "Location.characters": { parent: "location", order: ["name"] },
  },
});

export type Character = EntityOf<typeof character>;
