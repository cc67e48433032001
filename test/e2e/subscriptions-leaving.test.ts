import { once } from "node:events";
import { createConnection } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unavailable } from "../../src/fault.ts";
import { turnOfTheLoop } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { openSse } from "../support/sse.ts";
import { subscribe, TIMELINE_EVENTS, VERSIONS } from "../support/subscribers.ts";
import { transports, webSocket } from "../support/transports.ts";
import { until } from "../support/until.ts";

const WORLD = "world:odyssey";
const SCOPES = { scopes: [{ id: WORLD }, { id: "worlds" }] };

let gateway: TestGateway;
let store: GatedStore;

beforeEach(async () => {
  gateway = await startTestGateway(
    { RELAY_INTERVAL_MS: "60000", SHUTDOWN_TIMEOUT_MS: "1000" },
    {
      wrapStore: (opened) => {
        store = gated(opened);
        return store.store;
      },
    },
  );
  await gateway.data(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
});
afterEach(() => gateway.close());

const watchers = () => gateway.cache.scopes.watchers();
const setFlag = () => gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value: 1 });

describe.each(transports)("a client over $name leaves no listener behind", (transport) => {
  const ways = ["leave", "vanish"] as const;

  test.each(ways)("when it is gone, by %s, whether something came or not", async (how) => {
    const idle = await subscribe(gateway, transport, VERSIONS, SCOPES);
    const busy = await subscribe(gateway, transport, VERSIONS, SCOPES);
    const events = await subscribe(gateway, transport, TIMELINE_EVENTS, { worldId: WORLD });
    expect(watchers()).toBe(5);
    await setFlag();
    await busy.next();
    await setFlag();
    busy[how]();
    await until(() => watchers() === 3);
    idle[how]();
    events[how]();
    await until(() => watchers() === 0);
  });

  test.each(ways)("when it is gone, by %s, before its subscription is in place", async (how) => {
    const held = store.hold("versions");
    const early = transport.subscribe(gateway.url, VERSIONS, SCOPES);
    early.next().catch(() => {});
    const release = await held;
    early[how]();
    // The server hears of it before its store answers.
    for (let turn = 0; turn < 100; turn++) await turnOfTheLoop();
    release();
    const other = await subscribe(gateway, transport, VERSIONS, { scopes: [{ id: "worlds" }] });
    await until(() => watchers() === 1);
    other.leave();
    await until(() => watchers() === 0);
  });

  test.each(ways)("when it is gone, by %s, while the log is being read", async (how) => {
    const early = await subscribe(gateway, transport, VERSIONS, SCOPES);
    const held = store.hold("log");
    await setFlag();
    const release = await held;
    early[how]();
    await until(() => watchers() === 0);
    release();
  });

  test.each([
    [unavailable("the store is gone"), "UNAVAILABLE", "the store is gone"],
    [new TypeError("secret"), "INTERNAL_SERVER_ERROR", expect.not.stringContaining("secret")],
  ])("when the store fails, of which it is told: %s", async (failure, code, message) => {
    const subscriber = await subscribe(gateway, transport, VERSIONS, SCOPES);
    await setFlag();
    await subscriber.next();
    const held = store.hold("log");
    await setFlag();
    store.gone(failure);
    (await held)();
    await subscriber.next();
    const epoch = gateway.cache.epoch();
    await gateway.cache.acknowledge({ value: null, versions: { [WORLD]: 99 }, epoch, commits: [] });
    expect(await subscriber.result()).toMatchObject({
      errors: [{ message, extensions: { code } }],
    });
    expect(await subscriber.result()).toBeNull();
    await until(() => watchers() === 0);
    store.gone(undefined);
  });

  test("when the gateway shuts down, and doesn't hold it up", async () => {
    for (let n = 0; n < 3; n++) await subscribe(gateway, transport, VERSIONS, SCOPES);
    const events = await subscribe(gateway, transport, TIMELINE_EVENTS, { worldId: WORLD, after: 0 });
    const end = events.result().catch(({ code }) => code);
    await gateway.close();
    expect(watchers()).toBe(0);
    expect(await end).toBe(transport === webSocket ? 1001 : null);
  });
});

test("over SSE a shutdown ends the stream without `complete`, for the client to come back elsewhere", async () => {
  const stream = openSse(gateway.url, { query: VERSIONS, variables: SCOPES });
  for (let n = 0; n < 2; n++) expect(await stream.next()).toMatchObject({ event: "next" });
  const closing = gateway.close();
  expect(await stream.next()).toBeNull();
  await closing;
});

test("over WebSocket a shutdown says that the server goes away, for the client to come back elsewhere", async () => {
  const client = await openAcknowledged(gateway.url);
  client.send({ id: "1", type: "subscribe", payload: { query: VERSIONS, variables: SCOPES } });
  for (let n = 0; n < 2; n++) expect(await client.next()).toMatchObject({ type: "next" });
  const closing = gateway.close();
  expect(await client.next()).toEqual({ closed: 1001, reason: "Going away" });
  await closing;
});

test("a client that answers nothing any more doesn't hold up a shutdown beyond its time", async () => {
  const client = await openAcknowledged(gateway.url);
  client.send({ id: "1", type: "subscribe", payload: { query: VERSIONS, variables: SCOPES } });
  await until(() => watchers() === 2);
  client.socket.pause();
  await gateway.close();
  expect(watchers()).toBe(0);
});

test("a client that resets its connection leaves no listener behind", async () => {
  const socket = createConnection(Number(new URL(gateway.url).port), "127.0.0.1");
  const query = JSON.stringify({ query: VERSIONS, variables: SCOPES });
  const head = ["POST /graphql HTTP/1.1", "Host: localhost", "Accept: text/event-stream"];
  const length = `Content-Length: ${query.length}`;
  socket.write([...head, "Content-Type: application/json", length, "", query].join("\r\n"));
  await once(socket, "data");
  await until(() => watchers() === 2);
  socket.resetAndDestroy();
  await until(() => watchers() === 0);
});
