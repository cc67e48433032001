import { z } from "zod";
import type { EntityDefinition } from "./define.ts";
import { sourcesOf } from "./derived-fields.ts";
import { hashOf } from "./hash.ts";
import { scansOf } from "./list-indexes.ts";
import type { ListDefinition } from "./lists.ts";

/*
 * A part of what is cached: the entities of a type, a list, or the scopes' states. Releases of the program that run
 * side by side agree in most of them. Two hashes say whether they do in one: the part's own, by which a writer either
 * can tell what its changes make of such values or can't, and that of the form that the values have.
 */

/** Raised whenever the same definition makes other keys, or other changes, of it. */
const KEYS_NUMBER = 1;
/** Raised whenever a list's, and the state's, cached values get another form: since 2 a list has the number of its entries. */
const LIST_FORM = 2;
const STATE_FORM = 1;

/**
 * What of a definition decides under which keys its entities are cached, and which changes make them others: that of one
 * drops just these, and so does that of one whose fields they have copies of.
 */
export function typePart(definition: EntityDefinition): string {
  const { name, prefix, root, together, fields, published } = definition;
  const copies = sourcesOf(definition).copies.map(({ name: copy, reference, field }) => [
    ...[copy, reference, field],
    fields[reference]!.reference!.types,
  ]);
  const facts = [KEYS_NUMBER, "type", name, prefix, root, together, definition.key("*")];
  // Whoever takes others for unpublished doesn't say what becomes of them, and who knows no copies not what they become.
  return hashOf([...facts, ...(copies.length > 0 ? [copies] : []), ...(published ? [published] : [])]);
}

/** What decides which changes make other values of a list, under which keys. */
export function listPart(list: ListDefinition, definition: EntityDefinition): string {
  const orders = scansOf(list, definition).map(({ order, index, descending }) => [
    ...[order.name, order.suffix, index.hash, descending],
  ]);
  return hashOf([KEYS_NUMBER, "list", orders, list.hidden]);
}

/** Every change replaces the state, whatever it knows of it. */
export const STATE_PART = hashOf([KEYS_NUMBER, "state"]);

/** What a cached entity looks like, and which are cached. How long it lives is no part of it. */
export function typeForm(definition: EntityDefinition): string {
  const { name, prefix, shape, fields, published, cacheable } = definition;
  const kept = published || cacheable ? [{ published, cacheable: cacheable && String(cacheable) }] : [];
  const facts = Object.entries(fields).map(
    ([field, { schema, default: value, reference, derived, sensitive }]) => [
      field,
      z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
      value ?? null,
      reference && [reference.types, reference.loose, reference.member ?? null],
      ...(derived ? [derived] : []),
      // What was cached while it wasn't sensitive has it still.
      ...(sensitive ? ["sensitive"] : []),
    ],
  );
  facts.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return hashOf([name, prefix, shape, facts, ...kept]);
}

/** What a list's cached values look like: they hold positions, which all that names the list decides. */
export function listForm(list: ListDefinition, definition: EntityDefinition): string {
  return hashOf([LIST_FORM, listPart(list, definition)]);
}

/** What a state looks like; `latest`: the lists whose last entries it names. */
export function stateForm(latest: readonly string[]): string {
  return hashOf([STATE_FORM, [...latest].sort()]);
}
