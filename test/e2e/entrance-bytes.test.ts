import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { openAcknowledged, openWebSocket } from "../support/raw-websocket.ts";
import { useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

const json = { "content-type": "application/json" };
const post = (body: BodyInit, headers: Record<string, string> = json): RequestInit => ({
  method: "POST",
  headers,
  body,
});
const query = "{ __typename }";
const answer = { data: { __typename: "Query" } };

/** A mutation's body in which a name is these bytes. */
function bodyWith(hex: string): Uint8Array<ArrayBuffer> {
  const [before, after] = JSON.stringify({
    query: "mutation ($n: String!) { createWorld(input: { name: $n }) { version } }",
    variables: { n: "|" },
  }).split("|") as [string, string];
  return new Uint8Array(Buffer.concat([Buffer.from(before), Buffer.from(hex, "hex"), Buffer.from(after)]));
}

describe("a body that isn't UTF-8 is refused", () => {
  test.each(["fffee9", "e9", "c328", "eda080", "edb080", "f4908080", "c0af", "e282"])(
    "with a name of the bytes %s",
    (hex) => at.refusedRequest(post(bodyWith(hex)), 400, { field: "body", says: "body: it isn't UTF-8" }),
  );

  test("in UTF-16, with its byte order mark or without", async () => {
    const utf16 = Buffer.from(JSON.stringify({ query: '{ world(id: "world:é") { id } }' }), "utf16le");
    const marked = Buffer.concat([Buffer.from("fffe", "hex"), utf16]);
    for (const body of [marked, utf16])
      await at.refusedRequest(post(new Uint8Array(body)), 400, {
        field: "body",
        says: /^(body: it isn't UTF-8|POST body)/,
      });
  });

  test("and one that begins with UTF-8's byte order mark is read", async () => {
    const response = await fetch(`${at.gateway.url}/graphql`, post(`\uFEFF${JSON.stringify({ query })}`));
    expect(await response.json()).toEqual(answer);
  });
});

describe("a charset other than UTF-8 is refused", () => {
  test.each(["iso-8859-1", '"ISO-8859-1"', "latin1", "utf-16", "us-ascii", "utf-8; charset=latin1", ""])(
    "%s",
    (charset) =>
      at.refusedRequest(
        post(JSON.stringify({ query }), { "content-type": `application/json; charset=${charset}` }),
        415,
        { field: "content-type", says: "Send JSON in UTF-8" },
      ),
  );

  test.each(["charset=utf-8", "charset=UTF-8", 'charset="utf-8"', "Charset=utf8", 'version="1;charset=x"'])(
    "but not %s",
    async (parameter) => {
      const type = `application/json; ${parameter}`;
      const response = await fetch(
        `${at.gateway.url}/graphql`,
        post(JSON.stringify({ query }), { "content-type": type }),
      );
      expect(await response.json()).toEqual(answer);
    },
  );
});

describe("a URL is refused", () => {
  const get = { method: "GET" };
  const says = "this is no UTF-8 text, percent-encoded";
  test.each([
    ["%FF", "query"],
    ["%", "query"],
    ["%zz", "query"],
    ["%C3%28", "query"],
    ["%ED%A0%80", "query"],
    ["{__typename}&operationName=%E9", "operationName"],
    ["{__typename}&variables=%7B%22a%22:%22%FF%22%7D", "variables"],
    ["{__typename}&extensions=%F5", "extensions"],
  ])("that doesn't stand for text: ?query=%s", (search, field) =>
    at.refusedRequest(get, 400, { field, says: `${field}: ${says}` }, `?query=${search}`),
  );

  test("in which a parameter is given twice", () =>
    at.refusedRequest(
      get,
      400,
      { field: "query", says: "query: it is given twice" },
      `?query=${query}&query=${query}`,
    ));

  test("in which a variable is given twice", () =>
    at.refusedRequest(
      get,
      400,
      { field: "variables.a", says: "variables.a: it is given twice" },
      `?query=${query}&variables={"a":1,"a":2}`,
    ));

  test("with bytes that nobody has escaped", async () => {
    const { hostname, port } = new URL(at.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      Buffer.from(
        'GET /graphql?query={world(id:"\xc3\xa9"){id}} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
        "latin1",
      ),
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("but not with pluses, escapes and parameters that are somebody else's", async () => {
    const search = `?utm=%FF&query=query+Q($id:ID!){world(id:$id){name}}&variables=${encodeURIComponent('{"id":"world:ithaca"}')}`;
    const response = await fetch(`${at.gateway.url}/graphql${search.replace("utm=%FF&", "utm=1&")}`);
    expect(await response.json()).toEqual({ data: { world: { name: "Ithaca" } } });
  });
});

describe("over WebSocket", () => {
  const subscribe = (payload: string, id = "1") => `{"id":"${id}","type":"subscribe","payload":${payload}}`;
  const good = JSON.stringify({ query });

  test("a binary frame closes with 1003, whatever is in it", async () => {
    for (const data of [Buffer.from("fffee9", "hex"), Buffer.from(subscribe(good))]) {
      const { socket, next } = await openAcknowledged(at.gateway.url);
      socket.send(data, { binary: true });
      expect(await next()).toEqual({ closed: 1003, reason: "Only text is understood here." });
    }
  });

  test("nothing that follows a binary frame is executed", async () => {
    const { socket, send, next } = await openAcknowledged(at.gateway.url);
    const before = await at.gateway.store.versions(["worlds"]);
    socket.send(Buffer.from("00", "hex"), { binary: true });
    send(subscribe(JSON.stringify({ query: 'mutation { createWorld(input: { name: "W" }) { version } }' })));
    expect(await next()).toMatchObject({ closed: 1003 });
    expect(await at.gateway.store.versions(["worlds"])).toEqual(before);
  });

  test("a text frame that isn't UTF-8 closes with 1007", async () => {
    const { socket, next } = await openAcknowledged(at.gateway.url);
    socket.send(Buffer.from("7b22fffee9227d", "hex"), { binary: false });
    expect(await next()).toMatchObject({ closed: 1007 });
  });

  test.each([
    ["a member that is given twice", `{"query":"${query}","variables":{"a":1,"a":2}}`, "variables.a"],
    ["too many values", `{"query":"${query}","variables":{"a":[${"1,".repeat(140_000)}1]}}`, "payload"],
    [
      "brackets too deep",
      `{"query":"${query}","variables":{"a":${"[".repeat(600)}${"]".repeat(600)}}}`,
      "payload",
    ],
  ])("a message with %s is its operation's error, and the others go on", async (_, payload, field) => {
    const { send, next } = await openAcknowledged(at.gateway.url);
    send(subscribe(payload, "bad"));
    const { type, id, payload: errors } = await next();
    expect({ type, id, extensions: errors[0].extensions }).toEqual({
      type: "error",
      id: "bad",
      extensions: { code: "BAD_USER_INPUT", field, requestId: expect.any(String) },
    });
    send(subscribe(good));
    expect(await next()).toMatchObject({ type: "next", id: "1", payload: answer });
  });

  test.each(["{", "", "7", "null", "[]", `[${"[".repeat(600)}`, `{"a":[${"1,".repeat(140_000)}1]}`])(
    "what is no message closes with 4400",
    async (message) => {
      const { send, next } = await openAcknowledged(at.gateway.url);
      send(message);
      expect(await next()).toEqual({ closed: 4400, reason: "Invalid message received" });
    },
  );

  test("a refused message before the greeting closes as any other would", async () => {
    const { send, next } = await openWebSocket(at.gateway.url);
    send(subscribe(`{"query":"${query}","query":"${query}"}`));
    expect(await next()).toMatchObject({ closed: 4401 });
  });

  test("a ping with a number that no double keeps is answered", async () => {
    const { send, next } = await openAcknowledged(at.gateway.url);
    send('{"type":"ping","payload":{"n":12345678901234567890}}');
    expect(await next()).toMatchObject({ type: "pong" });
  });
});
