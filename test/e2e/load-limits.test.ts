import { beforeEach, describe, expect, test } from "vitest";
import { startTestGateway } from "../support/gateway.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { openSse } from "../support/sse.ts";
import { subscribe, VERSIONS } from "../support/subscribers.ts";
import { sse, webSocket } from "../support/transports.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const SCOPES = { scopes: [{ id: WORLD }] };
const LIMITED = { extensions: { code: "RATE_LIMITED" } };

describe("subscriptions beyond the most", () => {
  const at = useGateway({ MAX_SUBSCRIPTIONS: "2", MAX_SUBSCRIPTIONS_TOTAL: "3" });
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));
  const message = (id: string) => ({
    id,
    type: "subscribe",
    payload: { query: VERSIONS, variables: SCOPES },
  });

  test("on one socket are each refused alone, and the others go on", async () => {
    const client = await openAcknowledged(at.url);
    for (const id of ["1", "2", "3"]) client.send(message(id));
    const heard = [];
    while (heard.length < 3) heard.push(await client.next());
    expect(heard.filter(({ type }) => type === "error")).toMatchObject([{ id: "3", payload: [LIMITED] }]);
    await at.change("activateWorld", { id: WORLD });
    for (const id of ["1", "2"]) expect(await client.next()).toMatchObject({ id, type: "next" });
    // The room of one that has ended is another's.
    client.send({ id: "1", type: "complete" });
    client.send(message("3"));
    expect(await client.next()).toMatchObject({ id: "3", type: "next" });
    client.send({ type: "ping" });
    expect(await client.next()).toEqual({ type: "pong" });
  });

  test("in the process are refused over each transport, until one has ended", async () => {
    const subscribers = [];
    for (const transport of [sse, webSocket, sse])
      subscribers.push(await subscribe(at, transport, VERSIONS, SCOPES));
    for (const transport of [sse, webSocket]) {
      const { next } = transport.subscribe(at.url, VERSIONS, SCOPES);
      expect(await next()).toMatchObject({ errors: [LIMITED] });
      expect(await next()).toBeNull();
    }
    const { status, headers } = await openSse(at.url, { query: VERSIONS, variables: SCOPES }).response;
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe("1");
    expect(await at.data("{ __typename }")).toEqual({ __typename: "Query" });
    subscribers[0]!.leave();
    await until(() => at.load.subscriptions === 2);
    await subscribe(at, webSocket, VERSIONS, SCOPES);
  });
});

describe("documents and variables of subscriptions", () => {
  const at = useGateway({ MAX_SUBSCRIBED_LENGTH: "1000" });
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));

  test("are kept to so many characters, of which a document that is shared takes its own once", async () => {
    const query = `# ${"x".repeat(700)}\n${VERSIONS}`;
    for (const transport of [sse, webSocket, webSocket]) await subscribe(at, transport, query, SCOPES);
    const { next } = webSocket.subscribe(at.url, `# ${"y".repeat(700)}\n${VERSIONS}`, SCOPES);
    expect(await next()).toMatchObject({ errors: [LIMITED] });
  });
});

