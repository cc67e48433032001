import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { useRedis } from "../support/use-redis.ts";

describeWith(ownRedis, "a gateway with Redis", () => {
  const redis = useRedis({ args: ["--maxmemory", "64mb", "--maxmemory-policy", "volatile-lru"] });
  const log = keepLog("info");
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(
      { CACHE_PROVIDER: "redis", REDIS_URL: redis.server.url },
      { logger: log.logger },
    );
  });
  afterAll(() => gateway.close());

  test("shows Redis's memory, evictions and connections in /metrics, and its memory as no tier's", async () => {
    const page = await (await fetch(`${gateway.url}/metrics`)).text();
    const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(page)?.[1]);
    expect(value("redis_memory_used_bytes")).toBeGreaterThan(100_000);
    expect(value("redis_memory_max_bytes")).toBe(64 * 1024 * 1024);
    expect(value("redis_evicted_keys_total")).toBe(0);
    expect(value("redis_connections")).toBeGreaterThanOrEqual(1);
    expect(value("redis_connections_max")).toBe(10);
    expect(page).toMatch(/^cache_bytes\{tier="L1"\} /m);
    expect(page).not.toMatch(/^cache_bytes\{tier="L2"\}/m);
  });

  test("says in its log how full Redis is", () => {
    const lines = log.lines.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 30,
        msg: expect.stringMatching(/^Redis uses \d+\.\d MiB of 64\.0 MiB$/),
        evictedKeys: 0,
      }),
    );
  });
});
