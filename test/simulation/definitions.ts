import { defineEntity } from "../../src/entities/define.ts";
import { localKey, oneOf, reference, text } from "../../src/entities/fields.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";

/**
 * What the simulated worlds are made of: one of each kind of cached value there is, and no more, since most of what a
 * life costs is what its entities cost. Each note says which write made it.
 */

/** Seconds: most values outlive a life, or else most of them die in it. */
export const LONG_TTL = 3600;
const SHORT_TTL = 4;

const definitionsWith = (ttl: number) => ({
  world: defineEntity("World", {
    prefix: "world",
    plural: "world",
    root: true,
    ttl,
    key: () => "record",
    fields: { name: text({ max: 200 }), note: text({ max: 20, optional: true }) },
    lists: { "Query.worlds": { order: ["name"], key: "list", ttl } },
  }),
  flag: defineEntity("WorldFlag", {
    prefix: "flag",
    plural: "flags",
    together: "flags",
    localField: "key",
    ttl: null,
    fields: { key: localKey(), note: text({ max: 20 }) },
  }),
  place: defineEntity("Location", {
    prefix: "location",
    plural: "locations",
    ttl,
    fields: { note: text({ max: 20 }) },
  }),
  character: defineEntity("Character", {
    prefix: "character",
    plural: "characters",
    ttl,
    fields: {
      note: text({ max: 20 }),
      language: oneOf(["en", "fr"]),
      place: reference("Location", { edge: "AT", optional: true }),
    },
    lists: {
      "World.characters": { filters: ["language"], order: ["createdAt"], ttl },
      "Location.characters": { parent: "place", order: ["createdAt"], ttl },
    },
  }),
});

export type Definitions = ReturnType<typeof definitionsWith>;

export interface Kinds {
  readonly definitions: Definitions;
  readonly registry: Registry;
}

function kindsWith(ttl: number): Kinds {
  const definitions = definitionsWith(ttl);
  return { definitions, registry: createRegistry(Object.values(definitions), 1) };
}

export const LONG_LIVED = kindsWith(LONG_TTL);
export const SHORT_LIVED = kindsWith(SHORT_TTL);
