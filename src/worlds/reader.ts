import DataLoader from "dataloader";
import type { Budget } from "../cache/budget.ts";
import type { Cache } from "../cache/cache.ts";
import { type CacheRead, isDirect } from "../cache/loads.ts";
import type { ReadOptions } from "../cache/read-batch.ts";
import type { MaybePromise } from "../cache/tier.ts";
import type { AggregateArguments } from "../entities/aggregates.ts";
import type { Entity, EntityDefinition, ShownOf } from "../entities/define.ts";
import type { Pinned } from "../entities/fields.ts";
import type { Registry } from "../entities/registry.ts";
import {
  aggregateSlot,
  entitySlot,
  type Slot,
  slotUnder,
  stateSlot,
  storedSlot,
  togetherSlot,
} from "../entities/slots.ts";
import type { Viewer } from "../entities/viewer.ts";
import { virtualEntity } from "../entities/virtual.ts";
import {
  type AggregateReading,
  isWhole,
  type ListReading,
  readable,
  type ScopeState,
  type StoreValue,
} from "../store/query.ts";
import { isUnreadable, readableOnes, type Unreadable } from "../store/unreadable.ts";
import { all, chain } from "./chain.ts";
import { createPages, type ReadPage } from "./pages.ts";
import { createReveal, type Reveal } from "./reveal.ts";

/**
 * The one way in: made for one viewer and one piece of work, such as a query. What it has answered once
 * it answers again, so that a request never sees two states of one entity, and what is asked for in the
 * same tick goes to the cache and the store as one batch. What lies in process is answered at
 * once, without a promise.
 */
export interface Reader {
  /** Rejects with UNAVAILABLE where the store can't read it. */
  load<D extends EntityDefinition>(definition: D, id: string): MaybePromise<ShownOf<D> | null>;
  /** By id alone; null for ids of no known type. */
  loadAny(id: string): MaybePromise<Entity | null>;
  /** As the store has it, published or not, read past the caches: for those alone who may see it. */
  loadStored<D extends EntityDefinition>(definition: D, id: string): MaybePromise<ShownOf<D> | null>;
  /** Entries of a list: null as well where the store can't read one, of which `onUnreadable` is told. */
  loadEntries(ids: readonly string[]): MaybePromise<(Entity | null)[]>;
  /** As an entry, the one that was there when the reference was made, if it still is. */
  follow(pin: Pinned): MaybePromise<Entity | null>;
  /** All entities of a type that is cached together, as entries of a list. */
  loadTogether<D extends EntityDefinition>(definition: D, world: string): MaybePromise<readonly ShownOf<D>[]>;
  /** A field of an entity that this reader has answered; it alone knows those that aren't for all eyes. */
  readonly reveal: Reveal;
  state(scope: string): MaybePromise<ScopeState | null>;
  /**
   * What a type's aggregate, `Vessel.dearest`, was in a world when it was last computed: for strict and minVersion reads
   * that is now. Null: there is no such world. Throws on arguments that it doesn't take.
   */
  aggregate(name: string, world: string, args?: AggregateArguments): MaybePromise<AggregateReading | null>;
  readonly list: ReadPage;
  /** Takes over what a change has just made. */
  prime(entity: Entity): void;
  /** The scopes of which values were served that the store couldn't confirm. */
  readonly stale: ReadonlySet<string>;
}

export interface ReaderOptions {
  readonly cache: Cache;
  readonly registry: Registry;
  /** Who asks; by default nobody that anything is known of, who reads what everybody may. */
  readonly viewer?: Viewer | null;
  /** Scope → the lowest version that will do. */
  readonly minVersions?: Readonly<Record<string, number>>;
  /** The shared cache is asked for every scope's version before that is first read. */
  readonly strict?: boolean;
  /** Told the id of each entry that is left out of a list since the store can't read it. */
  readonly onUnreadable?: (id: string) => void;
  /** What is left for the tier by the piece of work that this is the second part of. */
  readonly budget?: Budget | undefined;
}

