import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { channelOf, scopeOfChannel } from "../../src/cache/redis/keys.ts";
import type { Bus, Notice } from "../../src/cache/tier.ts";
import { entry, SCOPE } from "../contract/tier-contract.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { clientOf, openTestTier, type TestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

describeWith(ownRedis, "notices through Redis", () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let client: Redis;
  let writer: TestTier;
  let reader: TestTier;
  let bus: Bus;
  let notices: Notice[];
  let closed: string[];

  beforeAll(async () => {
    server = await startRedis();
    client = clientOf(server);
    proxy = await startTcpProxy(server);
  });
  afterAll(async () => {
    client.disconnect();
    await proxy.stop();
    await server.stop();
  });
  beforeEach(async () => {
    await client.flushall();
    notices = [];
    closed = [];
    writer = await openTestTier({ REDIS_URL: server.url });
    reader = await openTestTier({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    bus = reader.tier.bus!;
    bus.listen({ onNotice: (notice) => notices.push(notice), onClosed: (scopes) => closed.push(...scopes) });
    await writer.tier.open(SCOPE, 5);
    await bus.subscribe(SCOPE);
    return async () => {
      await writer.tier.close();
      await reader.tier.close();
    };
  });

  /** That somebody listens to. */
  const channels = () => client.pubsub("SHARDCHANNELS") as Promise<string[]>;

  test.each(["worlds", "world:odyssey", "world:a:b", "world:{a}", "market:x}y"])(
    "come by a channel that names the scope: %s",
    (scope) => {
      expect(scopeOfChannel(channelOf(scope))).toBe(scope);
    },
  );

  test("say what a change dropped, in order, and nothing of other scopes", async () => {
    await writer.tier.open("world:ilias", 1);
    await writer.tier.apply({ ...entry(2, ["x"]), scope: "world:ilias" }, []);
    await writer.tier.apply(entry(6, ["a", "state"]), []);
    await writer.tier.apply(entry(7, [], { flush: true }), []);
    await until(() => notices.length === 2);
    expect(notices).toEqual([
      { scope: SCOPE, version: 6, writer: "this release", flush: false, keys: ["a", "state"] },
      { scope: SCOPE, version: 7, writer: "this release", flush: true, keys: [] },
    ]);
  });

  test("say what is another under each key, but where all may be", async () => {
    const keys = ["a", "state"];
    const masks = [null, ["version", "characterCount"]];
    await writer.tier.apply(entry(6, keys, { masks }), []);
    await writer.tier.apply(entry(7, keys, { masks, flush: true, purged: "Character" }), []);
    await writer.tier.apply(entry(8, keys, { masks, writer: "" }), []);
    await until(() => notices.length === 3);
    expect(notices.map((notice) => [notice.keys, notice.masks])).toEqual([
      [keys, masks],
      [[], undefined],
      [[], undefined],
    ]);
  });

  test("aren't sent for what was seen before, or came too soon", async () => {
    await writer.tier.apply(entry(6, ["a"]), []);
    await writer.tier.apply(entry(6, ["a"]), []);
    await writer.tier.apply(entry(9, ["a"]), []);
    await writer.tier.apply(entry(7, ["b"]), []);
    await until(() => notices.length >= 2);
    expect(notices.map(({ version }) => version)).toEqual([6, 7]);
  });

  test("are a flush where a change finds no mark, or nobody knows who made it", async () => {
    await client.del("lw:world:{odyssey}:ver");
    await writer.tier.apply(entry(6, ["a"]), []);
    await writer.tier.apply(entry(7, ["a"], { writer: "" }), []);
    await until(() => notices.length === 2);
    expect(notices.map(({ flush, keys }) => [flush, keys])).toEqual([
      [true, []],
      [true, []],
    ]);
  });

  test("of another store on the same server say nothing here", async () => {
    const other = await openTestTier({ REDIS_URL: server.url, REDIS_DB: "1" }, { epoch: () => "other" });
    await other.tier.open(SCOPE, 70);
    await other.tier.apply(entry(71, ["a"]), []);
    await writer.tier.apply(entry(6, ["a"]), []);
    await until(() => notices.length > 0);
    expect(notices.map(({ version }) => version)).toEqual([6]);
    expect(closed).toEqual([]);
    await other.tier.close();
  });

  test("that can't be read may have been anything: the scope is to be listened to anew", async () => {
    await client.spublish(channelOf(SCOPE), '{"version":');
    await until(() => closed.length > 0);
    expect(closed).toEqual([SCOPE]);
    expect(reader.garbage).toEqual([`${SCOPE} notices`]);
    await until(async () => (await channels()).length === 0);
    await bus.subscribe(SCOPE);
    await writer.tier.apply(entry(6, ["a"]), []);
    await until(() => notices.length > 0);
  });

  test("end when nobody asks for them any more", async () => {
    bus.unsubscribe(SCOPE);
    await until(async () => (await channels()).length === 0);
    await writer.tier.apply(entry(6, ["a"]), []);
    await bus.subscribe(SCOPE);
    await writer.tier.apply(entry(7, ["a"]), []);
    await until(() => notices.length > 0);
    expect(notices.map(({ version }) => version)).toEqual([7]);
  });

  test("end where they are given up before they have begun", async () => {
    const late = await openTestTier({ REDIS_URL: server.url });
    const begun = late.tier.bus!.subscribe("world:late");
    late.tier.bus!.unsubscribe("world:late");
    await expect(begun).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await until(async () => !(await channels()).includes(channelOf("world:late")));
    await late.tier.close();
  });

  test("without the right to channels aren't to be had, which is told of once and asked once a second", async () => {
    let asked = 0;
    proxy.hooks.onRequest = (chunk) => {
      asked += chunk.toString().match(/ssubscribe/gi)?.length ?? 0;
      return undefined;
    };
    await client.call("ACL", "SETUSER", "deaf", "reset", "on", ">pw", "~lw:*", "+@all", "resetchannels");
    const deaf = await openTestTier({ REDIS_URL: `redis://deaf:pw@127.0.0.1:${proxy.port}` });
    const deafBus = deaf.tier.bus!;
    const warnings = () => deaf.tier.health().warnings.filter((line) => line.includes("&lw:*"));
    const scopes = ["world:x", "world:y"];
    for (let n = 0; n < 20; n++)
      for (const scope of scopes)
        await expect(deafBus.subscribe(scope)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(asked).toBe(2);
    expect(deaf.events.filter(({ message }) => message.includes("&lw:*"))).toHaveLength(1);
    expect(warnings()).toHaveLength(1);
    expect(deafBus.connected()).toBe(false);
    await deaf.clock.advance(1_000);
    await until(() => asked === 3);

    await client.call("ACL", "SETUSER", "deaf", "&lw:*");
    await until(async () => {
      await deaf.clock.advance(1_000);
      return deafBus.connected();
    });
    expect(warnings()).toEqual([]);
    await until(async () => (await channels()).join() === channelOf(SCOPE));
    for (const scope of scopes) await deafBus.subscribe(scope);
    expect(await channels()).toHaveLength(3);
    expect(deaf.events.filter(({ level }) => level === "warn")).toHaveLength(2);
    proxy.hooks.onRequest = undefined;
    await deaf.tier.close();
  });

  test("that are cut off are told of, and come again after the scope is listened to anew", async () => {
    proxy.cut();
    await until(() => closed.length > 0);
    expect(closed).toEqual([SCOPE]);
    await writer.tier.apply(entry(6, ["a"]), []);
    await until(reader.connections.usable);
    await bus.subscribe(SCOPE);
    expect(bus.connected()).toBe(true);
    await writer.tier.apply(entry(7, ["a"]), []);
    await until(() => notices.length > 0);
    expect(notices.map(({ version }) => version)).toEqual([7]);
    expect(closed).toEqual([SCOPE]);
  });

  test("can't be asked for while Redis is away", async () => {
    await proxy.refuse();
    proxy.cut();
    await until(() => !reader.connections.usable());
    expect(bus.connected()).toBe(false);
    await expect(bus.subscribe(SCOPE)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await proxy.accept();
    await until(reader.connections.usable);
    await bus.subscribe(SCOPE);
  });

  test("over a connection that only looks alive are told of as ended", async () => {
    const quick = await openTestTier({
      REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
      REDIS_SOCKET_TIMEOUT: "0.3",
    });
    const gone: string[] = [];
    quick.tier.bus!.listen({ onNotice: () => {}, onClosed: (scopes) => gone.push(...scopes) });
    await quick.tier.bus!.subscribe(SCOPE);
    proxy.pause();
    await quick.clock.advance(1_000);
    await until(() => gone.length > 0);
    expect(gone).toEqual([SCOPE]);
    proxy.resume();
    await quick.tier.close();
  });

  test("take one connection beside the one for commands", async () => {
    for (let n = 0; n < 20; n++) await bus.subscribe(`world:w${n}`);
    expect(reader.connections.opened()).toBe(2);
    expect(proxy.connections).toBe(2);
  });
});
