import { beforeEach, expect, test } from "vitest";
import { createHandClock } from "../support/clock.ts";
import { EVERYTHING } from "../support/everything.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog, type LogLines } from "../support/log-lines.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useRedis } from "../support/use-redis.ts";

const GARBAGE = "the cache holds this instead of what was put there";
const STRICT = { "x-consistency": "strict" };

describeWith(ownRedis, "a gateway whose Redis holds garbage under its keys", () => {
  const redis = useRedis();
  let log: LogLines;
  let gateway: TestGateway;
  let truth: unknown;

  beforeEach(async () => {
    await redis.client.flushall();
    log = keepLog();
    gateway = await startTestGateway(
      // An L1 of one value, so that all is read from Redis.
      {
        CACHE_PROVIDER: "redis",
        REDIS_URL: redis.server.url,
        RELAY_INTERVAL_MS: "60000",
        CACHE_MAX_ENTRIES: "1",
      },
      { clock: createHandClock(), logger: log.logger },
    );
    await makeSmallOdyssey(gateway);
    truth = await gateway.data(EVERYTHING);
    expect(await gateway.data(EVERYTHING)).toEqual(truth);
    return () => gateway.close();
  });

  const found = () => log.troubles().filter(({ msg }) => /can't be decoded/.test(msg as string));
  const garbageCount = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    return [...text.matchAll(/^cache_garbage_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  };
  /** Puts garbage under every key but those that `keep` names. */
  async function spoil(
    keep: (key: string) => boolean,
    put: (key: string) => Promise<unknown>,
  ): Promise<number> {
    const keys = (await redis.client.keys("lw:*")).filter((key) => !keep(key));
    for (const key of keys) await put(key);
    return keys.length;
  }
  const isMark = (key: string) => /:(ver|recent)$/.test(key);

  test.each<[string, string]>([
    ["no JSON", GARBAGE],
    ["truncated JSON", '{"fence":3,"schema":1,"cachedAt":"2026-01-01T00:00:00.000Z","ttl":3600,"ent'],
    ["JSON of another form", '{"hello":"world"}'],
    ["nothing", ""],
  ])("answers right, counts and logs each value once, and replaces it: %s", async (_, value) => {
    const spoiled = await spoil(isMark, (key) => redis.client.set(key, value));
    expect(spoiled).toBeGreaterThan(10);
    expect(await gateway.data(EVERYTHING)).toEqual(truth);
    const counted = await garbageCount();
    expect(counted).toBeGreaterThan(10);
    expect(found()).toHaveLength(counted);
    expect(await gateway.data(EVERYTHING)).toEqual(truth);
    expect(found()).toHaveLength(counted);
    expect(log.lines.join("")).not.toContain(GARBAGE);
  });

  test.each<[string, (key: string) => Promise<unknown>]>([
    ["no number", (key) => redis.client.set(key, "no number")],
    [
      "another type",
      async (key) => {
        await redis.client.del(key);
        await redis.client.hset(key, "a", "b");
      },
    ],
  ])("survives a mark that is of %s", async (_, put) => {
    await spoil((key) => !key.endsWith(":ver"), put);
    expect(await gateway.data(EVERYTHING, {}, STRICT)).toEqual(truth);
    expect(await garbageCount()).toBeGreaterThan(0);
    const marks = await Promise.all(
      ["lw:world:{odyssey}:ver", "lw:{worlds}:ver"].map((key) => redis.client.get(key)),
    );
    for (const mark of marks) expect(JSON.parse(mark!)).toMatchObject({ version: expect.any(Number) });
    expect(await gateway.data(EVERYTHING, {}, STRICT)).toEqual(truth);
  });

  test("survives values, latest changes and marks of another type, and changes go on", async () => {
    await spoil(
      () => false,
      async (key) => {
        await redis.client.del(key);
        await redis.client.lpush(key, GARBAGE);
      },
    );
    expect(await gateway.data(EVERYTHING)).toEqual(truth);
    const { errors, extensions } = await gateway.send(
      `mutation { updateWorld(input: { id: "world:odyssey", name: "Nostos" }) { world { name } } }`,
    );
    expect([errors, extensions]).toEqual([undefined, undefined]);
    expect((await gateway.data(EVERYTHING, {}, STRICT)).world.name).toBe("Nostos");
  });
});
