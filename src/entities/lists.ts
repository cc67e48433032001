import type { Condition } from "./condition.ts";
import { partsOf } from "./ids.ts";
import { type ListOrder, type OrdersSpec, ordersOf, parseTerm } from "./list-orders.ts";

/** A list is a field of a type, such as `Location.characters`. */
export interface ListDefinition {
  /** The GraphQL field it is served as: `World.characters`. */
  readonly coordinate: string;
  /** The type that has the field: an entity type, `Entity` for any of them, `World` or `Query`. */
  readonly owner: string;
  readonly field: string;
  /** The type of its entries. */
  readonly entity: string;
  /** The entries' field that names the owner; none where the scope itself is the owner. */
  readonly parent: string | null;
  /** The entries' fields that it can be filtered by. */
  readonly filters: readonly string[];
  /** The orders that it is served in, each cached apart. */
  readonly orders: readonly ListOrder[];
  /** Kept for the store's own look-ups and not served: unpublished entities stand in it, too. */
  readonly hidden: boolean;
  /** Of the entities that aren't published, and of no others: neither served by itself nor cached. */
  readonly unpublished: boolean;
  /** What the fields say of the entities that stand in it; null: all do. */
  readonly when: Condition | null;
  readonly ttl: number;
  /** Whether its first entries, such as they are, may be cached; null: always. */
  readonly cacheable: ((head: ListHead) => boolean) | null;
  /** What becomes of its cached value when a change touches it; nobody who commits one has the new value. */
  readonly write: "drop" | "behind";
  /** The cache key within the scope, without filters; `owner` is `<prefix>:<local>` of the parent. */
  base(owner: string): string;
}

/** What is cached of a list: its first entries, by id, and whether there are more. */
export interface ListHead {
  readonly entries: readonly { readonly id: string }[];
  readonly more: boolean;
}

export interface ListSpec extends OrdersSpec {
  parent?: string;
  filters?: readonly string[];
  hidden?: boolean;
  unpublished?: boolean;
  when?: Condition;
  cacheable?: (head: ListHead) => boolean;
  write?: "drop" | "behind";
  /** Seconds; derived data always has a TTL. */
  ttl?: number;
  key?: string | ((owner: string) => string);
}

export function defineList(coordinate: string, entity: string, spec: ListSpec): ListDefinition {
  const [owner, field] = coordinate.split(".") as [string, string];
  const { key } = spec;
  return {
    coordinate,
    owner,
    field,
    entity,
    parent: spec.parent ?? null,
    filters: [...(spec.filters ?? [])].sort(),
    orders: ordersOf(coordinate, spec),
    hidden: spec.hidden ?? false,
    unpublished: spec.unpublished ?? false,
    when: spec.when ?? null,
    ttl: spec.ttl ?? 600,
    cacheable: spec.cacheable ?? null,
    write: spec.write ?? "drop",
    base: (of) => (typeof key === "function" ? key(of) : (key ?? (spec.parent ? `${of}:${field}` : field))),
  };
}

/** `<prefix>:<local>`: an entity's name within its scope. */
export function ownerName(id: string): string {
  const { prefix, local } = partsOf(id);
  return `${prefix}:${local}`;
}

export function pinnedShelf(base: string, born: number): string {
  return `${base}@${born}`;
}

/** `:language=fr&status=ACTIVE`, by name; empty without filters. */
export function filterSuffix(filter: Readonly<Record<string, unknown>>): string {
  const terms = Object.keys(filter)
    .sort()
    .filter((name) => filter[name] !== null && filter[name] !== undefined)
    .map((name) => filterTerm(name, filter[name]));
  return terms.length ? `:${terms.join("&")}` : "";
}

/** Escaped, so that no value reads like another term. */
export function filterTerm(name: string, value: unknown): string {
  return `${name}=${String(value).replace(/[%&]/g, encodeURIComponent)}`;
}

/** What an owner's list, so filtered, is called within its scope; `owner` is an id, and of no matter to lists of all. */
export function listBase(
  list: ListDefinition,
  owner: string,
  filter: Readonly<Record<string, unknown>> = {},
): string {
  return list.base(list.parent ? ownerName(owner) : "") + filterSuffix(filter);
}

/** How a list's arguments call one of its filters: a reference's is named after it, `locationId`. */
export function filterArgument(
  definition: { readonly fields: Readonly<Record<string, { readonly reference?: unknown }>> },
  filter: string,
): string {
  return definition.fields[filter]!.reference ? `${filter}Id` : filter;
}

/** The cache keys of a list, so owned and filtered, in these orders of it. */
export function listKeys({ orders }: { readonly orders: readonly ListOrder[] }, base: string): string[] {
  return orders.map(({ suffix }) => base + suffix);
}

/** The entries' fields that decide who stands in the list and where. */
export function decidingFields({ parent, filters, orders }: ListDefinition): string[] {
  const ordering = orders.flatMap(({ by }) => by.map((term) => parseTerm(term).field));
  return [...new Set([...(parent ? [parent] : []), ...filters, ...ordering])];
}
