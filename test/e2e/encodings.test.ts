import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
} from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type BinaryAnswer, sendBinary } from "../support/http.ts";
import { connectRaw } from "../support/raw-http.ts";

const MAX = 100_000;
/** A gigabyte takes a second so, and half a minute otherwise. */
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ DEMO_WORLD: "true", MAX_BODY_BYTES: String(MAX) });
});
afterAll(() => gateway.close());

const BODY = JSON.stringify({ query: "{ __typename }" });
const post = (body: Uint8Array | string, encoding: string, headers: Record<string, string> = {}) =>
  sendBinary(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": encoding, ...headers },
    body,
  });
const json = ({ body }: BinaryAnswer) => JSON.parse(String(body));
const padded = (bytes: number) => BODY + " ".repeat(bytes - BODY.length);

describe("a body is decoded", () => {
  test.each([
    ["gzip", gzipSync(BODY)],
    ["GZip", gzipSync(BODY)],
    ["x-gzip", gzipSync(BODY)],
    ["br", brotliCompressSync(BODY)],
    ["identity", Buffer.from(BODY)],
    ["", Buffer.from(BODY)],
    ["gzip, br", brotliCompressSync(gzipSync(BODY))],
    ["identity, gzip", gzipSync(BODY)],
    ["gzip", gzipSync(padded(MAX))],
    // Two members are one file.
    ["gzip", Buffer.concat([gzipSync(BODY.slice(0, 9)), gzipSync(BODY.slice(9))])],
  ])("from %j", async (encoding, body) => {
    const answer = await post(body, encoding);
    expect([answer.status, json(answer)]).toEqual([200, { data: { __typename: "Query" } }]);
  });

  test("that comes in chunks of one byte", async () => {
    const body = gzipSync(BODY);
    const { write, answer, socket } = connectRaw(gateway.url);
    write(
      "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    for (const byte of body)
      write(Buffer.concat([Buffer.from("1\r\n"), Buffer.of(byte), Buffer.from("\r\n")]));
    write("0\r\n\r\n");
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

describe("a body is refused", () => {
  const refusal = (answer: BinaryAnswer) => {
    const { code, field } = json(answer).errors[0].extensions;
    return [answer.status, code, field];
  };

  test.each([
    ["that isn't what it says", "gzip", Buffer.from(BODY)],
    ["that isn't what it says", "br", Buffer.from(BODY)],
    ["that is cut off", "gzip", gzipSync(BODY).subarray(0, -4)],
    ["that is cut off", "br", brotliCompressSync(BODY).subarray(0, -1)],
    ["that is empty", "gzip", Buffer.alloc(0)],
    ["that is empty", "br", Buffer.alloc(0)],
    ["that goes on after its end", "gzip", Buffer.concat([gzipSync(BODY), Buffer.from("more")])],
    ["that goes on after its end", "br", Buffer.concat([brotliCompressSync(BODY), Buffer.from("more")])],
    ["whose checksum is wrong", "gzip", Buffer.concat([gzipSync(BODY).subarray(0, -8), Buffer.alloc(8)])],
    ["that is encoded once instead of twice", "gzip, gzip", gzipSync(BODY)],
  ])("%s (%s)", async (_, encoding, body) => {
    expect(refusal(await post(body, encoding))).toEqual([400, "BAD_USER_INPUT", "body"]);
  });

  test.each([
    "deflate",
    "zstd",
    "compress",
    "gzip, deflate",
    "none",
    "constructor",
    "gzip;q=1",
    "gzip, gzip, gzip",
  ])("in another encoding, and the answer names those that are read: %s", async (encoding) => {
    const answer = await post(deflateSync(BODY), encoding);
    expect(refusal(answer)).toEqual([415, "BAD_USER_INPUT", "content-encoding"]);
    expect(answer.headers["accept-encoding"]).toBe("gzip, br");
  });

  test.each([
    ["by one byte", "gzip", gzipSync(padded(MAX + 1))],
    ["by one byte", "br", brotliCompressSync(padded(MAX + 1))],
    ["by a gigabyte", "br", brotliCompressSync(Buffer.alloc(2 ** 30), QUICKLY)],
    ["by fifty megabytes within others", "gzip, gzip", gzipSync(gzipSync(Buffer.alloc(50_000_000)))],
  ])("that is larger than MAX_BODY_BYTES once decoded, %s (%s)", async (_, encoding, body) => {
    const before = process.memoryUsage().arrayBuffers;
    const answer = await post(body, encoding);
    expect(refusal(answer)).toEqual([413, "BAD_USER_INPUT", "body"]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test("and the connection takes the next one", async () => {
    const { write, answer, socket } = connectRaw(gateway.url);
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`,
    );
    write(bomb);
    expect(await answer()).toMatch(/^HTTP\/1\.1 413 /);
    write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

describe("an answer", () => {
  const LONG = `{ world(id: "world:odyssey") { characters { nodes { id name } } } }`;
  const ask = (query: string, accept: string | null, headers: Record<string, string> = {}) =>
    sendBinary(`${gateway.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(accept && { "accept-encoding": accept }),
        ...headers,
      },
      body: JSON.stringify({ query }),
    });

  test.each([
    ["gzip", "gzip", gunzipSync],
    ["br", "br", brotliDecompressSync],
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["br;q=0, gzip;q=0.1", "gzip", gunzipSync],
  ])("above a kilobyte is encoded as %s asks", async (accept, coding, decode) => {
    const plain = await ask(LONG, null);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.length).toBeGreaterThan(1_024);
    const { status, headers, body } = await ask(LONG, accept);
    expect([status, headers["content-encoding"]]).toEqual([200, coding]);
    expect(body.length).toBeLessThan(plain.body.length / 2);
    expect(headers["content-length"]).toBe(String(body.length));
    expect(String(decode(body))).toBe(String(plain.body));
    for (const answer of [plain, { headers }])
      expect(answer.headers.vary).toBe("accept, origin, authorization, accept-encoding");
  });

  test.each([null, "", "identity", "deflate", "gzip;q=0, br;q=0", "*;q=0"])(
    "comes as it is where Accept-Encoding is %j",
    async (accept) => expect((await ask(LONG, accept)).headers["content-encoding"]).toBeUndefined(),
  );

  test("that is small comes as it is", async () => {
    const { headers, body } = await ask("{ __typename }", "gzip, br");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(String(body)).toBe('{"data":{"__typename":"Query"}}');
  });

  test("by GET, with an error, and of the metrics is encoded too", async () => {
    const headers = { "accept-encoding": "gzip" };
    const search = new URLSearchParams({ query: LONG });
    const get = await sendBinary(`${gateway.url}/graphql?${search}`, { headers });
    expect(JSON.parse(String(gunzipSync(get.body))).data.world.characters.nodes).toHaveLength(20);
    const wrong = `{ ${Array.from({ length: 20 }, (_, n) => `unknown${n}`).join(" ")} }`;
    const refused = await ask(wrong, "gzip", { accept: "application/graphql-response+json" });
    expect([refused.status, refused.headers["content-encoding"]]).toEqual([400, "gzip"]);
    const metrics = await sendBinary(`${gateway.url}/metrics`, { headers });
    expect(String(gunzipSync(metrics.body))).toContain("# TYPE");
  });

  test("to HEAD says what GET would, and has no body", async () => {
    for (const path of ["/", "/metrics"]) {
      const options = { method: "HEAD", headers: { "accept-encoding": "gzip" } };
      const { headers, body } = await sendBinary(gateway.url + path, options);
      expect([headers["content-encoding"], body.length]).toEqual(["gzip", 0]);
      expect(Number(headers["content-length"])).toBeGreaterThan(0);
    }
  });
});
