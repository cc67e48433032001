import type { Clock } from "../clock.ts";
import type { Slot } from "../entities/slots.ts";
import { Fault } from "../fault.ts";
import type { LogEntry } from "../store/log.ts";
import type { Changed, Store, StoreValue } from "../store/store.ts";
import { createCatchUp } from "./catch-up.ts";
import { expiresAt, missReason } from "./envelope.ts";
import { type CacheRead, createLoads, type Loaded } from "./loads.ts";
import type { MissReason, Outcomes } from "./outcomes.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import type { Envelope, Mark, Put, Tier, TierReply } from "./tier.ts";

/**
 * Coherent reads of a store through a shared tier, by the protocol of the design. The rule that
 * everything rests on: no tier is trusted below M, the highest version heard of.
 */
export interface Cache {
  /** The value, if it can be had at once and without a promise; undefined: use `read`. */
  peek(read: CacheRead, options: ReadOptions): StoreValue | undefined;
  /** Values aligned with `reads`. Throws UNAVAILABLE where neither tier nor store may answer. */
  read(reads: readonly CacheRead[], options: ReadOptions): Promise<StoreValue[]>;
  /** After a commit and before its acknowledgement: M rises, the tier is brought up to date (line 2). */
  acknowledge(changed: Changed<unknown>): Promise<void>;
  /** Asks the store for the scopes' versions, which M then is at least; unknown scopes are missing. */
  refresh(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  readonly scopes: Pick<Scopes, "heard" | "watch" | "watchers">;
  readonly relay: Relay;
  /** False while no cache is trusted: the poll lease has run out. */
  trusted(): boolean;
  readonly tier: Pick<Tier, "name" | "status">;
  close(): Promise<void>;
}

export interface ReadOptions {
  /** The lowest version of a scope that will do, beside M. */
  readonly minVersion: (scope: string) => number;
  /** Whether a value may be served that the store couldn't confirm (never for strict and minVersion reads). */
  readonly allowStale: boolean;
  /** Told the scope of each value served in this way. */
  readonly onStale: (scope: string) => void;
}

export interface CacheOptions {
  readonly store: Store;
  readonly tier: Tier;
  readonly clock: Clock;
  readonly outcomes: Outcomes;
  readonly storeId: string;
  /** The number of the definitions. */
  readonly definitions: number;
  /** The metric label of a cache key. */
  readonly labelOf: (key: string) => string;
  /** T: how often the relay polls, in milliseconds. */
  readonly relayIntervalMs: number;
  readonly maxScopes?: number;
  /** Told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

export function createCache(options: CacheOptions): Cache {
  const { store, tier, clock, outcomes, storeId, definitions, labelOf } = options;
  const scopes = createScopes(options.maxScopes ?? 10_000);
  const loads = createLoads(store);
  const catchUp = createCatchUp({ store, tier, scopes, apply, usable });
  const relay = createRelay({
    store,
    storeId,
    scopes,
    clock,
    intervalMs: options.relayIntervalMs,
    behind: async (scope) => (usable((await tier.read(scope, [])).mark)?.version ?? 0) < scopes.heard(scope),
    catchUp,
    onError: options.onError,
  });

  /** Older definitions' marks and other stores' are as good as none. */
  function usable(mark: Mark | undefined): Mark | undefined {
    return mark && mark.storeId === storeId && mark.definitions >= definitions ? mark : undefined;
  }

  async function apply(entry: LogEntry, puts: readonly Put[]) {
    const { scope, version, keys, flush, purged } = entry;
    loads.drop(scope, keys);
    const reply = await tier.apply(entry, puts);
    if (reply === "APPLIED" || reply === "OPENED") {
      const subject = { kind: "invalidation", tier: tier.name, scope, version } as const;
      if (flush)
        outcomes.emit({ ...subject, type: purged ?? "*", keys: [], reason: purged ? "purge" : "flush" });
      for (const [type, touched] of Map.groupBy(keys, labelOf))
        outcomes.emit({ ...subject, type, keys: touched, reason: "change" });
    }
    return reply;
  }

  const floorOf = (scope: string, { minVersion }: ReadOptions) =>
    Math.max(scopes.heard(scope), minVersion(scope));

  /** Why nothing in the scope may be a hit, or null. */
  function scopeReason(mark: Mark | undefined, floor: number): MissReason | null {
    if (!mark) return "unopened";
    if (mark.definitions > definitions) return "newer";
    if (mark.version < floor) return "behind";
    return relay.leased() ? null : "untrusted";
  }

  function hit(slot: Slot, envelope: Envelope): StoreValue {
    const ttlLeft = envelope.ttl === null ? null : (expiresAt(envelope) - clock.now()) / 1000;
    const { scope, key, type } = slot;
    outcomes.emit({
      kind: "hit",
      tier: tier.name,
      type,
      scope,
      key,
      absent: envelope.entity === null,
      ttlLeft,
    });
    return envelope.entity as StoreValue;
  }

