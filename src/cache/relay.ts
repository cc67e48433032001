import type { Clock } from "../clock.ts";
import { unavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";
import type { Scopes } from "./scopes.ts";

/**
 * Polls the versions of all scopes in use (protocol line 12): what other writers changed is heard of
 * within T, and what their tiers missed is applied. Its last success is the lease under which caches
 * are trusted at all.
 */
export interface Relay {
  /** Polls now, then every T until stopped. */
  start(): Promise<void>;
  /** One poll; rejects if the store doesn't answer. */
  poll(): Promise<void>;
  /** Whether the last successful poll began at most 3T ago. */
  leased(): boolean;
  /** Whether the lease has run out because the store doesn't answer. */
  failing(): boolean;
  /** When the last successful poll began, in milliseconds since 1970. */
  lastPoll(): number | null;
  stop(): Promise<void>;
}

export function createRelay(options: {
  store: Store;
  /** Which store the caches were filled from. */
  storeId: string;
  scopes: Scopes;
  clock: Clock;
  intervalMs: number;
  /** Brings the tiers up to what was heard of these scopes. */
  repair: (scopes: readonly string[]) => Promise<void>;
  onError: (error: unknown) => void;
}): Relay {
  const { store, scopes, clock, intervalMs, onError } = options;
  const stopping = new AbortController();
  let polled: number | null = null;
  let failed = false;
  let loop: Promise<void> = Promise.resolve();

  async function poll(): Promise<void> {
    const began = clock.now();
    const { versions, storeId } = await store.versions(scopes.polled()).catch((error) => {
      failed = true;
      throw error;
    });
    failed = false;
    if (storeId !== options.storeId)
      throw unavailable("another store answers under the same address: restart");
    // All of them before the lease is renewed, or a scope that can't be caught up would hide the changes of others.
    for (const [scope, version] of versions) scopes.open(scope, version);
    polled = began;
    await options.repair([...versions.keys()]);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const slept = await clock.sleep(intervalMs, stopping.signal).then(
        () => true,
        () => false,
      );
      if (slept) await poll().catch(onError);
    }
  }

  const leased = () => polled !== null && clock.now() - polled <= 3 * intervalMs;

  return {
    start: async () => {
      await poll();
      loop = run();
    },
    poll,
    leased,
    failing: () => failed && !leased(),
    lastPoll: () => polled,
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
