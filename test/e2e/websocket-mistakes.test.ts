import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { openAcknowledged, openWebSocket } from "../support/raw-websocket.ts";
import { VERSIONS } from "../support/subscribers.ts";
import { until } from "../support/until.ts";

const WORLD = "world:odyssey";
const log = keepLog("debug");
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({}, { logger: log.logger });
  await gateway.data(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
});
afterAll(() => gateway.close());
beforeEach(() => void log.lines.splice(0));

const subscribe = (id: unknown) => ({
  id,
  type: "subscribe",
  payload: { query: VERSIONS, variables: { scopes: [{ id: WORLD }] } },
});
const query = { query: "{ __typename }" };

describe("a client's mistake closes its socket with the protocol's code and a short reason, and isn't logged", () => {
  test.each<[string, object | string, number]>([
    ["an acknowledgement", { type: "connection_ack" }, 4400],
    ["a result", { id: "1", type: "next", payload: { data: {} } }, 4400],
    ["an error", { id: "1", type: "error", payload: [{ message: "no" }] }, 4400],
    ["an error without any", { id: "1", type: "error", payload: [] }, 4400],
    ["an unknown type, however long", { type: "x".repeat(1_000) }, 4400],
    ["a type that is no text", { type: { toString: 1 } }, 4400],
    ["an id that is a number", { ...subscribe(1) }, 4400],
    ["an empty id", { ...subscribe("") }, 4400],
    ["no id", { type: "subscribe", payload: query }, 4400],
    ["no message but a list", "[]", 4400],
    ["nothing", "", 4400],
    ["a ping with a text", { type: "ping", payload: "x" }, 4400],
    ["a `complete` without an id", { type: "complete" }, 4400],
    ["a second greeting", { type: "connection_init" }, 4429],
  ])("%s", async (_, message, code) => {
    const client = await openAcknowledged(gateway.url);
    client.send(message as string);
    const { closed, reason } = await client.next();
    expect(closed).toBe(code);
    expect(Buffer.byteLength(reason)).toBeLessThan(124);
    expect(log.troubles()).toEqual([]);
  });

  test.each([
    ["in ASCII", "x".repeat(1_000)],
    ["in characters of four bytes", "🌊".repeat(300)],
    ["of half surrogate pairs", "\ud83c".repeat(300)],
  ])("an id of a thousand characters %s that is taken twice", async (_, id) => {
    const client = await openAcknowledged(gateway.url);
    client.send(subscribe(id));
    expect(await client.next()).toMatchObject({ type: "next" });
    client.send(subscribe(id));
    const { closed, reason } = await client.next();
    expect(closed).toBe(4409);
    expect(reason).toMatch(/^Subscriber for /);
    expect(log.troubles()).toEqual([]);
    await until(() => gateway.cache.scopes.watchers() === 0);
  });

  test.each([
    ["an operation", subscribe("1"), 4401],
    ["an acknowledgement", { type: "connection_ack" }, 4400],
    ["a greeting with a list", { type: "connection_init", payload: [] }, 4400],
  ])("before it is greeted, %s", async (_, message, code) => {
    const client = await openWebSocket(gateway.url);
    client.send(message);
    expect(await client.next()).toMatchObject({ closed: code });
    expect(log.troubles()).toEqual([]);
  });
});

test("pings are answered with their payload before the greeting and after, and pongs aren't", async () => {
  const client = await openWebSocket(gateway.url);
  const payload = { "": [{ a: null }], n: 1e21 };
  client.send({ type: "ping", payload });
  expect(await client.next()).toEqual({ type: "pong", payload });
  client.send({ type: "connection_init" });
  client.send({ type: "pong", payload });
  client.send({ type: "ping" });
  expect(await client.next()).toEqual({ type: "connection_ack" });
  expect(await client.next()).toEqual({ type: "pong" });
});

test("an operation in the same burst as the greeting is served", async () => {
  const client = await openWebSocket(gateway.url);
  client.send({ type: "connection_init" });
  client.send({ id: "__proto__", type: "subscribe", payload: query });
  expect(await client.next()).toEqual({ type: "connection_ack" });
  expect(await client.next()).toMatchObject({ id: "__proto__", type: "next" });
  expect(await client.next()).toEqual({ id: "__proto__", type: "complete" });
});

describe("leaving while notices come isn't logged above debug", () => {
  test.each(["close", "terminate"] as const)("by %s", async (how) => {
    for (let round = 0; round < 10; round++) {
      const clients = await Promise.all(Array.from({ length: 20 }, () => openAcknowledged(gateway.url)));
      for (const client of clients) for (const id of ["1", "2"]) client.send(subscribe(id));
      await until(() => gateway.cache.scopes.watchers() === 40);
      const changes = Array.from({ length: 3 }, (_, value) =>
        gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value }),
      );
      for (const { socket } of clients) socket[how]();
      await Promise.all(changes);
      await until(() => gateway.cache.scopes.watchers() === 0);
    }
    expect(log.troubles()).toEqual([]);
  });
});
