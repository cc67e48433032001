import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unavailable } from "../../src/fault.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "../support/http.ts";
import { subscribe, VERSIONS } from "../support/subscribers.ts";
import { sse } from "../support/transports.ts";
import { until } from "../support/until.ts";

let gateway: TestGateway;
let storeIsGone = false;
beforeEach(async () => {
  storeIsGone = false;
  gateway = await startTestGateway(
    {},
    {
      wrapStore: (store) => ({
        ...store,
        versions: async (...args) => {
          if (storeIsGone) throw unavailable("the store can't be reached");
          return store.versions(...args);
        },
      }),
    },
  );
});
afterEach(() => gateway.close());

const get = (path: string, method = "GET") => send(gateway.url + path, { method });

describe("/", () => {
  test("says what this is, and links to GraphiQL and the other pages", async () => {
    const { status, headers, text } = await get("/");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(text).toMatch(/^<!doctype html>/);
    for (const path of ["/graphql", "/health", "/ready", "/metrics"])
      expect(text).toContain(`href="${path}"`);
  });

  test("has an icon, which is the one at /favicon.ico too", async () => {
    const [, url = ""] = /<link rel="icon" href="([^"]+)">/.exec((await get("/")).text) ?? [];
    const [head, image = ""] = url.split(",");
    expect(head).toBe("data:image/svg+xml");
    const { headers, text } = await get("/favicon.ico");
    expect(headers["content-type"]).toBe("image/svg+xml");
    expect(decodeURIComponent(image)).toBe(text);
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/);
  });

  test("doesn't link to a GraphiQL that isn't served", async () => {
    const plain = await startTestGateway({ GRAPHIQL: "false" });
    expect((await send(`${plain.url}/`)).text).not.toContain("GraphiQL");
    expect((await send(`${plain.url}/graphql`, { headers: { accept: "text/html" } })).status).not.toBe(200);
    await plain.close();
  });
});

describe("/health", () => {
  const healthy = {
    status: "ok",
    ready: true,
    store: { provider: "sqlite", status: "up" },
    cache: { provider: "memory", status: "up" },
    bus: { provider: "memory", status: "up" },
    relay: { status: "up", lastPollMsAgo: expect.any(Number) },
  };

  test("shows store, cache, bus and relay apart", async () => {
    const { status, headers, json } = await get("/health");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(json()).toEqual(healthy);
  });

  test("stays 200 while the store is gone, and says so", async () => {
    storeIsGone = true;
    const { status, json } = await get("/health");
    expect(status).toBe(200);
    expect(json()).toMatchObject({ status: "ok", ready: false, store: { status: "down" } });
  });
});

