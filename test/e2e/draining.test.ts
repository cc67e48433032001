import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { createKeptClient, type KeptClient } from "../support/kept-client.ts";
import { endProcesses, startProcess } from "../support/process.ts";
import { connectRaw, rawGet, rawPost } from "../support/raw-http.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { until } from "../support/until.ts";

let folder = "";
const clients: KeptClient[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await endProcesses();
  rmSync(folder, { recursive: true });
});

const start = (env: Record<string, string> = {}) =>
  startProcess({ SQLITE_FILE: join(folder, "worlds.sqlite"), ...env });
const client = (url: string, options?: { keepAlive: boolean }) => {
  const made = createKeptClient(url, options);
  clients.push(made);
  return made;
};
const body = (query: string) => JSON.stringify({ query });
const CLIENTS = 20;

/** Writes flags, one after another, until the gateway takes no connection any more; resolves to their values. */
async function write({ send }: KeptClient, n: number, answered: (flag: number) => void): Promise<number> {
  for (let flag = 1; ; flag++) {
    try {
      const mutation = `mutation { setWorldFlag(input: { worldId: "world:w", key: "k${n}", value: ${flag} }) { version } }`;
      const { status, text } = await send("/graphql", { body: body(mutation) });
      expect([status, JSON.parse(text).errors]).toEqual([200, undefined]);
      answered(flag);
    } catch (error) {
      // Nothing was sent. Whatever else happens is a request whose fate the client doesn't know.
      expect((error as { code: string }).code).toBe("ECONNREFUSED");
      return flag - 1;
    }
  }
}

