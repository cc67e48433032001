import type { EntityDefinition } from "./define.ts";
import { partsOf, scopeOf } from "./ids.ts";
import { type ListDefinition, listKey } from "./lists.ts";

/** Where a value is cached, and for how long: all that a cache knows of it. */
export interface Slot {
  readonly scope: string;
  /** Unique within the scope. */
  readonly key: string;
  /** The metric label: an entity type, or a list's coordinate. */
  readonly type: string;
  /** The entity type that it is about; a purge of that type empties it. */
  readonly about: string;
  /** Seconds; null: until it is changed. */
  readonly ttl: number | null;
  /** The form of the value; another one is a miss. */
  readonly shape: number;
}

/** The entity with this id, or for a type that is cached together, all of that type. */
export function entitySlot(definition: EntityDefinition, id: string): Slot {
  return slotOf(definition, scopeOf(id), partsOf(id).local);
}

/** All entities of a type that is cached together. */
export function togetherSlot(definition: EntityDefinition, scope: string): Slot {
  return slotOf(definition, scope, "");
}

function slotOf(definition: EntityDefinition, scope: string, local: string): Slot {
  const { name, ttl, shape } = definition;
  return { scope, key: definition.key(local), type: name, about: name, ttl, shape };
}

/** A scope's version, counters and latest entries: replaced by every change. */
export function stateSlot(scope: string): Slot {
  return { scope, key: "state", type: "WorldState", about: "World", ttl: 3600, shape: 1 };
}

/** The first entries of a list. */
export function listSlot(list: ListDefinition, scope: string, base: string, descending: boolean): Slot {
  const key = listKey(list, base, descending);
  return { scope, key, type: list.coordinate, about: list.entity, ttl: list.ttl, shape: 1 };
}
