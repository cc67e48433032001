import type { ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Names in `extensions.unreadable` the ids of what was left out of lists since the store can't read it. */
export function useUnreadable(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => name(args.contextValue as Context, result, setResult),
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext: ({ result, setResult }) => name(args.contextValue as Context, result, setResult),
      }),
    }),
  };
}

function name({ unreadable }: Context, result: unknown, setResult: (result: ExecutionResult) => void): void {
  if (unreadable.size === 0 || typeof result !== "object" || result === null || !("data" in result)) return;
  const { extensions, ...rest } = result as ExecutionResult;
  setResult({ ...rest, extensions: { ...extensions, unreadable: [...unreadable].sort() } });
  // The next event of a subscription has its own.
  unreadable.clear();
}
