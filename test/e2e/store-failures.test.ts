import {
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog, type LogLines } from "../support/log-lines.ts";

/** Faults that SQLite itself meets, or that befall its file, while a gateway uses it. */
describe("a gateway whose store", () => {
  let folder: string;
  let file: string;
  let clock: HandClock;
  let log: LogLines;
  let gateway: TestGateway;
  /** The gateway's own connections to the file, the one that writes first. */
  let connections: DatabaseSync[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "failing-store-"));
    file = join(folder, "worlds.sqlite");
    clock = createHandClock();
    log = keepLog();
    connections = [];
    const { exec, prepare } = DatabaseSync.prototype;
    const seen = (one: DatabaseSync) => {
      if (!connections.includes(one)) connections.push(one);
    };
    vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql) {
      seen(this);
      return exec.call(this, sql);
    });
    vi.spyOn(DatabaseSync.prototype, "prepare").mockImplementation(function (this: DatabaseSync, sql) {
      seen(this);
      return prepare.call(this, sql);
    });
    gateway = await startTestGateway(
      { SQLITE_FILE: file, RELAY_INTERVAL_MS: "1000" },
      { clock, logger: log.logger },
    );
    expect(await change("before")).toBeNull();
  });
  afterEach(async () => {
    await gateway.close();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const health = async () => (await (await fetch(`${gateway.url}/health`)).json()).store;
  const change = async (id: string, description = "") => {
    const { errors } = await gateway.send(
      `mutation ($id: String!, $description: String!) { createWorld(input: { id: $id, name: "W", description: $description }) { version } }`,
      { id, description },
    );
    return errors?.[0] ?? null;
  };
  const worlds = async () => {
    const { data, errors } = await gateway.send("{ worlds { nodes { id } } }");
    return errors ? errors[0].message : data.worlds.nodes.length;
  };
  const told = () => log.troubles().map(({ msg }) => msg);

  /** Changes are refused with these words, reads go on, and that is told once. */
  const expectOnlyReads = async (words: RegExp) => {
    for (let n = 0; n < 3; n++) {
      expect(await change(`during-${n}`, "x".repeat(5_000))).toMatchObject({
        message: expect.stringMatching(words),
        extensions: { code: "UNAVAILABLE" },
      });
      expect(await worlds()).toBe(1);
      await clock.advance(1_000);
    }
    expect(await health()).toEqual({
      provider: "sqlite",
      status: "degraded",
      reason: expect.stringMatching(words),
    });
    expect((await fetch(`${gateway.url}/ready`)).status).toBe(200);
    expect(told()).toEqual([expect.stringMatching(words)]);
  };
  const expectWell = async () => {
    expect(await change("after")).toBeNull();
    expect(await health()).toEqual({ provider: "sqlite", status: "up" });
    expect(log.lines.filter((line) => line.includes("the store is well again"))).toHaveLength(1);
    expect(told()).toHaveLength(1);
  };

  test("has a full disk", async () => {
    const [writer] = connections;
    const { page_count: pages } = writer!.prepare("PRAGMA page_count").get() as { page_count: number };
    writer!.exec(`PRAGMA max_page_count = ${pages}`);
    await expectOnlyReads(/disk is full/);
    writer!.exec("PRAGMA max_page_count = 1000000");
    await expectWell();
  });

  test("can only be read", async () => {
    const [writer] = connections;
    writer!.exec("PRAGMA query_only = ON");
    await expectOnlyReads(/can only be read/);
    writer!.exec("PRAGMA query_only = OFF");
    await expectWell();
  });

  const FILES = ["", "-wal", "-shm"];

  test.each<[string, (files: string[]) => void, ((files: string[]) => void) | null]>([
    ["was removed", (files) => files.map((one) => rmSync(one)), null],
    [
      "was moved away",
      (files) => renameSync(files[0]!, `${files[0]}.away`),
      ([one]) => renameSync(`${one}.away`, one!),
    ],
    [
      "was replaced by another",
      ([one]) => {
        renameSync(one!, `${one}.away`);
        writeFileSync(one!, "");
      },
      ([one]) => renameSync(`${one}.away`, one!),
    ],
    [
      "has lost its log",
      (files) => renameSync(files[1]!, `${files[1]}.away`),
      (files) => renameSync(`${files[1]}.away`, files[1]!),
    ],
  ])("%s takes no change that would be lost", async (_, harm, mend) => {
    const files = FILES.map((suffix) => file + suffix);
    harm(files);
    // Also where nobody changes anything.
    await clock.advance(1_000);
    expect((await health()).status).toBe("degraded");
    await expectOnlyReads(/removed or replaced/);
    if (!mend) return;
    mend(files);
    await clock.advance(1_000);
    await expectWell();
  });

  test("is malformed", async () => {
    const text = "Sing in me, Muse. ".repeat(500);
    for (let n = 0; n < 400; n++) expect(await change(`many-${n}`, text)).toBeNull();
    const other = new DatabaseSync(file);
    other.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    other.close();
    const pages = Math.floor(statSync(file).size / 4096);
    const at = openSync(file, "r+");
    for (let page = 1; page < pages; page++) writeSync(at, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    closeSync(at);
    for (const connection of connections.slice(0, 2)) connection.exec("PRAGMA shrink_memory");
    await clock.advance(1_000);
    const { errors } = await gateway.send(`{ world(id: "world:many-7") { description } }`);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/malformed: restore it from a backup/) }]);
    expect(await health()).toMatchObject({ reason: expect.stringMatching(/malformed/) });
    expect((await health()).status).not.toBe("up");
    expect(told()).toEqual([expect.stringMatching(/malformed/)]);
  });
});
