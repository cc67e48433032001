import { type ExecutionResult, executeSubscriptionEvent, type ValidatedSubscriptionArgs } from "graphql";
import type { Follower } from "../worlds/notices.ts";
import { createMeter } from "./answer-size.ts";
import type { Context } from "./context.ts";
import type { Hold } from "./load.ts";
import { withUnreadable } from "./plugins/unreadable.ts";

/** Under this, an event's root value and its result carry where the subscription goes on after it. */
const EVENT_ID = Symbol("event id");

/** What `next` answers: an event, and the token to go on after it. */
export interface StreamedEvent<T> {
  readonly event: T;
  readonly resume: string;
}

/** The token that a root value or a result carries, whatever of it the client asked for. */
export function eventIdOf(carrier: unknown): string | undefined {
  return (carrier as { [EVENT_ID]?: string } | null | undefined)?.[EVENT_ID];
}

/** Under this, a result carries the room that it takes until its client has it. */
const HOLD = Symbol("hold");

/** The client has taken this result, or is gone. */
export function endOfEvent(result: unknown): void {
  holdOf(result)?.end();
}

/** The room that an event's result takes. */
export function holdOf(result: unknown): Hold | undefined {
  return (result as { [HOLD]?: Hold } | null | undefined)?.[HOLD];
}

/** As graphql-js maps events to results, but with their ids, and with no more in memory than that takes. */
export function executedEvents(
  args: ValidatedSubscriptionArgs,
  events: AsyncIterableIterator<unknown>,
  answerBytes: number,
): AsyncIterableIterator<ExecutionResult> {
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    next: async () => {
      const { done, value } = await events.next();
      if (done) return { done, value: undefined };
      try {
        return { done: false, value: await executeEvent({ ...args, rootValue: value }, answerBytes) };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * Executes one event, when the client has taken enough of those before. Whoever makes another result of this one by
 * spreading it keeps the token. One that can't be told ends the subscription, since the client would miss it.
 */
async function executeEvent(args: ValidatedSubscriptionArgs, answerBytes: number): Promise<ExecutionResult> {
  const context = args.contextValue as Context;
  const { connection } = context;
  const quiet = connection.quiet();
  if (quiet) await quiet;
  const hold = connection.event();
  const meter = createMeter(args.schema, answerBytes, hold);
  const result = meter.finish(await executeSubscriptionEvent({ ...args, schema: meter.schema }));
  if (!("data" in result)) {
    hold.end();
    throw result.errors![0];
  }
  return Object.assign(withUnreadable(context, result), {
    [EVENT_ID]: eventIdOf(args.rootValue),
    [HOLD]: hold,
  });
}

/**
 * A subscription's events: asks `next` for one when it is asked for one itself, and ends, even while it
 * waits, as soon as the client is gone or the gateway shuts down.
 */
export function eventStream<F extends string, T>(options: {
  context: Context;
  field: F;
  follower: Follower;
  /** The next event; null: there are no more. */
  next: () => Promise<StreamedEvent<T> | null>;
}): AsyncIterableIterator<Record<F, T>> {
  const { context, field, follower } = options;
  const signals = [context.services.closing, context.gone].filter((signal) => signal !== undefined);
  let ended = false;

  function end(): { done: true; value: undefined } {
    if (!ended) {
      ended = true;
      for (const signal of signals) signal.removeEventListener("abort", end);
      follower.stop();
      context.release?.();
    }
    return { done: true, value: undefined };
  }
  for (const signal of signals) signal.addEventListener("abort", end, { once: true });
  if (signals.some(({ aborted }) => aborted)) end();

  return {
    next: async () => {
      if (ended) return end();
      try {
        const next = await options.next();
        // What was on its way to a client that is gone is no longer wanted.
        if (next === null || ended) return end();
        const value = { [field]: next.event } as Record<F, T>;
        return { done: false, value: Object.assign(value, { [EVENT_ID]: next.resume }) };
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
