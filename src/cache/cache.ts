import type { Clock } from "../clock.ts";
import { isUnavailable, unlessUnavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";
import { type Acknowledge, createAcknowledge } from "./acknowledge.ts";
import { createApply } from "./applies.ts";
import { createAsk, type Known } from "./ask.ts";
import { type Budget, createBudget, UNBOUNDED } from "./budget.ts";
import { createCatchUp } from "./catch-up.ts";
import { type Epoch, RESTORED_ADVICE } from "./epoch.ts";
import { createFills } from "./fills.ts";
import { createLoads } from "./loads.ts";
import { createLocal } from "./local.ts";
import { createOpenings } from "./openings.ts";
import type { Outcomes } from "./outcomes.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createRepair } from "./repair.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import { CONDEMNED, type Mark, type Tier, type TierHealth } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/**
 * Coherent reads of a store through a shared tier, by the protocol in README.md here. The rule that
 * everything rests on: no tier is trusted below M, the highest version heard of.
 */
export interface Cache extends Reads {
  /** For one piece of work, which passes it on to all that it asks of this cache. */
  budget(): Budget;
  /**
   * Before a change: what is known of the scopes that it may touch. Whatever it then commits proves the store restored
   * if that isn't above it.
   */
  prepare(scopes: readonly string[], budget?: Budget): Promise<Known>;
  readonly acknowledge: Acknowledge;
  /** Asks the store for the scopes' versions, which M then is at least; unknown scopes are missing. */
  refresh(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** For strict reads: M is at least what the shared tier has, or where there is none, what the store has. */
  hearLatest(scopes: readonly string[], budget?: Budget): Promise<void>;
  /**
   * The store's epoch, as this gateway last heard of it: versions of another one say nothing. Whoever watches a scope is
   * woken when it changes.
   */
  epoch(): string;
  /** Rises with each new epoch, and when the store turns out to be restored: nothing kept from before it is right. */
  turn(): number;
  readonly scopes: Pick<Scopes, "heard" | "hear" | "watch" | "watchers">;
  readonly relay: Relay;
  /** False while no cache is trusted: the poll lease has run out, or the store was restored under its old epoch. */
  trusted(): boolean;
  readonly tiers: readonly Pick<Tier, "name" | "status">[];
  health(): TierHealth & { readonly bus: "up" | "down" };
  /** Resolves when what was loaded and nobody waits for lies in the tier. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface CacheOptions {
  readonly store: Store;
  readonly tier: Tier;
  readonly clock: Clock;
  readonly outcomes: Outcomes;
  readonly epoch: Epoch;
  /** The number of the definitions. */
  readonly definitions: number;
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

export function createCache(options: CacheOptions): Cache {
  const { store, tier, clock, outcomes, epoch, definitions, labelOf, onError } = options;
  const maxScopes = options.maxScopes ?? 10_000;
  const scopes = createScopes(maxScopes);
  const loads = createLoads(store);
  /** Older definitions' marks and other stores' are as good as none, and so are all while no tier is trusted. */
  const usable = (mark: Mark | undefined) =>
    mark && mark.epoch === epoch.current() && mark.definitions >= definitions && !epoch.restored()
      ? mark
      : undefined;
  const markOf = async (scope: string) => usable((await tier.read(scope, [])).mark);
  /** Whatever a tier does wrong, the store answers; that it isn't there is told elsewhere. */
  const onTierError = (error: unknown) => {
    if (!isUnavailable(error)) onError(error);
  };
  const { bus } = tier;
  const local = bus
    ? createLocal({
        bus,
        scopes,
        outcomes,
        definitions,
        markOf,
        labelOf,
        bounds: options.local,
        maxScopes,
        now: clock.now,
        onError,
      })
    : null;
  epoch.listen(() => {
    loads.dropAll();
    local?.clear();
    scopes.forget();
  });
  /** The store was restored. Gateways that come later, when it has gone beyond what was lost, learn it from the tier. */
  const prove = (lower: readonly string[]) => {
    epoch.distrust();
    if (!bus) return;
    for (const scope of lower)
      Promise.resolve(tier.open(scope, CONDEMNED, { anew: true })).catch(onTierError);
  };
  const ask = createAsk({
    store,
    scopes,
    epoch,
    prove,
    clock,
    leaseMs: 3 * options.relayIntervalMs,
  });
  const apply = createApply({ tier, local, clock, loads, epoch, outcomes, labelOf });
  const catchUp = createCatchUp({ store, tier, scopes, apply, markOf, epoch });
  const relay = createRelay({
    ask,
    scopes,
    clock,
    intervalMs: options.relayIntervalMs,
    repair: createRepair({ tier, local, scopes, catchUp, usable, epoch }),
    onError,
  });
  const fills = createFills({
    store,
    tier,
    local,
    catchUp,
    outcomes,
    clock,
    definitions,
    epoch,
    onTierError,
  });
  const openings = createOpenings({ store, tier, scopes, epoch, ask });
  const reads = createReads({
    tier,
    local,
    scopes,
    loads,
    fills,
    catchUp,
    openings,
    clock,
    outcomes,
    definitions,
    usable,
    epoch,
    ask,
    relay,
    onTierError,
  });

  return {
    ...reads,
    budget: () => (options.budgetMs === undefined ? UNBOUNDED : createBudget(clock, options.budgetMs)),
    prepare: openings.known,
    acknowledge: createAcknowledge({
      scopes,
      epoch,
      ask,
      apply,
      catchUp,
      markOf,
      prove,
      outcomes,
      onTierError,
    }),
    refresh: (wanted) => ask(wanted),
    hearLatest: async (wanted, { within } = UNBOUNDED) => {
      const unheard = new Set(wanted);
      if (local && !epoch.restored()) {
        const marks = await Promise.resolve(within(() => tier.marks(wanted))).catch(unlessUnavailable);
        for (const [scope, found] of marks ?? []) {
          const mark = usable(found);
          if (!mark) continue;
          scopes.hear(scope, mark.version);
          unheard.delete(scope);
        }
      }
      if (unheard.size > 0) await ask([...unheard]);
    },
    epoch: epoch.current,
    turn: epoch.turn,
    scopes: {
      ...scopes,
      watch: (scope, wake) => {
        // Whoever follows a scope hears of its changes from notices, and by polling only where these are lost.
        if (!epoch.restored()) local?.attach(scope);
        return scopes.watch(scope, wake);
      },
    },
    relay,
    trusted: () => relay.leased() && !epoch.restored(),
    health: () => {
      const health = tier.health();
      const warnings = epoch.restored() ? [RESTORED_ADVICE, ...health.warnings] : health.warnings;
      return {
        ...health,
        warnings,
        bus: !bus || (health.status === "up" && bus.connected()) ? "up" : "down",
      };
    },
    tiers: local ? [local, tier] : [tier],
    settled: fills.settled,
    close: async () => {
      await relay.stop();
      await fills.settled();
      local?.close();
      await tier.close();
    },
  };
}
