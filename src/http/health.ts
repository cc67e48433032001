import type { Cache } from "../cache/cache.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** `/health`: the service, and its parts apart (H11): it is healthy without its cache. */
export interface Health {
  readonly status: "ok";
  /** Whether requests should be sent here: it isn't shutting down, and the store answers. */
  readonly ready: boolean;
  readonly store: { readonly provider: string; readonly status: "up" | "down" };
  readonly cache: { readonly provider: string; readonly status: "up" | "untrusted" };
  readonly bus: { readonly provider: string; readonly status: "up" };
  readonly relay: { readonly status: "up" | "late"; readonly lastPollMsAgo: number | null };
}

export async function checkHealth(options: {
  store: Store;
  cache: Cache;
  clock: Clock;
  draining: boolean;
}): Promise<Health> {
  const { store, cache, clock, draining } = options;
  const up = await store.versions([]).then(
    () => true,
    () => false,
  );
  const lastPoll = cache.relay.lastPoll();
  return {
    status: "ok",
    ready: up && !draining,
    store: { provider: store.provider, status: up ? "up" : "down" },
    cache: { provider: "memory", status: cache.trusted() ? "up" : "untrusted" },
    // In one process a signal is a function call; between gateways the relay carries the news.
    bus: { provider: "memory", status: "up" },
    relay: {
      status: cache.relay.leased() ? "up" : "late",
      lastPollMsAgo: lastPoll === null ? null : clock.now() - lastPoll,
    },
  };
}
