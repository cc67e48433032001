import type { Entity, EntityDefinition } from "./define.ts";
import type { Pinned } from "./fields.ts";
import { scopeOf, WORLDS } from "./ids.ts";
import { type ListIndex, sortKey } from "./list-indexes.ts";
import { filterTerm, type ListDefinition, ownerName, pinnedShelf } from "./lists.ts";
import type { Registry } from "./registry.ts";
import { standsIn } from "./standing.ts";
import { compareText } from "./text-order.ts";

/**
 * An entity has a place in each index of the lists that it stands in, and one for every combination of that list's
 * filters. A store indexes places, and the difference between the places before and after a change is
 * what the cache drops.
 */
export interface Place {
  readonly index: ListIndex;
  /** The scope that the list belongs to: not always the entity's own, see Query.worlds. */
  readonly scope: string;
  /** The list with its filters, as a cache key without its order. */
  readonly base: string;
  /** What the store files it under: the index's hash and `base`, with the owner's birth where the reference is loose. */
  readonly shelf: string;
  /** The id and field of the node that has the list: a tag. */
  readonly tag: string;
  /** Orders the entries of a shelf, by code point; the id decides between equals. */
  readonly sort: string;
}

/** All places of an entity. */
export function placesOf(registry: Registry, entity: Entity): Place[] {
  const definition = registry.byName(entity.__typename);
  return definition.lists.flatMap((list) => {
    const stands = standings(registry, list, definition, entity);
    return registry.indexesOf(list).flatMap((index) => {
      const sort = sortKey(index, entity);
      return stands.map(({ scope, base, tag, born }): Place => {
        const named = shelfOf(index, base);
        return { index, scope, base, shelf: born === null ? named : pinnedShelf(named, born), tag, sort };
      });
    });
  });
}

/** Where an entity stands in a list; `born`: of the owner, where the reference is loose. */
interface Standing extends Pick<Place, "scope" | "base" | "tag"> {
  readonly born: number | null;
}

function standings(
  registry: Registry,
  list: ListDefinition,
  definition: EntityDefinition,
  entity: Entity,
): Standing[] {
  if (!standsIn(list, definition, entity)) return [];
  const home = scopeOf(entity.id);
  const filters = filterings(list, entity);
  if (!list.parent) {
    const root = list.owner === "Query";
    const scope = root ? WORLDS : home;
    const tag = `${root ? "Query" : home}.${list.field}`;
    return filters.map((filter) => ({ scope, base: list.base("") + filter, tag, born: null }));
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
    const born = typeof owner === "string" ? null : owner.born;
    return filters.map((filter) => ({ scope: home, base: base + filter, tag: `${id}.${list.field}`, born }));
  });
}

/** The shelf of a list with its filters in an index, without an owner's birth. */
export function shelfOf({ hash }: ListIndex, base: string): string {
  return `${hash}:${base}`;
}

/** Between these are the shelves of an index, or of all that begin with those characters and a colon, and no others. */
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

/** Whichever of two positions comes later in a list, by code point and then by id. */
export function laterPosition<P extends { readonly id: string; readonly sort: string }>(
  a: P | undefined,
  b: P,
): P {
  if (!a) return b;
  return (compareText(a.sort, b.sort) || compareText(a.id, b.id)) > 0 ? a : b;
}
