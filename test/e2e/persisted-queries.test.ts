import { describe, expect, test } from "vitest";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const gateway = useSharedGateway();

const extensions = {
  persistedQuery: {
    version: 1,
    sha256Hash: "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38",
  },
};
const query = "{ __typename }";
const notSupported = {
  errors: [
    {
      message: "PersistedQueryNotSupported",
      extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED", requestId: expect.any(String) },
    },
  ],
};

const ACCEPTS = ["application/json", "application/graphql-response+json", "*/*"];

async function post(body: unknown, accept: string) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

async function get(params: Record<string, string>, accept: string) {
  const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams(params)}`, {
    headers: { accept },
  });
  return { status: response.status, answer: await response.json() };
}

describe("a persisted query", () => {
  test.each(ACCEPTS)(
    "is answered with what makes clients send all of it, by POST and GET: %s",
    async (accept) => {
      for (const body of [
        { extensions },
        { query: null, extensions, variables: {} },
        { query: "", extensions, operationName: "Q" },
      ])
        expect(await post(body, accept)).toEqual({ status: 200, answer: notSupported });
      const params = { extensions: JSON.stringify(extensions), operationName: "Q", variables: "{}" };
      expect(await get(params, accept)).toEqual({ status: 200, answer: notSupported });
    },
  );

  test("that comes with its text is executed", async () => {
    const done = { status: 200, answer: { data: { __typename: "Query" } } };
    expect(await post({ query, extensions }, "application/json")).toEqual(done);
    expect(await get({ query, extensions: JSON.stringify(extensions) }, "application/json")).toEqual(done);
  });

  test("that is none is a request without a query", async () => {
    for (const other of [{}, { persistedQuery: null }, { other: 1 }]) {
      const { status, answer } = await post({ extensions: other }, "application/json");
      expect(status).toBe(400);
      expect(answer.errors[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT", field: "query" } });
    }
  });

  test("is answered so over WebSocket too, and the socket goes on", async () => {
    const { send, next } = await openAcknowledged(gateway.url);
    send({ id: "1", type: "subscribe", payload: { extensions } });
    expect(await next()).toEqual({ id: "1", type: "error", payload: notSupported.errors });
    send({ id: "1", type: "subscribe", payload: { query, extensions } });
    expect(await next()).toMatchObject({ type: "next", payload: { data: { __typename: "Query" } } });
  });
});
