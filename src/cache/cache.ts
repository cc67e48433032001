import { unlessUnavailable } from "../fault.ts";
import { type Acknowledge, createAcknowledge } from "./acknowledge.ts";
import { createApply } from "./applies.ts";
import { type Budget, createBudget, UNBOUNDED } from "./budget.ts";
import { createCatchUp } from "./catch-up.ts";
import { type CacheOptions, createContext } from "./context.ts";
import { RESTORED_ADVICE } from "./epoch.ts";
import { createFills } from "./fills.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createRepair } from "./repair.ts";
import { createScopeOpener } from "./scope-opener.ts";
import type { Scopes } from "./scopes.ts";
import type { Tier, TierHealth } from "./tier.ts";
import { createVersionLookup, type KnownVersions } from "./version-lookup.ts";

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
  prepare(scopes: readonly string[], budget?: Budget): Promise<KnownVersions>;
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
  era(): number;
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

export function createCache(options: CacheOptions): Cache {
  const context = createContext(options);
  const { tier, clock, epoch, local, scopes, usable } = context;
  const ask = createVersionLookup(context);
  const apply = createApply(context);
  const catchUp = createCatchUp(context, apply);
  const opener = createScopeOpener(context, ask);
  const fills = createFills(context, catchUp);
  const relay = createRelay(context, ask, createRepair(context, catchUp));
  const reads = createReads(context, { ask, catchUp, opener, fills, relay });

  return {
    ...reads,
    budget: () => (options.budgetMs === undefined ? UNBOUNDED : createBudget(clock, options.budgetMs)),
    prepare: opener.known,
    acknowledge: createAcknowledge(context, { ask, apply, catchUp }),
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
    era: epoch.era,
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
        bus: !tier.bus || (health.status === "up" && tier.bus.connected()) ? "up" : "down",
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
