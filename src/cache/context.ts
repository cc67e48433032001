import type { Clock } from "../clock.ts";
import type { Registry } from "../entities/registry.ts";
import { isUnavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";
import type { Epoch } from "./epoch.ts";
import { createKnownWriters, type KnownWriters } from "./known-writers.ts";
import { createLoads, type Loads } from "./loads.ts";
import { createLocal, type Local } from "./local.ts";
import { CONDEMNED, isUsable, type Mark } from "./mark.ts";
import type { Outcomes } from "./outcomes.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import type { Tier } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/** What the cache is made of. */
export interface CacheOptions {
  readonly store: Store;
  readonly tier: Tier;
  readonly clock: Clock;
  readonly outcomes: Outcomes;
  readonly epoch: Epoch;
  /** What the program's definitions know of the cache's parts. */
  readonly registry: Pick<Registry, "writer" | "known" | "parts">;
  /** The metric label of a cache key. */
  readonly labelOf: (key: string) => string;
  /** T: how often the relay polls, in milliseconds. */
  readonly relayIntervalMs: number;
  /** How long a piece of work waits for the tier in all, in milliseconds; by default as long as that takes. */
  readonly budgetMs?: number | undefined;
  readonly maxScopes?: number;
  /** What L1 above a shared tier may hold: values, and their size as JSON. */
  readonly local: ValueBounds;
  /** Told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** What all parts of the cache share; each is given it whole, and beside it the parts that it builds on. */
export interface CacheContext extends Omit<CacheOptions, "local" | "budgetMs" | "maxScopes"> {
  /** L1 above a shared tier; null where none is needed. */
  readonly local: Local | null;
  readonly scopes: Scopes;
  readonly loads: Loads;
  readonly writers: KnownWriters;
  /** The mark as this gateway may use it: another store's is none, and neither is any while no tier is trusted. */
  usable(mark: Mark | undefined): Mark | undefined;
  /** The tier's mark, if this gateway may use it. Rejects as the tier does. */
  markOf(scope: string): Promise<Mark | undefined>;
  /** The store was restored: these scopes are below what was known of them (protocol line 17). */
  prove(scopes: readonly string[]): void;
  /** Whatever a tier does wrong, the store answers; that it isn't there is told elsewhere. */
  onTierError(error: unknown): void;
}

/** What a cache made of these options has in common. A new era forgets all that was heard in it (protocol line 16). */
export function createContext(options: CacheOptions): CacheContext {
  const { store, tier, epoch, maxScopes = 10_000 } = options;
  const { bus } = tier;
  const scopes = createScopes(maxScopes);
  const loads = createLoads(store);
  const writers = createKnownWriters(options);
  const usable = (mark: Mark | undefined) =>
    isUsable(mark, epoch.current()) && !epoch.restored() ? mark : undefined;
  const markOf = async (scope: string) => usable((await tier.read(scope, [])).mark);
  const onTierError = (error: unknown) => {
    if (!isUnavailable(error)) options.onError(error);
  };
  // Gateways that come later, when the store has gone beyond what was lost, learn it from the tier.
  const prove = (lower: readonly string[]) => {
    epoch.distrust();
    if (!bus) return;
    for (const scope of lower)
      Promise.resolve(tier.open(scope, CONDEMNED, { anew: true })).catch(onTierError);
  };
  const shared = { ...options, scopes, loads, writers, usable, markOf, prove, onTierError };
  const local = bus ? createLocal(shared, { bus, bounds: options.local, maxScopes }) : null;
  epoch.listen(() => {
    loads.dropAll();
    local?.clear();
    scopes.forget();
  });
  return { ...shared, local };
}
