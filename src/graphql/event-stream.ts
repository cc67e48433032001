import type { Follower } from "../worlds/notices.ts";
import type { Context } from "./context.ts";

/**
 * A subscription's events: asks `next` for one when it is asked for one itself, and ends, even while it
 * waits, as soon as the client is gone or the gateway shuts down.
 */
export function eventStream<F extends string, T>(options: {
  context: Context;
  field: F;
  follower: Follower;
  /** The next event; null: there are no more. */
  next: () => Promise<T | null>;
}): AsyncIterableIterator<Record<F, T>> {
  const { context, field, follower } = options;
  const signals = [context.services.closing, context.gone].filter((signal) => signal !== undefined);
  let ended = false;

  function end(): { done: true; value: undefined } {
    if (!ended) {
      ended = true;
      for (const signal of signals) signal.removeEventListener("abort", end);
      follower.stop();
    }
    return { done: true, value: undefined };
  }
  for (const signal of signals) signal.addEventListener("abort", end, { once: true });
  if (signals.some(({ aborted }) => aborted)) end();

  return {
    next: async () => {
      if (ended) return end();
      try {
        const event = await options.next();
        // What was on its way to a client that is gone is no longer wanted.
        if (event === null || ended) return end();
        return { done: false, value: { [field]: event } as Record<F, T> };
      } catch (error) {
        // Nobody is left to be told why.
        if (ended) return end();
        end();
        throw error;
      }
    },
    return: async () => end(),
    throw: async (error) => {
      end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
