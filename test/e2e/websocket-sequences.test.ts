import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { until } from "../support/until.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";

const at = useSharedGateway();
beforeAll(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));

/** Each operation answers under a name of its own, whatever its id. */
const subscribe = (id: string, operation: number) => ({
  id,
  type: "subscribe",
  payload: {
    query: `subscription { s${operation}: invalidations(scopes: [{ id: "${WORLD}" }]) { version } }`,
  },
});
const complete = (id: string) => ({ id, type: "complete" });

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly payload: { readonly data: Record<string, { version: number }> };
}
const operationOf = ({ payload }: Heard) => Number(Object.keys(payload.data)[0]!.slice(1));

/** Nothing is left of anybody. */
async function nothingLeft(): Promise<void> {
  const { load, cache } = at;
  await until(() => cache.scopes.watchers() + load.subscriptions + load.operations + load.bytes === 0);
}

test("an id that is taken again in one burst is the new operation's", async () => {
  const client = await openAcknowledged(at.url);
  for (const message of [subscribe("1", 1), complete("1"), subscribe("1", 2)]) client.send(message);
  expect(await client.next()).toMatchObject({ id: "1", type: "next", payload: { data: { s2: {} } } });
  const { version } = await at.change("activateWorld", { id: WORLD });
  expect(await client.next()).toEqual({ id: "1", type: "next", payload: { data: { s2: { version } } } });
  expect(at.load.subscriptions).toBe(1);
  client.socket.terminate();
  await nothingLeft();
});

let changes = 0;
type Step = { readonly id: string; readonly what: "subscribe" | "complete" | "wait" };
const steps = fc.array(
  fc.record<Step>({
    id: fc.constantFrom("a", "b", "c"),
    what: fc.constantFrom("subscribe", "complete", "wait"),
  }),
  { maxLength: 12 },
);

test("whatever is sent in whatever order, each operation hears its own, and none is left behind", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom("close", "terminate"), async (sequence, leave) => {
      const client = await openAcknowledged(at.url);
      const heard: Heard[] = [];
      let closed: number | undefined;
      client.socket.on("message", (data) => heard.push(JSON.parse(String(data))));
      client.socket.on("close", (code) => (closed = code));
      /** Id → the operation that has it. */
      const active = new Map<string, number>();
      let taken = false;
      for (const [operation, { id, what }] of sequence.entries()) {
        if (what === "wait") await until(() => at.load.operations === 0);
        else client.send(what === "subscribe" ? subscribe(id, operation) : complete(id));
        if (what === "complete") active.delete(id);
        if (what === "subscribe") {
          taken ||= active.has(id);
          if (taken) break;
          active.set(id, operation);
        }
      }
      const told = (id: string, operation: number) =>
        heard.some((message) => message.id === id && operationOf(message) === operation);
      if (taken) {
        await until(() => closed !== undefined);
        expect(closed).toBe(4409);
      } else {
        await until(() => [...active].every(([id, operation]) => told(id, operation)));
        const before = heard.length;
        const { version } = await at.change("setWorldFlag", {
          worldId: WORLD,
          key: "k",
          value: `${++changes}`,
        });
        await until(() => heard.length >= before + active.size);
        const last = heard.slice(before).map((message) => [message.id, message.payload.data]);
        expect(Object.fromEntries(last)).toEqual(
          Object.fromEntries([...active].map(([id, operation]) => [id, { [`s${operation}`]: { version } }])),
        );
        expect(at.cache.scopes.watchers()).toBe(active.size);
      }
      for (const id of ["a", "b", "c"]) {
        const own = heard.filter((message) => message.id === id);
        // A subscription that its client ends says nothing of it, and nothing after one that came later.
        expect(own.every(({ type }) => type === "next")).toBe(true);
        expect(own.map(operationOf)).toEqual(own.map(operationOf).toSorted((a, b) => a - b));
      }
      client.socket[leave]();
      await nothingLeft();
    }),
    { numRuns: 150 },
  );
});

test("a thousand sockets that leave while they subscribe leave nothing behind", async () => {
  for (let round = 0; round < 20; round++) {
    const clients = await Promise.all(Array.from({ length: 50 }, () => openAcknowledged(at.url)));
    for (const { send, socket } of clients) {
      for (const message of [subscribe("1", 1), complete("1"), subscribe("1", 2), subscribe("2", 3)])
        send(message);
      socket.close();
    }
    await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: round });
  }
  await nothingLeft();
});
