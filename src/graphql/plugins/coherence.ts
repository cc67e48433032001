import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Marks answers that hold values which the store, being gone, couldn't confirm. */
export function useCoherence(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        const { stale } = (args.contextValue as Context).reader;
        if (stale.size === 0 || !("data" in result)) return;
        setResult({
          ...result,
          extensions: { ...result.extensions, coherence: { unconfirmed: [...stale] } },
        });
      },
    }),
  };
}
