import { once } from "../remembered.ts";
import {
  type AggregateArguments,
  type AggregateDefinition,
  aggregateForm,
  aggregateKey,
} from "./aggregates.ts";
import { adoptedOf, type Keeping } from "./caching.ts";
import { adopted } from "./content.ts";
import type { EntityDefinition } from "./define.ts";
import { partsOf, worldScope } from "./ids.ts";
import { orderNamed } from "./list-orders.ts";
import type { ListDefinition } from "./lists.ts";
import { listForm, listPart, STATE_PART, stateForm, typeForm, typePart } from "./parts.ts";
import { isPublic, publicImage } from "./standing.ts";

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
  /** The shape of the value. */
  readonly shape: number;
  /** Names the part of the cache that it belongs to: its writers know it, or they don't. */
  readonly part: string;
  /** Names the form of the value. */
  readonly form: string;
  /** What a value of another form, and of that shape, is in this one; undefined: it can't be had of it. */
  readonly adopt: (value: unknown, shape: number) => unknown;
  /** Left out where a read's value is kept, a change's replaces it, and everybody may see all of it. */
  readonly keep?: Keeping;
}

/** What the definitions, and not its place, say of a slot. */
type Values = Pick<Slot, "part" | "form" | "adopt" | "keep">;

/** What a slot is called among those of all scopes. */
export function slotName(scope: string, key: string): string {
  return `${scope} ${key}`;
}

/** The entity with this id, or for a type that is cached together, all of that type. */
export function entitySlot(definition: EntityDefinition, id: string): Slot {
  const { world, local } = partsOf(id);
  return slotOf(definition, worldScope(world), local);
}

/** The same entity as the store has it, published or not: never cached, and for those alone who may see it. */
export function storedSlot(definition: EntityDefinition, id: string): Slot {
  const { keep: _, ...slot } = entitySlot(definition, id);
  return { ...slotUnder(slot, `${slot.key}?stored`), cached: false };
}

/** The same under another key, which tells its loads apart. */
export function slotUnder(slot: Slot, key: string): Slot {
  return { ...slot, key, name: slotName(slot.scope, key) };
}

/** All entities of a type that is cached together. */
export function togetherSlot(definition: EntityDefinition, scope: string): Slot {
  return slotOf(definition, scope, "");
}

function slotOf(definition: EntityDefinition, scope: string, local: string): Slot {
  const { name: type, ttl, cached, shape } = definition;
  const key = definition.key(local);
  const name = slotName(scope, key);
  return { scope, key, name, type, about: type, ttl, cached, shape, ...valuesOfType(definition) };
}

/** Where every scope has its {@link stateSlot}. */
export const STATE_KEY = "state";

/** The metric label of a {@link stateSlot}. */
export const STATE = "WorldState";

/** A scope's version, counters and latest entries: replaced by every change. */
export function stateSlot(registry: StateTypes, scope: string): Slot {
  const { name: about, cached } = registry.ofId(scope)!;
  const name = slotName(scope, STATE_KEY);
  const values = valuesOfState(registry);
  return { scope, key: STATE_KEY, name, type: STATE, about, ttl: 3600, cached, shape: 1, ...values };
}

/** What of a registry decides what a state looks like. */
interface StateTypes {
  readonly definitions: readonly EntityDefinition[];
  ofId(id: string): EntityDefinition | undefined;
}

/** What was computed under these arguments. */
export function aggregateSlot(
  aggregate: AggregateDefinition,
  definition: EntityDefinition,
  place: { readonly scope: string; readonly args: AggregateArguments },
): Slot {
  const { scope, args } = place;
  const { name: about, cached } = definition;
  const key = aggregateKey(aggregate, args);
  const name = slotName(scope, key);
  const { name: type, ttl } = aggregate;
  return {
    scope,
    key,
    name,
    type,
    about,
    ttl,
    cached,
    shape: 1,
    ...valuesOfAggregates(definition)(aggregate),
  };
}

/** The first entries of a list of such entities in one of its orders; see {@link orderNamed}. */
export function listSlot(
  list: ListDefinition,
  definition: EntityDefinition,
  place: { readonly scope: string; readonly base: string; readonly order?: string | null | undefined },
): Slot {
  const { scope, base, order } = place;
  const { name: about, cached: typeCached } = definition;
  const key = base + orderNamed(list, order).suffix;
  const name = slotName(scope, key);
  const { coordinate: type, ttl } = list;
  const cached = typeCached && isPublic(list);
  return { scope, key, name, type, about, ttl, cached, shape: 1, ...valuesOfLists(definition)(list) };
}

/** How its entities are kept, where that isn't as usual. */
function keepingOf(definition: EntityDefinition): Pick<Slot, "keep"> {
  const { cacheable, cacheOn, published } = definition;
  if (cacheOn.read && cacheOn.write === "through" && !cacheable && !published) return {};
  const shown = published && publicImage.bind(null, definition);
  return { keep: { ...cacheOn, cacheable, shown } };
}

const valuesOfType = once((definition: EntityDefinition): Values => {
  const kept = keepingOf(definition);
  return {
    part: typePart(definition),
    form: typeForm(definition),
    adopt: (value, shape) => adoptedOf(kept, adopted(definition, value, shape)),
    ...kept,
  };
});

/** By definition first: others may have the same list over other fields. */
const valuesOfLists = once((definition: EntityDefinition) =>
  once(
    (list: ListDefinition): Values => ({
      part: listPart(list, definition),
      form: listForm(list, definition),
      adopt: () => undefined,
      ...(list.cacheable && {
        keep: { read: true, write: list.write, cacheable: list.cacheable, shown: null },
      }),
    }),
  ),
);

/** No change names their keys, so whoever knows the type writes nothing that makes others of them. */
const valuesOfAggregates = once((definition: EntityDefinition) =>
  once(
    (aggregate: AggregateDefinition): Values => ({
      part: typePart(definition),
      form: aggregateForm(aggregate, definition),
      adopt: () => undefined,
    }),
  ),
);

const valuesOfState = once(
  ({ definitions }: StateTypes): Values => ({
    part: STATE_PART,
    form: stateForm(
      definitions.flatMap((definition) =>
        definition.lists
          .filter(({ coordinate }) => coordinate === definition.latestIn)
          .map((list) => valuesOfLists(definition)(list).part),
      ),
    ),
    // Which list another release means by a type's latest entry isn't known: it is then as if nobody knew it.
    adopt: (value) => value && { ...value, latest: {} },
  }),
);

/** The parts of what these definitions have cached: metric label → what names the part. */
export function partsOfAll(definitions: readonly EntityDefinition[]): Map<string, string> {
  const parts = new Map([[STATE, STATE_PART]]);
  for (const definition of definitions) {
    parts.set(definition.name, valuesOfType(definition).part);
    for (const list of definition.lists) parts.set(list.coordinate, valuesOfLists(definition)(list).part);
  }
  return parts;
}
