import { z } from "zod";
import { choiceOf, chosen, settingsOf } from "../provider.ts";
import { setting } from "../setting.ts";
import { flag, whole } from "../setting-values.ts";
import { type CachePolicies, policySettings } from "./policies.ts";
import type { TierProviders } from "./providers.ts";

/** Which tier is used, what each is told, and what is cached. `policies`: the entity types, as their definitions say. */
export function cacheSettings<P extends TierProviders>(providers: P, policies: CachePolicies) {
  return z
    .object({
      provider: choiceOf<P>("CACHE_PROVIDER", "memory", "where values are cached", providers),
      enabled: setting(
        "CACHE_ENABLED",
        "true",
        "false: nothing is cached, and every read asks the store",
        flag,
      ),
      settings: settingsOf(providers),
      maxEntries: setting(
        "CACHE_MAX_ENTRIES",
        "200000",
        "values cached in process at most",
        whole(1, 100_000_000),
      ),
      maxBytes: setting("CACHE_MAX_BYTES", "268435456", "their size as JSON at most", whole(1, 1e12)),
      /** Of one value, in process and in a shared tier, by its JSON. */
      maxValueBytes: setting(
        "CACHE_MAX_VALUE_BYTES",
        "1048576",
        "size as JSON of one cached value at most; larger ones are read from the store",
        whole(1_000, 1e9),
      ),
      defaultTtl: setting(
        "CACHE_DEFAULT_TTL",
        "3600",
        "seconds that a cached entity lives where its type says nothing",
        whole(1, 31_536_000),
      ),
      policies: policySettings(policies),
      /** T, in milliseconds. */
      relayIntervalMs: setting(
        "RELAY_INTERVAL_MS",
        "1000",
        "how often other writers' changes are asked for (T)",
        whole(10, 60_000),
      ),
    })
    .refine(({ policies }) => sumOfShares(policies) < 1, {
      path: ["policies"],
      error: ({ input }) =>
        `CACHE_<TYPE>_SHARE: expected less than 100 in all, since the other types need some; they are ${Math.round(100 * sumOfShares((input as { policies: Policies }).policies))}`,
    })
    .transform(({ enabled, defaultTtl, ...cache }) => {
      const { provider, config } = chosen(providers, cache);
      const usable = enabled && (provider.enabled?.(config) ?? true);
      const policies = Object.entries(cache.policies).map(([type, { ttl, cached, ...policy }]) => [
        type,
        { ...policy, ttl: ttl === undefined ? defaultTtl : ttl, cached: enabled && cached },
      ]);
      return {
        ...cache,
        provider: usable ? cache.provider : "memory",
        /** Entity type → how it is cached. */
        policies: Object.fromEntries(policies) as CachePolicies,
      };
    });
}

export type CacheConfig = z.output<ReturnType<typeof cacheSettings<TierProviders>>>;

type Policies = z.output<ReturnType<typeof policySettings>>;

function sumOfShares(policies: Policies): number {
  return Object.values(policies).reduce((sum, { share }) => sum + (share ?? 0), 0);
}
