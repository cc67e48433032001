import { execute, subscribe } from "graphql";
import type { Plugin } from "graphql-yoga";

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
      setSubscribeFn((args) => subscribe({ ...args, ...OPTIONS }))) as never,
  };
}
