import type { Clock } from "../clock.ts";
import { isUnavailable, unlessUnavailable } from "../fault.ts";
import type { Changed, Store } from "../store/store.ts";
import { createApply } from "./applies.ts";
import { createCatchUp } from "./catch-up.ts";
import { createFills } from "./fills.ts";
import { createLoads } from "./loads.ts";
import { createLocal } from "./local.ts";
import { createOpenings } from "./openings.ts";
import { changeOutcome, type Outcomes } from "./outcomes.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createRepair } from "./repair.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import type { Mark, Tier, TierHealth } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/**
 * Coherent reads of a store through a shared tier, by the protocol of the design. The rule that
 * everything rests on: no tier is trusted below M, the highest version heard of.
 */
export interface Cache extends Reads {
  /**
   * After a commit and before its acknowledgement: M rises, the tier is brought up to date (line 2).
   * Answers the scopes of which it couldn't be: other gateways hear of those changes when they poll.
   */
  acknowledge(changed: Changed<unknown>): Promise<readonly string[]>;
  /** Asks the store for the scopes' versions, which M then is at least; unknown scopes are missing. */
  refresh(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** For strict reads: M is at least what the shared tier has, or where there is none, what the store has. */
  hearLatest(scopes: readonly string[]): Promise<void>;
  /** The store's epoch, as this gateway last heard of it: versions of another one say nothing. */
  epoch(): string;
  readonly scopes: Pick<Scopes, "heard" | "hear" | "watch" | "watchers">;
  readonly relay: Relay;
  /** False while no cache is trusted: the poll lease has run out. */
  trusted(): boolean;
  readonly tiers: readonly Pick<Tier, "name" | "status">[];
  health(): TierHealth & { readonly bus: "up" | "down" };
  close(): Promise<void>;
}

export interface CacheOptions {
  readonly store: Store;
  readonly tier: Tier;
  readonly clock: Clock;
  readonly outcomes: Outcomes;
  readonly epoch: string;
  /** The number of the definitions. */
  readonly definitions: number;
  /** The metric label of a cache key. */
  readonly labelOf: (key: string) => string;
  /** T: how often the relay polls, in milliseconds. */
  readonly relayIntervalMs: number;
  readonly maxScopes?: number;
  /** What L1 above a shared tier may hold: values, and their size as JSON. */
  readonly local: ValueBounds;
  /** Told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void;
  /** Told why the store doesn't answer polls when that begins, and null when it answers again. */
  readonly onStore?: (error: unknown) => void;
}

export function createCache(options: CacheOptions): Cache {
  const { store, tier, clock, outcomes, epoch, definitions, labelOf, onError } = options;
  const maxScopes = options.maxScopes ?? 10_000;
  const scopes = createScopes(maxScopes);
  const loads = createLoads(store);
  /** Older definitions' marks and other stores' are as good as none. */
  const usable = (mark: Mark | undefined) =>
    mark && mark.epoch === epoch && mark.definitions >= definitions ? mark : undefined;
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
  const apply = createApply({ tier, local, clock, loads, outcomes, labelOf });
  const catchUp = createCatchUp({ store, tier, scopes, apply, markOf });
  const relay = createRelay({
    store,
    epoch,
    scopes,
    clock,
    intervalMs: options.relayIntervalMs,
    repair: createRepair({ tier, local, scopes, catchUp, usable }),
    onError,
    onStore: options.onStore ?? (() => {}),
  });
  const fills = createFills({ store, tier, local, catchUp, outcomes, clock, definitions, onTierError });
  const openings = createOpenings({ store, tier, scopes });
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
    relay,
    onTierError,
  });

  const refresh: Cache["refresh"] = async (wanted) => {
    const { versions } = await store.versions(wanted);
    for (const [scope, version] of versions) scopes.open(scope, version);
    return versions;
  };

  return {
    ...reads,
    acknowledge: async ({ commits, versions }) => {
      for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);
      // It is committed, whatever comes now: what the tier isn't told here, the relay tells it.
      const degraded: string[] = [];
      const commitOf = new Map(commits.map((commit) => [commit.entry.scope, commit]));
      await Promise.all(
        Object.entries(versions).map(async ([scope, version]) => {
          try {
            const commit = commitOf.get(scope);
            if (commit && (await apply(commit.entry, commit.puts)).kind !== "GAP") return;
            // Of a retry the committer is another request, perhaps another gateway's, and not done yet.
            const mark = commit ? undefined : await markOf(scope);
            if (!mark || mark.version < version) await catchUp(scope, version);
          } catch (error) {
            onTierError(error);
            degraded.push(scope);
          }
        }),
      );
      if (commits.length > 0) outcomes.emit(changeOutcome(commits.map(({ entry }) => entry)));
      return degraded.sort();
    },
    refresh,
    hearLatest: async (wanted) => {
      const unheard = new Set(wanted);
      if (local) {
        const marks = await Promise.resolve(tier.marks(wanted)).catch(unlessUnavailable);
        for (const [scope, found] of marks ?? []) {
          const mark = usable(found);
          if (!mark) continue;
          scopes.hear(scope, mark.version);
          unheard.delete(scope);
        }
      }
      if (unheard.size > 0) await refresh([...unheard]);
    },
    epoch: () => epoch,
    scopes: {
      ...scopes,
      watch: (scope, wake) => {
        // Whoever follows a scope hears of its changes from notices, and by polling only where these are lost.
        local?.attach(scope);
        return scopes.watch(scope, wake);
      },
    },
    relay,
    trusted: relay.leased,
    health: () => {
      const health = tier.health();
      return { ...health, bus: !bus || (health.status === "up" && bus.connected()) ? "up" : "down" };
    },
    tiers: local ? [local, tier] : [tier],
    close: async () => {
      await relay.stop();
      local?.close();
      await tier.close();
    },
  };
}
