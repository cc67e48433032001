import type { RedisConnections } from "./connection.ts";

/** Scopes whose channels the user has no right to listen to. */
export interface Refusals {
  has(scope: string): boolean;
  none(): boolean;
  /** Tells of it, once as long as there is any. */
  add(scope: string): void;
  /** Unsays it with the last one. */
  remove(scope: string): void;
  /** Tries one of them, and as long as that succeeds, which removes it, the others; never rejects. */
  retry(attempt: (scope: string) => Promise<void>): Promise<void>;
}

/** Others are asked of again whenever somebody wants to listen. */
const MAX_SCOPES = 1_000;

export function createRefusals({
  address,
  reporter,
}: Pick<RedisConnections, "address" | "reporter">): Refusals {
  // In the order in which they are tried.
  const scopes = new Set<string>();

  return {
    has: (scope) => scopes.has(scope),
    none: () => scopes.size === 0,

    add: (scope) => {
      scopes.delete(scope);
      scopes.add(scope);
      const [oldest] = scopes;
      if (scopes.size > MAX_SCOPES) scopes.delete(oldest!);
      reporter.say("channels", {
        level: "warn",
        message: `Redis at ${address} doesn't let its user listen to what other gateways change, so nothing is kept in memory here: give the user the channels &lw:* and the commands of @pubsub`,
        facts: { address },
      });
    },

    remove: (scope) => {
      if (scopes.delete(scope) && scopes.size === 0) reporter.unsay("channels");
    },

    retry: async (attempt) => {
      for (const scope of [...scopes]) {
        try {
          if (scopes.has(scope)) await attempt(scope);
        } catch {
          // To the end, as others may have become free.
          if (scopes.delete(scope)) scopes.add(scope);
          return;
        }
      }
    },
  };
}