  /** The tier's answer for one scope, which is first opened here and there as needed (lines 6 and 12). */
  async function look(
    scope: string,
    keys: readonly string[],
    options: ReadOptions,
  ): Promise<TierReply | null> {
    if (!scopes.isOpen(scope)) {
      const version = (await store.versions([scope])).versions.get(scope);
      if (version === undefined) return null;
      scopes.open(scope, version);
    }
    let reply = await tier.read(scope, keys);
    if (!usable(reply.mark)) {
      const version = (await store.versions([scope], { settled: true })).versions.get(scope);
      if (version === undefined) return null;
      scopes.hear(scope, version);
      await tier.open(scope, version);
      reply = await tier.read(scope, keys);
    } else if (
      reply.mark!.version < floorOf(scope, options) &&
      options.minVersion(scope) <= scopes.heard(scope)
    ) {
      await catchUp(scope);
      reply = await tier.read(scope, keys);
    }
    return { mark: usable(reply.mark), envelopes: reply.envelopes };
  }

  async function read(reads: readonly CacheRead[], readOptions: ReadOptions): Promise<StoreValue[]> {
    const values = new Array<StoreValue>(reads.length);
    const misses: number[] = [];
    const fallback = new Map<number, Envelope>();
    const marks = new Map<string, Mark>();
    const cached = [...reads.keys()].filter((index) => !reads[index]!.direct);
    misses.push(...[...reads.keys()].filter((index) => reads[index]!.direct));
    await Promise.all(
      [...byScope(reads, cached)].map(async ([scope, indexes]) => {
        const reply = await look(
          scope,
          indexes.map((index) => reads[index]!.slot.key),
          readOptions,
        ).catch(unlessStoreFailed);
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
            if (reply)
              outcomes.emit({ kind: "miss", tier: tier.name, ...slot, reason: whole ?? own ?? "empty" });
          }
        }
      }),
    );
    if (misses.length > 0) await loadMisses(misses.sort((a, b) => a - b));
    return values;

    async function loadMisses(indexes: readonly number[]): Promise<void> {
      const wanted = indexes.map((index) => reads[index]!);
      const floor = (scope: string) => Math.max(floorOf(scope, readOptions), marks.get(scope)?.version ?? 0);
      let loaded: (Loaded & { mine: boolean })[];
      try {
        loaded = await loads.load(wanted, floor);
      } catch (error) {
        // The store is gone: what it can't confirm is served if it may be, and marked.
        if (!readOptions.allowStale || !indexes.every((index) => fallback.has(index))) throw error;
        for (const index of indexes) {
          const { slot } = reads[index]!;
          values[index] = fallback.get(index)!.entity as StoreValue;
          outcomes.emit({ kind: "stale", tier: tier.name, ...slot });
          readOptions.onStale(slot.scope);
        }
        return;
      }
      for (const [place, index] of indexes.entries()) values[index] = loaded[place]!.value;
      await fill(wanted, loaded, marks);
    }
  }

  /** Line 9. A rejected fill still answered its reader. */
  async function fill(
    reads: readonly CacheRead[],
    loaded: readonly (Loaded & { mine: boolean })[],
    marks: ReadonlyMap<string, Mark>,
  ): Promise<void> {
    for (const [scope, indexes] of byScope(reads, reads.keys())) {
      const mine = indexes.filter(
        (index) => loaded[index]!.mine && loaded[index]!.before !== undefined && !reads[index]!.direct,
      );
      const mark = marks.get(scope);
      if (mine.length === 0 || !mark || mark.definitions > definitions) continue;
      const before = Math.min(...mine.map((index) => loaded[index]!.before!));
      const version = Math.max(...mine.map((index) => loaded[index]!.after!));
      scopes.hear(scope, version);
      const batch = {
        fence: store.snapshot ? before : Math.min(before, mark.version),
        version,
        values: mine.map((index) => ({ slot: reads[index]!.slot, value: loaded[index]!.value })),
      };
      let reply = await tier.fill(scope, batch);
      if (reply.kind === "BEHIND") {
        // Helping: whoever sees a commit under way finishes it, which makes reads linearizable.
        await catchUp(scope);
        reply = await tier.fill(scope, batch);
      }
      for (const [place, { slot }] of batch.values.entries()) {
        const { type, key, ttl } = slot;
        const subject = { tier: tier.name, type, scope, key };
        if (reply.kind !== "FILLED")
          outcomes.emit({
            kind: "fill-rejected",
            ...subject,
            reason: reply.kind === "BEHIND" ? "behind" : "missing",
          });
        else if (reply.accepted[place]) outcomes.emit({ kind: "fill", ...subject, ttl });
        else outcomes.emit({ kind: "fill-rejected", ...subject, reason: "changed" });
      }
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
    acknowledge: async ({ commits, versions }) => {
      for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);
      for (const { entry, puts } of commits) {
        // A world made under a deleted one's id must not look unknown until the next poll.
        if ((await apply(entry, puts)) === "GAP") await catchUp(entry.scope);
      }
    },
    refresh: async (wanted) => {
      const { versions } = await store.versions(wanted);
      for (const [scope, version] of versions) scopes.open(scope, version);
      return versions;
    },
    scopes,
    relay,
    trusted: () => relay.leased(),
    tier,
    close: async () => {
      await relay.stop();
      await tier.close();
    },
  };
}

function byScope(reads: readonly CacheRead[], indexes: Iterable<number>): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes) {
    const { scope } = reads[index]!.slot;
    const group = groups.get(scope);
    if (group) group.push(index);
    else groups.set(scope, [index]);
  }
  return groups;
}

/** A store that can't say a scope's version leaves the tier unused; the load then says whether it is gone. */
function unlessStoreFailed(error: unknown): null {
  if (error instanceof Fault && error.code === "UNAVAILABLE") return null;
  throw error;
}
