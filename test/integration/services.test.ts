import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster, Redis } from "ioredis";
import neo4jDriver from "neo4j-driver";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCertificates } from "../support/certificates.ts";
import { startNeo4j } from "../support/neo4j-server.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { viewFrom } from "../support/redis-cluster-view.ts";
import { findLocalRedis, startLocalRedis, startRedis } from "../support/redis-server.ts";
import {
  describeWith,
  neo4j,
  nginx,
  ownNeo4j,
  ownRedis,
  redis,
  redisCluster,
  type Service,
  varnish,
} from "../support/services.ts";
import { until } from "../support/until.ts";

const localRedis: Service<string> = { name: "redis", find: findLocalRedis };

/** Where the servers of a test make their folders. */
let temp: string;
beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), "living-worlds-"));
  vi.stubEnv("TMPDIR", temp);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true });
});

describe("where services come from", () => {
  test("an address in the environment comes first, and is left running", async () => {
    vi.stubEnv("TEST_REDIS_URL", "rediss://:secret@redis.example:6380");
    const redisPlace = redis.find();
    const { stop, ...redisAddress } = await redisPlace.start();
    await stop();
    expect(redisPlace.how).toBe("TEST_REDIS_URL");
    expect(redisAddress).toEqual({
      url: "rediss://:secret@redis.example:6380",
      host: "redis.example",
      port: 6380,
    });

    vi.stubEnv("TEST_NEO4J_URI", "neo4j://neo4j.example");
    vi.stubEnv("TEST_NEO4J_PASSWORD", "secret");
    const neo4jPlace = neo4j.find();
    expect(neo4jPlace.how).toBe("TEST_NEO4J_URI");
    expect(await neo4jPlace.start()).toMatchObject({
      uri: "neo4j://neo4j.example",
      user: "neo4j",
      password: "secret",
    });
  });

  test("a machine that has nothing says what it lacks", () => {
    vi.stubEnv("PATH", temp);
    vi.stubEnv("TEST_REDIS_URL", "");
    vi.stubEnv("TEST_NEO4J_URI", "");
    expect(() => redis.find()).toThrow(/^no Docker engine answers, and redis-server isn't on the PATH/);
    expect(() => ownRedis.find()).toThrow(/redis-server/);
    expect(() => redisCluster.find()).toThrow(/^redis-cli isn't on the PATH/);
    expect(() => neo4j.find()).toThrow(/^no Docker engine answers, and java isn't on the PATH/);
    expect(() => ownNeo4j.find()).toThrow(/java/);
  });
});

test("a program that the environment names comes before those of the system", () => {
  vi.stubEnv("NGINX_PATH", "/opt/nginx");
  vi.stubEnv("VARNISHD_PATH", "/opt/varnishd");
  expect([nginx.find(), varnish.find()]).toEqual(["/opt/nginx", "/opt/varnishd"]);
});

describeWith(ownRedis, "a Redis of a test's own", () => {
  test("is empty after a restart, on the same port", async () => {
    const server = await startRedis();
    await server.command("SET", "key", "value");
    expect(await server.command("DBSIZE")).toBe(1);
    await server.restart();
    expect(await server.command("DBSIZE")).toBe(0);
    await server.stop();
  });

  test("asks for its password, and shows its certificate", async () => {
    const certificates = await createCertificates();
    const server = await startRedis({ password: "open sesame", tls: certificates });
    const answerTo = async (url: string, ca: string) => {
      const client = new Redis(url, { tls: { ca }, retryStrategy: () => null, maxRetriesPerRequest: 0 });
      const errors: string[] = [];
      client.on("error", ({ message }) => errors.push(message));
      const answer = await client.ping().catch(({ message }) => [...errors, message].join());
      client.disconnect();
      return answer;
    };
    const [ca, otherCa] = await Promise.all(
      [certificates.ca, certificates.otherCa].map((path) => readFile(path, "utf8")),
    );
    expect(await answerTo(server.url, ca!)).toBe("PONG");
    expect(await answerTo(server.url, otherCa!)).toMatch(/certificate/);
    expect(await answerTo(server.url.replace("open", "shut"), ca!)).toMatch(/WRONGPASS/);
    await server.stop();
    await certificates.remove();
  });
});

describeWith(localRedis, "the processes of a local Redis", () => {
  test("none is left after stop, nor a folder, also of one that was stopped by a signal", async () => {
    const server = await startLocalRedis();
    const { pid } = server;
    expect(await readdir(temp)).toHaveLength(1);
    await server.signal("SIGSTOP");
    await server.stop();
    expect(() => process.kill(pid!, 0)).toThrow("ESRCH");
    expect(await readdir(temp)).toEqual([]);
  });

  test("none is left, nor a folder, when the process that started it is killed", async () => {
    const module = join(import.meta.dirname, "../support/redis-server.ts");
    const script = `const { startLocalRedis } = await import(${JSON.stringify(module)});
      console.log((await startLocalRedis()).url);`;
    const starter = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(starter.stdout, "data");
    const url = String(line).trim();
    starter.kill("SIGKILL");
    await until(async () => (await readdir(temp)).length === 0);
    const late = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
    late.on("error", () => {});
    await expect(late.ping()).rejects.toThrow();
  });

  test("a program that doesn't start is told of in its own words", async () => {
    await expect(startLocalRedis({ args: ["--maxmemory", "much"] })).rejects.toThrow(/maxmemory/);
    expect(await readdir(temp)).toEqual([]);
  });
});

describeWith(redisCluster, "a Redis Cluster", () => {
  test("has three masters and three replicas, survives a failover, and leaves nothing behind", {
    timeout: 90_000,
  }, async () => {
    const cluster = await startRedisCluster();
    const pids = cluster.nodes.map(({ pid }) => pid!);
    const client = new Cluster(cluster.nodes.map(({ host, port }) => ({ host, port })));
    client.on("error", () => {});
    await client.set("{a}", "kept");
    await client.set("{b}", "kept");
    const { members } = await viewFrom(cluster.nodes[0]!.port);
    expect(members.filter(({ slots }) => slots.length > 0)).toHaveLength(3);
    expect(members.filter(({ masterId }) => masterId !== undefined)).toHaveLength(3);

    const first = await cluster.master("{a}");
    const second = await cluster.failover("{a}", "command");
    expect(second).not.toBe(first);
    expect(await client.get("{a}")).toBe("kept");

    const third = await cluster.failover("{a}");
    expect(third).toBe(first);
    expect(await client.get("{a}")).toBe("kept");
    await cluster.restart(second);
    expect(await cluster.master("{a}")).toBe(third);
    expect(await cluster.failover("{a}", "command")).toBe(second);
    expect(await client.get("{a}")).toBe("kept");
    expect(await client.get("{b}")).toBe("kept");

    client.disconnect();
    pids.push(...cluster.nodes.map(({ pid }) => pid!));
    await cluster.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(await readdir(temp)).toEqual([]);
  });
});

describeWith(ownNeo4j, "a Neo4j of a test's own", () => {
  test("answers Cypher to who has its password, and leaves nothing behind", {
    timeout: 300_000,
  }, async () => {
    const server = await startNeo4j();
    const { pid } = server;
    const driverFor = (password: string) =>
      neo4jDriver.driver(server.uri, neo4jDriver.auth.basic(server.user, password));
    const driver = driverFor(server.password);
    const stranger = driverFor("neo4j");
    const { records } = await driver.executeQuery("RETURN 1 AS one");
    expect(records.map((record) => record.get("one").toNumber())).toEqual([1]);
    await expect(stranger.executeQuery("RETURN 1")).rejects.toThrow(/unauthorized/);
    await Promise.all([driver.close(), stranger.close()]);
    await server.stop();
    if (pid !== undefined) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(await readdir(temp)).toEqual([]);
  });
});
