import { z } from "zod";
import { choiceOf, settingsOf } from "../provider.ts";
import { setting } from "../setting.ts";
import { flag, whole } from "../setting-values.ts";
import type { StoreProviders } from "./providers.ts";

/** Which store is used, and what each is told. */
export function storeSettings<P extends StoreProviders>(providers: P) {
  const embedded = Object.keys(providers).filter((name) => providers[name]!.embedded);
  return z
    .object({
      provider: choiceOf("STORE_PROVIDER", "sqlite", "where worlds are kept", providers),
      settings: settingsOf(providers),
      timeoutMs: setting(
        "STORE_TIMEOUT_MS",
        "5000",
        "how long a call may wait for the store",
        whole(1, 600_000),
      ),
      demoWorld: setting(
        "DEMO_WORLD",
        "",
        `load the demo world into an empty store; empty: on ${embedded.join(" and ")} alone`,
        z.union([z.literal("").transform(() => undefined), flag], { error: "true or false" }),
      ),
    })
    .transform((store) => ({
      ...store,
      demoWorld: store.demoWorld ?? embedded.includes(store.provider),
    }));
}

export type StoreConfig = z.output<ReturnType<typeof storeSettings<StoreProviders>>>;
