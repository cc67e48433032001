import { defineEntity } from "../../src/entities/define.ts";
import { computed, copyOf } from "../../src/entities/derived-fields.ts";
import { localKey, oneOf, reference, text } from "../../src/entities/fields.ts";
import { partsOf } from "../../src/entities/ids.ts";
import { chronological } from "../../src/entities/list-orders.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";

/**
 * What the simulated worlds are made of: one of each kind of cached value there is, and no more, since most of what a
 * life costs is what its entities cost. Each note says which write made it.
 */

/** Seconds: most values outlive a life, or else most of them die in it. */
const LONG_TTL = 3600;
const SHORT_TTL = 4;

/** `named`: how a release names the keys of entities. */
const definitionsWith = (ttl: number, named: (key: string) => string) => ({
  world: defineEntity("World", {
    prefix: "world",
    plural: "world",
    root: true,
    ttl,
    key: () => named("record"),
    fields: { name: text({ max: 200 }), note: text({ max: 20, optional: true }) },
    lists: { "Query.worlds": { order: ["name"], key: "list", ttl } },
  }),
  flag: defineEntity("WorldFlag", {
    prefix: "flag",
    plural: "flags",
    together: named("flags"),
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
  house: defineEntity("House", {
    prefix: "house",
    plural: "houses",
    ttl,
    fields: { note: text({ max: 20 }) },
  }),
  character: defineEntity("Character", {
    prefix: "character",
    plural: "characters",
    ttl,
    key: (local) => named(`character:${local}:state`),
    published: { shown: "YES" },
    fields: {
      note: text({ max: 20 }),
      shown: oneOf(["YES", "NO"]),
      language: oneOf(["en", "fr"]),
      place: reference("Location", { edge: "AT", optional: true }),
      placeNote: copyOf("place", "note"),
      // Of those who speak French, whether they are there or not.
      house: computed(reference("House", { edge: "OF", optional: true }), ({ id, language }) =>
        language === "fr" ? `house:${partsOf(id).world}:fr` : null,
      ),
    },
    lists: {
      "World.characters": { filters: ["language"], order: ["createdAt"], ttl },
      "Location.characters": { parent: "place", order: ["createdAt"], ttl },
      "House.characters": { parent: "house", filters: ["language"], orders: chronological("createdAt"), ttl },
      "Location.everybody": { parent: "place", order: ["createdAt"], hidden: true },
    },
  }),
});

export type Definitions = ReturnType<typeof definitionsWith>;

/** A release of the program, with definitions of its own. */
export interface Release {
  readonly definitions: Definitions;
  readonly registry: Registry;
}

function release(definitions: Definitions): Release {
  return { definitions, registry: createRegistry(Object.values(definitions)) };
}

/** Characters in another shape, which others' are upgraded to, and so in lists of their own. */
function reshaped({ character, ...others }: Definitions): Definitions {
  const fields = { ...character.fields, rank: text({ max: 20, default: "low" }) };
  const upgrade = { 1: ({ note }: { readonly note?: unknown }) => ({ rank: `of ${note}` }) };
  return { ...others, character: { ...character, fields, shape: 2, upgrade } };
}

/** The older one, one that names the keys of entities otherwise, and one that has one type otherwise. */
const all = (ttl: number) => {
  const older = definitionsWith(ttl, (key) => key);
  const renamed = definitionsWith(ttl, (key) => `${key}~2`);
  return [release(older), release(renamed), release(reshaped(older))] as const;
};

/** By how long their values live. */
export const RELEASES = { long: all(LONG_TTL), short: all(SHORT_TTL) };
