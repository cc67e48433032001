import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Backup, backUp } from "../support/backup.ts";
import { createHandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog, type LogLines } from "../support/log-lines.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const COMMAND = join(import.meta.dirname, "../../src/world-command.ts");
const WORLD = "world:odyssey";
const RENAME = `mutation ($name: String!) {
  updateCharacter(input: { id: "character:odyssey:odysseus", name: $name }) { version epoch character { name } }
}`;
const QUERY = `{
  world(id: "${WORLD}") { version characters(first: 5) { nodes { name } } }
  character(id: "character:odyssey:odysseus") { name }
  cache { trusted }
}`;
const ADVICE = expect.stringContaining("npm run world -- renew-epoch");

interface Running {
  readonly gateway: TestGateway;
  readonly log: LogLines;
}

/** A SQLite file and a backup of it at version 2, where Odysseus is "kept"; what he is called later gets lost. */
function useRestored(env: () => Record<string, string>) {
  const running: Running[] = [];
  let folder: string;
  const used = {
    file: "",
    backup: undefined as unknown as Backup,
    start: async (): Promise<Running> => {
      const log = keepLog();
      const gateway = await startTestGateway(
        { SQLITE_FILE: used.file, RELAY_INTERVAL_MS: "60000", ...env() },
        { clock: createHandClock(), logger: log.logger },
      );
      running.push({ gateway, log });
      return running.at(-1)!;
    },
    stopAll: async () => {
      for (const { gateway } of running.splice(0)) await gateway.close();
    },
    renew: () =>
      promisify(execFile)(process.execPath, [COMMAND, "renew-epoch"], {
        env: { ...process.env, SQLITE_FILE: used.file, NODE_NO_WARNINGS: "1" },
      }),
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "restored-"));
    used.file = join(folder, "worlds.sqlite");
    const { gateway } = await used.start();
    await gateway.data(`mutation { createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version } }`);
    await gateway.data(
      `mutation { createCharacter(input: { worldId: "${WORLD}", id: "odysseus", name: "kept" }) { version } }`,
    );
    used.backup = backUp(used.file);
    for (let n = 1; n <= 5; n++) await gateway.data(RENAME, { name: `lost ${n}` });
    for (let n = 0; n < 2; n++) expect(shown(await gateway.data(QUERY))).toEqual([7, "lost 5", "lost 5"]);
  });
  afterEach(async () => {
    await used.stopAll();
    rmSync(folder, { recursive: true });
  });
  return used;
}

// biome-ignore lint/suspicious/noExplicitAny: the data of an answer.
const shown = (data: any) => [data.world.version, data.character.name, data.world.characters.nodes[0].name];
const healthOf = async ({ gateway }: Running) => (await fetch(`${gateway.url}/health`)).json();
const poll = ({ gateway }: Running) => gateway.cache.relay.poll();
const STRICT = { "x-consistency": "strict" };

