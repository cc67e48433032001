import type { CacheContext } from "./context.ts";
import type { VersionLookup } from "./version-lookup.ts";

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
  /** Whether the last successful poll began at most 3T ago, by now or by a time that was taken for now. */
  leased(now?: number): boolean;
  /** Whether the lease has run out because the store doesn't answer. */
  failing(): boolean;
  /** When the last successful poll began, in milliseconds since 1970. */
  lastPoll(): number | null;
  stop(): Promise<void>;
}

export function createRelay(
  { scopes, clock, relayIntervalMs: intervalMs, onError }: CacheContext,
  askStore: VersionLookup,
  /** Brings the tiers up to what was heard of these scopes. */
  repair: (scopes: readonly string[]) => Promise<void>,
): Relay {
  const stopping = new AbortController();
  let polled: number | null = null;
  let failed = false;
  let loop: Promise<void> = Promise.resolve();
  let repairing: Promise<void> | null = null;

  /** Asks the store, and answers the scopes that it knows. */
  async function ask(): Promise<string[]> {
    const began = clock.now();
    let versions: ReadonlyMap<string, number>;
    try {
      // All of them before the lease is renewed, or a scope that can't be caught up would hide the changes of others.
      versions = await askStore(scopes.polled());
    } catch (error) {
      failed = true;
      throw error;
    }
    failed = false;
    polled = began;
    return [...versions.keys()];
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const slept = await clock.sleep(intervalMs, stopping.signal).then(
        () => true,
        () => false,
      );
      if (!slept) continue;
      // The lease doesn't wait for the repairs, which may take long where Redis has lost everything.
      const known = await ask().catch(() => null);
      if (known && !repairing)
        repairing = repair(known)
          .catch(onError)
          .finally(() => {
            repairing = null;
          });
    }
  }

  const poll = async () => repair(await ask());

  const leased = (now = clock.now()) => polled !== null && now - polled <= 3 * intervalMs;

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
      await repairing;
    },
  };
}
