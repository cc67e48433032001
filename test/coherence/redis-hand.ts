import { Redis } from "ioredis";
import type { RedisServer } from "../support/redis-server.ts";
import type { Random } from "./random.ts";

/** What faults and scenes do to a Redis itself, behind the gateways' backs. */
export async function withClient<T>({ url }: RedisServer, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true });
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** How far its scopes are. */
export function fingerprint(server: RedisServer): Promise<string> {
  return withClient(server, async (redis) => {
    const keys = (await keysLike(redis, "lw:*:ver")).sort();
    return JSON.stringify(await Promise.all(keys.map((key) => redis.dump(key))));
  });
}

export async function keysLike(redis: Redis, pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 }))
    found.push(...(keys as string[]));
  return [...new Set(found)].sort();
}

/** Puts what no gateway would write in the place of a key. */
export async function garble(redis: Redis, key: string, random: Random): Promise<void> {
  const text = random.pick(["", "{", "null", "[]", '{"fence":"high"}', "12", "\u0000\u0001"]);
  const both = redis.multi().del(key);
  // At once, or a gateway would put something right in between.
  await (random.next() < 0.5 ? both.set(key, text, "EX", 3600) : both.hset(key, "a", "b")).exec();
}

/** A figure in what INFO answers. */
export function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}
