import { isUnavailable } from "../fault.ts";
import { chosen } from "../provider.ts";
import type { StoreOptions } from "./provider.ts";
import { type StoreProviders, stores } from "./providers.ts";
import type { StoreConfig } from "./settings.ts";
import type { Store } from "./store.ts";

/** Opens the store that the configuration names; throws if it can't be used. */
export async function openStore(
  config: StoreConfig,
  options: Omit<StoreOptions, "timeoutMs">,
  providers: StoreProviders = stores,
): Promise<Store> {
  const { timeoutMs } = config;
  const { provider, config: own } = chosen(providers, config);
  return provider.open(own, { ...options, timeoutMs });
}

/** Of a store that fails while the gateway starts: which one it is, and which setting to change. */
export function startTrouble(
  config: StoreConfig,
  error: unknown,
  providers: StoreProviders = stores,
): unknown {
  if (!isUnavailable(error)) return error;
  const { timeoutMs, demoWorld } = config;
  const { provider, config: own } = chosen(providers, config);
  const { name, change } = provider.where(own);
  const without = demoWorld ? ", or DEMO_WORLD=false to start without loading a world" : "";
  return new Error(
    `can't use ${name}: ${(error as Error).message}: set STORE_TIMEOUT_MS to more than ${timeoutMs} if it is only slow, ${change}${without}`,
    { cause: error },
  );
}
