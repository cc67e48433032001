import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "../support/http.ts";

const FOREIGN = "https://elsewhere.example";
const INVITED = "https://app.example";
const MUTATION = `mutation { createWorld(input: { id: "made", name: "Made" }) { version } }`;
const json = { "content-type": "application/json" };

let gateway: TestGateway;
/** As configured for pages of one other site. */
let inviting: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  inviting = await startTestGateway({ CORS_ORIGINS: `${INVITED}, https://beta.app.example` });
});
afterAll(async () => {
  await gateway.close();
  await inviting.close();
});

const graphql = (
  { url }: TestGateway,
  headers: Record<string, string>,
  { method = "POST", body = JSON.stringify({ query: "{ __typename }" }) as string | null, search = "" } = {},
) => send(`${url}/graphql${search}`, { method, headers, ...(body !== null && { body }) });

const corsHeaders = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith("access-control-"));
const worlds = async ({ data }: TestGateway) => (await data("{ worlds { nodes { id } } }")).worlds.nodes;

describe("without CORS_ORIGINS", () => {
  test("no answer has a CORS header", async () => {
    const own = gateway.url;
    for (const headers of [json, { ...json, origin: own }, { ...json, origin: FOREIGN }])
      expect(corsHeaders((await graphql(gateway, headers)).headers)).toEqual([]);
    for (const path of ["/", "/health", "/ready", "/metrics", "/nowhere"])
      expect(corsHeaders((await send(gateway.url + path, { headers: { origin: FOREIGN } })).headers)).toEqual(
        [],
      );
  });

  test("a page of another site is refused, and asks in vain whether it may", async () => {
    const { status, headers, ...answer } = await graphql(
      gateway,
      {
        origin: FOREIGN,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
      { method: "OPTIONS", body: null },
    );
    expect(status).toBe(403);
    expect(corsHeaders(headers)).toEqual([]);
    expect(answer.json().errors[0]).toMatchObject({
      message: "This page's origin isn't allowed: add it to CORS_ORIGINS.",
      extensions: { code: "FORBIDDEN", field: "origin", requestId: headers["x-request-id"] },
    });
  });

  test.each([FOREIGN, "null", "", "http://127.0.0.1:1", "http://localhost"])(
    "what comes with the origin %j changes nothing",
    async (origin) => {
      const { status } = await graphql(
        gateway,
        { ...json, origin },
        { body: JSON.stringify({ query: MUTATION }) },
      );
      expect(status).toBe(403);
      expect(await worlds(gateway)).toEqual([]);
    },
  );

  test("a query by GET from another site is refused, too", async () => {
    const search = `?${new URLSearchParams({ query: "{ __typename }" })}`;
    const get = { method: "GET", body: null, search };
    expect((await graphql(gateway, { origin: FOREIGN }, get)).status).toBe(403);
    expect((await graphql(gateway, {}, get)).status).toBe(200);
  });

  test("a page of its own is served, under each of this machine's names", async () => {
    const { port } = new URL(gateway.url);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `worlds.localhost:${port}`,
    ])
      expect((await graphql(gateway, { ...json, host, origin: `http://${host}` })).status).toBe(200);
  });
});

describe("a form", () => {
  const forms = {
    "application/x-www-form-urlencoded": new URLSearchParams({ query: MUTATION }).toString(),
    "multipart/form-data; boundary=b": `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: MUTATION })}\r\n--b--\r\n`,
    "text/plain": JSON.stringify({ query: MUTATION }),
    "text/plain;application/json": JSON.stringify({ query: MUTATION }),
    "application/graphql": MUTATION,
    "application/graphql+json": JSON.stringify({ query: MUTATION }),
    "application/json, text/plain": JSON.stringify({ query: MUTATION }),
  };
  test.each(Object.entries(forms))("as %s is refused and changes nothing", async (type, body) => {
    const { status, ...answer } = await graphql(gateway, { "content-type": type }, { body });
    expect(status).toBe(415);
    expect(answer.json().errors[0]).toMatchObject({
      message: "Send the operation as application/json.",
      extensions: { code: "BAD_USER_INPUT", field: "content-type" },
    });
    expect(await worlds(gateway)).toEqual([]);
  });

  test("that names no media type is refused", async () => {
    expect((await graphql(gateway, {}, { body: JSON.stringify({ query: MUTATION }) })).status).toBe(415);
  });

  test("can't be sent by GET under another media type", async () => {
    const search = `?${new URLSearchParams({ query: "{ __typename }" })}`;
    const get = { method: "GET", body: null, search };
    expect((await graphql(gateway, { "content-type": "text/plain" }, get)).status).toBe(415);
    expect((await graphql(gateway, json, get)).status).toBe(200);
  });

  test("is no different where other sites are invited", async () => {
    const headers = { "content-type": "text/plain", origin: INVITED };
    expect((await graphql(inviting, headers)).status).toBe(415);
  });
});

