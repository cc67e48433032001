import type { Cache } from "../cache/cache.ts";
import type { Clock } from "../clock.ts";
import type { ReportedStore, StoreHealth } from "../store/reporter.ts";

/** `/health`: the service, and its parts apart: it is healthy without its cache. */
export interface Health {
  readonly status: "ok";
  /** Whether requests should be sent here: it isn't shutting down, and the store answers. */
  readonly ready: boolean;
  readonly store: { readonly provider: string } & StoreHealth & {
      /** What was found there that can't be read: how much, and some ids. */
      readonly unreadable?: { readonly count: number; readonly ids: readonly string[] };
    };
  readonly cache: {
    readonly provider: string;
    /** untrusted: the store hasn't been heard of for too long, or was restored under its old epoch. */
    readonly status: "up" | "down" | "untrusted";
    /** What is wrong with it, or with how it is set up. */
    readonly warnings?: readonly string[];
  };
  readonly bus: { readonly provider: string; readonly status: "up" | "down" };
  readonly relay: { readonly status: "up" | "late"; readonly lastPollMsAgo: number | null };
}

/** How long the store is waited for, in milliseconds. */
const STORE_MS = 500;
const LATE = `the store doesn't answer within ${STORE_MS} ms`;

/** What `/health` answers from. */
export interface HealthCheck {
  /** Waits for the store no longer than half a second. */
  check(): Promise<Health>;
  /** From now on no requests should be sent here. */
  leave(): void;
}

export function createHealth(options: {
  store: ReportedStore;
  cache: Pick<Cache, "health" | "trusted" | "relay">;
  /** What was chosen, by name. */
  providers: { readonly store: string; readonly cache: string };
  clock: Clock;
  unreadable: () => { readonly count: number; readonly ids: readonly string[] };
}): HealthCheck {
  const { cache, providers, clock } = options;
  const { store, health } = options.store;
  let leaving = false;

  /** Whoever watches over the process is answered soon, also where the store is silent. */
  async function answers(): Promise<boolean> {
    const waited = new AbortController();
    const up = await Promise.race([
      store.versions([]).then(
        () => true,
        () => false,
      ),
      clock.sleep(STORE_MS, waited.signal).then(
        () => false,
        () => false,
      ),
    ]);
    waited.abort();
    return up;
  }

  return {
    check: async () => {
      const unreadable = options.unreadable();
      const up = await answers();
      const { status, warnings, bus } = cache.health();
      const lastPoll = cache.relay.lastPoll();
      return {
        status: "ok",
        ready: up && !leaving,
        store: {
          provider: providers.store,
          ...(up ? health() : { reason: LATE, ...health(), status: "down" }),
          ...(unreadable.count > 0 && { unreadable }),
        },
        cache: {
          provider: providers.cache,
          status: status === "up" && !cache.trusted() ? "untrusted" : status,
          ...(warnings.length > 0 && { warnings }),
        },
        // In one process a signal is a function call; between gateways the relay carries the news.
        bus: { provider: providers.cache, status: bus },
        relay: {
          status: cache.relay.leased() ? "up" : "late",
          lastPollMsAgo: lastPoll === null ? null : clock.now() - lastPoll,
        },
      };
    },
    leave: () => {
      leaving = true;
    },
  };
}
