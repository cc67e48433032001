import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type ValidatedSubscriptionArgs,
  validateSubscriptionArgs,
} from "graphql";
import { isAsyncIterable, type Plugin } from "graphql-yoga";
import { jsonSize } from "../../json/size.ts";
import { createMeter } from "../answer-size.ts";
import type { Context } from "../context.ts";
import { executedEvents } from "../event-stream.ts";

const OPTIONS = { hideSuggestions: true, options: { maxCoercionErrors: 20 } };

/**
 * Executes with graphql-js. Yoga's own executor leaves the list when one entry throws, and the promises of
 * the entries before it with nobody to catch them: any client could end the process with a query whose
 * first entries are still being read when a later one is refused.
 */
export function useGraphqlExecution(answerBytes: number): Plugin {
  const run = (args: ExecutionArgs) => {
    const { hold } = args.contextValue as Context;
    const meter = createMeter(args.schema, answerBytes, hold);
    const result = execute({ ...args, ...OPTIONS, schema: meter.schema });
    return result instanceof Promise ? result.then(meter.finish) : meter.finish(result as ExecutionResult);
  };

  /** As graphql-js subscribes, but with the events' ids on their results. */
  const subscribe = async (args: ExecutionArgs) => {
    const context = args.contextValue as Context;
    const validated = validateSubscriptionArgs({ ...args, ...OPTIONS });
    if (!("schema" in validated)) return { errors: validated };
    const { document, variableValues = {} } = args;
    // Before the place of the operation is given up, so that it is never without one.
    context.release = context.connection.subscription(jsonSize(variableValues), {
      parsed: document,
      length: document.loc?.source.body.length ?? 0,
    });
    context.hold.end();
    const events = await createSourceEventStream(validated);
    if (isAsyncIterable(events)) {
      const lean = { ...validated, ...fragmentsOf(validated), rawVariableValues: undefined };
      context.events = executedEvents(lean, events as AsyncIterableIterator<unknown>, answerBytes);
      return context.events;
    }
    context.release();
    return events;
  };

  return {
    onExecute: ({ setExecuteFn }: { setExecuteFn(fn: typeof run): void }) => setExecuteFn(run),
    onSubscribe: ({ setSubscribeFn }: { setSubscribeFn(fn: typeof subscribe): void }) =>
      setSubscribeFn(subscribe),
  };
}

/** Of each document once, for all that subscribe with it. */
const fragments = new WeakMap<object, Pick<ValidatedSubscriptionArgs, "fragments" | "fragmentDefinitions">>();

function fragmentsOf(args: ValidatedSubscriptionArgs) {
  const known = fragments.get(args.document) ?? {
    fragments: args.fragments,
    fragmentDefinitions: args.fragmentDefinitions,
  };
  fragments.set(args.document, known);
  return known;
}
