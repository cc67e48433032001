import { unavailable, unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { CatchUp } from "./catch-up.ts";
import type { CacheContext } from "./context.ts";
import type { Fills } from "./fills.ts";
import { type CacheRead, isDirect } from "./loads.ts";
import { missReason, scopeReason } from "./mark.ts";
import { createMisses } from "./misses.ts";
import { createBatch, type ReadBatch, type ReadOptions } from "./read-batch.ts";
import type { Relay } from "./relay.ts";
import type { ScopeOpener } from "./scope-opener.ts";
import { createTierReads } from "./tier-reads.ts";
import { createVerdicts, type Floor } from "./verdicts.ts";
import type { VersionLookup } from "./version-lookup.ts";

/** Reads through the tier (protocol lines 4 to 8). */
export interface Reads {
  /** The value, if it can be had at once and without a promise; undefined: use `read`. */
  peek(read: CacheRead, options: ReadOptions): StoreValue | undefined;
  /** Values aligned with `reads`; an error (UNAVAILABLE) in the place of one that neither tier nor store may answer. */
  read(reads: readonly CacheRead[], options: ReadOptions): Promise<(StoreValue | Error)[]>;
}

/** Eras that a read may be overtaken by. */
const TRIES = 5;

export function createReads(
  context: CacheContext,
  parts: {
    readonly ask: VersionLookup;
    readonly catchUp: CatchUp;
    readonly opener: ScopeOpener;
    readonly fills: Fills;
    readonly relay: Pick<Relay, "leased" | "failing">;
  },
): Reads {
  const { tier, local, scopes, clock, writers, usable, epoch } = context;
  const { opener, relay } = parts;
  const verdicts = createVerdicts(context);
  const { find, hit, miss } = verdicts;
  const answerFromTier = createTierReads(context, { ...parts, verdicts });
  const answerFromStore = createMisses(context, parts);

  /** Whatever an era that is over has answered is asked for again, of the store that is there now. */
  async function read(reads: readonly CacheRead[], options: ReadOptions): Promise<(StoreValue | Error)[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const era = epoch.era();
      const values = await readOnce(reads, options);
      if (values && epoch.era() === era) return values;
    }
    return reads.map(() => unavailable("the store's epoch doesn't stay the same"));
  }

  /** From the floors down: L1, the tier, the store. Undefined where a new era has begun meanwhile. */
  async function readOnce(
    reads: readonly CacheRead[],
    options: ReadOptions,
  ): Promise<(StoreValue | Error)[] | undefined> {
    const era = epoch.era();
    const restored = epoch.restored();
    // Before the floors, which rise by what the store says of scopes that come into use (protocol line 12). While it
    // says nothing the tier isn't used for them; the load then tells whether it is gone.
    const cached = reads.filter((one) => !isDirect(one)).map(({ slot }) => slot.scope);
    if (!restored) await opener.open([...new Set(cached)], options.budget).catch(unlessUnavailable);
    if (epoch.era() !== era) return undefined;
    const now = clock.now();
    const floors = new Map<string, Floor>();
    for (const { slot } of reads)
      if (!floors.has(slot.scope)) floors.set(slot.scope, floorOf(slot.scope, options, now));
    const batch = createBatch({ reads, options, era, restored, floors, now });
    answerHere(batch);
    await answerFromTier(batch);
    if (epoch.era() !== era) return undefined;
    if (batch.misses.length > 0) await answerFromStore(batch);
    return batch.values;
  }

  /** Of a store that was restored M says nothing. */
  function floorOf(scope: string, { minVersion }: ReadOptions, now: number): Floor {
    return {
      version: Math.max(epoch.restored() ? 0 : scopes.heard(scope), minVersion(scope)),
      leased: relay.leased(now),
      open: scopes.isOpen(scope),
    };
  }

  /** What L1 answers; what the tier is to be asked for, and the store. */
  function answerHere({ reads, floors, restored, now, values, wanted, misses, fallback }: ReadBatch): void {
    for (const [index, one] of reads.entries()) {
      const { slot } = one;
      const direct = isDirect(one);
      if (restored && !direct) miss(tier.name, slot, "untrusted");
      if (restored || direct) {
        misses.push(index);
        continue;
      }
      if (!local || one.renew) {
        wanted.push(index);
        continue;
      }
      const { envelope, reason } = find(slot, floors.get(slot.scope)!);
      if (reason === null) {
        values[index] = hit("L1", slot, envelope!, now);
        continue;
      }
      miss("L1", slot, reason);
      if (envelope) fallback.set(index, envelope);
      wanted.push(index);
    }
  }

  return {
    peek: ({ slot, renew }, options) => {
      if (renew || epoch.restored()) return undefined;
      const now = clock.now();
      const floor = floorOf(slot.scope, options, now);
      if (local) {
        const { envelope, reason } = find(slot, floor);
        return reason === null ? hit("L1", slot, envelope!, now) : undefined;
      }
      if (!tier.peek || !floor.open) return undefined;
      const found = tier.peek(slot, now);
      if (!found || scopeReason(usable(found.mark), floor)) return undefined;
      const { mark, envelope } = found;
      const reason = missReason(mark, envelope, slot, writers.knows);
      return reason === null ? hit(tier.name, slot, envelope!, now) : undefined;
    },
    read,
  };
}
