import type { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import { entry, SCOPE, slot } from "../contract/tier-contract.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";

describeWith(ownRedis, "a full Redis", () => {
  let server: RedisServer;
  let client: Redis;
  let one: TestTier;
  const start = async (policy: string) => {
    server = await startRedis({ args: ["--maxmemory-policy", policy] });
    client = clientOf(server);
    one = await openTestTier({ REDIS_URL: server.url });
  };
  afterEach(async () => {
    await one.tier.close();
    client.disconnect();
    await server.stop();
  });
  const read = async (key: string) => (await one.tier.read(SCOPE, [key])).envelopes[0];
  const fill = (fence: number, ...keys: string[]) =>
    one.tier.fill(SCOPE, {
      fence,
      version: fence,
      values: keys.map((key) => ({ slot: slot(key), value: "x".repeat(1_000) })),
    });
  const full = () =>
    expect.objectContaining({ level: "warn", message: expect.stringMatching(/is full.*maxmemory/) });

  test("takes changes, which drop what they would replace, refuses fills, and is told of once", async () => {
    await start("noeviction");
    await one.tier.open(SCOPE, 5);
    await fill(5, "a", "b");
    await client.config("SET", "maxmemory", "1mb");
    expect(await fill(5, "c")).toMatchObject({ kind: "FILLED", results: ["full"] });
    expect(await fill(5, "d")).toMatchObject({ kind: "FILLED", results: ["full"] });
    expect((await one.tier.apply(entry(6, ["a"]), [{ slot: slot("a"), value: { n: 6 } }])).kind).toBe(
      "APPLIED",
    );
    expect(await read("a")).toBeUndefined();
    expect((await read("b"))?.fence).toBe(5);
    expect((await one.tier.read(SCOPE, [])).mark?.version).toBe(6);
    await one.tier.open("world:ilias", 3);
    expect((await one.tier.read("world:ilias", [])).mark?.version).toBe(3);
    expect(one.events.filter(({ message }) => message.includes("is full"))).toEqual([full()]);
    expect(one.tier.health().warnings).toContainEqual(expect.stringMatching(/is full/));
    expect(one.connections.usable()).toBe(true);

    await client.config("SET", "maxmemory", "0");
    expect(await fill(6, "a")).toMatchObject({ results: ["stored"] });
    expect(one.tier.health().warnings).not.toContainEqual(expect.stringMatching(/is full/));
  });

  test("says that it is behind, as one with room does, and how far it is", async () => {
    await start("noeviction");
    await one.tier.open(SCOPE, 5);
    await client.config("SET", "maxmemory", "1mb");
    expect(await fill(5, "c")).toEqual({ kind: "FILLED", version: 5, results: ["full"] });
    expect(await fill(6, "c")).toEqual({ kind: "BEHIND" });
    await client.del("lw:world:{odyssey}:ver");
    expect(await fill(6, "c")).toEqual({ kind: "MISSING" });
  });

  test("that knows no script takes changes and refuses fills that come together", async () => {
    await start("noeviction");
    await one.tier.open(SCOPE, 5);
    await client.config("SET", "maxmemory", "1kb");
    await client.script("FLUSH");
    const late = await openTestTier({ REDIS_URL: server.url });
    const scopes = Array.from({ length: 8 }, (_, index) => `world:w${index}`);
    const values = [{ slot: slot("a"), value: 1 }];
    const [changes, fills] = await Promise.all([
      Promise.all(scopes.map((scope) => late.tier.apply({ ...entry(6, ["a"]), scope }, []))),
      Promise.all(scopes.map(() => late.tier.fill(SCOPE, { fence: 5, version: 5, values }))),
    ]);
    expect(changes).toEqual(scopes.map(() => ({ kind: "OPENED", hit: [] })));
    expect(fills).toEqual(scopes.map(() => ({ kind: "FILLED", version: 5, results: ["full"] })));
    await client.script("FLUSH");
    expect((await late.tier.apply(entry(6, ["a"]), values)).kind).toBe("APPLIED");
    await late.tier.close();
  });

  test("is told of garbage that it can't replace once, and again when more has come", async () => {
    await start("noeviction");
    await one.tier.open(SCOPE, 5);
    await client.set("lw:world:{odyssey}:a", "garbage");
    await client.config("SET", "maxmemory", "1kb");
    for (let n = 0; n < 5; n++) {
      expect(await read("a")).toBeUndefined();
      expect(await fill(5, "a")).toMatchObject({ results: ["full"] });
    }
    expect(one.garbage).toEqual([`${SCOPE} a`]);
    await client.config("SET", "maxmemory", "0");
    expect(await fill(5, "a")).toMatchObject({ results: ["stored"] });
    await client.set("lw:world:{odyssey}:a", "garbage");
    await read("a");
    expect(one.garbage).toEqual([`${SCOPE} a`, `${SCOPE} a`]);
    await client.set("lw:world:{odyssey}:a", "garbage");
    expect((await one.tier.apply(entry(6, ["a"]), [{ slot: slot("a"), value: 1 }])).kind).toBe("APPLIED");
    await client.set("lw:world:{odyssey}:a", "garbage");
    await read("a");
    expect(one.garbage).toHaveLength(3);
  });

  test("that evicts what has a TTL keeps its marks, whatever goes", async () => {
    await start("volatile-lru");
    const used = Number(/used_memory:(\d+)/.exec(await client.info("memory"))![1]);
    await client.config("SET", "maxmemory", String(used + 800_000));
    await one.tier.open(SCOPE, 1);
    for (let version = 2; version <= 80; version++) {
      expect((await one.tier.apply(entry(version, [`k${version}`]), [])).kind).toBe("APPLIED");
      const keys = Array.from({ length: 20 }, (_, index) => `v${version}-${index}`);
      expect((await fill(version, ...keys)).kind).toBe("FILLED");
    }
    expect(Number(/evicted_keys:(\d+)/.exec(await client.info("stats"))![1])).toBeGreaterThan(100);
    expect((await one.tier.read(SCOPE, [])).mark?.version).toBe(80);
    const stale = { fence: 79, version: 80, values: [{ slot: slot("k80"), value: "before" }] };
    expect(await one.tier.fill(SCOPE, stale)).toMatchObject({ results: ["changed"] });
  });
});
