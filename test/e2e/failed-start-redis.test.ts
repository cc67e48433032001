import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Certificates, createCertificates } from "../support/certificates.ts";
import { freePort } from "../support/free-port.ts";
import { endProcesses, startProcess } from "../support/process.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { describeWith, ownRedis } from "../support/services.ts";

interface Line {
  readonly level: number;
  readonly msg: string;
}

const ERROR = 50;
const WARN = 40;

describeWith(ownRedis, "a gateway with a Redis that it can't use", () => {
  let certificates: Certificates;
  let guarded: RedisServer;
  let secured: RedisServer;
  beforeAll(async () => {
    certificates = await createCertificates();
    guarded = await startRedis({ password: "s3cret", args: ["--maxmemory-policy", "volatile-lru"] });
    secured = await startRedis({ tls: certificates, args: ["--maxmemory-policy", "allkeys-lru"] });
  });
  afterAll(async () => {
    await Promise.all([guarded.stop(), secured.stop()]);
    await certificates.remove();
  });
  afterEach(endProcesses);

  /** Starts it, has it answer a query, and ends it: what it said at warn and above, and its health. */
  async function run(env: Record<string, string>) {
    const gateway = startProcess({
      CACHE_PROVIDER: "redis",
      SQLITE_FILE: ":memory:",
      DEMO_WORLD: "true",
      ...env,
    });
    const url = await gateway.url();
    const query = encodeURIComponent('{ world(id: "world:odyssey") { id } }');
    const answer = await fetch(`${url}/graphql?query=${query}`, {
      headers: { "content-type": "application/json" },
    });
    expect(await answer.json()).toEqual({ data: { world: { id: "world:odyssey" } } });
    const response = await fetch(`${url}/health`);
    expect(response.status).toBe(200);
    const health = await response.json();
    gateway.signal("SIGTERM");
    expect(await gateway.ended).toBe(0);
    const lines = gateway.lines.map((line): Line => JSON.parse(line));
    expect(gateway.lines.join("\n")).not.toMatch(/s3cret|wr0ng/);
    return { told: lines.filter(({ level }) => level >= WARN), health };
  }

  test.each<[string, () => Promise<Record<string, string>>, RegExp]>([
    [
      "nothing listens there",
      async () => ({ REDIS_URL: `redis://:s3cret@127.0.0.1:${await freePort()}` }),
      /^Redis at 127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\): see that it runs, and that REDIS_URL/,
    ],
    [
      "it asks for another password",
      async () => ({ REDIS_URL: `redis://127.0.0.1:${guarded.port}`, REDIS_PASSWORD: "wr0ng" }),
      /refuses the password: set REDIS_PASSWORD/,
    ],
    [
      "it has no such database",
      async () => ({ REDIS_URL: guarded.url, REDIS_DB: "77" }),
      /has no database of that number: set REDIS_DB/,
    ],
    [
      "its certificate isn't trusted",
      async () => ({ REDIS_URL: secured.url, REDIS_CA_FILE: certificates.otherCa }),
      /has a certificate that isn't trusted \(\w+\): set REDIS_CA_FILE/,
    ],
  ])(
    "starts all the same, serves from its store, and says in one line what to change: %s",
    async (_, env, line) => {
      const { told, health } = await run(await env());
      expect(told).toEqual([expect.objectContaining({ level: ERROR, msg: expect.stringMatching(line) })]);
      expect(health).toMatchObject({ status: "ok", cache: { status: "down", warnings: [told[0]!.msg] } });
    },
  );

  test("warns of an eviction policy under which marks may go, and uses it", async () => {
    const { told, health } = await run({ REDIS_URL: secured.url, REDIS_CA_FILE: certificates.ca });
    expect(told).toEqual([
      expect.objectContaining({
        level: WARN,
        msg: expect.stringMatching(/set its maxmemory-policy to volatile-lru/),
      }),
    ]);
    expect(health).toMatchObject({ status: "ok", cache: { status: "up", warnings: [told[0]!.msg] } });
  });
});
