import { shownOf } from "../entities/caching.ts";
import { type Slot, slotName } from "../entities/slots.ts";
import { Fault } from "../fault.ts";
import type { Question, StoreValue } from "../store/query.ts";
import type { Store } from "../store/store.ts";

/** A value to read: where it is cached, and how the store is asked for it. */
export interface CacheRead {
  readonly slot: Slot;
  readonly query: Question;
  /** Never cached, such as what lies deep in a list; the slot's key still tells loads apart. */
  readonly direct?: boolean;
  /** Loaded whatever lies in the caches, and stored there: of a value that is allowed to be old, for who wants a new one. */
  readonly renew?: boolean;
}

/** Whether the store alone answers (protocol line 19). */
export function isDirect({ direct, slot, query }: CacheRead): boolean {
  return direct || !slot.cached || query.kind === "sensitive";
}

/** What the store answered, at which version of the scope; no versions: a scope that it doesn't know. */
export interface Loaded {
  /** An error where it can't be had for now, though the store answers. */
  readonly value: StoreValue | Error;
  /** Before its rows were read: SR. */
  readonly before: number | undefined;
  /** After them: SR2. */
  readonly after: number | undefined;
}

/**
 * Loads misses from the store: one call for all that is asked together, and one load at a time for each
 * key. Whoever joins a load takes its result only if it is new enough for him (protocol line 8).
 */
export interface Loads {
  /**
   * Aligned with `reads`. `floors`: scope → the version that a result must have seen. `mine`: whether
   * this call loaded it, and so has to fill it. `alone`: it joins no load, where nothing tells which are new enough.
   * Rejects with {@link Behind} if the store answers with less.
   */
  load(
    reads: readonly CacheRead[],
    floors: ReadonlyMap<string, number>,
    options?: { readonly alone?: boolean },
  ): Promise<(Loaded & { mine: boolean })[]>;
  /** Lets nobody join the loads of these keys any more. */
  drop(scope: string, keys: readonly string[]): void;
  /** Lets nobody join any load that is under way. */
  dropAll(): void;
}

/** The store answers with an older state of these scopes than was asked for: it may have been restored. */
export class Behind extends Fault {
  readonly scopes: readonly string[];

  constructor(scopes: readonly string[]) {
    super("UNAVAILABLE", `the store answers with an older state of ${scopes.join(", ")} than is asked for`);
    this.scopes = scopes;
  }
}

export function createLoads(store: Store): Loads {
  const flights = new Map<string, Promise<Loaded>>();

  async function ask(reads: readonly CacheRead[], leader: boolean): Promise<Loaded[]> {
    const { values, versions } = await store.read(
      reads.map(({ query }) => query),
      { leader },
    );
    return reads.map(({ slot }, index) => {
      const version = versions.get(slot.scope);
      return { value: shownOf(slot, values[index]!), before: version?.before, after: version?.after };
    });
  }

  /** Starts a load that others may join. */
  function take(reads: readonly CacheRead[], leader: boolean): Promise<Loaded>[] {
    if (reads.length === 0) return [];
    const batch = ask(reads, leader);
    return reads.map(({ slot }, index) => {
      const { name } = slot;
      const flight = batch.then((loaded) => loaded[index]!);
      flights.set(name, flight);
      const land = () => {
        if (flights.get(name) === flight) flights.delete(name);
      };
      flight.then(land, land);
      return flight;
    });
  }

  return {
    load: async (reads, floors, { alone = false } = {}) => {
      const results = new Array<Loaded & { mine: boolean }>(reads.length);
      let pending = [...reads.keys()];
      for (let attempt = 0; pending.length > 0; attempt++) {
        const flying = (index: number) => flights.get(reads[index]!.slot.name);
        const waits = new Map(
          pending.map((index) => [index, attempt === 0 && !alone ? flying(index) : undefined]),
        );
        const own = pending.filter((index) => !waits.get(index));
        const taken = new Map(
          take(
            own.map((index) => reads[index]!),
            attempt > 0,
          ).map((flight, place) => [own[place]!, flight]),
        );
        const again: number[] = [];
        for (const [index, joined] of waits) {
          const loaded = await (joined ?? taken.get(index)!);
          if ((loaded.before ?? 0) >= (floors.get(reads[index]!.slot.scope) ?? 0))
            results[index] = { ...loaded, mine: !joined };
          else again.push(index);
        }
        if (attempt >= 2 && again.length > 0)
          throw new Behind([...new Set(again.map((index) => reads[index]!.slot.scope))]);
        pending = again;
      }
      return results;
    },
    drop: (scope, keys) => {
      for (const key of keys) flights.delete(slotName(scope, key));
    },
    dropAll: () => flights.clear(),
  };
}

/** The indexes of reads by scope. */
export function groupByScope(reads: readonly CacheRead[], indexes: Iterable<number>): Map<string, number[]> {
  return Map.groupBy(indexes, (index) => reads[index]!.slot.scope);
}
