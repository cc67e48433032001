import type { Clock } from "../clock.ts";
import type { Slot } from "../entities/slots.ts";
import { unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { Store } from "../store/store.ts";
import type { CatchUp } from "./catch-up.ts";
import { expiresAt, missReason } from "./envelope.ts";
import type { Fills } from "./fills.ts";
import { type CacheRead, groupByScope, type Loaded, type Loads } from "./loads.ts";
import type { MissReason, Outcomes } from "./outcomes.ts";
import type { Scopes } from "./scopes.ts";
import type { Envelope, Mark, Tier, TierReply } from "./tier.ts";

/** Reads through the tier (protocol lines 4 to 8). */
export interface Reads {
  /** The value, if it can be had at once and without a promise; undefined: use `read`. */
  peek(read: CacheRead, options: ReadOptions): StoreValue | undefined;
  /** Values aligned with `reads`; an error (UNAVAILABLE) in the place of one that neither tier nor store may answer. */
  read(reads: readonly CacheRead[], options: ReadOptions): Promise<(StoreValue | Error)[]>;
}

export interface ReadOptions {
  /** The lowest version of a scope that will do, beside M. */
  readonly minVersion: (scope: string) => number;
  /** Whether a value may be served that the store couldn't confirm (never for strict and minVersion reads). */
  readonly allowStale: boolean;
  /** Told the scope of each value served in this way. */
  readonly onStale: (scope: string) => void;
}

export function createReads(options: {
  store: Store;
  tier: Tier;
  scopes: Scopes;
  loads: Loads;
  fills: Fills;
  catchUp: CatchUp;
  clock: Clock;
  outcomes: Outcomes;
  definitions: number;
  /** The mark as this gateway may use it: another store's or older definitions' is none. */
  usable: (mark: Mark | undefined) => Mark | undefined;
  /** Whether the poll lease holds. */
  leased: () => boolean;
}): Reads {
  const { store, tier, scopes, loads, fills, catchUp, clock, outcomes, definitions, usable, leased } =
    options;
  const floorOf = (scope: string, { minVersion }: ReadOptions) =>
    Math.max(scopes.heard(scope), minVersion(scope));

  /** Why nothing in the scope may be a hit, or null. */
  function scopeReason(mark: Mark | undefined, floor: number): MissReason | null {
    if (!mark) return "unopened";
    if (mark.definitions > definitions) return "newer";
    if (mark.version < floor) return "behind";
    return leased() ? null : "untrusted";
  }

  const subjectOf = ({ type, scope, key }: Slot) => ({ tier: tier.name, type, scope, key });

  function hit(slot: Slot, envelope: Envelope): StoreValue {
    const ttlLeft = envelope.ttl === null ? null : (expiresAt(envelope) - clock.now()) / 1000;
    outcomes.emit({ kind: "hit", ...subjectOf(slot), absent: envelope.entity === null, ttlLeft });
    return envelope.entity as StoreValue;
  }

  /** Asks the store about scopes that it wasn't asked about yet, in one call; answers what is known then. */
  async function openHere(wanted: readonly string[]): Promise<void> {
    const unopened = wanted.filter((scope) => !scopes.isOpen(scope));
    if (unopened.length === 0) return;
    const { versions } = await store.versions(unopened);
    for (const [scope, version] of versions) scopes.open(scope, version);
  }

  /** A version whose rows can all be read, such as every version that a snapshot has shown. */
  async function settledVersion(scope: string): Promise<number> {
    if (store.snapshot) return scopes.heard(scope);
    const version = (await store.versions([scope], { settled: true })).versions.get(scope) ?? 0;
    scopes.hear(scope, version);
    return version;
  }

  /** The tier's answer for one scope, which is opened there as needed (line 6). */
  async function look(
    scope: string,
    keys: readonly string[],
    options: ReadOptions,
  ): Promise<TierReply | null> {
    // The store doesn't know it, and such a scope is never opened.
    if (!scopes.isOpen(scope)) return null;
    let reply = await tier.read(scope, keys);
    if (!usable(reply.mark)) {
      await tier.open(scope, await settledVersion(scope));
      reply = await tier.read(scope, keys);
    } else if (reply.mark!.version < floorOf(scope, options)) {
      await catchUp(scope);
      reply = await tier.read(scope, keys);
    }
    return { mark: usable(reply.mark), envelopes: reply.envelopes };
  }

  async function read(
    reads: readonly CacheRead[],
    readOptions: ReadOptions,
  ): Promise<(StoreValue | Error)[]> {
    const values = new Array<StoreValue | Error>(reads.length);
    const misses: number[] = [];
    const fallback = new Map<number, Envelope>();
    const marks = new Map<string, Mark>();
    const cached = [...reads.keys()].filter((index) => !reads[index]!.direct);
    misses.push(...[...reads.keys()].filter((index) => reads[index]!.direct));
    const groups = groupByScope(reads, cached);
    // While the store can't say a scope's version the tier isn't used; the load then says whether it is gone.
    await openHere([...groups.keys()]).catch(unlessUnavailable);
    await Promise.all(
      [...groups].map(async ([scope, indexes]) => {
        const reply = await look(
          scope,
          indexes.map((index) => reads[index]!.slot.key),
          readOptions,
        ).catch(unlessUnavailable);
        const { mark, envelopes } = reply ?? { mark: undefined, envelopes: [] };
        if (mark) marks.set(scope, mark);
        const whole = scopeReason(mark, floorOf(scope, readOptions));
        for (const [place, index] of indexes.entries()) {
          const { slot } = reads[index]!;
          const envelope = envelopes[place];
          const own = mark && missReason(mark, envelope, slot);
          if (!whole && own === null) values[index] = hit(slot, envelope!);
          else {
            misses.push(index);
            if (whole === "untrusted" && own === null) fallback.set(index, envelope!);
            if (reply) outcomes.emit({ kind: "miss", ...subjectOf(slot), reason: whole ?? own ?? "empty" });
          }
        }
      }),
    );
    if (misses.length > 0) await loadMisses(misses.sort((a, b) => a - b));
    return values;

    async function loadMisses(indexes: readonly number[]): Promise<void> {
      const wanted = indexes.map((index) => reads[index]!);
      // Taken once: changes that come while the load is under way are no reason to load again.
      const floors = new Map(
        wanted.map(({ slot: { scope } }) => [
          scope,
          Math.max(floorOf(scope, readOptions), marks.get(scope)?.version ?? 0),
        ]),
      );
      let loaded: (Loaded & { mine: boolean })[];
      try {
        loaded = await loads.load(wanted, floors);
      } catch (error) {
        // The store is gone: what it can't confirm is served if it may be, and marked. What was only asked
        // for together with something else doesn't fail with it.
        for (const index of indexes) {
          const { slot } = reads[index]!;
          const envelope = readOptions.allowStale ? fallback.get(index) : undefined;
          if (!envelope) {
            values[index] = error as Error;
            continue;
          }
          values[index] = envelope.entity as StoreValue;
          outcomes.emit({ kind: "stale", ...subjectOf(slot) });
          readOptions.onStale(slot.scope);
        }
        return;
      }
      for (const [place, index] of indexes.entries()) values[index] = loaded[place]!.value;
      await fills(wanted, loaded, marks);
    }
  }

  return {
    peek: ({ slot }, readOptions) => {
      if (!tier.peek || !scopes.isOpen(slot.scope)) return undefined;
      const found = tier.peek(slot.scope, slot.key);
      if (!found || scopeReason(usable(found.mark), floorOf(slot.scope, readOptions))) return undefined;
      return missReason(found.mark, found.envelope, slot) ? undefined : hit(slot, found.envelope!);
    },
    read,
  };
}
