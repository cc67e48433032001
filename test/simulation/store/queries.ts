import type { Entity, EntityDefinition } from "../../../src/entities/define.ts";
import { partsOf } from "../../../src/entities/ids.ts";
import type { ListIndex } from "../../../src/entities/list-indexes.ts";
import { listBase, pinnedShelf } from "../../../src/entities/lists.ts";
import { shelfOf } from "../../../src/entities/places.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import { askForCopies, copiedIds, withCopies } from "../../../src/store/copies.ts";
import { isRight, latestOf, type NotIndexed, whyNotAnswered } from "../../../src/store/indexed.ts";
import { emptyState } from "../../../src/store/next-state.ts";
import {
  EMPTY_LIST,
  type ListQuery,
  type ListReading,
  queryScope,
  type ScopeState,
  type StoreQuery,
  type StoreValue,
} from "../../../src/store/query.ts";
import { decodeState } from "../../../src/store/scope-state.ts";
import { asAsked, withoutSensitive } from "../../../src/store/sensitive.ts";
import type { Reading } from "../../../src/store/store.ts";
import { decodeEntity, type Unreadable } from "../../../src/store/unreadable.ts";
import { pageOf } from "./places.ts";
import type { EntityRow, Incarnation, ScopeRow } from "./rows.ts";

/** The answers to a batch, with copies of what is there in the same moment. */
export function answersTo(
  registry: Registry,
  queries: readonly StoreQuery[],
  rowOf: (scope: string) => ScopeRow | undefined,
): Reading["values"] {
  const answer = (query: StoreQuery) => answerTo(registry, query, rowOf(queryScope(query)));
  const values = queries.map(answer);
  if (!askForCopies(registry, queries)) return values;
  const found = [...copiedIds(registry, values)].map((id) => [id, answer({ kind: "entity", id })] as const);
  return withCopies(registry, values, new Map(found));
}

/** What a scope's row, and the rows that hang on it, answer; an error in the place of what can't be had. */
export function answerTo(
  registry: Registry,
  query: StoreQuery,
  scope: ScopeRow | undefined,
): StoreValue | Unreadable | NotIndexed {
  const incarnation = scope?.incarnation;
  switch (query.kind) {
    case "entity":
    case "sensitive":
      return incarnation ? asAsked(registry, query, entityIn(registry, incarnation, query.id)) : null;
    case "state":
      return incarnation ? stateOf(registry, query.scope, scope) : null;
    case "together":
      return incarnation
        ? entitiesOf(registry, registry.byName(query.type), partsOf(query.scope).world, incarnation).map(
            (one) => withoutSensitive(registry, one),
          )
        : [];
    case "list":
      return incarnation ? listIn(registry, query, scope, incarnation) : EMPTY_LIST;
  }
}

export function entityIn(
  registry: Registry,
  incarnation: Incarnation,
  id: string,
): Entity | Unreadable | null {
  const definition = registry.ofId(id);
  const row = definition && incarnation.entities.get(definition.name)?.get(partsOf(id).local);
  return row ? toEntity(registry, definition, id, incarnation, row) : null;
}

/** All of a type, by local id. */
export function entitiesOf(
  registry: Registry,
  definition: EntityDefinition,
  world: string,
  incarnation: Incarnation,
): (Entity | Unreadable)[] {
  const rows = incarnation.entities.get(definition.name) ?? [];
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([local, row]) => toEntity(registry, definition, definition.id(world, local), incarnation, row));
}

/** A scope's numbers as these definitions read them. */
export function stateOf(registry: Registry, id: string, scope: ScopeRow): ScopeState | Unreadable {
  if (scope.known?.by !== registry) scope.known = { by: registry, value: decode() };
  return scope.known.value;

  function decode(): ScopeState | Unreadable {
    const { version, state, indexed, incarnation } = scope;
    if (!incarnation) return emptyState(version);
    if (!state) return decodeState(id, undefined);
    return {
      version,
      counts: state.counts,
      latest: latestOf(registry, { kept: state.latest, indexed, version }),
    };
  }
}

function toEntity(
  registry: Registry,
  definition: EntityDefinition,
  id: string,
  { base }: Incarnation,
  row: EntityRow,
): Entity | Unreadable {
  if (row.known?.by !== registry) {
    const { version, born, data } = row;
    const value = decodeEntity(definition, id, data, { version: version || base, born });
    // Whoever reads it has the same one: to change it would change the store.
    row.known = { by: registry, value: value instanceof Error ? value : Object.freeze(value) };
  }
  return row.known.value;
}

function listIn(
  registry: Registry,
  query: ListQuery,
  scope: ScopeRow,
  incarnation: Incarnation,
): ListReading | Unreadable | NotIndexed {
  const list = registry.list(query.coordinate);
  const { index, descending } = registry.scanOf(list, query.order);
  if (!isRight(scope.indexed, index.hash, scope.version)) {
    const id = queryScope(query);
    return whyNotAnswered(id, list, stateOf(registry, id, scope));
  }
  const shelf = shelfIn(registry, query, index, incarnation);
  const places = shelf !== null && incarnation.shelves.get(shelf);
  return places ? pageOf(places, { ...query, descending }) : EMPTY_LIST;
}

/** The shelf of a list; a loosely referring one is that of the owner that is there in this very moment. */
function shelfIn(
  registry: Registry,
  query: ListQuery,
  index: ListIndex,
  { entities }: Incarnation,
): string | null {
  const { list } = index;
  const shelf = shelfOf(index, listBase(list, query.owner, query.filter));
  if (!list.parent || !registry.byName(list.entity).fields[list.parent]!.reference!.loose) return shelf;
  const owner = entities.get(registry.ofId(query.owner)!.name)?.get(partsOf(query.owner).local);
  return owner ? pinnedShelf(shelf, owner.born) : null;
}
