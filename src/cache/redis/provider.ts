import type { TierProvider } from "../provider.ts";
import { redisSettings } from "./settings.ts";

/** A Redis that gateways share. One that can't be reached is no reason not to start: it is used as soon as it is there. */
export const redis: TierProvider<typeof redisSettings> = {
  description: "shared by gateways",
  settings: redisSettings,
  enabled: ({ enabled }) => enabled,
  budgetMs: ({ commandTimeoutMs }) => commandTimeoutMs,
  open: async (config, options) => (await import("./open.ts")).openRedisTier(config, options),
};
