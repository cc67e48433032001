import type { Entity, EntityDefinition } from "./define.ts";
import { indexHash } from "./list-hash.ts";
import { type ListOrder, parseTerm } from "./list-orders.ts";
import type { ListDefinition } from "./lists.ts";
import { ALWAYS_THERE, invertedSortText, type SortKind, sortText } from "./sort-keys.ts";

/**
 * What a store keeps of a list: the places of its entries, sorted in one way. Orders that are each other's reverse
 * read the same index, one forwards and one backwards.
 */
export interface ListIndex {
  /** What its shelves begin with; see {@link indexHash}. */
  readonly hash: string;
  readonly list: ListDefinition;
  readonly terms: readonly SortTerm[];
  readonly orders: readonly ListOrder[];
}

export interface SortTerm {
  readonly field: string;
  readonly kind: SortKind;
  /** It counts down while the index counts up. */
  readonly inverted: boolean;
}

/** How one of a list's orders is read. */
export interface ListScan {
  readonly order: ListOrder;
  readonly index: ListIndex;
  /** From the index's end. */
  readonly descending: boolean;
}

/** How each of a list's orders is read, in their order. Throws where one has no sort key. */
export function scansOf(list: ListDefinition, definition: EntityDefinition): readonly ListScan[] {
  const indexes = new Map<string, ListIndex>();
  const scans = list.orders.map((order) => ({ order, ...termsOf(list, definition, order) }));
  for (const [sorted, same] of Map.groupBy(scans, ({ terms }) => JSON.stringify(terms))) {
    const { terms } = same[0]!;
    const hash = indexHash(list, definition, terms);
    indexes.set(sorted, { hash, list, terms, orders: same.map(({ order }) => order) });
  }
  return scans.map(({ order, terms, descending }) => ({
    order,
    index: indexes.get(JSON.stringify(terms))!,
    descending,
  }));
}

/**
 * The terms of an order, and whether an index sorted by them is read from its end. Text has no inverted form, so that
 * it decides which end is the index's beginning.
 */
export function termsOf(
  { coordinate }: ListDefinition,
  definition: Pick<EntityDefinition, "name" | "fields">,
  { by }: ListOrder,
): { readonly terms: readonly SortTerm[]; readonly descending: boolean } {
  const parsed = by.map((term) => ({
    ...parseTerm(term),
    kind: kindOf(coordinate, definition, parseTerm(term).field),
  }));
  const texts = parsed.filter(({ kind }) => kind === "text");
  const { descending = false } = texts[0] ?? parsed[0] ?? {};
  if (texts.some((text) => text.descending !== descending))
    throw new Error(
      `${coordinate} is ordered by two texts in opposite directions, for which there is no sort key`,
    );
  const terms = parsed.map(({ field, kind, descending: down }) => ({
    field,
    kind,
    inverted: down !== descending,
  }));
  return { terms, descending };
}

function kindOf(
  coordinate: string,
  { name, fields }: Pick<EntityDefinition, "name" | "fields">,
  field: string,
): SortKind {
  const declared = fields[field];
  const kind = declared ? declared.sorts : ALWAYS_THERE[field];
  if (kind) return kind;
  throw new Error(
    declared
      ? `${coordinate} is ordered by ${name}.${field}, whose values have no order: name a text, a moment or a number`
      : `${coordinate} is ordered by ${name}.${field}, which isn't declared`,
  );
}

/**
 * An entity's terms as one string whose code-point order is theirs. NUL, which no stored text holds, separates them,
 * so that a shorter text sorts before its longer namesake.
 */
export function sortKey({ terms }: Pick<ListIndex, "terms">, entity: Entity): string {
  return terms
    .map(({ field, kind, inverted }) =>
      inverted && kind !== "text" ? invertedSortText(kind, entity[field]) : sortText(kind, entity[field]),
    )
    .join("\0");
}
