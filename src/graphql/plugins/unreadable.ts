import type { ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Names in `extensions.unreadable` the ids of what was left out of lists since the store can't read it. */
export function useUnreadable(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if ("data" in result) setResult(withUnreadable(args.contextValue as Context, result));
      },
    }),
  };
}

/** The result with these ids, if there are any; the next event of a subscription has its own. */
export function withUnreadable({ unreadable }: Context, result: ExecutionResult): ExecutionResult {
  if (unreadable.size === 0) return result;
  const ids = [...unreadable].sort();
  unreadable.clear();
  return { ...result, extensions: { ...result.extensions, unreadable: ids } };
}
