import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RedisFault } from "../../src/cache/redis/problems.ts";
import { entry, SCOPE, slot } from "../contract/tier-contract.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

describeWith(ownRedis, "a Redis that fails", () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let client: Redis;
  let one: TestTier;
  /** Requests of the tier that have reached the way to the server, by the name of the command. */
  let sent: string[];

  beforeEach(async () => {
    server = await startRedis();
    client = clientOf(server);
    sent = [];
    proxy = await startTcpProxy(server, {
      onRequest: (chunk) => {
        for (const [, command] of chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n([a-z]+)/gi))
          sent.push(command!.toLowerCase());
        return undefined;
      },
    });
    one = await openTestTier({ REDIS_URL: `redis://127.0.0.1:${proxy.port}`, CACHE_TIMEOUT_MS: "500" });
    await one.tier.open(SCOPE, 5);
    return async () => {
      await one.tier.close();
      client.disconnect();
      await proxy.stop();
      await server.stop();
    };
  });

  const read = async () => one.tier.read(SCOPE, ["a"]);
  const reason = () =>
    read().then(
      () => "answers",
      (error) => (error instanceof RedisFault && error.code === "UNAVAILABLE" ? error.reason : error),
    );
  const reads = () => sent.filter((command) => command === "mget").length;
  const lines = (level: string) =>
    one.events.filter((event) => event.level === level).map(({ message }) => message);

  describe("by silence", () => {
    afterEach(async () => {
      await server.signal("SIGCONT");
    });

    test("costs those who ask at that time their deadline, and those who ask later nothing", async () => {
      await server.signal("SIGSTOP");
      sent.length = 0;
      expect(await Promise.all([reason(), reason(), reason()])).toEqual(["slow", "slow", "slow"]);
      expect(reads()).toBe(3);
      for (let n = 0; n < 20; n++) expect(await reason()).toBe("unavailable");
      expect(reads()).toBe(3);
      expect(lines("error")).toEqual([expect.stringMatching(/doesn't answer in time/)]);
    });

    test("is tried by a command of its own until it answers, and then used again", async () => {
      await server.signal("SIGSTOP");
      expect(await reason()).toBe("slow");
      sent.length = 0;
      // The first trial waits its own deadline; the next comes when a second has passed.
      await until(() => one.clock.sleeping === 2);
      await one.clock.advance(1_000);
      await until(() => sent.includes("evalsha"));
      expect(reads()).toBe(0);
      await server.signal("SIGCONT");
      await until(async () => {
        await one.clock.advance(1_000);
        return (await reason()) === "answers";
      });
      expect(lines("info").at(-1)).toMatch(/answers again/);
      expect(lines("error")).toHaveLength(1);
    });
  });

  test("by hanging up gives one line, costs nothing, and is used as soon as it is back", async () => {
    await server.signal("SIGKILL");
    await until(() => !one.connections.usable());
    sent.length = 0;
    expect(await reason()).toBe("unavailable");
    expect(reads()).toBe(0);
    await until(() => lines("debug").length >= 2);
    expect(lines("error")).toEqual([expect.stringMatching(/^lost the connection to Redis at 127/)]);
    expect(one.tier.health()).toMatchObject({
      status: "down",
      warnings: expect.arrayContaining(lines("error")),
    });
    await server.restart();
    await until(one.connections.usable);
    expect(lines("error")).toHaveLength(1);
    expect(one.events.at(-1)).toMatchObject({
      level: "info",
      message: expect.stringMatching(/answers again/),
    });
    expect(one.tier.health().status).toBe("up");
    // It is empty, and knows no script.
    expect((await read()).mark).toBeUndefined();
    expect((await one.tier.apply(entry(6, []), [])).kind).toBe("OPENED");
  });

  test("by losing a reply doesn't run a change twice, and doesn't send it again by itself", async () => {
    // Scripts that Redis doesn't know yet are sent twice.
    await one.tier.apply(entry(6, []), []);
    proxy.hooks.onReply = (_, connection) => {
      proxy.hooks.onReply = undefined;
      connection.cut();
      return undefined;
    };
    sent.length = 0;
    await expect(one.tier.apply(entry(7, ["a"]), [])).rejects.toThrow(RedisFault);
    expect(sent.filter((command) => command.startsWith("eval"))).toHaveLength(1);
    await until(one.connections.usable);
    expect((await read()).mark?.version).toBe(7);
    expect((await one.tier.apply(entry(7, ["a"]), [])).kind).toBe("SEEN");
  });

  test("by forgetting its scripts is told them again", async () => {
    await one.tier.apply(entry(6, []), []);
    await client.script("FLUSH");
    expect((await one.tier.apply(entry(7, []), [])).kind).toBe("APPLIED");
    await client.script("FLUSH");
    const fill = { fence: 7, version: 7, values: [{ slot: slot("a"), value: {} }] };
    expect(await one.tier.fill(SCOPE, fill)).toMatchObject({ results: ["stored"] });
  });

  test("by being a replica that takes no writes is unavailable, and isn't left for good", async () => {
    await client.replicaof("127.0.0.1", "1");
    await expect(one.tier.apply(entry(6, []), [])).rejects.toThrow(RedisFault);
    await client.replicaof("NO", "ONE");
    await until(async () => {
      await one.clock.advance(1_000);
      return Promise.resolve(one.tier.apply(entry(6, []), [])).then(
        () => true,
        () => false,
      );
    });
    expect((await read()).mark?.version).toBe(6);
  });

  describe.each<[string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
    [
      "scripts to its user",
      () => client.acl("SETUSER", "default", "-@scripting"),
      () => client.acl("SETUSER", "default", "+@all"),
      /change the user's rights/,
    ],
    [
      "a command within scripts",
      () => client.acl("SETUSER", "default", "-zadd"),
      () => client.acl("SETUSER", "default", "+@all"),
      /change the user's rights/,
    ],
    [
      "writes without replicas",
      () => client.config("SET", "min-replicas-to-write", "1"),
      () => client.config("SET", "min-replicas-to-write", "0"),
      /NOREPLICAS/,
    ],
    [
      "writes as a replica",
      () => client.replicaof("127.0.0.1", "1"),
      () => client.replicaof("NO", "ONE"),
      /READONLY/,
    ],
  ])("by refusing %s though it answers", (_, refuse, allow, line) => {
    const change = (version: number) =>
      Promise.resolve(one.tier.apply(entry(version, []), [])).then(
        ({ kind }) => kind,
        (error) => error.code,
      );
    const trials = () => sent.filter((command) => command === "evalsha").length;

    test("is one outage, and down, until it takes changes again", async () => {
      await refuse();
      for (let round = 0; round < 5; round++) {
        expect(await Promise.all([change(6), change(6), change(6)])).toEqual(Array(3).fill("UNAVAILABLE"));
        const before = trials();
        await until(async () => {
          await one.clock.advance(1_000);
          return trials() > before;
        });
        expect(lines("error")).toEqual([expect.stringMatching(line)]);
        expect(one.tier.health()).toMatchObject({
          status: "down",
          warnings: expect.arrayContaining([expect.stringMatching(line)]),
        });
      }
      await allow();
      await until(async () => {
        await one.clock.advance(1_000);
        return ["APPLIED", "SEEN"].includes(await change(6));
      });
      expect(one.tier.health().status).toBe("up");
      expect(lines("error")).toHaveLength(1);
      expect(lines("info").filter((message) => /answers again/.test(message))).toHaveLength(1);
    });
  });

  test("shows what is wrong now, and not what it was when that began", async () => {
    await client.config("SET", "min-replicas-to-write", "1");
    await expect(one.tier.apply(entry(6, []), [])).rejects.toThrow(RedisFault);
    const warned = async (pattern: RegExp) => {
      await until(async () => {
        await one.clock.advance(1_000);
        return one.tier.health().warnings.some((line) => pattern.test(line));
      });
      expect(one.tier.health().warnings.filter((line) => !line.includes("eviction policy"))).toHaveLength(1);
    };
    await warned(/NOREPLICAS/);
    await client.replicaof("127.0.0.1", "1");
    await warned(/READONLY/);
    await client.replicaof("NO", "ONE");
    await warned(/NOREPLICAS/);
    await client.acl("SETUSER", "default", "-zadd");
    await client.config("SET", "min-replicas-to-write", "0");
    await warned(/change the user's rights/);
    await client.acl("SETUSER", "default", "+@all");
  });

  test("by being a replica is connected to anew only once a second", async () => {
    await client.replicaof("127.0.0.1", "1");
    await expect(one.tier.apply(entry(6, []), [])).rejects.toThrow(RedisFault);
    const attempts = () => lines("debug").length;
    // The first time at once, as the address may lead to the new master.
    const isWaiting = () => one.clock.sleeping === 3;
    await until(() => attempts() === 1 && isWaiting());
    for (let round = 2; round < 5; round++) {
      await one.clock.advance(999);
      expect(attempts()).toBe(round - 1);
      await one.clock.advance(1);
      await until(() => attempts() === round && isWaiting());
    }
  });

  test("tells nobody what was to be stored", async () => {
    const secret = "a-value-nobody-may-see";
    await client.acl("SETUSER", "default", "-evalsha", "-eval");
    const fill = { fence: 5, version: 5, values: [{ slot: slot("a"), value: secret }] };
    const error = await Promise.resolve(one.tier.fill(SCOPE, fill)).catch((fault) => fault);
    expect(error).toBeInstanceOf(RedisFault);
    const told = JSON.stringify([error, error.message, error.cause, one.events]);
    expect(told).toMatch(/change the user's rights/);
    expect(told).not.toContain(secret);
  });
});
