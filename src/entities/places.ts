import type { Entity, EntityDefinition } from "./define.ts";
import type { Pinned } from "./fields.ts";
import { scopeOf, WORLDS } from "./ids.ts";
import { filterTerm, type ListDefinition, ownerName, pinnedShelf } from "./lists.ts";
import type { Registry } from "./registry.ts";
import { standsIn } from "./standing.ts";
import { compareText } from "./text-order.ts";

/**
 * An entity has a place in each list that it stands in, and one for every combination of that list's
 * filters. A store indexes places, and the difference between the places before and after a change is
 * what the cache drops.
 */
export interface Place {
  readonly list: ListDefinition;
  /** The scope that the list belongs to: not always the entity's own, see Query.worlds. */
  readonly scope: string;
  /** The list with its filters, as a cache key without its direction. */
  readonly base: string;
  /** What the store files it under: the list's hash and `base`, with the owner's birth where the reference is loose. */
  readonly shelf: string;
  /** The id and field of the node that has the list: a tag. */
  readonly tag: string;
  /** Orders the entries of a shelf, by code point; the id decides between equals. */
  readonly sort: string;
}

/** All places of an entity. */
export function placesOf(registry: Registry, entity: Entity): Place[] {
  const definition = registry.byName(entity.__typename);
  return definition.lists.flatMap((list) => placesIn(registry, list, definition, entity));
}

function placesIn(
  registry: Registry,
  list: ListDefinition,
  definition: EntityDefinition,
  entity: Entity,
): Place[] {
  if (!standsIn(list, definition, entity)) return [];
  const sort = sortKey(list, entity);
  const home = scopeOf(entity.id);
  if (!list.parent) {
    const root = list.owner === "Query";
    const scope = root ? WORLDS : home;
    const tag = `${root ? "Query" : home}.${list.field}`;
    return filterings(list, entity).map((filter) => {
      const base = list.base("") + filter;
      return { list, scope, base, shelf: shelfOf(registry, list, base), tag, sort };
    });
  }
  const reference = definition.fields[list.parent]!.reference!;
  const value = entity[list.parent];
  const owners: readonly (string | Pinned)[] = reference.loose
    ? (value as Pinned[])
    : reference.targets(value);
  return owners.flatMap((owner) => {
    const id = typeof owner === "string" ? owner : owner.id;
    // Character.inventory has the objects that characters hold, and not those that lie somewhere.
    if (list.owner !== "Entity" && registry.ofId(id)?.name !== list.owner) return [];
    const base = list.base(ownerName(id));
    const named = shelfOf(registry, list, base);
    const shelf = typeof owner === "string" ? named : pinnedShelf(named, owner.born);
    return [{ list, scope: home, base, shelf, tag: `${id}.${list.field}`, sort }];
  });
}

/** The shelf of a list with its filters, without an owner's birth. */
export function shelfOf(registry: Registry, list: ListDefinition, base: string): string {
  return `${registry.hashOf(list)}:${base}`;
}

/** Between these are the shelves of a list, or of all that begin with those characters and a colon, and no others. */
export function shelfRange(hash: string): { from: string; to: string } {
  return { from: `${hash}:`, to: `${hash};` };
}

/** Every combination of the list's filters that finds the entity, as what is appended to its base. */
function filterings(list: ListDefinition, entity: Entity): string[] {
  const values = Object.entries(filterValues(list, entity)).sort(([a], [b]) => (a < b ? -1 : 1));
  let suffixes = [""];
  for (const [name, value] of values) {
    const term = filterTerm(name, value);
    suffixes = suffixes.flatMap((suffix) => [suffix, suffix === "" ? `:${term}` : `${suffix}&${term}`]);
  }
  return suffixes;
}

/** The entity's values of the fields that the list can be filtered by, where it has one. */
export function filterValues({ filters }: ListDefinition, entity: Entity): Record<string, unknown> {
  const values = filters.map((name) => [name, entity[name]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined));
}

/** Every filter that finds an entity with these values, the one without any term first. */
export function filtersOf(values: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  let filters: Record<string, unknown>[] = [{}];
  for (const [name, value] of Object.entries(values))
    filters = filters.flatMap((filter) => [filter, { ...filter, [name]: value }]);
  return filters;
}

const YEAR_ONE = -Date.parse("0001-01-01T00:00:00.000Z");

/**
 * The fields of `order` as one string whose code-point order is theirs. NUL, which no stored text
 * holds, separates them, so that a shorter text sorts before its longer namesake.
 */
export function sortKey(list: ListDefinition, entity: Entity): string {
  return list.order
    .map((name) => {
      const value = entity[name];
      if (typeof value === "number") return String(value).padStart(16, "0");
      if (name.endsWith("At")) return String(Date.parse(value as string) + YEAR_ONE).padStart(16, "0");
      return value;
    })
    .join("\0");
}

/** Whichever of two positions comes later in a list, by code point and then by id. */
export function laterPosition<P extends { readonly id: string; readonly sort: string }>(
  a: P | undefined,
  b: P,
): P {
  if (!a) return b;
  return (compareText(a.sort, b.sort) || compareText(a.id, b.id)) > 0 ? a : b;
}
