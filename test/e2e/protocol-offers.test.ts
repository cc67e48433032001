import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connectRaw, type RawConnection, rawGet, rawPost } from "../support/raw-http.ts";

let gateway: TestGateway;
const connections: RawConnection[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(() => {
  for (const { socket } of connections.splice(0)) socket.destroy();
});
afterAll(() => gateway.close());

const open = () => {
  const connection = connectRaw(gateway.url);
  connections.push(connection);
  return connection;
};
const ask = async (request: string) => {
  const connection = open();
  connection.write(request);
  return connection.answer();
};
/** As Java's HttpClient and `curl --http2` send it with a connection's first request. */
const H2C =
  "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n";
const QUERY = "{ __typename }";
const GET = `/graphql?query=${encodeURIComponent(QUERY)}`;
const DATA = '{"data":{"__typename":"Query"}}';
/** RFC 6455's own example. */
const HANDSHAKE =
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n";

describe("a request that offers HTTP/2 is answered in HTTP/1.1", () => {
  test("a query by POST, and the next one on its connection", async () => {
    const connection = open();
    for (let time = 0; time < 2; time++) {
      connection.write(rawPost(QUERY, H2C));
      const answer = await connection.answer();
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).not.toMatch(/\r\nupgrade:/i);
      expect(answer.endsWith(DATA)).toBe(true);
    }
  });

  test("a body that comes in chunks and in pieces", async () => {
    const connection = open();
    const body = JSON.stringify({ query: QUERY });
    connection.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\n${H2C}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    for (const part of [body.slice(0, 7), body.slice(7)])
      connection.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    connection.write("0\r\n\r\n");
    expect(await connection.answer()).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ["GET", "/health", 200],
    ["HEAD", "/health", 200],
    ["GET", "/ready", 200],
    ["GET", GET, 200],
    ["GET", "/", 200],
    ["GET", "/nowhere", 404],
    ["DELETE", "/health", 405],
  ])("%s %s", async (method, path, status) => {
    const connection = open();
    const offer = H2C.replace("Connection: ", "Connection: close, ");
    connection.write(rawGet(path, offer).replace("GET", method));
    expect(await connection.closed).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test.each(["TLS/1.0, HTTP/1.1", "foo", "h2", "h2c, TLS/1.2"])("as one that offers %s", async (offer) => {
    expect(await ask(rawPost(QUERY, `Connection: Upgrade\r\nUpgrade: ${offer}\r\n`))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });
});

describe("a WebSocket is opened", () => {
  test.each(["websocket", "WebSocket", "h2c, websocket", "WEBSOCKET , h2c"])(
    "by Upgrade: %s",
    async (offer) => {
      const answer = await ask(
        rawGet("/graphql", `Connection: Upgrade\r\nUpgrade: ${offer}\r\n${HANDSHAKE}`),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 101 (.|\r\n)*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
    },
  );

  test("by an absolute target", async () => {
    const target = `${gateway.url}/graphql`;
    expect(await ask(rawGet(target, `Connection: Upgrade\r\nUpgrade: websocket\r\n${HANDSHAKE}`))).toMatch(
      /^HTTP\/1\.1 101 /,
    );
  });

  test("not for another host, whose name stands in the target or in Host", async () => {
    const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\n${HANDSHAKE}`;
    expect(await ask(rawGet("http://evil.example/graphql", upgrade))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await ask(rawGet("/graphql", upgrade).replace("localhost", "evil.example"))).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await ask(rawGet("http://[::1/graphql", upgrade))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("while a POST that asks for one is an operation", async () => {
    expect(await ask(rawPost(QUERY, `Connection: Upgrade\r\nUpgrade: websocket\r\n${HANDSHAKE}`))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
    const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    await once(socket, "open");
    socket.terminate();
  });
});

describe("an absolute target is the same request", () => {
  test("of a page, and of an operation by GET and POST", async () => {
    expect(await ask(rawGet(`${gateway.url}/health`))).toMatch(/^HTTP\/1\.1 200 (.|\r\n)*"status":"ok"/);
    expect((await ask(rawGet(gateway.url + GET))).endsWith(DATA)).toBe(true);
    const post = rawPost(QUERY).replace("/graphql", `${gateway.url}/graphql`);
    expect((await ask(post)).endsWith(DATA)).toBe(true);
  });

  test("whose host stands above the Host header", async () => {
    const foreign = await ask(rawGet("http://evil.example/health"));
    expect(foreign).toMatch(/^HTTP\/1\.1 403 (.|\r\n)*"field":"host"/);
    const local = rawGet(`${gateway.url}/health`).replace("Host: localhost", "Host: evil.example");
    expect(await ask(local)).toMatch(/^HTTP\/1\.1 200 /);
    // A page of the host in the target may use the API, one of the host in the header may not.
    const { host } = new URL(gateway.url);
    const post = rawPost(QUERY).replace("/graphql", `${gateway.url}/graphql`);
    const from = (origin: string) => ask(post.replace("\r\n", `\r\nOrigin: ${origin}\r\n`));
    expect(await from(`http://${host}`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await from("http://localhost")).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    ["http://[::1/health", "host"],
    ["http://user@localhost/health", "host"],
    ["/health%zz", "path"],
    ["/health#x", "path"],
    ["/gr\xffphql", "path"],
  ])("and one that is malformed is 400: %s", async (target, field) => {
    const connection = open();
    connection.write(Buffer.from(rawGet(target), "latin1"));
    const answer = await connection.answer();
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    if (answer.includes("{")) expect(answer).toContain(`"code":"BAD_USER_INPUT","field":"${field}"`);
  });
});

test("a page of the gateway's own origin is served where Host names the usual port", async () => {
  const post = (host: string) =>
    rawPost(QUERY).replace("Host: localhost", `Host: ${host}\r\nOrigin: http://localhost`);
  expect(await ask(post("localhost:80"))).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(post("LOCALHOST"))).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(post("localhost:81"))).toMatch(/^HTTP\/1\.1 403 /);
});