describeWith(ownRedis, "two gateways on one Redis, over a file that was restored", () => {
  const redis = useRedis();
  const at = useRestored(() => ({ CACHE_PROVIDER: "redis", REDIS_URL: redis.server.url }));
  let a: Running;
  let b: Running;
  beforeEach(async () => {
    await at.stopAll();
    at.backup.replace(at.file);
    a = await at.start();
    b = await at.start();
  });

  test("answer nothing of what was lost, and say in /health and in the log what to do", async () => {
    for (const one of [a, b]) {
      for (const headers of [{}, STRICT, {}])
        expect(shown(await one.gateway.data(QUERY, {}, headers))).toEqual([2, "kept", "kept"]);
      expect((await one.gateway.data("{ cache { trusted } }")).cache.trusted).toBe(false);
      const { cache, ready } = await healthOf(one);
      expect([ready, cache.status]).toEqual([true, "untrusted"]);
      expect(cache.warnings).toContainEqual(ADVICE);
      await poll(one);
      expect(one.log.troubles().filter(({ msg }) => /restored/.test(String(msg)))).toEqual([
        expect.objectContaining({ msg: ADVICE }),
      ]);
    }
  });

  test("make changes, whose answers say that the cache isn't told of them, and read them at once", async () => {
    for (let n = 1; n <= 12; n++) {
      const [writer, reader] = n % 2 ? [a, b] : [b, a];
      const { data, extensions } = await writer.gateway.send(RENAME, { name: `new ${n}` });
      expect(data.updateCharacter).toMatchObject({ version: 2 + n, character: { name: `new ${n}` } });
      expect(extensions).toEqual({ coherence: { degraded: [WORLD] } });
      for (const one of [reader, writer])
        expect(shown(await one.gateway.data(QUERY))).toEqual([2 + n, `new ${n}`, `new ${n}`]);
    }
  });

  test("go on by themselves once the epoch is renewed by the command; Redis needs no flush", async () => {
    for (const one of [a, b]) await one.gateway.data(QUERY);
    const { epoch: old } = (await a.gateway.data(RENAME, { name: "new" })).updateCharacter;
    const { stdout } = await at.renew();
    const [, epoch] = /^the store's epoch is (\S+) now; it was (\S+)\n/.exec(stdout)!;
    expect(stdout).toContain(`it was ${old}\n`);
    for (const one of [a, b]) {
      await poll(one);
      expect(shown(await one.gateway.data(QUERY))).toEqual([3, "new", "new"]);
      const { cache } = await healthOf(one);
      expect(cache.status).toBe("up");
      expect(cache.warnings ?? []).not.toContainEqual(ADVICE);
      expect(one.log.lines.filter((line) => line.includes("the store has a new epoch"))).toHaveLength(1);
    }
    const { data, extensions } = await a.gateway.send(RENAME, { name: "newer" });
    expect([data.updateCharacter.epoch, extensions]).toEqual([epoch, undefined]);
    expect(shown(await b.gateway.data(QUERY, {}, STRICT))).toEqual([4, "newer", "newer"]);
    await until(async () => (await hits(b)) > 0);
    expect(shown(await b.gateway.data(QUERY))).toEqual([4, "newer", "newer"]);
  });

  test("go on if it was renewed before they started, as it should be", async () => {
    await at.stopAll();
    at.backup.replace(at.file);
    await at.renew();
    const one = await at.start();
    expect(shown(await one.gateway.data(QUERY))).toEqual([2, "kept", "kept"]);
    expect((await one.gateway.data("{ cache { trusted } }")).cache.trusted).toBe(true);
    expect((await one.gateway.send(RENAME, { name: "new" })).extensions).toBeUndefined();
    expect(one.log.troubles().filter(({ msg }) => /restored|epoch/.test(String(msg)))).toEqual([]);
  });

  async function hits({ gateway }: Running): Promise<number> {
    await gateway.data(QUERY);
    const { cache } = await gateway.data("{ cache { tiers { tier counters { type hits } } } }");
    return cache.tiers[0].counters.reduce((sum: number, one: { hits: number }) => sum + one.hits, 0);
  }
});

describe("one gateway with its cache in the process, over a file that is restored under it", () => {
  const at = useRestored(() => ({}));
  let one: Running;
  beforeEach(async () => {
    await at.stopAll();
    one = await at.start();
    expect(shown(await one.gateway.data(QUERY))).toEqual([7, "lost 5", "lost 5"]);
    at.backup.restore();
  });

  test("reads the store from its next poll on, and caches again once the epoch is renewed", async () => {
    await poll(one);
    expect(shown(await one.gateway.data(QUERY))).toEqual([2, "kept", "kept"]);
    expect((await healthOf(one)).cache).toMatchObject({ status: "untrusted", warnings: [ADVICE] });
    expect((await one.gateway.send(RENAME, { name: "new" })).extensions).toEqual({
      coherence: { degraded: [WORLD] },
    });
    await at.renew();
    await poll(one);
    expect((await healthOf(one)).cache).toEqual({ provider: "memory", status: "up" });
    expect(shown(await one.gateway.data(QUERY))).toEqual([3, "new", "new"]);
  });

  test("refuses a version of the time before with the store's epoch, by which a client knows that it is of before", async () => {
    const before = one.gateway.cache.epoch();
    await at.renew();
    await poll(one);
    const { errors } = await one.gateway.send(QUERY, {}, { "x-min-version": `${WORLD}=7` });
    const { epoch } = (await one.gateway.data(RENAME, { name: "new" })).updateCharacter;
    expect(epoch).not.toBe(before);
    expect(errors).toEqual([
      expect.objectContaining({
        extensions: expect.objectContaining({ code: "BAD_USER_INPUT", field: "x-min-version", epoch }),
      }),
    ]);
  });

  test("refuses it as well where nobody has noticed yet", async () => {
    const { errors } = await one.gateway.send(QUERY, {}, { "x-min-version": `${WORLD}=8` });
    expect(errors![0].extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      epoch: one.gateway.cache.epoch(),
    });
    expect(shown(await one.gateway.data(QUERY))).toEqual([2, "kept", "kept"]);
  });
});
