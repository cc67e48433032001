import type { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { ageWith, clientOf, openTestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis, redisCluster } from "../support/services.ts";
import { describeTier } from "./tier-contract.ts";

describeWith(ownRedis, "on a single server", () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = clientOf(server);
  });
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  describeTier("the Redis tier", async (clock, epoch) => {
    await client.flushall();
    ageWith(clock, [client]);
    return (await openTestTier({ REDIS_URL: server.url }, { clock, epoch })).tier;
  });
});

describeWith(redisCluster, "on a cluster", () => {
  let cluster: RedisCluster;
  let clients: Redis[] = [];
  beforeAll(async () => {
    cluster = await startRedisCluster();
    const masters = new Set(await Promise.all([0, 8_192, 16_383].map((slot) => cluster.master(slot))));
    clients = [...masters].map(clientOf);
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await cluster.stop();
  });

  describeTier("the Redis tier", async (clock, epoch) => {
    for (const client of clients) await client.flushall();
    ageWith(clock, clients);
    const nodes = cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(",");
    return (await openTestTier({ REDIS_CLUSTER_NODES: nodes }, { clock, epoch })).tier;
  });
});
