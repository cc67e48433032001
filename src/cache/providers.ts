import { memory } from "./memory-provider.ts";
import type { TierProvider } from "./provider.ts";
import { redis } from "./redis/provider.ts";

/** Where values may be cached, by the names that CACHE_PROVIDER takes. Another one is a folder, and a line here. */
export const tiers = { memory, redis } satisfies TierProviders;

/** What there is without any server is always among them. */
export type TierProviders = Readonly<Record<string, TierProvider>> & { readonly memory: TierProvider };
