import type { Clock } from "../clock.ts";
import { isUnavailable } from "../fault.ts";
import type { Store } from "./store.ts";

/** Has the store index what its lists lack, when a gateway starts and until it is done. */
export interface Indexer {
  /** Resolves when all is indexed, or `patienceMs` are over: the rest goes on while the gateway serves. */
  start(patienceMs: number): Promise<void>;
  stop(): void;
}

/** A store that didn't answer is asked again after this. */
const AGAIN_MS = 1_000;

export function createIndexer(options: {
  store: Store;
  clock: Clock;
  /** Told once all is indexed, and of how many scopes something was lacking. */
  onDone: (scopes: number) => void;
  onError: (error: unknown) => void;
}): Indexer {
  const { store, clock, onDone, onError } = options;
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted)
      try {
        return onDone(await store.index());
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error);
        // A defect is told once. Lists that lack something are indexed when they are asked for, or refused.
        if (!isUnavailable(error)) return;
        await clock.sleep(AGAIN_MS, stopping.signal).catch(() => {});
      }
  }

  return {
    start: async (patienceMs) => {
      const over = new AbortController();
      await Promise.race([run(), clock.sleep(patienceMs, over.signal).catch(() => {})]);
      over.abort();
    },
    stop: () => stopping.abort(),
  };
}
