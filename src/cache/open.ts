import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Registry } from "../entities/registry.ts";
import type { Logger } from "../observability/logger.ts";
import { createMemoryTier } from "./memory-tier.ts";
import { checkRedis, openRedis } from "./redis/connection.ts";
import { createRedisTier } from "./redis/redis-tier.ts";
import type { Tier } from "./tier.ts";

/** How often Redis is asked for its memory and its settings (VL8). */
const CHECK_MS = 5 * 60_000;

/**
 * Opens the tier that the configuration names. A Redis that can't be reached is no reason not to start: it
 * is used as soon as it is there.
 */
export async function openTier(
  config: Config["cache"],
  options: {
    clock: Clock;
    logger: Logger;
    registry: Registry;
    storeId: string;
    /** Told of values and marks that can't be decoded. */
    onGarbage: (scope: string, key: string) => void;
  },
): Promise<Tier> {
  const { clock, logger, registry, storeId, onGarbage } = options;
  const definitions = registry.number;
  if (config.provider === "memory") {
    const { maxEntries, maxBytes } = config;
    return createMemoryTier({ clock, storeId, definitions, maxEntries, maxBytes });
  }
  const connections = openRedis(config.redis, {
    clock,
    onEvent: ({ level, message, facts }) => logger[level](facts, message),
  });
  const untimed = registry.definitions
    .filter(({ ttl, together }) => ttl === null && together)
    .map((definition) => definition.key(""));
  const tier = createRedisTier({ connections, clock, storeId, definitions, untimed, onGarbage });
  await connections.settled;
  const closing = new AbortController();
  void watch();
  return {
    ...tier,
    close: async () => {
      closing.abort();
      await tier.close();
    },
  };

  async function watch(): Promise<void> {
    let evictedBefore = 0;
    while (!closing.signal.aborted) {
      const { usedBytes, maxBytes, evictedKeys } = await checkRedis(connections);
      const evicted = (evictedKeys ?? 0) - evictedBefore;
      if (evictedKeys !== null) {
        const facts = { usedBytes, maxBytes, evictedKeys };
        if (evicted > 0 && evictedBefore > 0) logger.warn(facts, "Redis has evicted keys");
        else logger.debug(facts, "Redis's memory");
        evictedBefore = evictedKeys;
      }
      await clock.sleep(CHECK_MS, closing.signal).catch(() => {});
    }
  }
}
