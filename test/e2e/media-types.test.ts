import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "../support/http.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const QUERY = "{ __typename }";
const DATA = { data: { __typename: "Query" } };
const body = JSON.stringify({ query: QUERY });
const GET = `/graphql?${new URLSearchParams({ query: QUERY })}`;
const JSON_UTF8 = "application/json; charset=utf-8";

describe("an operation is read as", () => {
  test.each([
    "application/json",
    "Application/JSON",
    "APPLICATION/JSON",
    "application/json;charset=utf-8",
    "application/json ; charset=utf-8",
    "application/json\t;\tcharset=UTF-8",
    ' application/json; charset="utf-8"',
    "application/json;",
    "application/json; profile=x; charset=utf-8",
  ])("%j, by POST and by GET", async (type) => {
    const headers = { "content-type": type };
    for (const answer of [
      await send(`${gateway.url}/graphql`, { method: "POST", headers, body }),
      await send(gateway.url + GET, { headers }),
    ])
      expect([answer.status, answer.json()]).toEqual([200, DATA]);
  });

  test.each([
    "text/plain",
    "application/jsonx",
    "application/graphql",
    "application/x-www-form-urlencoded",
    "x",
  ])("nothing where it comes as %s, and the answer says so", async (type) => {
    const options = { method: "POST", headers: { "content-type": type }, body };
    const { status, json } = await send(`${gateway.url}/graphql`, options);
    expect([status, json().errors[0].extensions.field]).toEqual([415, "content-type"]);
  });
});

describe("an answer comes as", () => {
  test.each([
    ["*/*", JSON_UTF8],
    ["application/json;q=0, */*", "application/graphql-response+json; charset=utf-8"],
    ["application/graphql-response+json;q=0.5, application/json", JSON_UTF8],
    [
      "application/graphql-response+json, application/json;q=0.9",
      "application/graphql-response+json; charset=utf-8",
    ],
    ["text/event-stream;q=0, */*", JSON_UTF8],
    ["text/event-stream, */*;q=0.1", "text/event-stream"],
    ["text/html;q=0, */*", JSON_UTF8],
  ])("%s asks: %s", async (accept, type) => {
    for (const answer of [
      await send(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept },
        body,
      }),
      await send(gateway.url + GET, { headers: { accept } }),
    ]) {
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, type]);
      expect(answer.text).toContain(JSON.stringify(DATA));
    }
  });

  test("nothing that it could be, and then nothing is done", async () => {
    for (const accept of ["text/xml", "application/json;q=0", "*/*;q=0"]) {
      const { status, json } = await send(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept },
        body: JSON.stringify({
          query: 'mutation { createWorld(input: { id: "w", name: "W" }) { version } }',
        }),
      });
      const { code, field } = json().errors[0].extensions;
      expect([status, code, field]).toEqual([406, "BAD_USER_INPUT", "accept"]);
    }
    expect(await gateway.data("{ worlds { nodes { id } } }")).toEqual({ worlds: { nodes: [] } });
  });
});
