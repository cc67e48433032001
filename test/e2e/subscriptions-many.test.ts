import { beforeEach, describe, expect, test } from "vitest";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { openSse } from "../support/sse.ts";
import { type Listened, subscribe, TIMELINE_EVENTS, VERSIONS } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { until } from "../support/until.ts";
import { useGateway, useTwoGateways } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const MANY = 500;
const WATCH = { query: VERSIONS, variables: { scopes: [{ id: WORLD }] } };
/** What every subscriber is told of a change. */
const told = (version: number) => ({ invalidations: { scope: WORLD, version, resync: false } });

/** Answers what all have received since it was last asked, when each has received something. */
type Received = () => Promise<unknown[]>;

describe.each([
  ["streams of server-sent events", openStreams],
  ["operations on one WebSocket", openOperations],
])(`${MANY} %s`, (_, open) => {
  const at = useGateway();
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));

  test("are all told of a change, which is read once, and all are let go of", async () => {
    const { received, leave } = await open(at);
    await until(() => at.cache.scopes.watchers() === MANY);
    expect(await received()).toEqual(Array(MANY).fill({ data: told(1) }));
    at.watched.forget();
    for (const version of [2, 3]) {
      await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: version });
      expect(await received()).toEqual(Array(MANY).fill({ data: told(version) }));
    }
    expect(at.watched.calls().log).toBe(2);
    leave();
    await until(() => at.cache.scopes.watchers() === 0);
  });
});

describe.each(transports)("over $name, what another gateway changes", (transport) => {
  const gateways = useTwoGateways();

  test("comes when the relay has seen it", async () => {
    const { a, b } = gateways;
    await b.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const scopes = [{ id: WORLD }, { id: "worlds" }];
    const subscriber = await subscribe(a, transport, VERSIONS, { scopes });
    const events = await subscribe(a, transport, TIMELINE_EVENTS, { worldId: WORLD });
    await b.change("activateWorld", { id: WORLD });
    await b.change("addTimelineEvent", { worldId: WORLD, id: "landing", kind: "k", summary: "s" });
    await a.cache.relay.poll();
    expect(new Set(await subscriber.take(3))).toEqual(
      new Set([
        { scope: WORLD, version: 2, resync: false },
        { scope: "worlds", version: 2, resync: false },
        { scope: WORLD, version: 3, resync: false },
      ]),
    );
    expect(await events.next()).toEqual({ id: "event:odyssey:landing", version: 3, summary: "s" });
  });

  test("comes in order with what is changed here", async () => {
    const { a, b } = gateways;
    await a.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const subscriber = await subscribe(a, transport, VERSIONS, { scopes: [{ id: WORLD }] });
    for (let n = 0; n < 5; n++)
      for (const gateway of [b, a])
        await gateway.change("setWorldFlag", { worldId: WORLD, key: "k", value: n });
    const versions = (await subscriber.take(10)).map(({ version }) => version);
    expect(versions).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test("is waited for by a subscriber of a world that was unknown here", async () => {
    const { a, b } = gateways;
    await b.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const subscriber = await subscribe(a, transport, VERSIONS, { scopes: [{ id: WORLD, after: 0 }] });
    expect(await subscriber.next()).toEqual({ scope: WORLD, version: 1, resync: false });
    await b.change("activateWorld", { id: WORLD });
    // The relay's own next poll.
    await a.clock.advance(60_000);
    expect(await subscriber.next()).toEqual({ scope: WORLD, version: 2, resync: false });
  });
});

async function openStreams(at: Listened): Promise<{ received: Received; leave(): void }> {
  const streams = Array.from({ length: MANY }, () => openSse(at.url, WATCH));
  await Promise.all(streams.map(({ response }) => response));
  return {
    received: () => Promise.all(streams.map(async ({ next }) => JSON.parse((await next())!.data))),
    leave: () => {
      for (const { abort } of streams) abort();
    },
  };
}

async function openOperations(at: Listened): Promise<{ received: Received; leave(): void }> {
  const client = await openAcknowledged(at.url);
  for (let n = 0; n < MANY; n++) client.send({ id: `${n}`, type: "subscribe", payload: WATCH });
  return {
    received: async () => {
      const heard = [];
      for (let n = 0; n < MANY; n++) heard.push(await client.next());
      expect(new Set(heard.map(({ id }) => id)).size).toBe(MANY);
      return heard.map(({ payload }) => payload);
    },
    leave: () => {
      for (let n = 0; n < MANY; n++) client.send({ id: `${n}`, type: "complete" });
    },
  };
}