describe("a gateway that is told to end", () => {
  test.each([
    { keeps: "keep their connections", keepAlive: true, delay: 0 },
    { keeps: "keep their connections", keepAlive: true, delay: 300 },
    { keeps: "make a new one for each request", keepAlive: false, delay: 0 },
  ])("loses no request of clients that $keeps, after $delay ms", async ({ keepAlive, delay }) => {
    const gateway = start({ SHUTDOWN_DELAY_MS: String(delay) });
    const url = await gateway.url();
    await client(url).send("/graphql", {
      body: body(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`),
    });
    const busy = Promise.withResolvers<void>();
    const begun = new Set<number>();
    const acknowledged = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, n) => {
        const written = write(client(url, { keepAlive }), n, (flag) => {
          if (flag >= 5) begun.add(n);
          if (begun.size === CLIENTS) busy.resolve();
        });
        if (n === 0) void busy.promise.then(() => gateway.signal("SIGTERM"));
        return written;
      }),
    );
    expect(await gateway.ended).toBe(0);

    const next = await start().url();
    const flags = Array.from({ length: CLIENTS }, (_, n) => `k${n}: flag(key: "k${n}") { value }`);
    const { text } = await client(next).send("/graphql", {
      body: body(`{ world(id: "world:w") { version ${flags.join(" ")} } }`),
    });
    const { version, ...kept } = JSON.parse(text).data.world;
    expect(Object.values(kept)).toEqual(acknowledged.map((value) => ({ value })));
    // Each counts once.
    expect(version).toBe(1 + acknowledged.reduce((sum, one) => sum + one, 0));
  });
});

describe("while it serves on", () => {
  test("it isn't ready, seen from outside, and takes new connections and operations", async () => {
    const clock = createHandClock();
    const gateway = await startTestGateway({}, { clock });
    const kept = client(gateway.url);
    await kept.send("/health");
    const closed = gateway.close({ delayMs: 5_000 });
    const ready = await client(gateway.url).send("/ready");
    expect([ready.status, JSON.parse(ready.text).ready]).toEqual([503, false]);
    for (const one of [kept, client(gateway.url)]) {
      const health = await one.send("/health");
      expect([health.status, health.headers.connection]).toEqual([200, "keep-alive"]);
      expect((await one.send("/graphql", { body: body("{ __typename }") })).status).toBe(200);
    }
    const socket = await openAcknowledged(gateway.url);
    await clock.advance(4_999);
    expect((await client(gateway.url).send("/ready")).status).toBe(503);
    await clock.advance(1);
    await closed;
    expect(await socket.next()).toEqual({ closed: 1001, reason: "Going away" });
    await expect(client(gateway.url).send("/ready")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("while it drains", () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await startTestGateway({ SHUTDOWN_IDLE_MS: "60000", SHUTDOWN_TIMEOUT_MS: "60000" });
  });

  test.each<[string, string, { body?: string; headers?: Record<string, string> }, number]>([
    ["an operation", "/graphql", { body: body("{ __typename }") }, 200],
    [
      "a mutation",
      "/graphql",
      { body: body('mutation { createWorld(input: { name: "W" }) { version } }') },
      200,
    ],
    ["a refusal", "/graphql", { body: "{" }, 400],
    ["another", "/nowhere", {}, 404],
    ["one of a foreign host", "/", { headers: { host: "evil.example" } }, 403],
    ["the health", "/health", {}, 200],
    ["that it isn't ready", "/ready", {}, 503],
    ["GraphiQL", "/graphql", { headers: { accept: "text/html" } }, 200],
    ["the metrics", "/metrics", {}, 200],
    [
      "a stream",
      "/graphql",
      {
        body: body('subscription { invalidations(scopes: [{ id: "worlds" }]) { version } }'),
        headers: { accept: "text/event-stream" },
      },
      200,
    ],
  ])(
    "each connection that is kept brings one more answer, which says that it is the last: %s",
    async (_, path, options, status) => {
      const { send } = client(gateway.url);
      expect((await send("/health")).headers).toMatchObject({
        connection: "keep-alive",
        "keep-alive": "timeout=65",
      });
      const closed = gateway.close();
      await refusesConnections(gateway.url);
      const answer = await send(path, options);
      expect([answer.status, answer.headers.connection]).toEqual([status, "close"]);
      await closed;
      await expect(send("/health")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    },
  );

  test("an answer that had begun says it too, as long as nothing of it is sent", async () => {
    const { write, answer, closed } = connectRaw(gateway.url);
    const post = rawPost("{ __typename }");
    write(`${rawGet("/health")}${post.slice(0, -5)}`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 (.|\r\n)*Connection: keep-alive/);
    const ended = gateway.close();
    await refusesConnections(gateway.url);
    write(post.slice(-5));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 (.|\r\n)*connection: close/);
    expect(await closed).toBe("");
    await ended;
  });

  test("requests that were sent one behind the other are all answered", async () => {
    const { write, answer, closed } = connectRaw(gateway.url);
    write(rawGet("/health"));
    await answer();
    const ended = gateway.close();
    await refusesConnections(gateway.url);
    write(rawPost("{ __typename }") + rawGet("/health") + rawGet("/metrics"));
    for (const isLast of [false, false, true]) {
      const head = await answer();
      expect(head).toMatch(/^HTTP\/1\.1 200 /);
      expect(head.includes("connection: close")).toBe(isLast);
    }
    expect(await closed).toBe("");
    await ended;
  });
});

describe("a connection on which nothing more is sent", () => {
  test("is closed when SHUTDOWN_IDLE_MS are over, also if nothing was ever sent on it", async () => {
    const gateway = await startTestGateway({ SHUTDOWN_IDLE_MS: "50", SHUTDOWN_TIMEOUT_MS: "600000" });
    const [used, unused] = [connectRaw(gateway.url), connectRaw(gateway.url)];
    await once(unused.socket, "connect");
    used.write(rawGet("/health"));
    await used.answer();
    await gateway.close();
    expect([await used.closed, await unused.closed]).toEqual(["", ""]);
  });

  test("is closed when KEEP_ALIVE_TIMEOUT_MS are over", async () => {
    const gateway = await startTestGateway({ KEEP_ALIVE_TIMEOUT_MS: "1000" });
    const { write, answer, closed } = connectRaw(gateway.url);
    write(rawGet("/health"));
    expect(await answer()).toContain("Keep-Alive: timeout=1\r\n");
    expect(await closed).toBe("");
    await gateway.close();
  });
});

test("a second signal ends it at once", async () => {
  const gateway = start({ SHUTDOWN_DELAY_MS: "600000" });
  const url = await gateway.url();
  gateway.signal("SIGTERM");
  await gateway.line(/shutting down/);
  expect((await client(url).send("/ready")).status).toBe(503);
  gateway.signal("SIGINT");
  expect(await gateway.ended).toBe(1);
});

/** Resolves when the gateway takes no connections any more. */
async function refusesConnections(url: string): Promise<void> {
  await until(async () => {
    try {
      await client(url).send("/health");
      return false;
    } catch (error) {
      return (error as { code: string }).code === "ECONNREFUSED";
    }
  });
}
