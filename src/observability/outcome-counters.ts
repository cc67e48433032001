import type { Outcome } from "../cache/outcomes.ts";
import type { CacheCounter } from "../cache/status.ts";

/** Counts outcomes by tier and type, for the `cache` query and for /metrics alike. */
export interface OutcomeCounters {
  record(outcome: Outcome): void;
  of(tier: "L1" | "L2"): CacheCounter[];
}

type Counted = { -readonly [K in keyof CacheCounter]: CacheCounter[K] };

/** A change is counted by what it dropped in each tier. */
type Counting = Exclude<Outcome, { kind: "change" }>;

const COUNTER_OF: Record<Counting["kind"], Exclude<keyof CacheCounter, "type">> = {
  hit: "hits",
  stale: "hits",
  garbage: "garbage",
  miss: "misses",
  fill: "fills",
  "fill-rejected": "fillsRejected",
  invalidation: "invalidations",
};

export function createOutcomeCounters(): OutcomeCounters {
  const tiers: Record<"L1" | "L2", Map<string, Counted>> = { L1: new Map(), L2: new Map() };
  return {
    record: (outcome) => {
      if (outcome.kind === "change") return;
      const { tier, type, kind } = outcome;
      const counter = COUNTER_OF[kind];
      let counted = tiers[tier].get(type);
      if (!counted) {
        counted = { type, hits: 0, misses: 0, fills: 0, fillsRejected: 0, invalidations: 0, garbage: 0 };
        tiers[tier].set(type, counted);
      }
      // A flush raises a floor instead of touching keys, and counts as one.
      counted[counter] += outcome.kind === "invalidation" ? outcome.keys.length || 1 : 1;
    },
    of: (tier) => [...tiers[tier].values()].sort((a, b) => (a.type < b.type ? -1 : 1)),
  };
}
