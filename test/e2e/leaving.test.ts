import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { connectRaw, rawPost } from "../support/raw-http.ts";
import { until } from "../support/until.ts";

const WORLD = "world:odyssey";
const log = keepLog("debug");
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({}, { logger: log.logger });
  await gateway.data(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
  for (let n = 0; n < 10; n++)
    await gateway.services.commands.flags.set({ worldId: WORLD, key: `k${n}`, value: "x".repeat(16_000) });
});
afterAll(() => gateway.close());
beforeEach(() => void log.lines.splice(0));

const LARGE = `{ ${Array.from({ length: 90 }, (_, n) => `a${n}: world(id: "${WORLD}") { flags { value } }`).join(" ")} }`;
const STREAM = `subscription { invalidations(scopes: [{ id: "${WORLD}" }]) { version } }`;

/** Connects, sends, and leaves after `bytes` of the answer, politely or by a reset. */
async function leaveAfter(sent: string, bytes: number, how: "end" | "resetAndDestroy"): Promise<void> {
  const { socket, write, closed } = connectRaw(gateway.url);
  await once(socket, "connect");
  write(sent);
  if (bytes > 0) await until(() => socket.bytesRead >= bytes);
  if (how === "end") socket.destroy();
  else socket.resetAndDestroy();
  await closed;
}

test.each(["end", "resetAndDestroy"] as const)(
  "a client over HTTP that leaves anywhere, by %s, isn't logged above debug, and leaves nothing behind",
  async (how) => {
    const large = rawPost(LARGE);
    for (let n = 0; n < 5; n++) {
      await leaveAfter(large.slice(0, 30), 0, how);
      await leaveAfter(large.slice(0, -30), 0, how);
      await leaveAfter(large.replace(/Content-Length: \d+/, "Transfer-Encoding: chunked"), 0, how);
      await leaveAfter(large, 0, how);
      await leaveAfter(rawPost(LARGE, "Accept-Encoding: gzip\r\n"), 0, how);
      await leaveAfter(large, 100_000, how);
      await leaveAfter(large.repeat(3), 100_000, how);
      await leaveAfter(rawPost(STREAM, "Accept: text/event-stream\r\n"), 0, how);
      const streaming = leaveAfter(rawPost(STREAM, "Accept: text/event-stream\r\n"), 300, how);
      await gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value: n });
      await streaming;
    }
    const { load, cache } = gateway;
    await until(() => cache.scopes.watchers() + load.subscriptions + load.operations + load.bytes === 0);
    expect(log.troubles()).toEqual([]);
  },
);
