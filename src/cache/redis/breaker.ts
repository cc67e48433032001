import type { Clock } from "../../clock.ts";

/**
 * Opens at the first failure of a node, and closes again when a trial of its own succeeds, which is never
 * a request's: at once, in case only this process was late, then each second.
 */
export interface Breaker {
  isOpen(node: string): boolean;
  /** Whether all nodes answer. */
  isClosed(): boolean;
  /** `scope`: whose command failed there, for the trials. */
  open(node: string, scope: string): void;
  /** Closes it for all nodes. */
  reset(): void;
}

/** Between trials, in milliseconds. */
export const TRIAL_MS = 1_000;

export function createBreaker(options: {
  clock: Clock;
  /**
   * Rejects if a change of the scope wouldn't be taken, or isn't answered soon; `onLate`: it would be, as was answered
   * after that.
   */
  trial: (scope: string, onLate: () => void) => Promise<void>;
  onClosed: (node: string) => void;
  /** Told why a trial failed. */
  onFailed: (node: string, error: unknown) => void;
}): Breaker {
  const { clock, trial, onClosed, onFailed } = options;
  const tripped = new Map<string, AbortController>();

  async function watch(node: string, scope: string, watching: AbortController): Promise<void> {
    const { signal } = watching;
    const close = () => {
      if (signal.aborted) return;
      tripped.delete(node);
      watching.abort();
      onClosed(node);
    };
    while (!signal.aborted) {
      try {
        await trial(scope, close);
        return close();
      } catch (error) {
        if (signal.aborted) return;
        onFailed(node, error);
      }
      await clock.sleep(TRIAL_MS, signal).catch(() => {});
    }
  }

  return {
    isOpen: (node) => tripped.has(node),
    isClosed: () => tripped.size === 0,
    open: (node, scope) => {
      if (tripped.has(node)) return;
      const watching = new AbortController();
      tripped.set(node, watching);
      void watch(node, scope, watching);
    },
    reset: () => {
      for (const [node, watching] of tripped) {
        tripped.delete(node);
        watching.abort();
        onClosed(node);
      }
    },
  };
}
