import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  /** How many sleeps are under way. */
  readonly sleeping: number;
  /**
   * Moves the time on. Who sleeps wakes at its own moment, in order, and what it then does (until it
   * waits for something other than this clock) is done before the next one wakes, and before this resolves.
   */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

export function createHandClock(start = "2026-01-01T00:00:00.000Z"): HandClock {
  let now = Date.parse(start);
  const sleepers = new Set<Sleeper>();
  const nextBefore = (end: number) =>
    [...sleepers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];

  return {
    now: () => now,

    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", onAbort);
        };
        const onAbort = () => {
          leave();
          reject(signal?.reason);
        };
        const sleeper = {
          due: now + ms,
          wake: () => {
            leave();
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", onAbort, { once: true });
      }),

    get sleeping() {
      return sleepers.size;
    },

    advance: async (ms) => {
      const end = now + ms;
      await turnOfTheLoop();
      for (let next = nextBefore(end); next; next = nextBefore(end)) {
        now = Math.max(now, next.due);
        next.wake();
        await turnOfTheLoop();
      }
      now = Math.max(now, end);
    },
  };
}

/** Resolves after everything that can go on without waiting has gone on. */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
