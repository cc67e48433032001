import { expect, test } from "vitest";
import { startTestGateway } from "../support/gateway.ts";
import { openSse } from "../support/sse.ts";

const WATCH = 'subscription { invalidations(scopes: [{ id: "worlds" }]) { version } }';

test("a shutdown ends subscriptions, and doesn't wait for their clients to let go", async () => {
  const gateway = await startTestGateway();
  // fetch would keep its connection for another four seconds.
  const stream = openSse(gateway.url, { query: WATCH });
  expect(await stream.next()).toMatchObject({ event: "next" });
  const last = stream.next();
  const start = performance.now();
  await gateway.close();
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(await last).toBeNull();
});

test("a shutdown waits for the request that is under way", async () => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  let reached = () => {};
  const underWay = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const gateway = await startTestGateway(
    {},
    {
      wrapStore: (store) => ({
        ...store,
        read: async (queries) => {
          reached();
          await held;
          return store.read(queries);
        },
      }),
    },
  );
  const answer = gateway.send("{ worlds { nodes { id } } }");
  await underWay;
  const closed = gateway.close();
  go();
  expect((await answer).data).toEqual({ worlds: { nodes: [] } });
  await closed;
  await expect(gateway.send("{ cache { trusted } }")).rejects.toThrow();
});
