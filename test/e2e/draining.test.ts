import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKeptClient, type KeptClient } from "../support/kept-client.ts";
import { endProcesses, startProcess } from "../support/process.ts";

let folder = "";
const clients: KeptClient[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await endProcesses();
  rmSync(folder, { recursive: true });
});

const start = (env: Record<string, string> = {}) =>
  startProcess({ SQLITE_FILE: join(folder, "worlds.sqlite"), ...env });
const client = (url: string) => {
  const made = createKeptClient(url);
  clients.push(made);
  return made;
};
const body = (query: string) => JSON.stringify({ query });
const CLIENTS = 20;

/** Writes flags, one after another, until the gateway takes no connection any more; resolves to their values. */
async function write(url: string, n: number, answered: (flag: number) => void): Promise<number> {
  const { send } = client(url);
  for (let flag = 1; ; flag++) {
    try {
      const mutation = `mutation { setWorldFlag(input: { worldId: "world:w", key: "k${n}", value: ${flag} }) { version } }`;
      const { status, text } = await send("/graphql", { body: body(mutation) });
      expect([status, JSON.parse(text).errors]).toEqual([200, undefined]);
      answered(flag);
    } catch (error) {
      // Nothing was sent. Whatever else happens is a request whose fate the client doesn't know.
      expect((error as { code: string }).code).toBe("ECONNREFUSED");
      return flag - 1;
    }
  }
}

describe("a gateway that is told to end", () => {
  test.each([0, 300])(
    "loses no request of clients that keep their connections, after %i ms",
    async (delay) => {
      const gateway = start({ SHUTDOWN_DELAY_MS: String(delay) });
      const url = await gateway.url();
      await client(url).send("/graphql", {
        body: body(`mutation { createWorld(input: { id: "w", name: "W" }) { version } }`),
      });
      const busy = Promise.withResolvers<void>();
      const begun = new Set<number>();
      const acknowledged = await Promise.all(
        Array.from({ length: CLIENTS }, async (_, n) => {
          const written = write(url, n, (flag) => {
            if (flag >= 5) begun.add(n);
            if (begun.size === CLIENTS) busy.resolve();
          });
          if (n === 0) void busy.promise.then(() => gateway.signal("SIGTERM"));
          return written;
        }),
      );
      expect(await gateway.ended).toBe(0);

      const next = await start().url();
      const flags = Array.from({ length: CLIENTS }, (_, n) => `k${n}: flag(key: "k${n}") { value }`);
      const { text } = await client(next).send("/graphql", {
        body: body(`{ world(id: "world:w") { version ${flags.join(" ")} } }`),
      });
      const { version, ...kept } = JSON.parse(text).data.world;
      expect(Object.values(kept)).toEqual(acknowledged.map((value) => ({ value })));
      // Each counts once.
      expect(version).toBe(1 + acknowledged.reduce((sum, one) => sum + one, 0));
    },
    30_000,
  );
});
