import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

describeWith(ownRedis, "a proxy before Redis", () => {
  let server: RedisServer;
  let direct: Redis;
  let proxy: TcpProxy;
  let through: Redis;
  const connectThrough = () => {
    const client = new Redis(proxy.port, proxy.host, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on("error", () => {});
    return client;
  };

  beforeAll(async () => {
    server = await startRedis();
    direct = new Redis(server.url);
  });
  afterAll(async () => {
    direct.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await direct.flushall();
    proxy = await startTcpProxy(server);
    through = connectThrough();
    await through.ping();
  });
  afterEach(async () => {
    through.disconnect();
    await proxy.stop();
  });

  test("a connection cut at the reply has executed the request", async () => {
    proxy.hooks.onReply = (_, connection) => {
      connection.cut();
      return undefined;
    };
    await expect(through.incr("count")).rejects.toThrow();
    expect(await direct.get("count")).toBe("1");
  });

  test("a connection cut at the request has not executed it", async () => {
    proxy.hooks.onRequest = (_, connection) => {
      connection.cut();
      return undefined;
    };
    await expect(through.incr("count")).rejects.toThrow();
    expect(await direct.get("count")).toBeNull();
  });

  test("loses a notice but not its connection, when a hook passes on nothing in its place", async () => {
    const heard: string[] = [];
    through.on("message", (_, message) => heard.push(message));
    await through.subscribe("notices");
    let lost = 0;
    proxy.hooks.onReply = (chunk) => {
      if (!chunk.includes("first")) return undefined;
      lost += 1;
      return Buffer.alloc(0);
    };
    await direct.publish("notices", "first");
    await until(() => lost === 1);
    await direct.publish("notices", "second");
    await until(() => heard.length > 0);
    expect(heard).toEqual(["second"]);
  });

  test("holds all bytes while it is paused, and passes them on in order when it goes on", async () => {
    proxy.pause();
    const late = connectThrough();
    let answers = 0;
    const counts = [through, late].flatMap((client) => [client.incr("count"), client.incr("count")]);
    for (const count of counts) void count.then(() => answers++);
    await until(() => proxy.connections === 2);
    expect(await direct.get("count")).toBeNull();
    expect(answers).toBe(0);
    proxy.resume();
    const given = await Promise.all(counts);
    expect(given.toSorted()).toEqual([1, 2, 3, 4]);
    expect(given[1]).toBeGreaterThan(given[0]!);
    late.disconnect();
  });

  test("refuses new connections and keeps those that are there, until it accepts again", async () => {
    await proxy.refuse();
    await expect(connectThrough().ping()).rejects.toThrow();
    expect(await through.ping()).toBe("PONG");
    await proxy.accept();
    const again = connectThrough();
    expect(await again.ping()).toBe("PONG");
    again.disconnect();
  });

  test("cuts all connections at once and lets new ones in", async () => {
    proxy.cut();
    await until(() => through.status === "end");
    expect(proxy.connections).toBe(0);
    const again = connectThrough();
    expect(await again.ping()).toBe("PONG");
    again.disconnect();
  });

  test("lets a client go when it quits, and its server's side with it", async () => {
    await through.quit();
    await until(() => proxy.connections === 0);
    await until(
      async () =>
        String(await direct.client("LIST"))
          .trim()
          .split("\n").length === 1,
    );
  });
});
