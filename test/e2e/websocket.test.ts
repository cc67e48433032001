import { beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openAcknowledged, openWebSocket, type RawWebSocket } from "../support/raw-websocket.ts";
import { VERSIONS } from "../support/subscribers.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const SCOPES = { scopes: [{ id: WORLD }] };

describe("an operation over WebSocket", () => {
  const at = useGateway({ MAX_DEPTH: "6", MAX_ALIASES: "3", MAX_COST: "100" });
  let client: RawWebSocket;
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    client = await openAcknowledged(at.url);
  });

  const send = (query: string, variables?: Record<string, unknown>, more = {}) =>
    client.send({ id: "1", type: "subscribe", payload: { query, variables, ...more } });
  /** The errors of a refused operation, and whether it then was over. */
  const refusal = async (query: string, variables?: Record<string, unknown>, more = {}) => {
    send(query, variables, more);
    const message = await client.next();
    if (message.type === "next") expect(await client.next()).toEqual({ id: "1", type: "complete" });
    const errors = message.type === "next" ? message.payload.errors : message.payload;
    expect(message.payload.data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(errors[0].extensions).not.toHaveProperty("http");
    const { code, field } = errors[0].extensions;
    return { code, field };
  };
  const badInput = (field: string) => ({ code: "BAD_USER_INPUT", field });

  test("may be a query or a mutation", async () => {
    send(`query ($id: ID!) { world(id: $id) { name version } }`, { id: WORLD });
    const world = { name: "The Odyssey", version: 1 };
    expect(await client.next()).toEqual({ id: "1", type: "next", payload: { data: { world } } });
    expect(await client.next()).toEqual({ id: "1", type: "complete" });
    send(`mutation { activateWorld(input: { id: "${WORLD}" }) { version } }`);
    const activateWorld = { version: 2 };
    expect(await client.next()).toEqual({ id: "1", type: "next", payload: { data: { activateWorld } } });
    expect(await client.next()).toEqual({ id: "1", type: "complete" });
  });

  test.each([
    ["of too many levels", `{ world(id: "${WORLD}") { a { b { c { d { e { f } } } } } } }`, "query"],
    ["of too many aliases", `{ a: __typename b: __typename c: __typename d: __typename }`, "query"],
    ["that asks for too much", `{ worlds(first: 100) { nodes { characters { nodes { id } } } } }`, "first"],
    ["that is no GraphQL", `{ world(`, "query"],
    ["of an unknown field", `{ god(id: "world:odyssey") { name } }`, "query"],
    ["without a needed variable", `query ($id: ID!) { world(id: $id) { name } }`, "id"],
    ["of a subscription without one", VERSIONS, "scopes"],
  ])("%s is refused with a code, and the socket stays open", async (_, query, field) => {
    expect(await refusal(query)).toEqual(badInput(field));
    send(`{ world(id: "${WORLD}") { name } }`);
    expect(await client.next()).toMatchObject({ type: "next" });
  });

  test("with a bad value in its variables is told which", async () => {
    const scopes = [{ id: WORLD }, { id: WORLD, after: "soon" }];
    expect(await refusal(VERSIONS, { scopes })).toEqual(badInput("scopes.1.after"));
  });

  test("whose name isn't in the document is refused", async () => {
    const query = "query a { __typename } query b { __typename }";
    expect(await refusal(query, {}, { operationName: "c" })).toMatchObject({ code: "BAD_USER_INPUT" });
  });

  test("is an error of its field where the field fails", async () => {
    send(`mutation { activateWorld(input: { id: "world:nowhere" }) { version } }`);
    expect(await client.next()).toMatchObject({
      type: "next",
      payload: {
        data: { activateWorld: null },
        errors: [{ path: ["activateWorld"], extensions: { code: "NOT_FOUND", field: "input.id" } }],
      },
    });
  });

  test("sees what the handshake's headers ask for", async () => {
    const client = await openAcknowledged(at.url, { headers: { "x-min-version": `${WORLD}=1` } });
    const query = { type: "subscribe", payload: { query: `{ world(id: "${WORLD}") { version } }` } };
    client.send({ id: "1", ...query });
    expect(await client.next()).toMatchObject({ payload: { data: { world: { version: 1 } } } });
    const ahead = await openAcknowledged(at.url, { headers: { "x-min-version": `${WORLD}=2` } });
    ahead.send({ id: "1", ...query });
    expect(await ahead.next()).toMatchObject({
      type: "error",
      payload: [{ extensions: { code: "BAD_USER_INPUT", field: "x-min-version" } }],
    });
  });

  test("has a request id of its own", async () => {
    const ids = [];
    for (let n = 0; n < 2; n++) {
      send(`{ node(id: "nothing") { id } }`);
      ids.push((await client.next()).payload.errors[0].extensions.requestId);
      await client.next();
    }
    expect(new Set(ids).size).toBe(2);
  });
});