describe("with CORS_ORIGINS", () => {
  test.each([INVITED, "https://beta.app.example"])(
    "a page of %s may ask first, and is served",
    async (origin) => {
      const asked = await graphql(
        inviting,
        {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type,x-min-version",
        },
        { method: "OPTIONS", body: null },
      );
      expect(asked.status).toBe(204);
      expect(asked.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type,x-min-version",
        vary: "accept, origin, authorization",
      });
      const { status, headers, ...answer } = await graphql(inviting, { ...json, origin });
      expect(status).toBe(200);
      expect(answer.json()).toEqual({ data: { __typename: "Query" } });
      expect(headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-expose-headers": "x-request-id",
        vary: "accept, origin, authorization",
      });
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
    },
  );

  test("refusals can be read by an invited page, too", async () => {
    const { status, headers } = await graphql(inviting, { ...json, origin: INVITED }, { body: "[]" });
    expect({ status, origin: headers["access-control-allow-origin"] }).toEqual({
      status: 400,
      origin: INVITED,
    });
  });

  test.each([FOREIGN, `${INVITED}.evil.example`, "https://sub.app.example", "http://app.example", "null"])(
    "a page of %s is refused",
    async (origin) => {
      const { status, headers } = await graphql(inviting, { ...json, origin });
      expect({ status, cors: corsHeaders(headers) }).toEqual({ status: 403, cors: [] });
    },
  );

  test("what is no page needs no invitation", async () => {
    const { status, headers } = await graphql(inviting, json);
    expect({ status, cors: corsHeaders(headers) }).toEqual({ status: 200, cors: [] });
  });
});

describe("a name that a page lets point to this machine", () => {
  const names = [
    "evil.example",
    "evil.example:4000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "0.0.0.0",
    "[::2]",
  ];
  test.each(names)("is not answered to: %s", async (host) => {
    for (const path of ["/graphql", "/", "/health", "/metrics", "/nowhere"]) {
      const { status, ...answer } = await send(gateway.url + path, {
        headers: { host, origin: `http://${host}` },
      });
      expect(status).toBe(403);
      expect(answer.json().errors[0].extensions).toMatchObject({ code: "FORBIDDEN", field: "host" });
    }
    const { status } = await graphql(gateway, { ...json, host, origin: `http://${host}` });
    expect(status).toBe(403);
  });

  test("is, where ALLOW_ANONYMOUS serves everybody", async () => {
    const open = await startTestGateway({ ALLOW_ANONYMOUS: "true" });
    const { status } = await graphql(open, {
      ...json,
      host: "worlds.example",
      origin: "https://worlds.example",
    });
    expect(status).toBe(200);
    await open.close();
  });
});

describe("a WebSocket", () => {
  /** 101, or the status that the handshake was refused with. */
  async function handshake(
    { url }: TestGateway,
    headers: Record<string, string>,
    path = "/graphql",
  ): Promise<number> {
    const socket = new WebSocket(url.replace("http", "ws") + path, "graphql-transport-ws", { headers });
    const opened = once(socket, "open").then(() => 101);
    const refused = once(socket, "unexpected-response").then(([, { statusCode }]) => statusCode as number);
    opened.catch(() => {});
    const status = await Promise.race([opened, refused]);
    socket.on("error", () => {}).terminate();
    return status;
  }

  test("of another site's page is refused", async () => {
    expect(await handshake(gateway, { origin: FOREIGN })).toBe(403);
    expect(await handshake(gateway, { origin: "null" })).toBe(403);
    expect(await handshake(inviting, { origin: FOREIGN })).toBe(403);
    expect(await handshake(gateway, { host: "evil.example", origin: "http://evil.example" })).toBe(403);
  });

  test("of its own page, of an invited one's, and of none is accepted", async () => {
    expect(await handshake(gateway, { origin: gateway.url })).toBe(101);
    expect(await handshake(inviting, { origin: INVITED })).toBe(101);
    expect(await handshake(gateway, {})).toBe(101);
  });

  test("is refused anywhere but at /graphql", async () => {
    expect(await handshake(gateway, {}, "/")).toBe(404);
  });
});
