import { unavailable, unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { CacheContext } from "./context.ts";
import type { Fills } from "./fills.ts";
import { Behind, type CacheRead, type Loaded } from "./loads.ts";
import type { ReadBatch } from "./read-batch.ts";
import type { Relay } from "./relay.ts";
import type { VersionLookup } from "./version-lookup.ts";

/** Answers a batch's misses from the store, and offers them to the tier (protocol lines 7 to 9). Never rejects. */
export type Misses = (batch: ReadBatch) => Promise<void>;

export function createMisses(
  context: CacheContext,
  parts: {
    readonly ask: VersionLookup;
    readonly fills: Fills;
    readonly relay: Pick<Relay, "failing">;
  },
): Misses {
  const { tier, scopes, loads, epoch, outcomes } = context;
  const { ask, fills, relay } = parts;

  async function load(
    batch: ReadBatch,
    indexes: readonly number[],
    missed: readonly CacheRead[],
  ): Promise<(Loaded & { mine: boolean })[]> {
    const { floors, fallback, restored, options } = batch;
    // A store that fails to answer polls is spared what can be served without it.
    const spare = relay.failing() && options.allowStale && indexes.every((index) => fallback.has(index));
    if (spare) throw unavailable("the store can't be reached");
    // What the tier has applied the load must have seen (protocol line 7).
    const wanted = new Map([...floors].map(([scope, floor]) => [scope, floor.version]));
    for (const [scope, mark] of batch.marks) wanted.set(scope, Math.max(wanted.get(scope)!, mark.version));
    // Without a lease nothing tells how old a load is that others began (protocol line 8), nor of a scope that wasn't open.
    const alone = restored || [...floors.values()].some(({ leased, open }) => !leased || !open);
    return loads.load(missed, wanted, { alone });
  }

  /**
   * The store is gone: what it can't confirm is served if it may be, and marked. What was only asked
   * for together with something else doesn't fail with it.
   */
  function serveStale(
    { reads, values, fallback, options }: ReadBatch,
    indexes: readonly number[],
    error: Error,
  ): void {
    for (const index of indexes) {
      const envelope = options.allowStale ? fallback.get(index) : undefined;
      if (!envelope) {
        values[index] = error;
        continue;
      }
      values[index] = envelope.entity as StoreValue;
      const { type, scope, key } = reads[index]!.slot;
      outcomes.emit({ kind: "stale", tier: tier.name, type, scope, key });
      options.onStale(scope);
    }
  }

  return async (batch) => {
    const { reads, values, era } = batch;
    const indexes = batch.misses.sort((a, b) => a - b);
    const missed = indexes.map((index) => reads[index]!);
    let loaded: (Loaded & { mine: boolean })[];
    try {
      loaded = await load(batch, indexes, missed);
    } catch (error) {
      // Asked for its version it proves itself restored, if it was.
      if (error instanceof Behind) await ask(error.scopes).catch(unlessUnavailable);
      return serveStale(batch, indexes, error as Error);
    }
    if (epoch.era() !== era) return;
    for (const [place, index] of indexes.entries()) {
      const { value, after } = loaded[place]!;
      values[index] = value;
      // Whether it can be cached or not: what was seen here once isn't unseen by the next read.
      if (after !== undefined) scopes.hear(reads[index]!.slot.scope, after);
    }
    const held = new Set(indexes.flatMap((index, place) => (batch.held.has(index) ? [place] : [])));
    await fills.offer(missed, loaded, batch.marks, era, held);
  };
}
