import type { Clock } from "../clock.ts";
import type { Changed, Store } from "../store/store.ts";
import { createApply } from "./applies.ts";
import { createCatchUp } from "./catch-up.ts";
import { createFills } from "./fills.ts";
import { createLoads } from "./loads.ts";
import type { Outcomes } from "./outcomes.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import type { Mark, Tier } from "./tier.ts";

/**
 * Coherent reads of a store through a shared tier, by the protocol of the design. The rule that
 * everything rests on: no tier is trusted below M, the highest version heard of.
 */
export interface Cache extends Reads {
  /** After a commit and before its acknowledgement: M rises, the tier is brought up to date (line 2). */
  acknowledge(changed: Changed<unknown>): Promise<void>;
  /** Asks the store for the scopes' versions, which M then is at least; unknown scopes are missing. */
  refresh(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  readonly scopes: Pick<Scopes, "heard" | "hear" | "watch" | "watchers">;
  readonly relay: Relay;
  /** False while no cache is trusted: the poll lease has run out. */
  trusted(): boolean;
  readonly tier: Pick<Tier, "name" | "status">;
  close(): Promise<void>;
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
  const { store, tier, clock, outcomes, storeId, definitions } = options;
  const scopes = createScopes(options.maxScopes ?? 10_000);
  const loads = createLoads(store);
  /** Older definitions' marks and other stores' are as good as none. */
  const usable = (mark: Mark | undefined) =>
    mark && mark.storeId === storeId && mark.definitions >= definitions ? mark : undefined;
  const apply = createApply({ tier, loads, outcomes, labelOf: options.labelOf });
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
  const fills = createFills({ store, tier, scopes, catchUp, outcomes, definitions });
  const { leased } = relay;
  const reads = createReads({
    store,
    tier,
    scopes,
    loads,
    fills,
    catchUp,
    clock,
    outcomes,
    definitions,
    usable,
    leased,
  });

  return {
    ...reads,
    acknowledge: async ({ commits, versions }) => {
      for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);
      for (const { entry, puts } of commits) {
        // It is committed, whatever comes now: what the tier isn't told here, the relay tells it.
        const told = apply(entry, puts).then((reply) => (reply === "GAP" ? catchUp(entry.scope) : undefined));
        await told.catch(options.onError);
      }
    },
    refresh: async (wanted) => {
      const { versions } = await store.versions(wanted);
      for (const [scope, version] of versions) scopes.open(scope, version);
      return versions;
    },
    scopes,
    relay,
    trusted: leased,
    tier,
    close: async () => {
      await relay.stop();
      await tier.close();
    },
  };
}
