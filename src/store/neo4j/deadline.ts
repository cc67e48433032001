import { unavailable } from "../../fault.ts";

export const TOO_LATE = "the store didn't answer in time";

/** The time that one call has, whatever it waits for. */
export interface Deadline {
  /** Milliseconds, at least 1. */
  left(): number;
  over(): boolean;
  /** Calls this one, and no other, when the time is up. */
  onOver(call: (() => void) | null): void;
  /** Rejects with UNAVAILABLE when the time is up. */
  race<T>(work: Promise<T>): Promise<T>;
  clear(): void;
}

export function createDeadline(ms: number): Deadline {
  const end = performance.now() + ms;
  const { promise, reject } = Promise.withResolvers<never>();
  let onOver: (() => void) | null = null;
  const timer = setTimeout(() => {
    onOver?.();
    reject(unavailable(TOO_LATE));
  }, ms);
  promise.catch(() => {});
  return {
    onOver: (call) => {
      onOver = call;
    },
    over: () => performance.now() >= end,
    left: () => Math.max(1, Math.ceil(end - performance.now())),
    race: (work) => Promise.race([work, promise]),
    clear: () => clearTimeout(timer),
  };
}
