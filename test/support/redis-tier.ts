import { Redis } from "ioredis";
import type { TierEvent } from "../../src/cache/provider.ts";
import { openRedis, type RedisConnections } from "../../src/cache/redis/connection.ts";
import { createRedisTier, type RedisTierOptions } from "../../src/cache/redis/redis-tier.ts";
import type { Tier } from "../../src/cache/tier.ts";
import { readConfig } from "../../src/config.ts";
import { createHandClock, type HandClock } from "./clock.ts";
import { type GatedTier, gatedTier } from "./gated-tier.ts";

/** A gateway's way to Redis, and all that it was told on it. */
export interface TestTier {
  readonly tier: Tier;
  readonly connections: RedisConnections;
  readonly clock: HandClock;
  readonly events: readonly TierEvent[];
  /** Scope and key of all garbage that was found. */
  readonly garbage: readonly string[];
}

/** Opens one with what the environment would say; resolves when it is in use, or known that it can't be. */
export async function openTestTier(
  env: Readonly<Record<string, string>>,
  options: Partial<RedisTierOptions> & { clock?: HandClock } = {},
): Promise<TestTier> {
  const { clock = createHandClock() } = options;
  const events: TierEvent[] = [];
  const garbage: string[] = [];
  // A machine that is busy with other tests isn't a slow Redis.
  const config = readConfig({ CACHE_TIMEOUT_MS: "5000", ...env }).cache.settings.redis;
  const connections = openRedis(config, { clock, onEvent: (event) => events.push(event) });
  const tier = createRedisTier({
    epoch: () => "store",
    untimed: ["flags"],
    onGarbage: (scope, key) => garbage.push(`${scope} ${key}`),
    ...options,
    connections,
    clock,
  });
  await connections.settled;
  return { tier, connections, clock, events, garbage };
}

/** Has the time that passes by hand pass in Redis too, whose keys the test may see all of. */
export function ageWith(clock: HandClock, clients: readonly Redis[]): void {
  const { advance } = clock;
  clock.advance = async (ms) => {
    for (const client of clients) {
      for (const key of await client.keys("*")) {
        const left = await client.pttl(key);
        if (left >= 0) await client.pexpire(key, Math.max(0, left - ms));
      }
    }
    await advance(ms);
  };
}

/** A client of the test's own. */
export function clientOf({ port, host = "127.0.0.1" }: { port: number; host?: string }): Redis {
  const client = new Redis({ port, host });
  // A test that ends its server would else be told of it.
  client.on("error", () => {});
  return client;
}

/** Lets several nodes share one Redis, each by connections of its own, as gateways do. */
export function shareTier(
  server: { readonly url: string },
  clock: HandClock,
): {
  open(facts: { epoch: () => string }): Promise<Tier>;
  gated(facts: { epoch: () => string }): Promise<GatedTier>;
} {
  const open = async (facts: { epoch: () => string }) =>
    (await openTestTier({ REDIS_URL: server.url }, { ...facts, clock })).tier;
  return { open, gated: async (facts) => gatedTier(await open(facts)) };
}
