import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashSlotOf } from "../../src/cache/redis/keys.ts";
import type { Fill } from "../../src/cache/tier.ts";
import { entry, knowing, SCOPE, slot } from "../contract/tier-contract.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";

const PREFIX = "lw:world:{odyssey}:";

test("a scope's slot is the CRC16 of what stands in the braces, as the cluster specification has it", () => {
  expect(hashSlotOf("world:123456789")).toBe(0x31c3);
  expect(hashSlotOf("123456789")).toBe(0x31c3);
});

describeWith(ownRedis, "what lies in Redis", () => {
  let server: RedisServer;
  let client: Redis;
  let one: TestTier;
  beforeAll(async () => {
    server = await startRedis();
    client = clientOf(server);
  });
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await client.flushall();
    one = await openTestTier({ REDIS_URL: server.url }, { random: () => 0 });
    return () => one.tier.close();
  });

  const fill = (
    key: string,
    more: Partial<Parameters<typeof slot>[1]> = {},
    value: unknown = { id: 1 },
  ): Fill => ({
    fence: 5,
    version: 5,
    values: [{ slot: slot(key, more), value }],
  });
  const get = (key: string) => client.get(PREFIX + key);

  describe("as bytes", () => {
    test("a value is readable JSON with its fence first", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.fill(SCOPE, fill("character:odysseus:state", { shape: 3 }, { name: "Ὀδυσσεύς" }));
      await one.tier.fill(SCOPE, fill("flags", { ttl: null }, null));
      // By Redis' clock, which all gateways have in common.
      const [, cachedAt] = /"cachedAt":"([^"]+)"/.exec((await get("flags"))!)!;
      const [seconds] = await client.time();
      expect(Math.abs(Date.parse(cachedAt!) / 1_000 - Number(seconds))).toBeLessThan(5);
      const bytes = async (key: string) => (await get(key))!.replace(/"cachedAt":"[\d-]+T[\d:.]+Z"/, "…");
      expect(await bytes("character:odysseus:state")).toBe(
        '{"fence":5,"schema":3,…,"ttl":3600,"source":"824d80d71985.plain","entity":{"name":"Ὀδυσσεύς"}}',
      );
      expect(await bytes("flags")).toBe(
        '{"fence":5,"schema":1,…,"ttl":null,"source":"824d80d71985.plain","entity":null}',
      );
      expect(await client.pttl(`${PREFIX}flags`)).toBe(-1);
      expect(await client.pttl(`${PREFIX}character:odysseus:state`)).toBeGreaterThan(3_500_000);
    });

    test("any time to live is a whole number of milliseconds, with its jitter too", async () => {
      await one.tier.open(SCOPE, 5);
      // Times that a factor of a thousand doesn't make whole, such as 1.001.
      const seconds = Array.from({ length: 9_000 }, (_, index) => (1_000 + index) / 1_000);
      const values = seconds.map((ttl) => ({ slot: slot(`ttl-${ttl}`, { ttl }), value: 1 }));
      expect(await one.tier.fill(SCOPE, { fence: 5, version: 5, values })).toMatchObject({
        results: values.map(() => "stored"),
      });
      const puts = [{ slot: slot("put", { ttl: 1.001 }), value: 1 }];
      expect(await one.tier.apply(entry(6, ["put"]), puts)).toMatchObject({ kind: "APPLIED" });
      expect(await get("put")).not.toBeNull();
    });

    test("the mark has its version first, and stays", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.apply(entry(6, ["a"], { flush: true, purged: "Location" }), []);
      await one.tier.apply(entry(7, ["b"], { flush: true, purged: "Character" }), []);
      expect(await get("ver")).toBe(
        '{"version":7,"store":"store","writers":{"this release":7},"flushFloor":5,"fillFloor":5,"typeFloors":{"Character":7,"Location":6}}',
      );
      expect(await client.pttl(`${PREFIX}ver`)).toBe(-1);
    });

    test("a notice names its store, the keys that changed, and what of them", async () => {
      const messages: string[] = [];
      await one.tier.open(SCOPE, 5);
      const subscriber = clientOf(server);
      subscriber.on("smessage", (_, message) => messages.push(message));
      await subscriber.ssubscribe(`${PREFIX}notices`);
      const keys = ["state", "character:odysseus:state"];
      await one.tier.apply(entry(6, keys), []);
      await one.tier.apply(entry(7, keys, { masks: [["version"], null] }), []);
      await one.tier.apply(entry(8, [], { flush: true }), []);
      await expect.poll(() => messages.length).toBe(3);
      subscriber.disconnect();
      expect(messages).toEqual([
        '{"version":6,"store":"store","writer":"this release","flush":false,"keys":["state","character:odysseus:state"]}',
        '{"version":7,"store":"store","writer":"this release","flush":false,"keys":["state","character:odysseus:state"],"masks":[["version"],null]}',
        '{"version":8,"store":"store","writer":"this release","flush":true,"keys":[]}',
      ]);
    });

    test("a scope has its keys under its own name, and its latest changes for ten minutes", async () => {
      await one.tier.open("worlds", 1);
      await one.tier.open(SCOPE, 5);
      await one.tier.apply(entry(6, ["state", "flags"]), []);
      expect((await client.keys("*")).sort()).toEqual([`${PREFIX}recent`, `${PREFIX}ver`, "lw:{worlds}:ver"]);
      expect(await client.zrange(`${PREFIX}recent`, "0", "-1", "WITHSCORES")).toEqual([
        "flags",
        "6",
        "state",
        "6",
      ]);
      expect(await client.pttl(`${PREFIX}recent`)).toBeLessThanOrEqual(600_000);
      expect(await client.pttl(`${PREFIX}recent`)).toBeGreaterThan(590_000);
    });
  });

  describe("garbage", () => {
    const GARBAGE = {
      "no JSON": "{trunc",
      "no object": "12",
      "an array": "[]",
      nothing: "",
      "other fields": '{"a":1}',
      "a version that is no number":
        '{"version":"6","store":"store","writers":{},"flushFloor":1,"fillFloor":1,"typeFloors":{}}',
      "a negative version":
        '{"version":-6,"store":"store","writers":{},"flushFloor":1,"fillFloor":1,"typeFloors":{}}',
      "half a version":
        '{"version":6.5,"store":"store","writers":{},"flushFloor":1,"fillFloor":1,"typeFloors":{}}',
      "a floor that is no number":
        '{"version":6,"store":"store","writers":{},"flushFloor":1,"fillFloor":1,"typeFloors":{"A":"x"}}',
      "a deep nest": "[".repeat(2_000),
    };

    for (const [name, raw] of Object.entries(GARBAGE)) {
      test(`in the mark's place counts as no mark: ${name}`, async () => {
        await client.set(`${PREFIX}ver`, raw);
        expect((await one.tier.read(SCOPE, [])).mark).toBeUndefined();
        expect(one.garbage).toEqual([`${SCOPE} ver`]);
        expect(await one.tier.fill(SCOPE, fill("a"))).toEqual({ kind: "MISSING" });
        expect((await one.tier.apply(entry(9, ["a"]), [])).kind).toBe("OPENED");
        expect((await one.tier.read(SCOPE, [])).mark).toMatchObject({ version: 9, flushFloor: 9 });
        await client.set(`${PREFIX}ver`, raw);
        await one.tier.open(SCOPE, 12);
        expect((await one.tier.read(SCOPE, [])).mark).toMatchObject({ version: 12, flushFloor: 12 });
      });
    }

    test("of another type in the mark's place is replaced and told of", async () => {
      await client.hset(`${PREFIX}ver`, "a", "1");
      expect((await one.tier.read(SCOPE, [])).mark).toBeUndefined();
      await one.tier.open(SCOPE, 5);
      expect((await one.tier.read(SCOPE, [])).mark?.version).toBe(5);
      expect(one.garbage).toEqual([`${SCOPE} ver`]);
      await client.del(`${PREFIX}ver`);
      await client.rpush(`${PREFIX}ver`, "a");
      expect((await one.tier.apply(entry(9, []), [])).kind).toBe("OPENED");
      expect(one.garbage).toEqual([`${SCOPE} ver`, `${SCOPE} ver`]);
    });

    test("in a value's place is a miss, told of, and replaced by the next fill", async () => {
      await one.tier.open(SCOPE, 5);
      await client.set(`${PREFIX}a`, '{"fence":5,"schema":1,"cachedAt":"2026-01-01T00:00:0');
      await client.set(`${PREFIX}b`, '{"fence":5,"schema":1,"cachedAt":"yesterday","ttl":1,"entity":{}}');
      await client.set(`${PREFIX}c`, '{"fence":5,"schema":1,"cachedAt":"2026-01-01T00:00:00.000Z","ttl":1}');
      const { mark, envelopes } = await one.tier.read(SCOPE, ["a", "b", "c"]);
      expect(mark?.version).toBe(5);
      expect(envelopes).toEqual([undefined, undefined, undefined]);
      expect(one.garbage).toEqual([`${SCOPE} a`, `${SCOPE} b`, `${SCOPE} c`]);
      await one.tier.fill(SCOPE, fill("a"));
      expect((await one.tier.read(SCOPE, ["a"])).envelopes[0]?.entity).toEqual({ id: 1 });
    });

    test("of another type in a value's place is a miss, and replaced and told of by the next fill", async () => {
      await one.tier.open(SCOPE, 5);
      await client.hset(`${PREFIX}a`, "x", "1");
      expect((await one.tier.read(SCOPE, ["a"])).envelopes).toEqual([undefined]);
      expect(await one.tier.fill(SCOPE, fill("a"))).toMatchObject({ results: ["stored"] });
      expect((await one.tier.read(SCOPE, ["a"])).envelopes[0]?.entity).toEqual({ id: 1 });
      expect(one.garbage).toEqual([`${SCOPE} a`]);
    });

    test("in the place of the latest changes counts as having forgotten them", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.apply(entry(6, ["a"]), []);
      await client.set(`${PREFIX}recent`, "garbage");
      expect(await one.tier.fill(SCOPE, fill("b"))).toMatchObject({ results: ["changed"] });
      expect((await one.tier.apply(entry(7, ["c"]), [])).kind).toBe("APPLIED");
      expect(await client.zrange(`${PREFIX}recent`, "0", "-1")).toEqual(["c"]);
      expect((await one.tier.read(SCOPE, [])).mark?.fillFloor).toBe(6);
      expect(one.garbage).toEqual([`${SCOPE} recent`]);
    });
  });

  describe("the mark of others", () => {
    const open = (more: { epoch?: () => string }) => openTestTier({ REDIS_URL: server.url }, more);

    test("who have another store is as good as none", async () => {
      const other = await open({ epoch: () => "other" });
      await other.tier.open(SCOPE, 50);
      expect(await one.tier.fill(SCOPE, fill("a"))).toEqual({ kind: "MISSING" });
      await one.tier.open(SCOPE, 5);
      expect((await one.tier.read(SCOPE, [])).mark).toMatchObject({ version: 5, epoch: "store" });
      expect((await other.tier.apply(entry(51, []), [])).kind).toBe("OPENED");
      await other.tier.close();
    });

    test("who have another store has nothing beside it, though one's own values lie there", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.fill(SCOPE, fill("a"));
      expect((await one.tier.read(SCOPE, ["a"])).envelopes[0]).toBeDefined();
      const other = await open({ epoch: () => "other" });
      await other.tier.open(SCOPE, 3);
      const { mark, envelopes } = await one.tier.read(SCOPE, ["a"]);
      expect([mark?.epoch, envelopes]).toEqual(["other", [undefined]]);
      await other.tier.close();
    });
  });

  describe("a deleted world", () => {
    const end = (version: number) =>
      entry(version, [], {
        flush: true,
        entities: [{ id: SCOPE, type: "World", kind: "DELETED", tags: [] }],
      });
    const untimed = async () =>
      (await Promise.all((await client.keys("*")).map(async (key) => [key, await client.pttl(key)] as const)))
        .filter(([, ttl]) => ttl === -1)
        .map(([key]) => key);

    test("leaves nothing that stays, whatever is filled afterwards", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.fill(SCOPE, fill("flags", { ttl: null }));
      expect(await untimed()).toEqual(expect.arrayContaining([`${PREFIX}flags`, `${PREFIX}ver`]));
      await one.tier.apply(end(6), []);
      expect(await untimed()).toEqual([]);
      expect(await client.pttl(`${PREFIX}ver`)).toBeGreaterThan(80_000_000);
      const late = { ...fill("flags", { ttl: null }, null), fence: 6, version: 6 };
      expect(await one.tier.fill(SCOPE, late)).toMatchObject({ results: ["stored"] });
      expect(await untimed()).toEqual([]);
    });

    test("that is made again has a mark that stays again", async () => {
      await one.tier.open(SCOPE, 5);
      await one.tier.apply(end(6), []);
      await one.tier.apply(entry(7, [], { flush: true }), [
        { slot: slot("flags", { ttl: null }), value: [] },
      ]);
      expect((await untimed()).sort()).toEqual([`${PREFIX}flags`, `${PREFIX}ver`]);
    });
  });

  test("several gateways that apply the same changes at once apply each exactly once", async () => {
    const others = await Promise.all([1, 2, 3].map(() => openTestTier({ REDIS_URL: server.url })));
    const tiers = [one, ...others].map(({ tier }) => tier);
    await one.tier.open(SCOPE, 0);
    const replies = await Promise.all(
      tiers.map(async (tier) => {
        const counts: Record<string, number> = {};
        for (let version = 1; version <= 50; ) {
          const reply = await tier.apply(entry(version, [`k${version % 7}`]), []);
          counts[reply.kind] = (counts[reply.kind] ?? 0) + 1;
          version++;
        }
        return counts;
      }),
    );
    const total = (kind: string) => replies.reduce((sum, counts) => sum + (counts[kind] ?? 0), 0);
    expect([total("APPLIED"), total("SEEN"), total("GAP")]).toEqual([50, 150, 0]);
    expect((await one.tier.read(SCOPE, [])).mark?.version).toBe(50);
    for (const { tier } of others) tier.close();
  });

  test("a batch larger than a script may store is stored all the same, and answered in order", async () => {
    await one.tier.open(SCOPE, 5);
    const keys = Array.from({ length: 450 }, (_, index) => `k${index}`);
    const values = keys.map((key) => ({ slot: slot(key), value: key === "k300" ? { n: 1n } : { key } }));
    await one.tier.apply(entry(6, ["k7"]), []);
    const reply = await one.tier.fill(SCOPE, { fence: 5, version: 6, values, knowing });
    expect(reply).toEqual({
      kind: "FILLED",
      version: 6,
      results: keys.map((key) => (key === "k300" ? "unencodable" : key === "k7" ? "changed" : "stored")),
    });
    const { envelopes } = await one.tier.read(SCOPE, ["k449", "k7", "k0"]);
    expect(envelopes.map((envelope) => envelope?.entity)).toEqual([
      { key: "k449" },
      undefined,
      { key: "k0" },
    ]);
  });

  test("the marks of many scopes come together, those that aren't open left out", async () => {
    const scopes = Array.from({ length: 1_200 }, (_, index) => `world:w${index}`);
    for (const scope of scopes.slice(0, 1_100)) await one.tier.open(scope, 3);
    const marks = await one.tier.marks(scopes);
    expect(marks.size).toBe(1_100);
    expect(marks.get("world:w1099")?.version).toBe(3);
  });
});
