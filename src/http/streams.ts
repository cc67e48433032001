import { isAsyncIterable, type Plugin } from "graphql-yoga";

/** Ends a subscription whose events the client doesn't take: Yoga answers 406 and leaves it waiting for ever. */
export function useStreams(): Plugin {
  return {
    onResultProcess: async ({ result, resultProcessor }) => {
      if (!resultProcessor && isAsyncIterable(result)) await result[Symbol.asyncIterator]().return?.();
    },
  };
}
