import { once } from "node:events";
import { beforeEach, describe, expect, test } from "vitest";
import { connectRaw, rawPost } from "../support/raw-http.ts";
import { openAcknowledged } from "../support/raw-websocket.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
/** Far more than the kernel keeps for a client that doesn't read. */
const LARGE = `{ ${Array.from({ length: 90 }, (_, n) => `a${n}: world(id: "${WORLD}") { flags { value } }`).join(" ")} }`;

describe("a client that takes nothing of what it is sent is cut off", () => {
  const at = useGateway({ WRITE_TIMEOUT_MS: "400" });
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    for (let n = 0; n < 10; n++)
      await at.change("setWorldFlag", { worldId: WORLD, key: `k${n}`, value: "x".repeat(16_000) });
  });

  test("over HTTP, and its answer's room is free again", async () => {
    const connection = connectRaw(at.url);
    connection.socket.pause();
    connection.write(rawPost(LARGE));
    await until(() => at.load.bytes > 1_000_000);
    await until(() => at.load.bytes + at.load.operations === 0);
    connection.socket.resume();
    expect((await connection.closed).length).toBeLessThan(14_000_000);
  });

  test("over WebSocket, though it goes on sending", async () => {
    const client = await openAcknowledged(at.url);
    client.socket.pause();
    const closed = once(client.socket, "close");
    client.send({ id: "1", type: "subscribe", payload: { query: LARGE } });
    await until(() => at.load.bytes > 1_000_000);
    await until(() => {
      client.send({ type: "pong" });
      return at.load.bytes + at.load.operations === 0;
    });
    client.socket.resume();
    expect((await closed)[0]).toBe(1006);
  });

  test("but not one that is slow, for many times as long", async () => {
    const connection = connectRaw(at.url);
    let taken = 0;
    connection.socket.on("data", (chunk) => (taken += chunk.length));
    connection.write(rawPost(LARGE));
    const started = performance.now();
    // A piece at a time, with pauses that are shorter than the time that it may take.
    while (performance.now() - started < 2_000) {
      connection.socket.pause();
      const until = performance.now() + 100;
      while (performance.now() < until) await new Promise(setImmediate);
      const before = taken;
      connection.socket.resume();
      while (taken === before && taken < 14_400_000) await new Promise(setImmediate);
    }
    connection.socket.resume();
    expect(await connection.answer()).toMatch(/^HTTP\/1\.1 200 /);
  });
});
