import type { TierOptions } from "../provider.ts";
import type { Tier } from "../tier.ts";
import { openRedis } from "./connection.ts";
import { watchMemory } from "./memory.ts";
import { createRedisTier } from "./redis-tier.ts";
import type { RedisConfig } from "./settings.ts";

/** Resolves when Redis is in use, or it is clear that it can't be yet. */
export async function openRedisTier(config: RedisConfig, options: TierOptions): Promise<Tier> {
  const { clock, registry, epoch, bounds, onGarbage, onEvent } = options;
  const connections = openRedis(config, { clock, onEvent });
  const untimed = registry.definitions
    .filter(({ ttl, together }) => ttl === null && together)
    .map((definition) => definition.key(""));
  const tier = createRedisTier({
    connections,
    clock,
    epoch,
    untimed,
    maxValueBytes: bounds.maxValueBytes,
    onGarbage,
  });
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
