import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endProcesses, startProcess } from "../support/process.ts";
import { openSse } from "../support/sse.ts";
import { until } from "../support/until.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});

/** What keeps a connection here asks nothing more on it when the gateway is told to end. */
const start = (env: Record<string, string> = {}) =>
  startProcess({
    SQLITE_FILE: join(folder, "data", "worlds.sqlite"),
    SHUTDOWN_IDLE_MS: "100",
    ...env,
  });

async function graphql(url: string, query: string): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

/**
 * Sends a request but for the end of its body. In front of it goes another one on the same connection:
 * when that is answered, the gateway has begun with this one.
 */
async function beginRequest(url: string, query: string): Promise<{ end(): Promise<string> }> {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ query });
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n` +
      `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  const chunks = socket.iterator({ destroyOnReturn: false });
  await chunks.next();
  return {
    end: () => {
      socket.write(body.slice(5));
      return text(socket);
    },
  };
}

describe("a gateway that starts", () => {
  test("says in one line where it listens, and serves there", async () => {
    const gateway = start();
    const url = await gateway.url();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(gateway.lines).toHaveLength(1);
    expect(JSON.parse(gateway.lines[0]!)).toMatchObject({ level: 30, url, msg: `listening on ${url}` });
    expect(await graphql(url, "{ worlds { nodes { id } } }")).toEqual({ worlds: { nodes: [] } });
  });

  test("writes lines for people where it is told to", async () => {
    const gateway = start({ LOG_FORMAT: "pretty" });
    await gateway.url();
    gateway.signal("SIGTERM");
    expect(await gateway.ended).toBe(0);
    expect(gateway.lines.join("\n")).toMatch(
      /INFO.*listening on http(.|\n)*INFO.*shutting down(.|\n)*INFO.*closed/,
    );
  });

  test("finds what another one on the same file has left", async () => {
    const first = start();
    await graphql(await first.url(), `mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
    first.signal("SIGTERM");
    expect(await first.ended).toBe(0);
    const url = await start().url();
    expect(await graphql(url, "{ worlds { nodes { id name } } }")).toEqual({
      worlds: { nodes: [{ id: "world:w", name: "W" }] },
    });
  });

  test("loads the demo world into an empty store, and once", async () => {
    const count = `{ worlds { nodes { id version } } }`;
    const first = start({ DEMO_WORLD: "true" });
    const worlds = { worlds: { nodes: [{ id: "world:odyssey", version: 1 }] } };
    expect(await graphql(await first.url(), count)).toEqual(worlds);
    first.signal("SIGTERM");
    await first.ended;
    expect(await graphql(await start({ DEMO_WORLD: "true" }).url(), count)).toEqual(worlds);
  });

  test("serves beyond this machine where ALLOW_ANONYMOUS lets it", async () => {
    const url = await start({ HOST: "0.0.0.0", ALLOW_ANONYMOUS: "true" }).url();
    expect(url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    expect(await graphql(url.replace("0.0.0.0", "127.0.0.1"), "{ __typename }")).toEqual({
      __typename: "Query",
    });
  });
});

describe("a gateway that is told to end", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "finishes the request that is under way, and no other, and exits with 0: %s",
    async (signal) => {
      const gateway = start();
      const url = await gateway.url();
      const request = await beginRequest(
        url,
        `mutation { createWorld(input: { id: "late", name: "Late" }) { version } }`,
      );
      gateway.signal(signal);
      await gateway.line(/shutting down/);
      // What was sent by then is still answered.
      await until(() =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      );
      expect(await request.end()).toMatch(/^HTTP\/1\.1 200 OK(.|\r\n)*"createWorld":\{"version":1\}/);
      expect(await gateway.ended).toBe(0);
      expect(JSON.parse(gateway.lines.at(-1)!).msg).toBe("closed");
      expect(await graphql(await start().url(), "{ worlds { nodes { id } } }")).toEqual({
        worlds: { nodes: [{ id: "world:late" }] },
      });
    },
  );

  test("ends subscriptions, and exits with 0", async () => {
    const gateway = start();
    const query = `subscription { invalidations(scopes: [{ id: "worlds" }]) { version } }`;
    const stream = openSse(await gateway.url(), { query });
    await stream.response;
    gateway.signal("SIGTERM");
    expect(await stream.next()).toMatchObject({ event: "next" });
    // Not complete: the client comes back.
    expect(await stream.next()).toBeNull();
    expect(await gateway.ended).toBe(0);
  });

  test("doesn't wait longer for a request than SHUTDOWN_TIMEOUT_MS", async () => {
    const gateway = start({ SHUTDOWN_TIMEOUT_MS: "50" });
    const request = await beginRequest(await gateway.url(), "{ __typename }");
    gateway.signal("SIGTERM");
    expect(await gateway.ended).toBe(0);
    expect(await request.end().catch(() => "")).toBe("");
  });
});
