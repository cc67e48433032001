import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

const headers = { "content-type": "application/json" };
const post = (body: BodyInit): RequestInit => ({ method: "POST", headers, body });
const MAX_BODY = 4_194_304;

describe("a body is refused", () => {
  test.each([
    ["that is no JSON", '{ "query": ', "POST body sent invalid JSON."],
    ["that is empty", "", "POST body sent invalid JSON."],
    ["that isn't UTF-8 text", "\u0000\u0001", "POST body sent invalid JSON."],
    ["that is a string", '"{ __typename }"', "POST body is expected to be object but received string"],
    ["that is a number", "7", "POST body is expected to be object but received number"],
    ["that is null", "null", "POST body is expected to be object but received null"],
    [
      "that is a batch of operations",
      '[{ "query": "{ __typename }" }, { "query": "{ __typename }" }]',
      "Batching is not supported.",
    ],
    ["that is an empty batch", "[]", "Batching is not supported."],
  ])("%s", (_, body, says) => at.refusedRequest(post(body), 400, { field: "body", says }));

  test.each([
    ["without a query", {}, "query", "Must provide query string."],
    ["whose query is null", { query: null }, "query", "Must provide query string."],
    ["whose query is no string", { query: 1 }, "query", 'Expected "query" param to be a string'],
    [
      "whose variables are a list",
      { query: "{ __typename }", variables: [] },
      "variables",
      'Expected "variables" param',
    ],
    [
      "whose variables are a string",
      { query: "{ __typename }", variables: "{}" },
      "variables",
      'Expected "variables" param',
    ],
    [
      "whose extensions are no object",
      { query: "{ __typename }", extensions: 1 },
      "extensions",
      'Expected "extensions" param',
    ],
    [
      "with a parameter that nobody knows",
      { query: "{ __typename }", qeury: "" },
      "qeury",
      'Unexpected parameter "qeury"',
    ],
    [
      "that names an unknown operation",
      { query: "query A { __typename }", operationName: "B" },
      "operationName",
      "Could not determine what operation to execute.",
    ],
    [
      "that names none of several operations",
      { query: "query A { __typename } query B { __typename }" },
      "operationName",
      "Could not determine what operation to execute.",
    ],
    [
      "whose operation's name is no string",
      { query: "query A { __typename }", operationName: 1 },
      "operationName",
      "Could not determine what operation to execute.",
    ],
  ])("%s", (_, body, field, says) => at.refusedRequest(post(JSON.stringify(body)), 400, { field, says }));

  test("with a parameter called __proto__", () =>
    at.refusedRequest(
      post('{ "query": "{ __typename }", "__proto__": { "query": "{ cache { trusted } }" } }'),
      400,
      {
        field: "__proto__",
        says: 'Unexpected parameter "__proto__"',
      },
    ));
});

describe("a body of ten megabytes is refused", () => {
  const refusal = { field: "body", says: `The body is larger than ${MAX_BODY} bytes.` };
  const piece = new Uint8Array(1_000_000).fill(0x20);

  test("that says how long it is", () =>
    at.refusedRequest(post(new Blob(Array(10).fill(piece))), 413, refusal));

  test("that comes in chunks and doesn't", async () => {
    let left = 10;
    const body = new ReadableStream({
      pull: (stream) => (left-- > 0 ? stream.enqueue(piece) : stream.close()),
    });
    await at.refusedRequest({ ...post(body), duplex: "half" } as RequestInit, 413, refusal);
  });

  test("before any of it has come", async () => {
    const { hostname, port } = new URL(at.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\nConnection: close\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("and one of the most that is allowed is read", () =>
    at.refusedRequest(post(" ".repeat(MAX_BODY)), 400, { field: "body", says: "invalid JSON" }));
});

describe("a GET request is refused", () => {
  const get = (params: Record<string, string>) => `?${new URLSearchParams(params)}`;
  const mutation = `mutation { deleteWorld(input: { id: "world:ithaca" }) { version } }`;

  test.each([
    ["without a query", {}, 400, "query", "Must provide query string."],
    [
      "with variables that are no JSON",
      { query: "{ __typename }", variables: "{" },
      400,
      "variables",
      "this is no JSON",
    ],
    [
      "with a list of variables",
      { query: "{ __typename }", variables: "[]" },
      400,
      "variables",
      'Expected "variables" param',
    ],
    [
      "with a mutation",
      { query: mutation },
      405,
      "query",
      "Can only perform a mutation operation from a POST request.",
    ],
    [
      "with a mutation among queries",
      { query: `query Q { __typename } ${mutation.replace("mutation", "mutation M")}`, operationName: "M" },
      405,
      "query",
      "Can only perform a mutation",
    ],
  ] as const)("%s", (_, params, status, field, says) =>
    at.refusedRequest({ method: "GET" }, status, { field, says }, get(params)),
  );

  test("with a subscription that it can't stream", () =>
    at.refusedRequest(
      { method: "GET", headers: { accept: "application/json" } },
      406,
      { field: "accept", says: "for a subscription text/event-stream" },
      get({ query: 'subscription { invalidations(scopes: [{ id: "worlds" }]) { version } }' }),
    ));
});

describe("a request is refused", () => {
  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("by the method %s", async (method) => {
    const says = "GraphQL is sent by POST, or by GET for queries.";
    await at.refusedRequest({ method }, 405, { field: "method", says });
    const { headers } = await fetch(`${at.gateway.url}/graphql`, { method });
    expect(headers.get("allow")).toBe("GET, POST");
  });

  test("that wants a media type that nobody makes", () =>
    at.refusedRequest(
      { ...post('{ "query": "{ __typename }" }'), headers: { ...headers, accept: "text/xml" } },
      406,
      {
        field: "accept",
        says: "accept: expected application/json or application/graphql-response+json",
      },
    ));
});
