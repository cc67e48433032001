import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { hashSlotOf, prefixOf } from "../../src/cache/redis/keys.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { describeWith, redisCluster } from "../support/services.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";
import { subscribe, VERSIONS } from "../support/subscribers.ts";
import { sse } from "../support/transports.ts";
import { until } from "../support/until.ts";

const LOCALS = ["odyssey", "ilias", "aeneid", "edda", "kalevala", "beowulf"];
const WORLDS = LOCALS.map((local) => `world:${local}`);
const STRICT = { "x-consistency": "strict" };
const RENAME = `mutation ($id: ID!, $name: String!) { updateWorld(input: { id: $id, name: $name }) { version } }`;
const NAMES = `{ ${LOCALS.map((local) => `${local}: world(id: "world:${local}") { name characters { nodes { name } } }`).join(" ")} }`;

/** Two gateways on one store and one cluster of three masters and three replicas. */
describeWith(redisCluster, "gateways on a Redis Cluster", () => {
  let cluster: RedisCluster;
  let file: StoreFile;
  let a: TestGateway;
  let b: TestGateway;
  const rename = (gateway: TestGateway, id: string, name: string) => gateway.send(RENAME, { id, name });
  const names = async (gateway: TestGateway, headers = {}) => {
    const data = await gateway.data(NAMES, {}, headers);
    return LOCALS.map((local) => data[local].name);
  };

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  beforeEach(async () => {
    file = await createStoreFile();
    const env = {
      SQLITE_FILE: file.path,
      CACHE_PROVIDER: "redis",
      REDIS_CLUSTER_NODES: cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(","),
      RELAY_INTERVAL_MS: "200",
    };
    a = await startTestGateway(env);
    b = await startTestGateway(env);
    for (const one of [a, b]) await until(() => one.cache.health().status === "up");
    for (const local of LOCALS) {
      await a.data(`mutation { createWorld(input: { id: "${local}", name: "first" }) { version } }`);
      await a.data(
        `mutation { createCharacter(input: { worldId: "world:${local}", name: "hero" }) { version } }`,
      );
    }
  });
  afterEach(async () => {
    await a.close();
    await b.close();
    await file.remove();
  });

  it("answer queries that span worlds in the slots of all masters", async () => {
    const masters = new Set(
      await Promise.all(WORLDS.map(async (id) => (await cluster.master(prefixOf(id))).port)),
    );
    expect(masters.size).toBe(3);
    expect(new Set(WORLDS.map(hashSlotOf)).size).toBe(WORLDS.length);
    for (const gateway of [a, b, a, b])
      expect(await names(gateway, STRICT)).toEqual(LOCALS.map(() => "first"));
    const list = await b.data("{ worlds { nodes { id } } }");
    expect(list.worlds.nodes).toHaveLength(LOCALS.length);
  });

  it("see one another's changes at once where they are strict, in every slot", async () => {
    await names(b);
    for (const id of WORLDS) await rename(a, id, "second");
    expect(await names(b, STRICT)).toEqual(LOCALS.map(() => "second"));
  });

  it("push notices to the other's subscribers, from every master", async () => {
    const subscriber = await subscribe(b, sse, VERSIONS, {
      scopes: WORLDS.map((id) => ({ id, after: 2 })),
    });
    for (const id of WORLDS) await rename(a, id, "second");
    const seen = await subscriber.take(WORLDS.length);
    expect(seen.map(({ scope }) => scope).sort()).toEqual([...WORLDS].sort());
    subscriber.leave();
  });

  it("go on reading and writing through a failover, and lose and forget nothing", async () => {
    const acknowledged = new Map(WORLDS.map((id) => [id, 0]));
    let over = false;
    let count = 0;
    const work = async (gateway: TestGateway, worlds: readonly string[]) => {
      for (let n = 1; !over || n < 5; n++) {
        for (const id of worlds) {
          const { errors } = await rename(gateway, id, String(n));
          expect(errors).toBeUndefined();
          acknowledged.set(id, n);
          const local = id.slice("world:".length);
          const seen = (await gateway.data(NAMES))[local].name;
          expect(Number(seen)).toBeGreaterThanOrEqual(n);
          count++;
        }
      }
    };
    // Each world has one writer, so that what it has to be is known.
    const working = [work(a, WORLDS.slice(0, 3)), work(b, WORLDS.slice(3))];
    await until(() => count > 20);
    const lost = await cluster.master(prefixOf(WORLDS[0]!));
    const promoted = await cluster.failover(prefixOf(WORLDS[0]!), "kill");
    expect(promoted.port).not.toBe(lost.port);
    const before = count;
    await until(() => count > before + 20);
    over = true;
    await Promise.all(working);
    const all = WORLDS.map((id) => String(acknowledged.get(id)));
    // What a poll's repairs need, and no more.
    for (const gateway of [a, b]) await gateway.cache.relay.poll();
    for (const gateway of [a, b]) {
      expect(await names(gateway)).toEqual(all);
      expect(await names(gateway, STRICT)).toEqual(all);
      await until(
        async () => (await gateway.send(RENAME, { id: WORLDS[0], name: all[0] })).extensions === undefined,
      );
    }
    await cluster.restart(lost);
  }, 120_000);
});
