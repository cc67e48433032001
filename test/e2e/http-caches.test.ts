import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send, sendBinary } from "../support/http.ts";

const INVITED = "https://app.example";
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: INVITED });
});
afterAll(() => gateway.close());

const json = { "content-type": "application/json" };
const get = (query: string) => `/graphql?${new URLSearchParams({ query })}`;
const post = (query: string) => ({ method: "POST", headers: json, body: JSON.stringify({ query }) });
const SUBSCRIPTION = `subscription { invalidations(scopes: [{ id: "worlds" }]) { version } }`;

describe("no cache between may keep", () => {
  test.each<[string, string, Parameters<typeof send>[1], number]>([
    ["a query's answer by GET", get("{ __typename }"), {}, 200],
    ["a query's answer by POST", "/graphql", post("{ __typename }"), 200],
    ["a mutation's", "/graphql", post('mutation { createWorld(input: { name: "W" }) { version } }'), 200],
    ["a document's errors", get("{ nothing }"), {}, 200],
    ["a refused mutation", get('mutation { purgeCache(input: { scope: "worlds" }) { version } }'), {}, 405],
    [
      "a subscription that can't be sent",
      get(SUBSCRIPTION),
      { headers: { accept: "application/json" } },
      406,
    ],
    ["what nobody would take", get("{ __typename }"), { headers: { accept: "text/xml" } }, 406],
    ["a body that is no JSON", "/graphql", { ...post(""), body: "{" }, 400],
    ["a media type that isn't read", "/graphql", { method: "POST", body: "x=1" }, 415],
    [
      "an encoding that isn't",
      "/graphql",
      { ...post(""), headers: { ...json, "content-encoding": "zstd" } },
      415,
    ],
    ["a method that isn't", "/graphql", { method: "DELETE" }, 405],
    ["a foreign page's refusal", "/graphql", { headers: { origin: "https://evil.example" } }, 403],
    ["a foreign host's", "/", { headers: { host: "evil.example" } }, 403],
    ["an invited page's answer", get("{ __typename }"), { headers: { origin: INVITED } }, 200],
    ["what an invited page may do", "/graphql", { method: "OPTIONS", headers: { origin: INVITED } }, 204],
    ["that a path is empty", "/nowhere", {}, 404],
    ["the health", "/health", {}, 200],
    ["the readiness", "/ready", {}, 200],
    ["the metrics", "/metrics", {}, 200],
  ])("%s", async (_, path, options, status) => {
    const answer = await send(gateway.url + path, options);
    expect(answer.status).toBe(status);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers.vary).toMatch(/^accept, origin, authorization(, accept-encoding)?$/);
  });

  test("a stream", async () => {
    const stop = new AbortController();
    const headers = { accept: "text/event-stream" };
    const { headers: told } = await fetch(gateway.url + get(SUBSCRIPTION), { headers, signal: stop.signal });
    expect(told.get("content-type")).toMatch(/^text\/event-stream/);
    expect(told.get("cache-control")).toBe("no-store");
    expect(told.get("vary")).toBe("accept, origin, authorization");
    stop.abort();
  });
});

describe("a page", () => {
  const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "accept-encoding": "gzip" };
  const pages = ["/", "/graphql", "/favicon.ico"];

  test.each(pages)("is asked for again, and sent again only where it has changed: %s", async (path) => {
    const { status, headers, body } = await sendBinary(gateway.url + path, { headers: browser });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers.vary).toMatch(/^accept, origin, authorization/);
    const etag = headers.etag!;
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"old", ${etag}`, "*"]) {
      const again = await sendBinary(gateway.url + path, { headers: { ...browser, "if-none-match": known } });
      expect([again.status, again.headers.etag, again.body.length]).toEqual([304, etag, 0]);
      expect(again.headers.vary).toBe(headers.vary);
    }
    const other = await sendBinary(gateway.url + path, { headers: { ...browser, "if-none-match": '"old"' } });
    expect([other.status, other.body.equals(body)]).toEqual([200, true]);
  });

  test.each(pages)("has another ETag in another encoding, and is the same page: %s", async (path) => {
    const { accept } = browser;
    const packed = await sendBinary(gateway.url + path, { headers: browser });
    const plain = await sendBinary(gateway.url + path, { headers: { accept } });
    expect([packed.headers["content-encoding"], plain.headers["content-encoding"]]).toEqual([
      path === "/favicon.ico" ? undefined : "gzip",
      undefined,
    ]);
    expect(packed.headers.etag === plain.headers.etag).toBe(path === "/favicon.ico");
    const bytes = path === "/favicon.ico" ? packed.body : gunzipSync(packed.body);
    expect(hash(bytes)).toBe(hash(plain.body));
  });

  test("of nine megabytes is small for who takes it encoded, and HEAD says how small", async () => {
    const { headers, body } = await sendBinary(`${gateway.url}/graphql`, { headers: browser });
    expect(body.length).toBeLessThan(3_500_000);
    const head = await sendBinary(`${gateway.url}/graphql`, { method: "HEAD", headers: browser });
    expect([head.status, head.headers["content-length"]]).toEqual([200, headers["content-length"]]);
  });

  test("isn't GraphiQL's for who would rather have JSON, or refuses it", async () => {
    for (const accept of [
      "*/*",
      "application/json",
      "text/html;q=0, */*",
      "application/json, text/html;q=0.5",
    ]) {
      const { headers, status } = await send(gateway.url + get("{ __typename }"), { headers: { accept } });
      expect([status, headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
    }
    const { headers } = await send(gateway.url + get("{ __typename }"), { headers: { accept: "text/html" } });
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  });
});

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