describe("operations in flight beyond the most", () => {
  const at = useGateway({ MAX_OPERATIONS: "2", MAX_OPERATIONS_TOTAL: "3" });
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));
  // Each waits for the store, which has other things to do first.
  const query = `{ world(id: "${WORLD}") { characters { nodes { id } } } }`;

  test("on one socket are each refused alone", async () => {
    const client = await openAcknowledged(at.url, { headers: { "x-consistency": "strict" } });
    for (let id = 0; id < 10; id++) client.send({ id: `${id}`, type: "subscribe", payload: { query } });
    const heard: Awaited<ReturnType<typeof client.next>>[] = [];
    while (heard.filter(({ type }) => type !== "next").length < 10) heard.push(await client.next());
    const ofType = (type: string) => heard.filter((message) => message.type === type);
    expect(ofType("error").length).toBeGreaterThan(0);
    for (const { payload } of ofType("error")) expect(payload).toMatchObject([LIMITED]);
    expect(ofType("next")).toHaveLength(ofType("complete").length);
    expect(ofType("next").length).toBeGreaterThanOrEqual(2);
    expect(at.load.operations).toBe(0);
  });

  test("in the process are refused with 429 and when to come again", async () => {
    const barrier = Promise.withResolvers<void>();
    const gateway = await startTestGateway(
      { MAX_OPERATIONS_TOTAL: "3" },
      {
        wrapStore: (store) => ({
          ...store,
          read: async (...given) => {
            await barrier.promise;
            return store.read(...given);
          },
        }),
      },
    );
    const held = Array.from({ length: 3 }, () => gateway.send(`{ world(id: "${WORLD}") { name } }`));
    await until(() => gateway.load.operations === 3);
    const { status, headers, errors } = await gateway.send("{ __typename }");
    expect(errors).toMatchObject([LIMITED]);
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe("1");
    barrier.resolve();
    for (const answer of await Promise.all(held))
      expect(answer).toMatchObject({ status: 200, data: { world: null } });
    await until(() => gateway.load.operations === 0);
    expect(gateway.load.bytes).toBe(0);
    expect(await gateway.data("{ __typename }")).toEqual({ __typename: "Query" });
    await gateway.close();
  });
});

describe("an answer beyond the most bytes", () => {
  const at = useGateway({ MAX_ANSWER_BYTES: "20000" });
  beforeEach(async () => {
    await at.change("createWorld", {
      id: "odyssey",
      name: "The Odyssey",
      description: "\u0001".repeat(3_000),
    });
    await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: { deep: ["x".repeat(5_000)] } });
  });
  const TOO_LARGE = { code: "BAD_USER_INPUT", field: "query" };
  const long = "a".repeat(3_000);

  test.each([
    ["by its escapes", `{ world(id: "${WORLD}") { description again: description } }`],
    [
      "by a value within another",
      `{ a: world(id: "${WORLD}") { flags { value } b: flags { value } c: flags { value } d: flags { value } } }`,
    ],
    [
      "by the names of __typename",
      `{ ${Array.from({ length: 7 }, (_, n) => `${long}${n}: __typename`).join(" ")} }`,
    ],
    ["by names within the schema", `{ __schema { types { ${long}: name } } }`],
    [
      "by the paths of its errors",
      `{ ${Array.from({ length: 4 }, (_, n) => `${long}${n}: node(id: "x") { id }`).join(" ")} }`,
    ],
  ])("is refused, %s", async (_, query) => {
    expect(await at.fault(query)).toEqual(TOO_LARGE);
  });

  test("is refused over WebSocket as that operation's error", async () => {
    const client = await openAcknowledged(at.url);
    const query = `{ world(id: "${WORLD}") { description again: description } }`;
    client.send({ id: "1", type: "subscribe", payload: { query } });
    expect(await client.next()).toMatchObject({ id: "1", payload: { errors: [{ extensions: TOO_LARGE }] } });
    expect(await client.next()).toEqual({ id: "1", type: "complete" });
  });

  test("is made up to that: one of 18,000 bytes is whole", async () => {
    const { world } = await at.data(`{ world(id: "${WORLD}") { description } }`);
    expect(world.description).toHaveLength(3_000);
    expect(at.load.bytes).toBe(0);
  });

  test.each([sse, webSocket])(
    "ends a subscription over $name, whose client would miss the event",
    async (transport) => {
      const names = Array.from({ length: 60 }, (_, n) => `${"b".repeat(300)}${n}: tags`).join(" ");
      const query = `subscription ($scopes: [ScopeInput!]!) { invalidations(scopes: $scopes) { scope version resync ${names} } }`;
      const subscriber = await subscribe(at, transport, query, SCOPES);
      await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: 1 });
      expect(await subscriber.result()).toMatchObject({ errors: [{ extensions: TOO_LARGE }] });
      expect(await subscriber.result()).toBeNull();
      await until(() => at.cache.scopes.watchers() + at.load.subscriptions + at.load.bytes === 0);
    },
  );
});
