import { Redis } from "ioredis";
import { openRedis } from "../../src/cache/redis/connection.ts";
import { prefixOf } from "../../src/cache/redis/keys.ts";
import { createRedisTier } from "../../src/cache/redis/redis-tier.ts";
import { systemClock } from "../../src/clock.ts";
import { readConfig } from "../../src/config.ts";
import { slotName } from "../../src/entities/slots.ts";

/**
 * Reads 100 characters of about 1 KB at once from the Redis at `url`, through the tier and by ioredis
 * alone, in turns, and prints the reads per second of each round as JSON.
 */
const { url, rounds } = JSON.parse(process.argv[2] ?? "{}") as { url: string; rounds: number };

export interface ReadRates {
  readonly alone: readonly number[];
  readonly tier: readonly number[];
}

/** Reads of a round, in slices that take turns: a machine whose speed changes within a second is fair to both. */
const SLICES = 100;
const SLICE = 40;
const SCOPE = "world:reads";
const keys = Array.from({ length: 100 }, (_, n) => `character:c${n}:state`);

const connections = openRedis(readConfig({ REDIS_URL: url, CACHE_TIMEOUT_MS: "5000" }).cache.settings.redis, {
  clock: systemClock,
  onEvent: () => {},
});
await connections.settled;
const tier = createRedisTier({
  connections,
  clock: systemClock,
  epoch: () => "bench",
  untimed: [],
  onGarbage: () => {},
});
await tier.open(SCOPE, 1);
await tier.fill(SCOPE, {
  fence: 1,
  version: 1,
  values: keys.map((key, n) => ({ slot: slot(key), value: entity(n) })),
});

const client = new Redis(url);
const names = ["ver", ...keys].map((key) => prefixOf(SCOPE) + key);
const alone = async () => {
  const found = (await client.mget(names)).map((json) => JSON.parse(json!) as object);
  if (found.length !== 101) throw new Error("not all were found");
};
const through = async () => {
  const { envelopes } = await tier.read(SCOPE, keys);
  if (envelopes.some((one) => !one)) throw new Error("not all were found");
};

const rates = { alone: [] as number[], tier: [] as number[] };
for (let round = -1; round < rounds; round++) {
  const spent = { alone: 0, tier: 0 };
  for (let slice = 0; slice < SLICES; slice++) {
    spent.alone += await time(alone);
    spent.tier += await time(through);
  }
  // The first one warms.
  if (round < 0) continue;
  rates.alone.push((SLICES * SLICE * 1_000) / spent.alone);
  rates.tier.push((SLICES * SLICE * 1_000) / spent.tier);
}
process.stdout.write(JSON.stringify(rates satisfies ReadRates));
client.disconnect();
await tier.close();

async function time(read: () => Promise<void>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < SLICE; n++) await read();
  return performance.now() - began;
}

function slot(key: string) {
  const name = slotName(SCOPE, key);
  return {
    scope: SCOPE,
    key,
    name,
    type: "Character",
    about: "Character",
    ttl: 3600,
    cached: true,
    shape: 1,
    part: "characters",
    form: "0123456789",
    adopt: () => undefined,
  };
}

function entity(n: number) {
  return {
    __typename: "Character",
    id: `character:reads:c${n}`,
    name: `Character ${n}`,
    description: "Of many ways, who was driven far astray. ".repeat(18),
    language: "en",
    status: "ACTIVE",
    traits: ["resourceful", "proud", "patient"],
    location: "location:reads:ithaca",
    version: 1,
    born: 1,
    seq: 0,
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
  };
}
