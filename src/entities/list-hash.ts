import { z } from "zod";
import type { EntityDefinition } from "./define.ts";
import type { Field } from "./fields.ts";
import { hashOf } from "./hash.ts";
import type { SortTerm } from "./list-indexes.ts";
import type { ListDefinition } from "./lists.ts";
import { ALWAYS_THERE } from "./sort-keys.ts";
import { holdsAll } from "./standing.ts";

/**
 * Raised whenever `placesOf` or `sortKey` makes other places of the same definition, or a store keeps more with them:
 * since 2 their number on each shelf. Lists are then indexed anew, beside those of programs before.
 */
const PLACES_NUMBER = 2;

/**
 * Names an index of a list by all that decides which places an entity has in it. Shelves begin with it, so two
 * definitions of a list never share one, and an older program's places are never taken for a newer one's.
 * What caches alone depend on (which orders read it, TTL, whether it is served) isn't part of it.
 */
export function indexHash(
  list: ListDefinition,
  definition: EntityDefinition,
  terms: readonly SortTerm[],
): string {
  const { coordinate, entity, parent, filters } = list;
  const reference = parent === null ? null : definition.fields[parent]!.reference!;
  return hashOf([
    PLACES_NUMBER,
    coordinate,
    entity,
    list.base("*"),
    parent,
    reference && [
      [...reference.types].sort(),
      reference.loose,
      reference.member ?? null,
      ...derivationOf(definition.fields[parent!]!),
    ],
    filters.map((name) => factsOf(name, definition.fields[name])),
    terms.map((term) => sortFacts(term, definition.fields[term.field])),
    // An upgrade may make another value of any field, and so another place of an old row.
    ...(Object.keys(definition.upgrade).length > 0 ? [definition.shape] : []),
    ...(holdsAll(list, definition) ? [] : [standingOf(list, definition)]),
  ]);
}

/** By what it is decided which entities stand in the list at all. */
function standingOf({ when, hidden, unpublished }: ListDefinition, { published }: EntityDefinition) {
  return { when, ...(!hidden && { published, unpublished }) };
}

/** What a shelf's name begins with: hash and colon. */
export const HASHED_SHELF = /^([0-9a-f]{10}):/;

/** A field that counts up, and sorts as its name tells, is what it was before there were kinds: so are its places. */
function sortFacts({ field, kind, inverted }: SortTerm, declared: Field | undefined): unknown {
  const facts = factsOf(field, declared);
  const told = ALWAYS_THERE[field] ?? (field.endsWith("At") ? "moment" : "text");
  return kind === told && !inverted ? facts : [facts, kind, inverted];
}

/** A row that is older than a field has the field's default, so that decides its places too. */
function factsOf(name: string, field: Field | undefined): unknown {
  return field ? [name, kindsOf(field), field.default ?? null, ...derivationOf(field)] : name;
}

/** What is computed is told by its number alone: its function has no form that lasts. */
function derivationOf({ derived }: Field): number[] {
  return derived?.kind === "computed" ? [derived.number] : [];
}

/** The kinds of JSON values that a field takes, without what narrows them: a longer text sorts as a short one does. */
function kindsOf({ schema }: Field): string[] {
  const kinds = new Set<string>();
  const visit = ({ type, anyOf, allOf, oneOf }: JsonSchema) => {
    for (const kind of [type ?? []].flat()) kinds.add(kind);
    for (const inner of [...(anyOf ?? []), ...(allOf ?? []), ...(oneOf ?? [])]) visit(inner);
  };
  visit(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema);
  kinds.delete("null");
  return [...kinds].sort();
}

interface JsonSchema {
  readonly type?: string | string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}
