import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Registry } from "../entities/registry.ts";
import { createMemoryTier } from "./memory-tier.ts";
import { openRedis } from "./redis/connection.ts";
import { watchMemory } from "./redis/memory.ts";
import { createRedisTier } from "./redis/redis-tier.ts";
import type { RedisEvent } from "./redis/reporter.ts";
import type { Tier } from "./tier.ts";
import type { ValueBounds } from "./values.ts";

/**
 * Opens the tier that the configuration names. A Redis that can't be reached is no reason not to start: it
 * is used as soon as it is there.
 */
export async function openTier(
  config: Config["cache"],
  options: {
    clock: Clock;
    registry: Registry;
    /** The store's, at the moment. */
    epoch: () => string;
    /** Told of values and marks that can't be decoded. */
    onGarbage: (scope: string, key: string) => void;
    /** Told what an operator should know. */
    onEvent: (event: RedisEvent) => void;
  },
): Promise<Tier> {
  const { clock, registry, epoch, onGarbage, onEvent } = options;
  const definitions = registry.number;
  if (config.provider === "memory") {
    return createMemoryTier({ clock, epoch, definitions, ...boundsOf(config) });
  }
  const connections = openRedis(config.redis, { clock, onEvent });
  const untimed = registry.definitions
    .filter(({ ttl, together }) => ttl === null && together)
    .map((definition) => definition.key(""));
  const { maxValueBytes } = config;
  const tier = createRedisTier({ connections, clock, epoch, definitions, untimed, maxValueBytes, onGarbage });
  await connections.settled;
  const closing = new AbortController();
  void watchMemory(connections, { clock, signal: closing.signal, onEvent });
  return {
    ...tier,
    close: async () => {
      closing.abort();
      await tier.close();
    },
  };
}

/** What the in-process cache may hold: L1, or where there is no other tier all of it. */
export function boundsOf({ maxEntries, maxBytes, maxValueBytes, policies }: Config["cache"]): ValueBounds {
  const shares = Object.entries(policies).flatMap(([type, { share }]) =>
    share === null ? [] : [[type, share]],
  );
  return { maxEntries, maxBytes, maxValueBytes, shares: Object.fromEntries(shares) };
}
