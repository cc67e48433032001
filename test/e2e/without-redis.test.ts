import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createHandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";
import { until } from "../support/until.ts";

const RENAME = `mutation ($name: String!) { updateWorld(input: { id: "world:odyssey", name: $name }) { version } }`;
const NAME = `{ world(id: "world:odyssey") { name version } }`;

/** Two gateways on one store, and a Redis that comes and goes. */
describeWith(ownRedis, "gateways whose Redis is gone", () => {
  let server: RedisServer;
  let file: StoreFile;
  let a: TestGateway;
  let b: TestGateway;
  const clock = createHandClock();
  const start = () =>
    startTestGateway(
      {
        SQLITE_FILE: file.path,
        CACHE_PROVIDER: "redis",
        REDIS_URL: server.url,
        RELAY_INTERVAL_MS: "60000",
      },
      { clock },
    );
  const kill = async () => {
    await server.signal("SIGKILL");
    for (const one of [a, b]) await until(() => one.cache.health().status === "down");
  };
  const comeBack = async () => {
    await server.restart();
    for (const one of [a, b]) await until(() => one.cache.health().status === "up");
  };
  const nameAt = async (gateway: TestGateway, headers?: Record<string, string>) =>
    (await gateway.data(NAME, {}, headers)).world.name;

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    file = await createStoreFile();
    a = await start();
    b = await start();
    await a.data(`mutation { createWorld(input: { id: "odyssey", name: "first" }) { version } }`);
    for (const one of [a, b]) {
      await one.data(NAME);
      await one.data(NAME);
    }
  });
  afterEach(async () => {
    await a.close();
    await b.close();
    await file.remove();
    await server.restart();
  });

  it("answer reads from the store, all the same", async () => {
    await kill();
    expect(await nameAt(a)).toBe("first");
    expect(await nameAt(a, { "x-consistency": "strict" })).toBe("first");
    expect(await nameAt(b)).toBe("first");
  });

  it("acknowledge a change, and say that other gateways may not know of it yet", async () => {
    await kill();
    const { data, errors, extensions } = await a.send(RENAME, { name: "second" });
    expect(errors).toBeUndefined();
    expect(data.updateWorld.version).toBe(2);
    expect(extensions).toEqual({ coherence: { degraded: ["world:odyssey", "worlds"] } });
    expect(await nameAt(a)).toBe("second");
    await b.cache.relay.poll();
    expect(await nameAt(b)).toBe("second");
  });

  it("wait for one that is silent once, and then not at all until it answers again", async () => {
    await server.signal("SIGSTOP");
    expect(await nameAt(a, { "x-consistency": "strict" })).toBe("first");
    expect(a.cache.health().status).toBe("down");
    const { data, extensions } = await a.send(RENAME, { name: "second" });
    expect(data.updateWorld.version).toBe(2);
    expect(extensions).toMatchObject({ coherence: { degraded: ["world:odyssey", "worlds"] } });
    await server.signal("SIGCONT");
    // Trials are made on a clock that only tests move.
    await until(async () => {
      await clock.advance(1_000);
      return a.cache.health().status === "up";
    });
    await a.cache.relay.poll();
    await b.cache.relay.poll();
    expect(await nameAt(b, { "x-consistency": "strict" })).toBe("second");
  });

  it("stay healthy, and show the cache apart", async () => {
    await kill();
    const response = await fetch(`${a.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "ok",
      ready: true,
      store: { status: "up" },
      cache: { provider: "redis", status: "down" },
      bus: { provider: "redis", status: "down" },
      relay: { status: "up" },
    });
    expect((await fetch(`${a.url}/ready`)).status).toBe(200);
  });

  it("start without it, and use it as soon as it is there", async () => {
    await kill();
    const c = await start();
    expect(await nameAt(c)).toBe("first");
    await comeBack();
    await until(() => c.cache.health().status === "up");
    await c.data(NAME);
    await c.data(NAME);
    const { cache } = await c.data("{ cache { provider tiers { tier counters { type hits } } } }");
    expect(cache.provider).toBe("REDIS");
    expect(cache.tiers[1].counters).toContainEqual({ type: "World", hits: expect.any(Number) });
    await c.close();
  });

  it("bring an emptied Redis up to what was changed meanwhile, and no more of a change is degraded", async () => {
    await kill();
    await a.data(RENAME, { name: "second" });
    await comeBack();
    await a.cache.relay.poll();
    expect(await nameAt(a, { "x-consistency": "strict" })).toBe("second");
    expect(await nameAt(b, { "x-consistency": "strict" })).toBe("second");
    const { extensions } = await a.send(RENAME, { name: "third" });
    expect(extensions).toBeUndefined();
    expect(await nameAt(b, { "x-consistency": "strict" })).toBe("third");
  });
});
