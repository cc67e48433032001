import {
  createSourceEventStream,
  type ExecutionArgs,
  execute,
  mapSourceToResponseEvent,
  validateSubscriptionArgs,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { executeEvent } from "../event-stream.ts";

const OPTIONS = { hideSuggestions: true, options: { maxCoercionErrors: 20 } };

/**
 * Executes with graphql-js. Yoga's own executor leaves the list when one entry throws, and the promises of
 * the entries before it with nobody to catch them: any client could end the process with a query whose
 * first entries are still being read when a later one is refused.
 */
export function useGraphqlExecution(): Plugin {
  return {
    onExecute: (({ setExecuteFn }: { setExecuteFn(fn: typeof execute): void }) =>
      setExecuteFn((args) => execute({ ...args, ...OPTIONS }))) as never,
    onSubscribe: (({ setSubscribeFn }: { setSubscribeFn(fn: typeof subscribe): void }) =>
      setSubscribeFn(subscribe)) as never,
  };
}

/** As graphql-js subscribes, but with the events' ids on their results. */
async function subscribe(args: ExecutionArgs) {
  const validated = validateSubscriptionArgs({ ...args, ...OPTIONS });
  if (!("schema" in validated)) return { errors: validated };
  const events = await createSourceEventStream(validated);
  return isAsyncIterable(events) ? mapSourceToResponseEvent(validated, events, executeEvent) : events;
}
