import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { endProcesses, type GatewayProcess, startProcess } from "../support/process.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { VERSIONS } from "../support/subscribers.ts";

/*
 * A process with a small heap, as a container would give it, and clients that ask for all they can get and read
 * nothing of it. Before answers were bounded, one socket with forty such queries ended a process of 1 GiB.
 */
const WORLD = "world:odyssey";
const SMALL_HEAP = { NODE_OPTIONS: "--max-old-space-size=200", SQLITE_FILE: ":memory:" };

let gateway: GatewayProcess;
let url: string;
const left: { destroy(): void }[] = [];

beforeEach(async () => {
  gateway = startProcess(SMALL_HEAP);
  url = await gateway.url();
  await ask(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
  // Each control character is six bytes of JSON.
  for (let n = 0; n < 100; n += 50)
    await ask(
      `mutation ($d: String!) { ${Array.from({ length: 50 }, (_, at) => `c${at}: createCharacter(input: { worldId: "${WORLD}", name: "C${n + at}", description: $d }) { version }`).join(" ")} }`,
      { d: "\u0001".repeat(2_000) + "x".repeat(8_000) },
    );
});
afterEach(async () => {
  for (const one of left.splice(0)) one.destroy();
  await endProcesses();
});

async function ask(query: string, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...(await response.json()) };
}

/** So many times 2 MB. */
const large = (times: number) =>
  `{ ${Array.from({ length: times }, (_, n) => `a${n}: world(id: "${WORLD}") { characters(first: 100) { nodes { description } } }`).join(" ")} }`;

async function serves(): Promise<void> {
  const { data, errors } = await ask(
    `{ world(id: "${WORLD}") { name characters(first: 20) { nodes { name } } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data.world.characters.nodes).toHaveLength(20);
}

/** A socket that sends and never reads; it reports each time that a new piece of what it sends is taken. */
async function deaf(text: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  socket.on("error", () => {});
  left.push(socket);
  await once(socket, "connect");
  await new Promise((resolve) => socket.write(text, resolve));
}

const post = (query: string, headers = "") => {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
};

test("an answer that would be too large is refused before it is made, and the process goes on", async () => {
  for (let n = 0; n < 5; n++)
    expect(await ask(large(95))).toMatchObject({
      errors: [{ extensions: { code: "BAD_USER_INPUT", field: "query" } }],
    });
  await serves();
});

describe("clients that don't read leave room for those that do", () => {
  test("over HTTP", async () => {
    for (let n = 0; n < 20; n++) {
      await deaf(post(large(14)).repeat(3));
      await serves();
    }
  });

  test("over WebSocket", async () => {
    const sockets: WebSocket[] = [];
    for (let n = 0; n < 5; n++) {
      const client = await openAcknowledged(url);
      client.socket.pause();
      sockets.push(client.socket);
      left.push({ destroy: () => client.socket.terminate() });
      for (let id = 0; id < 40; id++)
        client.send({ id: `${id}`, type: "subscribe", payload: { query: large(14) } });
      await serves();
    }
    await serves();
  });

  test("over server-sent events", async () => {
    const parts = Array.from(
      { length: 90 },
      (_, n) => `e${n}: entities { entityId type kind typename }`,
    ).join(" ");
    const query = `subscription { invalidations(scopes: [{ id: "${WORLD}", after: 0 }]) { version ${parts} } }`;
    for (let n = 0; n < 60; n++) await deaf(post(query, "Accept: text/event-stream\r\n"));
    const summaries = Array.from({ length: 50 }, (_, n) => ({ kind: "k", summary: `Event ${n}` }));
    for (let n = 0; n < 6; n++) {
      const { errors } = await ask(
        "mutation ($input: AddTimelineEventsInput!) { addTimelineEvents(input: $input) { version } }",
        { input: { worldId: WORLD, events: summaries } },
      );
      expect(errors).toBeUndefined();
      await serves();
    }
  });
});

test("60,000 subscriptions on one socket are as many errors but for the first, and the process goes on", async () => {
  const client = await openAcknowledged(url);
  const counts = { next: 0, error: 0 };
  const over = new Promise<void>((resolve) => {
    client.socket.on("message", (data) => {
      const { type, payload } = JSON.parse(String(data));
      counts[type as "next" | "error"]++;
      if (type === "error") expect(payload).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
      if (counts.next + counts.error === 60_000) resolve();
    });
  });
  const payload = { query: VERSIONS, variables: { scopes: [{ id: WORLD }] } };
  for (let id = 0; id < 60_000; id++) client.send({ id: `${id}`, type: "subscribe", payload });
  await over;
  expect(counts.next).toBeGreaterThan(0);
  expect(counts.next).toBeLessThanOrEqual(1_000);
  await serves();
});
