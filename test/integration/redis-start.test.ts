import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adviceOn, readInfo, refusalOf } from "../../src/cache/redis/check.ts";
import { checkRedis } from "../../src/cache/redis/memory.ts";
import { type Certificates, createCertificates } from "../support/certificates.ts";
import { freePort } from "../support/free-port.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { clientOf, openTestTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";

const VOLATILE = ["--maxmemory-policy", "volatile-lru"];

describe("a server's answer to INFO", () => {
  const info = (version: string, policy: string, cluster = 0) =>
    `# Server\r\nredis_version:${version}\r\n\r\n# Memory\r\nused_memory:1000\r\nmaxmemory:0\r\nmaxmemory_policy:${policy}\r\n\r\n# Stats\r\nevicted_keys:3\r\n\r\n# Cluster\r\ncluster_enabled:${cluster}\r\n`;

  test("is read", () => {
    expect(readInfo(info("7.0.15", "volatile-ttl"))).toEqual({
      version: "7.0.15",
      inCluster: false,
      usedBytes: 1000,
      maxBytes: null,
      evictionPolicy: "volatile-ttl",
      evictedKeys: 3,
      time: null,
    });
  });

  test.each(["6.2.14", "6.0.0", "5.0.3", "2.8.9", "unknown"])("refuses a version too old: %s", (version) => {
    expect(refusalOf(readInfo(info(version, "volatile-lru")), "h:1", false)?.line).toBe(
      `Redis at h:1 has version ${version}, which is too old: upgrade it to 7.0 or newer`,
    );
  });

  test.each(["7.0.0", "7.4.1", "8.0.2", "10.0.0"])("takes a version that is new enough: %s", (version) => {
    expect(refusalOf(readInfo(info(version, "volatile-lru")), "h:1", false)).toBeNull();
  });

  test("refuses a node of a cluster as a single server", () => {
    const facts = readInfo(info("7.2.0", "volatile-lru", 1));
    expect(refusalOf(facts, "h:1", false)?.line).toMatch(/set REDIS_CLUSTER_NODES instead of REDIS_URL/);
    expect(refusalOf(facts, "h:1", true)).toBeNull();
  });

  test.each(["noeviction", "allkeys-lru", "allkeys-random"])("advises against %s", (policy) => {
    expect(adviceOn(readInfo(info("7.0.0", policy)), "h:1")).toMatch(
      `the eviction policy ${policy}: set its maxmemory-policy to volatile-lru`,
    );
  });

  test.each(["volatile-lru", "volatile-lfu", "volatile-ttl", "volatile-random"])(
    "has no advice on %s",
    (policy) => {
      expect(adviceOn(readInfo(info("7.0.0", policy)), "h:1")).toBeNull();
    },
  );
});

