import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashSlotOf } from "../../src/cache/redis/keys.ts";
import { entry, slot } from "../contract/tier-contract.ts";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis, redisCluster } from "../support/services.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const outcome = (work: unknown) =>
  Promise.resolve(work).then(
    () => "answers",
    (error) => error.reason ?? error,
  );

describeWith(ownRedis, "a world whose Redis keys make trouble", () => {
  const redis = useRedis();
  const [BAD, GOOD] = ["world:bad", "world:good"];
  let proxy: TcpProxy;
  let one: TestTier;
  let sent: string[];
  const read = (scope: string) => outcome(one.tier.read(scope, ["a"]));
  const lines = (level: string) =>
    one.events.filter((event) => event.level === level).map(({ message }) => message);

  beforeEach(async () => {
    await redis.client.flushall();
    sent = [];
    proxy = await startTcpProxy(redis.server, {
      onRequest: (chunk) => {
        sent.push(
          ...chunk
            .toString()
            .matchAll(/lw:world:\{(\w+)\}/g)
            .map(([, name]) => name!),
        );
        return undefined;
      },
    });
    const user = { REDIS_URL: `redis://some:one@127.0.0.1:${proxy.port}`, CACHE_TIMEOUT_MS: "200" };
    await redis.client.acl("SETUSER", "some", "on", ">one", "~lw:*", "&lw:*", "+@all");
    one = await openTestTier(user);
    for (const scope of [BAD, GOOD]) await one.tier.open(scope, 5);
    return async () => {
      proxy.lag(0);
      await one.tier.close();
      await proxy.stop();
    };
  });

  describe("by answers that take long, and that others wait behind", () => {
    /** One read of the bad world whose reply comes after its deadline; resolves when that is over. */
    const slowRead = async () => {
      proxy.hooks.onReply = () => {
        proxy.hooks.onReply = undefined;
        proxy.lag(500);
        return undefined;
      };
      const bad = read(BAD);
      expect(await bad).toBe("slow");
      proxy.lag(0);
      await until(() => one.tier.health().status === "up");
    };

    test("is let off once: Redis is used again as soon as the answer has come, and no later", async () => {
      await slowRead();
      expect(one.clock.now()).toBe(Date.parse("2026-01-01T00:00:00.000Z"));
      expect(await read(BAD)).toBe("answers");
      expect(await read(GOOD)).toBe("answers");
    });

    test("isn't asked for a while when it does so again, and the others are", async () => {
      await slowRead();
      await slowRead();
      sent.length = 0;
      for (let n = 0; n < 20; n++) expect(await read(BAD)).toBe("unavailable");
      for (let n = 0; n < 20; n++) expect(await read(GOOD)).toBe("answers");
      expect(sent.filter((name) => name === "bad")).toEqual([]);
      expect([...(await one.tier.marks([BAD, GOOD])).keys()]).toEqual([BAD, GOOD]);
      await one.clock.advance(1_000);
      expect(await read(BAD)).toBe("answers");
      expect(await read(BAD)).toBe("answers");
    });

    test("isn't asked for longer each time", async () => {
      for (const seconds of [0, 1, 2, 4]) {
        await slowRead();
        await one.clock.advance(Math.max(0, seconds * 1_000 - 1));
        if (seconds > 0) expect(await read(BAD)).toBe("unavailable");
        await one.clock.advance(1);
      }
      // A minute later it is as if it had never been.
      await one.clock.advance(61_000);
      await slowRead();
      expect(await read(BAD)).toBe("answers");
    });
  });

  test("by keys that its user has no right to leaves the others what they had, is told of once, and tried again", async () => {
    await redis.client.acl("SETUSER", "some", "resetkeys", "~lw:world:{good}*", "~lw:{worlds}*");
    expect(await outcome(one.tier.apply({ ...entry(6, ["a"]), scope: BAD }, []))).toBe("unavailable");
    for (let n = 0; n < 20; n++)
      expect([await read(BAD), await read(GOOD)]).toEqual(["unavailable", "answers"]);
    expect(await outcome(one.tier.apply({ ...entry(6, ["a"]), scope: GOOD }, []))).toBe("answers");
    expect(one.tier.health()).toMatchObject({
      status: "up",
      warnings: expect.arrayContaining([expect.stringMatching(/doesn't serve world:bad/)]),
    });
    expect(lines("error")).toEqual([]);
    for (let n = 0; n < 5; n++) {
      await one.clock.advance(30_000);
      expect(await read(BAD)).toBe("unavailable");
    }
    expect(lines("warn").filter((line) => /doesn't serve/.test(line))).toHaveLength(1);
    await redis.client.acl("SETUSER", "some", "allkeys");
    await one.clock.advance(30_000);
    expect([await read(BAD), await read(BAD)]).toEqual(["answers", "answers"]);
    expect(lines("info").at(-1)).toMatch(/serves all worlds again/);
    expect(one.tier.health().warnings.filter((line) => /doesn't serve/.test(line))).toEqual([]);
  });
});

describeWith(redisCluster, "a slot of a Redis Cluster", () => {
  let cluster: RedisCluster;
  let one: TestTier;
  let nodes: Redis[];
  const SCOPES = Array.from({ length: 40 }, (_, index) => `world:w${index}`);
  const BAD = SCOPES[0]!;
  const read = (scope: string) => outcome(one.tier.read(scope, ["a", "b", "c"]));
  const healthy = () => one.events.filter(({ level }) => level === "error");
  /** Worlds on the same node, in other slots. */
  const neighbours = () =>
    SCOPES.filter((scope) => scope !== BAD && one.connections.nodeOf(scope) === one.connections.nodeOf(BAD));

  beforeAll(async () => {
    cluster = await startRedisCluster(["--cluster-require-full-coverage", "no"]);
    nodes = cluster.nodes.map(({ port }) => clientOf({ port }));
  });
  afterAll(async () => {
    for (const node of nodes) node.disconnect();
    await cluster.stop();
  });
  beforeEach(async () => {
    await cluster.master(hashSlotOf(BAD));
    one = await openTestTier({
      REDIS_CLUSTER_NODES: cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(","),
    });
    for (const scope of SCOPES) await one.tier.open(scope, 5, { anew: true });
    return () => one.tier.close();
  });

  const expectOthersToGoOn = async () => {
    expect(neighbours().length).toBeGreaterThan(3);
    for (let n = 0; n < 3; n++) {
      expect(await read(BAD)).toBe("unavailable");
      for (const scope of neighbours()) expect(await read(scope)).toBe("answers");
    }
    const marks = await one.tier.marks(SCOPES);
    for (const scope of neighbours()) expect(marks.has(scope)).toBe(true);
    expect(one.tier.health().status).toBe("up");
    expect(healthy()).toEqual([]);
  };
  const expectItToComeBack = () =>
    until(async () => {
      await one.clock.advance(30_000);
      return (await read(BAD)) === "answers";
    });

  test("that nobody owns costs the node's other slots nothing, and is used again when somebody does", async () => {
    const number = hashSlotOf(BAD);
    const master = await cluster.master(number);
    const client = nodes[cluster.nodes.indexOf(master)]!;
    await client.cluster("DELSLOTS", number);
    try {
      expect(await read(BAD)).toBe("unavailable");
      await expectOthersToGoOn();
    } finally {
      await client.cluster("ADDSLOTS", number);
    }
    await expectItToComeBack();
  });

  test("half of whose keys have gone to another master costs the others nothing", async () => {
    const number = hashSlotOf(BAD);
    const fill = {
      fence: 5,
      version: 5,
      values: ["a", "b"].map((key) => ({ slot: slot(key, { scope: BAD }), value: { key } })),
    };
    await one.tier.fill(BAD, fill);
    const from = await cluster.master(number);
    const to = (await Promise.all([0, 8_192, 16_383].map((at) => cluster.master(at)))).find(
      (node) => node !== from,
    )!;
    const [source, target] = [from, to].map((node) => nodes[cluster.nodes.indexOf(node)]!) as [Redis, Redis];
    const [fromId, toId] = (await Promise.all([source, target].map((node) => node.cluster("MYID")))) as [
      string,
      string,
    ];
    await target.cluster("SETSLOT", number, "IMPORTING", fromId);
    await source.cluster("SETSLOT", number, "MIGRATING", toId);
    try {
      await source.call("MIGRATE", "127.0.0.1", String(to.port), "lw:world:{w0}:a", "0", "5000");
      expect(await read(BAD)).toBe("unavailable");
      await expectOthersToGoOn();
    } finally {
      await source.cluster("SETSLOT", number, "STABLE");
      await target.call("MIGRATE", "127.0.0.1", String(from.port), "lw:world:{w0}:a", "0", "5000");
      await target.cluster("SETSLOT", number, "STABLE");
    }
    await expectItToComeBack();
  });
});
