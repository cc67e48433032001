import {
  type AggregateArguments,
  type AggregateDefinition,
  aggregateKey,
  aggregateShape,
} from "./aggregates.ts";
import type { EntityDefinition } from "./define.ts";
import { partsOf, worldScope } from "./ids.ts";
import { type ListDefinition, listKey } from "./lists.ts";

/** Where a value is cached, and for how long: all that a cache knows of it. */
export interface Slot {
  readonly scope: string;
  /** Unique within the scope. */
  readonly key: string;
  /** Both in one: see {@link slotName}. */
  readonly name: string;
  /** The metric label: an entity type, or a list's coordinate. */
  readonly type: string;
  /** The entity type that it is about; a purge of that type empties it. */
  readonly about: string;
  /** Seconds; null: until it is changed. */
  readonly ttl: number | null;
  /** False: it is read from the store each time, and its key only tells loads apart. */
  readonly cached: boolean;
  /** The form of the value; another one is a miss. */
  readonly shape: number;
}

/** What a slot is called among those of all scopes. */
export function slotName(scope: string, key: string): string {
  return `${scope} ${key}`;
}

/** The entity with this id, or for a type that is cached together, all of that type. */
export function entitySlot(definition: EntityDefinition, id: string): Slot {
  const { world, local } = partsOf(id);
  return slotOf(definition, worldScope(world), local);
}

/** All entities of a type that is cached together. */
export function togetherSlot(definition: EntityDefinition, scope: string): Slot {
  return slotOf(definition, scope, "");
}

function slotOf(definition: EntityDefinition, scope: string, local: string): Slot {
  const { name: type, ttl, cached, shape } = definition;
  const key = definition.key(local);
  return { scope, key, name: slotName(scope, key), type, about: type, ttl, cached, shape };
}

/** Where every scope has its {@link stateSlot}. */
export const STATE_KEY = "state";

/** A scope's version, counters and latest entries: replaced by every change. `root`: the scope's own type. */
export function stateSlot({ name: about, cached }: EntityDefinition, scope: string): Slot {
  const name = slotName(scope, STATE_KEY);
  return { scope, key: STATE_KEY, name, type: "WorldState", about, ttl: 3600, cached, shape: 1 };
}

/** What was computed under these arguments. */
export function aggregateSlot(
  aggregate: AggregateDefinition,
  { name: about, cached }: EntityDefinition,
  place: { readonly scope: string; readonly args: AggregateArguments },
): Slot {
  const { scope, args } = place;
  const key = aggregateKey(aggregate, args);
  const { name: type, ttl } = aggregate;
  const shape = aggregateShape(aggregate);
  return { scope, key, name: slotName(scope, key), type, about, ttl, cached, shape };
}

/** The second form has the number of all entries. */
const LIST_SHAPE = 2;

/** The first entries of a list of such entities. */
export function listSlot(
  list: ListDefinition,
  { name: about, cached }: EntityDefinition,
  place: { readonly scope: string; readonly base: string; readonly descending: boolean },
): Slot {
  const { scope, base, descending } = place;
  const key = listKey(list, base, descending);
  const { coordinate: type, ttl } = list;
  return { scope, key, name: slotName(scope, key), type, about, ttl, cached, shape: LIST_SHAPE };
}