describeWith(ownRedis, "a start with Redis", () => {
  let certificates: Certificates;
  let plain: RedisServer;
  let guarded: RedisServer;
  let secured: RedisServer;
  let node: RedisServer;
  beforeAll(async () => {
    certificates = await createCertificates();
    plain = await startRedis({ args: VOLATILE });
    guarded = await startRedis({ args: VOLATILE, password: "p@ss/word" });
    secured = await startRedis({ args: VOLATILE, password: "s3cret", tls: certificates });
    node = await startRedis({
      args: [...VOLATILE, "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"],
    });
  });
  afterAll(async () => {
    await Promise.all([plain, guarded, secured, node].map((server) => server.stop()));
    await certificates.remove();
  });

  /** What is said from debug upwards, after which Redis isn't used. */
  const failure = async (env: Record<string, string>) => {
    const { events, connections, tier } = await openTestTier(env);
    await until(() => events.some(({ level }) => level === "error"));
    expect(connections.usable()).toBe(false);
    await expect(tier.read("worlds", [])).rejects.toMatchObject({
      code: "UNAVAILABLE",
      reason: "unavailable",
    });
    expect((await checkRedis(connections)).connected).toBe(false);
    await tier.close();
    const told = events.filter(({ level }) => level !== "debug");
    expect(told).toHaveLength(1);
    expect(told[0]!.level).toBe("error");
    expect(JSON.stringify(events)).not.toMatch(/p@ss|p%40ss|s3cret|wrong-one/);
    return told[0]!.message;
  };
  const use = async (env: Record<string, string>) => {
    const { events, connections, tier } = await openTestTier(env);
    expect(events.map(({ level, message }) => [level, message])).toEqual([
      ["info", expect.stringMatching(/^using Redis at 127\.0\.0\.1:\d+$/)],
    ]);
    await tier.open("worlds", 3);
    await tier.bus!.subscribe("worlds");
    expect((await tier.read("worlds", [])).mark?.version).toBe(3);
    const check = await checkRedis(connections);
    await tier.close();
    return check;
  };
  const bare = (server: RedisServer, scheme = "redis") => `${scheme}://127.0.0.1:${server.port}`;

  test("says once where it is, and what the server is like", async () => {
    expect(await use({ REDIS_URL: plain.url })).toMatchObject({
      connected: true,
      version: expect.stringMatching(/^\d+\.\d+/),
      evictionPolicy: "volatile-lru",
      connections: 2,
      maxConnections: 10,
      warnings: [],
    });
  });

  test("warns of an eviction policy that isn't volatile-*", async () => {
    const server = await startRedis({ args: ["--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru"] });
    const { events, tier, connections } = await openTestTier({ REDIS_URL: server.url });
    expect(events.map(({ level }) => level)).toEqual(["info", "warn"]);
    expect(events[1]!.message).toMatch(
      /eviction policy allkeys-lru: set its maxmemory-policy to volatile-lru/,
    );
    expect(tier.health()).toEqual({ status: "up", warnings: [events[1]!.message] });
    expect(await checkRedis(connections)).toMatchObject({ maxBytes: 50 * 1024 * 1024, evictedKeys: 0 });
    expect(events).toHaveLength(2);
    await tier.close();
    await server.stop();
  });

  test("takes the password from REDIS_PASSWORD before the one in REDIS_URL", async () => {
    await use({ REDIS_URL: guarded.url });
    await use({ REDIS_URL: bare(guarded), REDIS_PASSWORD: "p@ss/word" });
    await use({ REDIS_URL: `redis://:wrong-one@127.0.0.1:${guarded.port}`, REDIS_PASSWORD: "p@ss/word" });
  });

  test("uses the database in REDIS_DB, or in REDIS_URL", async () => {
    await use({ REDIS_URL: `${bare(plain)}/5` });
    await use({ REDIS_URL: `${bare(plain)}/99`, REDIS_DB: "6" });
  });

  test("speaks TLS with a server whose authority is in REDIS_CA_FILE", async () => {
    await use({ REDIS_URL: secured.url, REDIS_CA_FILE: certificates.ca });
  });

  test.each<[string, () => Promise<Record<string, string>>, RegExp]>([
    [
      "a wrong address",
      async () => ({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` }),
      /^Redis at 127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\): .* REDIS_URL/,
    ],
    [
      "a host that doesn't exist",
      async () => ({ REDIS_URL: "redis://nowhere.invalid:6379" }),
      /^Redis at nowhere\.invalid:6379 can't be reached \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    [
      "a missing password",
      async () => ({ REDIS_URL: bare(guarded) }),
      /asks for a password: set REDIS_PASSWORD$/,
    ],
    [
      "a wrong password",
      async () => ({ REDIS_URL: bare(guarded), REDIS_PASSWORD: "wrong-one" }),
      /refuses the password: set REDIS_PASSWORD/,
    ],
    [
      "a database that isn't there",
      async () => ({ REDIS_URL: bare(plain), REDIS_DB: "99" }),
      /set REDIS_DB to one/,
    ],
    [
      "a certificate that nobody here trusts",
      async () => ({ REDIS_URL: secured.url }),
      /certificate that isn't trusted \(\w+\): set REDIS_CA_FILE/,
    ],
    [
      "a certificate of another authority",
      async () => ({ REDIS_URL: secured.url, REDIS_CA_FILE: certificates.otherCa }),
      /certificate that isn't trusted \(\w+\): set REDIS_CA_FILE/,
    ],
    [
      "a certificate for another name",
      async () => ({
        REDIS_URL: secured.url.replace("127.0.0.1", "127.0.0.2"),
        REDIS_CA_FILE: certificates.ca,
      }),
      /can't be reached|certificate for another name: set REDIS_URL/,
    ],
    [
      "an authority that can't be read",
      async () => ({ REDIS_URL: secured.url, REDIS_CA_FILE: "/nowhere/ca.pem" }),
      /set REDIS_CA_FILE \(ENOENT/,
    ],
    [
      "TLS to a plain port",
      async () => ({ REDIS_URL: bare(plain, "rediss"), REDIS_SOCKET_TIMEOUT: "0.5" }),
      /set REDIS_URL to one that begins with redis:\/\/$/,
    ],
    ["a plain client to a TLS port", async () => ({ REDIS_URL: bare(secured) }), /begins with rediss:\/\//],
    [
      "a user who may not run what scripts run",
      async () => {
        const rights = ["~lw:*", "&lw:*", "+@all", "-zadd"];
        await plain.command("ACL", "SETUSER", "part", "reset", "on", ">s3cret", ...rights);
        return { REDIS_URL: `redis://part:s3cret@127.0.0.1:${plain.port}` };
      },
      /may not run 'zadd' on its keys\): change the user's rights$/,
    ],
    [
      "a node of a cluster as REDIS_URL",
      async () => ({ REDIS_URL: node.url }),
      /is a node of a cluster: set REDIS_CLUSTER_NODES instead of REDIS_URL/,
    ],
    [
      "a plain server in REDIS_CLUSTER_NODES",
      async () => ({ REDIS_CLUSTER_NODES: `127.0.0.1:${plain.port}` }),
      /is no node of a cluster: set REDIS_URL instead of REDIS_CLUSTER_NODES/,
    ],
    [
      "no node in REDIS_CLUSTER_NODES that is there",
      async () => ({ REDIS_CLUSTER_NODES: `127.0.0.1:${await freePort()}` }),
      /can't be reached .* REDIS_CLUSTER_NODES/,
    ],
  ])("says in one line what to do about %s", async (_, env, line) => {
    expect(await failure(await env())).toMatch(line);
  });

  test("never uses another database than the one that was named", async () => {
    const { connections, tier, events } = await openTestTier({ REDIS_URL: bare(plain), REDIS_DB: "99" });
    await until(() => events.length > 0);
    // The connection itself is well, and would be ready long before these are answered.
    const client = clientOf(plain);
    for (let n = 0; n < 50; n++) await client.ping();
    client.disconnect();
    expect(connections.usable()).toBe(false);
    expect(events).toHaveLength(1);
    await tier.close();
  });

  test("doesn't wait for a server that never answers", async () => {
    await plain.signal("SIGSTOP");
    const { connections, tier } = await openTestTier({ REDIS_URL: plain.url });
    expect(connections.usable()).toBe(false);
    await expect(tier.read("worlds", [])).rejects.toMatchObject({ reason: "unavailable" });
    await plain.signal("SIGCONT");
    await expect.poll(connections.usable, { timeout: 20_000 }).toBe(true);
    await tier.close();
  });
});