describe("a WebSocket", () => {
  const at = useGateway();
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));
  const subscribe = (id: string) => ({
    id,
    type: "subscribe",
    payload: { query: VERSIONS, variables: SCOPES },
  });

  test.each([
    ["what is no JSON", "{", 4400],
    ["what is no message", { type: "subscribe" }, 4400],
    ["a message of an unknown type", { type: "start", id: "1", payload: { query: "{ __typename }" } }, 4400],
    ["an operation without a query", { type: "subscribe", id: "1", payload: { variables: {} } }, 4400],
    ["variables that are no object", { ...subscribe("1"), payload: { query: "{ a }", variables: [] } }, 4400],
    ["an operation before its greeting", subscribe("1"), 4401],
  ])("that hears %s is closed with the protocol's code", async (_, message, code) => {
    const client = await openWebSocket(at.url);
    client.send(message);
    expect(await client.next()).toMatchObject({ closed: code });
    expect(at.cache.scopes.watchers()).toBe(0);
  });

  test("that is greeted twice is closed with the protocol's code", async () => {
    const client = await openAcknowledged(at.url);
    client.send({ type: "connection_init" });
    expect(await client.next()).toMatchObject({ closed: 4429 });
  });

  test("that takes an id for a second operation is closed with the protocol's code, and both end", async () => {
    const client = await openAcknowledged(at.url);
    client.send(subscribe("1"));
    // Its scope's current version.
    expect(await client.next()).toMatchObject({ id: "1", type: "next" });
    client.send(subscribe("1"));
    expect(await client.next()).toMatchObject({ closed: 4409, reason: "Subscriber for 1 already exists" });
    await until(() => at.cache.scopes.watchers() === 0);
  });

  test("of another protocol is closed with the protocol's code", async () => {
    const socket = new WebSocket(`${at.url.replace("http", "ws")}/graphql`);
    const code = await new Promise((resolve) => socket.on("close", resolve));
    expect(code).toBe(4406);
  });

  test("on which nothing is said is closed after a few seconds", async () => {
    const client = await openWebSocket(at.url);
    expect(await client.next()).toMatchObject({ closed: 4408 });
  });

  test("that is sent more than a body may hold is closed", async () => {
    const client = await openAcknowledged(at.url);
    client.send({ ...subscribe("1"), payload: { query: "#".repeat(5_000_000) } });
    expect(await client.next()).toMatchObject({ closed: 1009 });
  });

  test("answers pings", async () => {
    const client = await openAcknowledged(at.url);
    client.send({ type: "ping", payload: { n: 1 } });
    expect(await client.next()).toEqual({ type: "pong", payload: { n: 1 } });
  });

  test("carries several subscriptions, each of which ends alone", async () => {
    const client = await openAcknowledged(at.url);
    for (const id of ["1", "2"]) client.send(subscribe(id));
    for (const id of ["1", "2"]) expect(await client.next()).toMatchObject({ id, type: "next" });
    expect(at.cache.scopes.watchers()).toBe(2);
    client.send({ id: "1", type: "complete" });
    await until(() => at.cache.scopes.watchers() === 1);
    await at.change("activateWorld", { id: WORLD });
    expect(await client.next()).toMatchObject({ id: "2", type: "next" });
    client.send({ id: "2", type: "complete" });
    await until(() => at.cache.scopes.watchers() === 0);
  });
});
