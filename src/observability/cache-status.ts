import type { Cache } from "../cache/cache.ts";
import type { CacheStatus } from "../cache/status.ts";
import { enumValueOf } from "../provider.ts";
import type { OutcomeCounters } from "./outcome-counters.ts";

/** What the `cache` query and /metrics show: each tier's own state, with what was counted in it. */
export function createCacheStatus(options: {
  /** The name of the one that was chosen. */
  provider: string;
  cache: Pick<Cache, "trusted" | "tiers">;
  counters: OutcomeCounters;
}): () => Promise<CacheStatus> {
  const { provider, cache, counters } = options;
  return async () => ({
    provider: enumValueOf(provider),
    trusted: cache.trusted(),
    tiers: await Promise.all(
      cache.tiers.map(async (tier) => ({
        tier: tier.name,
        ...(await tier.status()),
        counters: counters.of(tier.name),
      })),
    ),
  });
}