export function createReader(readerOptions: ReaderOptions): Reader {
  const { cache, registry, minVersions = {}, strict = false, onUnreadable = () => {} } = readerOptions;
  const { budget = cache.budget(), viewer = null } = readerOptions;
  const known = new Map<string, MaybePromise<StoreValue>>();
  const refreshed = new Set<string>();
  const stale = new Set<string>();
  const options: ReadOptions = {
    minVersion: (scope) => minVersions[scope] ?? 0,
    allowStale: !strict && Object.keys(minVersions).length === 0,
    onStale: (scope) => stale.add(scope),
    budget,
    marks: new Map(),
  };
  async function answer(reads: readonly CacheRead[]): Promise<(StoreValue | Error)[]> {
    const unseen = [...new Set(reads.map(({ slot }) => slot.scope))].filter(
      (scope) => strict && !refreshed.has(scope),
    );
    if (unseen.length > 0) await cache.hearLatest(unseen, budget);
    for (const scope of unseen) refreshed.add(scope);
    return cache.read(reads, options);
  }
  const loader = new DataLoader<CacheRead, StoreValue>(answer, { cache: false, maxBatchSize: 1_000 });
  const inBatch = (wanted: CacheRead) => loader.load(wanted);
  /** What takes its time, and nothing else is to wait for. */
  const apart = async (wanted: CacheRead) => readable((await answer([wanted]))[0]!);

  function read<T extends StoreValue>(wanted: CacheRead, load = inBatch): MaybePromise<T> {
    const { scope, name } = wanted.slot;
    const before = known.get(name);
    if (before !== undefined) return before as MaybePromise<T>;
    const here =
      isDirect(wanted) || (strict && !refreshed.has(scope)) ? undefined : cache.peek(wanted, options);
    const answer =
      here ??
      (here === null
        ? null
        : load(wanted).then((value) => {
            known.set(name, value);
            return value;
          }));
    known.set(name, answer);
    return answer as MaybePromise<T>;
  }

  const reader: Reader = {
    load: <D extends EntityDefinition>(definition: D, id: string) =>
      loadOne(entitySlot(registry.byName(definition.name), id), id) as MaybePromise<ShownOf<D> | null>,
    loadAny: (id) => {
      const slot = registry.slotOf(id);
      return slot ? loadOne(slot, id) : null;
    },
    loadStored: <D extends EntityDefinition>(definition: D, id: string) =>
      loadOne(storedSlot(registry.byName(definition.name), id), id) as MaybePromise<ShownOf<D> | null>,
    loadEntries: (ids) => {
      const entries = all(ids.map((id) => reader.loadAny(id)));
      // One by one only where that matters, which is seldom: they are asked for already.
      return entries instanceof Promise ? entries.catch(() => Promise.all(ids.map(loadEntry))) : entries;
    },
    follow: ({ id, born }) => chain(loadEntry(id), (entity) => (entity?.born === born ? entity : null)),
    loadTogether: <D extends EntityDefinition>(definition: D, world: string) =>
      chain(together(registry.byName(definition.name), world), (all) =>
        isWhole(all) ? all : readableOnes(all, leaveOut),
      ) as MaybePromise<readonly ShownOf<D>[]>,
    reveal: createReveal({ registry, viewer, readSensitive }),
    state: (scope) =>
      read<ScopeState | null>({
        slot: stateSlot(registry, scope),
        query: { kind: "state", scope },
      }),
    aggregate: (name, world, args = {}) => {
      const aggregate = registry.aggregate(name);
      const slot = aggregateSlot(aggregate, registry.byName(aggregate.entity), { scope: world, args });
      const query = {
        kind: "aggregate",
        scope: world,
        type: aggregate.entity,
        computation: aggregate.compute(args),
      } as const;
      const renew = strict || minVersions[world] !== undefined;
      return read<AggregateReading | null>({ slot, query, renew }, apart);
    },
    list: createPages(registry, (wanted) => read<ListReading>(wanted)),
    prime: (entity) => {
      const definition = registry.byName(entity.__typename);
      // One of those that are cached together doesn't tell what the others are.
      if (definition.together) return;
      known.set(entitySlot(definition, entity.id).name, entity);
    },
    stale,
  };

  function leaveOut({ unreadableId }: Unreadable): void {
    onUnreadable(unreadableId);
  }

  function loadEntry(id: string): MaybePromise<Entity | null> {
    const entry = reader.loadAny(id);
    if (!(entry instanceof Promise)) return entry;
    return entry.catch((error: unknown) => {
      if (!isUnreadable(error)) throw error;
      leaveOut(error);
      return null;
    });
  }

  function loadOne(slot: Slot, id: string): MaybePromise<Entity | null> {
    const definition = registry.byName(slot.about);
    if (definition.virtual)
      return chain(
        reader.loadAny(slot.scope),
        (world) => world && virtualEntity(definition, id, world.createdAt),
      );
    if (definition.together)
      return chain(together(definition, slot.scope), (all) => {
        const found = all.find((one) => (isUnreadable(one) ? one.unreadableId : one.id) === id) ?? null;
        // Not thrown, also where it is known at once: one of several that are asked for together fails alone.
        return isUnreadable(found) ? Promise.reject(found) : found;
      });
    return read<Entity | null>({ slot, query: { kind: "entity", id } });
  }

  /** Of the store, with all else that is asked for in this tick. */
  function readSensitive(id: string): MaybePromise<Entity | null> {
    const slot = registry.slotOf(id)!;
    const apart = { ...slotUnder(slot, `${id}?sensitive`), cached: false };
    return read<Entity | null>({ slot: apart, query: { kind: "sensitive", id } });
  }

  function together(
    definition: EntityDefinition,
    scope: string,
  ): MaybePromise<readonly (Entity | Unreadable)[]> {
    const slot = togetherSlot(definition, scope);
    const query = { kind: "together", scope, type: definition.name } as const;
    return read<readonly (Entity | Unreadable)[]>({ slot, query });
  }

  return reader;
}
