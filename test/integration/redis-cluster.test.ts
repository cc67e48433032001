import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hashSlotOf } from "../../src/cache/redis/keys.ts";
import { checkRedis } from "../../src/cache/redis/memory.ts";
import type { Notice } from "../../src/cache/tier.ts";
import { entry, slot } from "../contract/tier-contract.ts";
import { poll } from "../support/poll.ts";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, redisCluster } from "../support/services.ts";
import { until } from "../support/until.ts";

const SCOPES = Array.from({ length: 30 }, (_, index) => `world:w${index}`);

describeWith(redisCluster, "a Redis Cluster", () => {
  let cluster: RedisCluster;
  let writer: TestTier;
  let reader: TestTier;
  let notices: Notice[];
  let closed: string[];
  let env: Record<string, string>;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    env = { REDIS_CLUSTER_NODES: cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(",") };
  });
  afterAll(() => cluster.stop());
  beforeEach(async () => {
    notices = [];
    closed = [];
    writer = await openTestTier(env);
    reader = await openTestTier(env);
    reader.tier.bus!.listen({
      onNotice: (notice) => notices.push(notice),
      onClosed: (scopes) => closed.push(...scopes),
    });
    return async () => {
      await writer.tier.close();
      await reader.tier.close();
    };
  });

  const ask = async <T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> => {
    const client = clientOf({ port });
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  };
  /** Applies a scope's next change, whatever that is, by whichever master it has by then. */
  const change = async (scope: string): Promise<number> => {
    const mark = (await writer.tier.read(scope, [])).mark;
    const version = (mark?.version ?? 0) + 1;
    await writer.tier.apply({ ...entry(version, ["a"]), scope }, []);
    return version;
  };
  /** Listens to a scope, anew as often as it has to, and changes it until a notice of one of the changes has come. */
  const hears = (scope: string) => {
    const versions: number[] = [];
    return poll(`a notice of ${scope}`, async () => {
      await reader.clock.advance(1_000);
      await writer.clock.advance(1_000);
      await reader.tier.bus!.subscribe(scope);
      versions.push(await change(scope));
      return notices.some((notice) => notice.scope === scope && versions.includes(notice.version));
    });
  };

  test("has each scope's keys in the slot that this program computes", async () => {
    for (const scope of SCOPES)
      expect(
        await ask(cluster.nodes[0]!.port, (node) =>
          node.cluster("KEYSLOT", `lw:world:{${scope.slice(6)}}:ver`),
        ),
      ).toBe(hashSlotOf(scope));
  });

  test("serves scopes of all its masters, in one batch too", async () => {
    for (const scope of SCOPES) {
      await writer.tier.open(scope, 5, { anew: true });
      const values = [{ slot: slot("a", { scope }), value: { scope } }];
      await writer.tier.fill(scope, { fence: 5, version: 5, values });
    }
    const values = await Promise.all(
      SCOPES.map(async (scope) => (await reader.tier.read(scope, ["a"])).envelopes[0]),
    );
    expect(values.map((envelope) => envelope?.entity)).toEqual(SCOPES.map((scope) => ({ scope })));
    const marks = await reader.tier.marks([...SCOPES, "world:none"]);
    expect(marks.size).toBe(SCOPES.length);
    expect(new Set(SCOPES.map((scope) => reader.connections.nodeOf(scope))).size).toBe(3);
  });

  test("is reached by no more connections than it takes, and they are counted", async () => {
    for (const scope of SCOPES) await reader.tier.bus!.subscribe(scope);
    await writer.tier.close();
    const lists = await Promise.all(
      cluster.nodes.map(({ port }) => ask(port, (node) => node.client("LIST") as Promise<string>)),
    );
    const mine = lists.join("\n").match(/name=[^ ]*living-worlds/g) ?? [];
    const { connections, maxConnections } = await checkRedis(reader.connections);
    expect(mine.length).toBeGreaterThanOrEqual(6);
    expect(mine.length).toBeLessThanOrEqual(connections);
    expect(connections).toBeLessThanOrEqual(maxConnections);
  });

  test("isn't used with fewer connections allowed than it takes", async () => {
    const bounded = await openTestTier({ ...env, REDIS_MAX_CONNECTIONS: "6" });
    expect(bounded.connections.usable()).toBe(false);
    expect(bounded.events).toEqual([
      expect.objectContaining({
        level: "error",
        message: expect.stringMatching(/3 masters, which takes 7 connections: set REDIS_MAX_CONNECTIONS/),
      }),
    ]);
    await bounded.tier.close();
  });

  test("whose slot moves to another master is listened to there, after telling of it", async () => {
    const [scope, other] = ["world:moved", "world:stays"];
    await writer.tier.open(scope, 1);
    await writer.tier.open(other, 1);
    for (const one of [scope, other]) await reader.tier.bus!.subscribe(one);
    const number = hashSlotOf(scope);
    const from = await cluster.master(number);
    const to = (await Promise.all([0, 8_192, 16_383].map((at) => cluster.master(at)))).find(
      (one) => one !== from,
    )!;
    const id = (node: { port: number }) =>
      ask(node.port, (client) => client.cluster("MYID") as Promise<string>);
    const [fromId, toId] = [await id(from), await id(to)];
    await ask(to.port, (node) => node.cluster("SETSLOT", number, "IMPORTING", fromId));
    await ask(from.port, (node) => node.cluster("SETSLOT", number, "MIGRATING", toId));
    await ask(from.port, async (node) => {
      for (const key of (await node.cluster("GETKEYSINSLOT", number, 100)) as string[])
        await node.call("MIGRATE", "127.0.0.1", String(to.port), key, "0", "5000");
    });
    for (const { port } of [to, from])
      await ask(port, (node) => node.cluster("SETSLOT", number, "NODE", toId));
    await until(() => closed.includes(scope));
    expect(closed).toEqual([scope]);
    await cluster.master(number);
    await hears(scope);
    await hears(other);
    expect((await writer.tier.read(scope, [])).mark!.version).toBeGreaterThan(1);
  });

  test("with a master that is silent costs the other masters' scopes nothing", async () => {
    const quick = await openTestTier({ ...env, CACHE_TIMEOUT_MS: "500" });
    const silent = await cluster.master(hashSlotOf("world:w0"));
    const there = `127.0.0.1:${silent.port}`;
    const read = (scope: string) =>
      Promise.resolve(quick.tier.read(scope, [])).then(
        () => "answers",
        ({ reason }) => reason,
      );
    await silent.signal("SIGSTOP");
    try {
      const [at, elsewhere] = [true, false].map((here) =>
        SCOPES.filter((scope) => (quick.connections.nodeOf(scope) === there) === here),
      );
      expect(await Promise.all(at!.map(read))).toEqual(at!.map(() => "slow"));
      expect(await Promise.all(at!.map(read))).toEqual(at!.map(() => "unavailable"));
      expect(await Promise.all(elsewhere!.map(read))).toEqual(elsewhere!.map(() => "answers"));
      expect((await quick.tier.marks(SCOPES)).size).toBe(elsewhere!.length);
    } finally {
      await silent.signal("SIGCONT");
    }
    await quick.tier.close();
    await cluster.master(hashSlotOf("world:w0"));
  });

  test.each(["command", "kill"] as const)(
    "fails over while it is listened to, which is told of, and serves all scopes again (%s)",
    async (how) => {
      const scope = `world:failover-${how}`;
      await writer.tier.open(scope, 1);
      await change(scope);
      await reader.tier.bus!.subscribe(scope);
      const old = await cluster.master(hashSlotOf(scope));
      await cluster.failover(hashSlotOf(scope), how);
      await until(async () => {
        await reader.clock.advance(1_000);
        return closed.includes(scope);
      });
      await hears(scope);
      for (const one of SCOPES) expect(await change(one)).toBeGreaterThan(0);
      expect(reader.connections.opened()).toBeLessThanOrEqual(10);
      if (how === "kill") await cluster.restart(old);
    },
  );
});
