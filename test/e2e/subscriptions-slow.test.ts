import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { turnOfTheLoop } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { type Subscriber, subscribe } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { until } from "../support/until.ts";

const WORLD = "world:odyssey";
/** Answers of some 100 KB, so that the buffers of two sockets are soon full. */
const LARGE = Array.from({ length: 100 }, (_, n) => `t${n}: tags`).join(" ");
const NOTICES = `subscription { invalidations(scopes: [{ id: "${WORLD}" }]) { version ${LARGE} } }`;

let gateway: TestGateway;
/** Log entries that the gateway took from its store. */
let pulled = 0;
/** How often it asked for versions. */
let asked = 0;

beforeEach(async () => {
  pulled = 0;
  gateway = await startTestGateway(
    { RELAY_INTERVAL_MS: "60000", SHUTDOWN_TIMEOUT_MS: "1000" },
    {
      wrapStore: (store) => ({
        ...store,
        versions: (...given) => {
          asked++;
          return store.versions(...given);
        },
        log: async (...given) => {
          const page = await store.log(...given);
          pulled += page.entries.length;
          return page;
        },
      }),
    },
  );
  await gateway.data(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
});
afterEach(() => gateway.close());

/** Changes of twenty flags each. */
async function change(times: number): Promise<void> {
  const { store, cache, services } = gateway;
  const flag = services.registry.byName("WorldFlag");
  for (let n = 0; n < times; n++) {
    const changed = await store.change({
      scopes: [WORLD],
      work: async (draft) => {
        for (let key = 0; key < 20; key++) {
          const id = `flag:odyssey:a-flag-with-a-longer-name-${key}`;
          const current = await draft.get(flag, id);
          const fields = { key: id.split(":")[2]!, value: n };
          if (current) await draft.update(flag, current, fields);
          else await draft.create(flag, id, fields);
        }
      },
    });
    await cache.acknowledge(changed);
  }
}

/** Has a subscriber that doesn't read, and changes until the server has pulled nothing for two hundred changes. */
async function fill(subscriber: Subscriber): Promise<number> {
  subscriber.pause();
  let made = 0;
  for (let quiet = 0; quiet < 2; made += 100) {
    const before = pulled;
    await change(100);
    await turns(200);
    quiet = pulled > before ? 0 : quiet + 1;
  }
  return made;
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await turnOfTheLoop();
}

describe.each(transports)("a client over $name that doesn't read", (transport) => {
  test("makes the server stop pulling, and has missed nothing when it goes on", async () => {
    const subscriber = await subscribe(gateway, transport, NOTICES, {});
    expect(await subscriber.next()).toMatchObject({ version: 1 });
    const made = await fill(subscriber);
    const before = pulled;
    await change(300);
    await turns(200);
    expect(pulled).toBe(before);
    subscriber.resume();
    const notices = await subscriber.take(made + 300);
    expect(notices.map(({ version }) => version)).toEqual(
      Array.from({ length: made + 300 }, (_, n) => n + 2),
    );
  });

  test("leaves nothing behind when it vanishes while the server waits for it", async () => {
    const subscriber = await subscribe(gateway, transport, NOTICES, {});
    await fill(subscriber);
    subscriber.vanish();
    await until(() => gateway.cache.scopes.watchers() === 0);
  });

  test("doesn't hold up a shutdown beyond its time", async () => {
    await fill(await subscribe(gateway, transport, NOTICES, {}));
    await gateway.close();
    expect(gateway.cache.scopes.watchers()).toBe(0);
  });
});

test("a client over WebSocket that asks and never reads isn't listened to for ever", async () => {
  await change(1);
  // Strict, so that each query that is answered asks the store for a version.
  const client = await openAcknowledged(gateway.url, { headers: { "x-consistency": "strict" } });
  client.socket.pause();
  const fields = Array.from({ length: 100 }, (_, n) => `f${n}: flags { id key value }`).join(" ");
  const query = `{ world(id: "${WORLD}") { ${fields} } }`;
  asked = 0;
  let sent = 0;
  let before = -1;
  while (asked > before) {
    before = asked;
    for (let n = 0; n < 100; n++) client.send({ id: `${sent++}`, type: "subscribe", payload: { query } });
    await turns(500);
  }
  expect(asked).toBeLessThan(sent);
  client.socket.resume();
  await until(() => asked === sent);
});
