import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Registry } from "../entities/registry.ts";
import { createMemoryTier } from "./memory-tier.ts";
import { checkRedis, openRedis } from "./redis/connection.ts";
import { createRedisTier } from "./redis/redis-tier.ts";
import type { RedisEvent } from "./redis/reporter.ts";
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
    const { maxEntries, maxBytes } = config;
    return createMemoryTier({ clock, epoch, definitions, maxEntries, maxBytes });
  }
  const connections = openRedis(config.redis, { clock, onEvent });
  const untimed = registry.definitions
    .filter(({ ttl, together }) => ttl === null && together)
    .map((definition) => definition.key(""));
  const tier = createRedisTier({ connections, clock, epoch, definitions, untimed, onGarbage });
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
    let evictedBefore: number | null = null;
    while (!closing.signal.aborted) {
      const { usedBytes, maxBytes, evictedKeys } = await checkRedis(connections);
      const evicted = (evictedKeys ?? 0) - (evictedBefore ?? 0);
      if (evictedKeys !== null) {
        const facts = { usedBytes: usedBytes ?? 0, maxBytes: maxBytes ?? 0, evictedKeys };
        const news = evicted > 0 && evictedBefore !== null;
        onEvent({
          level: news ? "warn" : "debug",
          message: news ? "Redis has evicted keys" : "Redis's memory",
          facts,
        });
        evictedBefore = evictedKeys;
      }
      await clock.sleep(CHECK_MS, closing.signal).catch(() => {});
    }
  }
}
