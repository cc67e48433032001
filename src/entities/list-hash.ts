import { z } from "zod";
import type { EntityDefinition } from "./define.ts";
import type { Field } from "./fields.ts";
import { hashOf } from "./hash.ts";
import type { ListDefinition } from "./lists.ts";

/**
 * Raised whenever `placesOf` or `sortKey` makes other places of the same definition, or a store keeps more with them:
 * since 2 their number on each shelf. Lists are then indexed anew, beside those of programs before.
 */
const PLACES_NUMBER = 2;

/**
 * Names a list by all that decides which places an entity has in it. Shelves begin with it, so two
 * definitions of a list never share one, and an older program's places are never taken for a newer one's.
 * What caches alone depend on (directions, TTL, whether it is served) isn't part of it.
 */
export function listHash(list: ListDefinition, definition: EntityDefinition): string {
  const { coordinate, entity, parent, filters, order } = list;
  const reference = parent === null ? null : definition.fields[parent]!.reference!;
  return hashOf([
    PLACES_NUMBER,
    coordinate,
    entity,
    list.base("*"),
    parent,
    reference && [[...reference.types].sort(), reference.loose, reference.member ?? null],
    filters.map((name) => factsOf(name, definition.fields[name])),
    order.map((name) => factsOf(name, definition.fields[name])),
    // An upgrade may make another value of any field, and so another place of an old row.
    ...(Object.keys(definition.upgrade).length > 0 ? [definition.shape] : []),
  ]);
}

/** What a shelf's name begins with: hash and colon. */
export const HASHED_SHELF = /^([0-9a-f]{10}):/;

/** A row that is older than a field has the field's default, so that decides its places too. */
function factsOf(name: string, field: Field | undefined): unknown {
  return field ? [name, kindsOf(field), field.default ?? null] : name;
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
