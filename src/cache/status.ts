import type { ServerStatus } from "./tier.ts";

/** The cache as the `cache` query and `/health` show it. */
export interface CacheStatus {
  /** As the schema calls it. */
  readonly provider: string;
  readonly trusted: boolean;
  readonly tiers: readonly TierStatus[];
}

export interface TierStatus {
  readonly tier: "L1" | "L2";
  readonly entries: number | null;
  readonly bytes: number | null;
  readonly server?: ServerStatus;
  readonly counters: readonly CacheCounter[];
}

/** What happened to the values of one type in one tier since the start. */
export interface CacheCounter {
  readonly type: string;
  readonly hits: number;
  readonly misses: number;
  readonly fills: number;
  readonly fillsRejected: number;
  readonly invalidations: number;
  /** Values that couldn't be decoded. */
  readonly garbage: number;
}
