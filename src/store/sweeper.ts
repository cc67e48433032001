import type { Clock } from "../clock.ts";
import type { Store } from "./store.ts";

/** Removes what deleted and replaced worlds left behind, a batch at a time, when nobody waits for it. */
export interface Sweeper {
  start(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
const BETWEEN_PIECES_MS = 20;

export function createSweeper(options: {
  store: Store;
  clock: Clock;
  onError: (error: unknown) => void;
}): Sweeper {
  const { store, clock, onError } = options;
  const stopping = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await store.sweep().catch((error: unknown) => {
        onError(error);
        return false;
      });
      await clock.sleep(more ? BETWEEN_PIECES_MS : EVERY_MS, stopping.signal).catch(() => {});
    }
  }

  return {
    start: () => {
      loop = run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
