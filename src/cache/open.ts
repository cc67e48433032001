import { chosen } from "../provider.ts";
import type { TierOptions } from "./provider.ts";
import { type TierProviders, tiers } from "./providers.ts";
import type { CacheConfig } from "./settings.ts";
import type { Tier } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/** A tier in use. */
export interface OpenedTier {
  readonly tier: Tier;
  /** How long a piece of work waits for it in all, in milliseconds; by default as long as that takes. */
  readonly budgetMs: number | undefined;
}

/** Opens the tier that the configuration names. */
export async function openTier(
  config: CacheConfig,
  options: Omit<TierOptions, "bounds">,
  providers: TierProviders = tiers,
): Promise<OpenedTier> {
  const { provider, config: own } = chosen(providers, config);
  return {
    tier: await provider.open(own, { ...options, bounds: boundsOf(config) }),
    budgetMs: provider.budgetMs?.(own),
  };
}

/** What the in-process cache may hold: L1, or where there is no other tier all of it. */
export function boundsOf({ maxEntries, maxBytes, maxValueBytes, policies }: CacheConfig): ValueBounds {
  const shares = Object.entries(policies).flatMap(([type, { share }]) =>
    share === null ? [] : [[type, share]],
  );
  return { maxEntries, maxBytes, maxValueBytes, shares: Object.fromEntries(shares) };
}
