import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/**
 * Marks answers of which less can be promised: `unconfirmed` scopes had values that the store, being gone,
 * couldn't confirm; of changes to `degraded` ones the shared cache couldn't be told yet, so that other
 * gateways hear of them only when they poll the store.
 */
export function useCoherence(): Plugin<Context> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        const { reader, degraded } = args.contextValue as Context;
        if (reader.stale.size + degraded.size === 0 || !("data" in result)) return;
        const coherence = {
          ...(reader.stale.size > 0 && { unconfirmed: [...reader.stale] }),
          ...(degraded.size > 0 && { degraded: [...degraded] }),
        };
        setResult({ ...result, extensions: { ...result.extensions, coherence } });
      },
    }),
  };
}