describe("/ready", () => {
  test("is 200 while requests are welcome", async () => {
    const { status, json } = await get("/ready");
    expect({ status, ready: json().ready }).toEqual({ status: 200, ready: true });
  });

  test("is 503 while the store is gone, and 200 when it is back", async () => {
    storeIsGone = true;
    expect((await get("/ready")).status).toBe(503);
    storeIsGone = false;
    expect((await get("/ready")).status).toBe(200);
  });

  test("is 503 while the gateway drains", async () => {
    const { hostname, port, host } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    // When the first request is answered, the second one has begun, and the shutdown waits for it.
    socket.write(`GET /ready HTTP/1.1\r\nHost: ${host}\r\n\r\nGET /ready HTTP/1.1\r\n`);
    const first = await socket.iterator({ destroyOnReturn: false }).next();
    expect(String(first.value)).toMatch(/^HTTP\/1\.1 200 /);
    const closed = gateway.close();
    socket.write(`Host: ${host}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 503 (.|\r\n)*"ready":false/);
    await closed;
  });
});

describe("/metrics", () => {
  const metrics = async () => (await get("/metrics")).text;
  /** The value of one series; undefined if there is none. */
  const seriesIn = (page: string, series: string) => {
    const line = page.split("\n").find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };

  test("is Prometheus' text, with hits, misses and invalidations by type and tier", async () => {
    await gateway.data(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`);
    await gateway.data(
      `mutation { createCharacter(input: { worldId: "world:w", id: "c", name: "C" }) { version } }`,
    );
    const read = `{ world(id: "world:w") { name characters { nodes { name } } } }`;
    for (let time = 0; time < 3; time++) await gateway.data(read);
    await gateway.data(`mutation { updateCharacter(input: { id: "character:w:c", name: "D" }) { version } }`);
    const { headers, text } = await get("/metrics");
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of [
      "cache_hits_total",
      "cache_misses_total",
      "cache_fills_total",
      "invalidations_total",
    ]) {
      expect(text).toContain(`# TYPE ${name} counter`);
      expect(text).toMatch(new RegExp(`^${name}\\{type="\\w+(\\.\\w+)?",tier="L1"\\} \\d+$`, "m"));
    }
    expect(seriesIn(text, 'cache_hits_total{type="World",tier="L1"}')).toBeGreaterThanOrEqual(3);
    expect(seriesIn(text, 'cache_misses_total{type="World.characters",tier="L1"}')).toBe(1);
    expect(seriesIn(text, 'cache_hits_total{type="World.characters",tier="L1"}')).toBe(2);
    expect(seriesIn(text, 'invalidations_total{type="Character",tier="L1"}')).toBe(1);
    expect(seriesIn(text, "cache_trusted")).toBe(1);
    expect(seriesIn(text, "process_cpu_seconds_total")).toBeGreaterThan(0);
  });

  test("counts the scopes that subscriptions follow", async () => {
    expect(seriesIn(await metrics(), "subscribed_scopes")).toBe(0);
    const scopes = [{ id: "worlds" }];
    const subscribers = await Promise.all([
      subscribe(gateway, sse, VERSIONS, { scopes }),
      subscribe(gateway, sse, VERSIONS, { scopes }),
    ]);
    expect(seriesIn(await metrics(), "subscribed_scopes")).toBe(2);
    for (const one of subscribers) one.leave();
    await until(() => gateway.cache.scopes.watchers() === 0);
    expect(seriesIn(await metrics(), "subscribed_scopes")).toBe(0);
  });

  test("names no world and no id", async () => {
    await gateway.data(`mutation { createWorld(input: { id: "secretly", name: "W" }) { version } }`);
    await gateway.data(`{ world(id: "world:secretly") { flag(key: "hidden") { id } } }`);
    expect(await metrics()).not.toMatch(/secretly|hidden/);
  });
});

describe("any other path", () => {
  test.each([
    "/nowhere",
    "/graphql/",
    "/graphqlx",
    "/health/x",
    "//",
    "/favicon.png",
    "//graphql",
    "/%2Fgraphql",
    "/-/yoga",
    "/%2e%2e/etc/passwd",
  ])("is 404 with an error as JSON: %s", async (path) => {
    const { status, headers, json } = await get(path);
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    const requestId = headers["x-request-id"];
    expect(json()).toEqual({
      errors: [
        {
          message: "There is nothing at this path: GraphQL is at /graphql.",
          extensions: { code: "NOT_FOUND", field: "path", requestId },
        },
      ],
    });
  });
});

describe("a page", () => {
  const pages = ["/", "/health", "/ready", "/metrics"];

  test.each(pages)("answers HEAD like GET, without the body: %s", async (path) => {
    const head = await get(path, "HEAD");
    const whole = await get(path);
    expect(head.text).toBe("");
    expect(head.status).toBe(whole.status);
    expect(head.headers["content-type"]).toBe(whole.headers["content-type"]);
    expect(Number(head.headers["content-length"])).toBeGreaterThan(0);
  });

  test.each(pages)("answers other methods with 405 and those that it takes: %s", async (path) => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers, json } = await get(path, method);
      expect(status).toBe(405);
      expect(headers.allow).toBe("GET, HEAD");
      expect(json().errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "method" });
    }
  });

  test.each(pages)("is found whatever its query string says: %s", async (path) => {
    expect((await get(`${path}?x=1`)).status).toBe(200);
  });

  test("isn't taken for another media type", async () => {
    for (const path of [...pages, "/nowhere", "/graphql"])
      expect((await get(path)).headers["x-content-type-options"]).toBe("nosniff");
  });
});
