import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defineEntity } from "../../src/entities/define.ts";
import { text } from "../../src/entities/fields.ts";
import { SCHEMA_VERSION } from "../../src/store/sqlite/schema.ts";
import { createHandClock } from "../support/clock.ts";
import { character, createOwnRegistry, world } from "../support/own-types.ts";
import { actionsOn, imported, sampleOf } from "../support/store.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";

const CIRCE = "character:odyssey:circe";

let file: StoreFile;
beforeEach(async () => {
  file = await createStoreFile();
});
afterEach(() => file.remove());

describe("a file", () => {
  test("is made with its directories, and keeps everything", async () => {
    const path = join(file.directory, "deep", "er", "store.sqlite");
    const store = await file.open({ file: path });
    const at = actionsOn(() => store);
    await at.createWorld("odyssey");
    await at.create(character, CIRCE, { name: "Circe" });
    const before = [await at.get(CIRCE), await at.state("odyssey"), await at.log("world:odyssey")];
    const { epoch } = await store.versions([]);
    await store.close();
    const again = await file.open({ file: path });
    const there = actionsOn(() => again);
    expect([await there.get(CIRCE), await there.state("odyssey"), await there.log("world:odyssey")]).toEqual(
      before,
    );
    expect((await again.versions([])).epoch).toBe(epoch);
    expect((await there.create(character, "character:odyssey:scylla")).versions).toEqual({
      "world:odyssey": 3,
    });
  });

  test("says by whom it was made, and with which schema", async () => {
    await (await file.open()).close();
    expect(raw((db) => [pragma(db, "application_id"), pragma(db, "user_version")])).toEqual([
      0x4c576777,
      SCHEMA_VERSION,
    ]);
  });

  test("of the first schema answers retries of what was written there, and shows no key in an id", async () => {
    const at = actionsOn(() => store);
    let store = await file.open();
    await at.createWorld("odyssey");
    const asked = { scopes: ["world:odyssey"], idempotencyKey: "my-own-key" };
    const first = await store.change({
      ...asked,
      fingerprint: "as it was",
      work: async (draft) => draft.create(character, CIRCE, sampleOf(character, CIRCE)),
    });
    await store.close();
    raw((db) => {
      // As the program wrote it that knew one schema.
      db.exec(
        "DROP TRIGGER place_added; DROP TRIGGER place_removed; DROP TABLE shelf; DROP TABLE answer; DROP TABLE list_set; " +
          "ALTER TABLE scope DROP COLUMN lists; PRAGMA user_version = 1",
      );
      db.exec(
        "UPDATE log SET entry = json_set(json_remove(entry, '$.idempotencyKey'), '$.changeId', change_id)",
      );
    });
    store = await file.open();
    const [made, keyed] = await at.log("world:odyssey");
    expect(made).toMatchObject({ idempotencyKey: null, changeId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(keyed!.idempotencyKey).toBe("my-own-key");
    expect(keyed!.changeId).not.toContain("my-own-key");
    const work = () => Promise.reject(new Error("not again"));
    const retry = { ...asked, fingerprint: "as it is", formerFingerprint: "as it was", work };
    expect(await store.change(retry)).toEqual({ ...first, commits: [] });
  });

  test("with a newer schema is refused, and not touched", async () => {
    await (await file.open()).close();
    raw((db) => db.exec("PRAGMA user_version = 999"));
    const before = contents();
    await expect(file.open()).rejects.toThrow(
      /store\.sqlite: the database has schema version 999, and this program knows \d+: start a newer version/,
    );
    expect(contents()).toEqual(before);
  });

  test.each([
    ["with tables", "CREATE TABLE mine (a); INSERT INTO mine VALUES (1)"],
    ["with a schema version", "PRAGMA user_version = 1"],
    ["in WAL mode", "PRAGMA journal_mode = WAL; CREATE TABLE mine (a)"],
    [
      "with an application's id",
      "PRAGMA application_id = 252006674; PRAGMA user_version = 1; CREATE TABLE scope (id)",
    ],
  ])("of another program, %s, is refused, and not touched", async (_, sql) => {
    raw((db) => db.exec(sql));
    const before = contents();
    await expect(file.open()).rejects.toThrow("store.sqlite: the database belongs to another program");
    expect(contents()).toEqual(before);
  });

  test("that is no database is refused, and not touched", async () => {
    await writeFile(file.path, "Tell me, Muse, of the man of many ways. ".repeat(50));
    const before = contents();
    await expect(file.open()).rejects.toThrow(`can't open ${file.path}: it is no SQLite database`);
    expect(contents()).toEqual(before);
  });

  test("that is a directory, or lies under a file, is refused by its name", async () => {
    await mkdir(file.path);
    await expect(file.open()).rejects.toThrow(`can't open ${file.path}: `);
    await writeFile(join(file.directory, "plain"), "");
    const under = join(file.directory, "plain", "store.sqlite");
    await expect(file.open({ file: under })).rejects.toThrow(`can't open ${under}: `);
  });

  test("that is empty becomes a store", async () => {
    await writeFile(file.path, "");
    expect((await (await file.open()).versions([])).epoch).not.toBe("");
  });
});

test("a row that is older than a field has that field's default", async () => {
  const fields = { name: text({ max: 9 }) };
  const define = (more: object) =>
    defineEntity("Vessel", { prefix: "vessel", plural: "vessels", ttl: 60, fields: { ...fields, ...more } });
  const old = define({});
  const store = await file.open({ registry: createOwnRegistry([old]) });
  await actionsOn(() => store).createWorld("odyssey");
  await actionsOn(() => store).create(old, "vessel:odyssey:argo");
  await store.close();
  const younger = define({
    rig: text({ max: 9, default: "galley" }),
    note: text({ max: 9, optional: true }),
  });
  const again = await file.open({ registry: createOwnRegistry([younger]) });
  expect(await actionsOn(() => again).get("vessel:odyssey:argo")).toMatchObject({
    name: "argo",
    rig: "galley",
    note: null,
  });
});

test("a sweep removes every row of what is no longer current", async () => {
  const clock = createHandClock();
  const store = await file.open({ clock });
  const at = actionsOn(() => store);
  await at.createWorld("iliad");
  await at.create(character, "character:iliad:ajax");
  const rows = () =>
    raw((db) =>
      ["incarnation", "entity", "place"].map(
        (table) => db.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n,
      ),
    );
  const before = rows();
  const crowd = Array.from({ length: 3_000 }, (_, index) =>
    imported(character, `character:odyssey:c${index}`),
  );
  const [finished, aborted, abandoned] = await Promise.all([1, 2, 3].map(() => store.beginImport("odyssey")));
  for (const importer of [finished!, aborted!, abandoned!])
    await importer.write([imported(world, "world:odyssey", {}), ...crowd]);
  await finished!.finish();
  await aborted!.abort();
  await at.deleteWorld("odyssey");
  await clock.advance(24 * 3_600_000);
  while (await store.sweep());
  expect(rows()).toEqual(before);
  expect(await at.ids("World.characters", "world:iliad")).toEqual(["character:iliad:ajax"]);
});

test("a log's old entries go over many changes, however many a busy day left", async () => {
  const clock = createHandClock();
  const store = await file.open({ clock, retention: { entries: 5, ms: 60_000 } });
  const at = actionsOn(() => store);
  await at.createWorld("odyssey");
  const change = (index: number) => at.create(character, `character:odyssey:c${index}`);
  for (let index = 0; index < 250; index++) await change(index);
  await clock.advance(60_001);
  const kept: number[] = [];
  for (let index = 250; index < 254; index++) {
    await change(index);
    kept.push((await at.log("world:odyssey")).length);
  }
  expect(kept).toEqual([152, 53, 5, 5]);
});

test("a store that is closed says so, and may be closed again", async () => {
  const store = await file.open();
  const at = actionsOn(() => store);
  await at.createWorld("odyssey");
  const queued = at.create(character, CIRCE);
  const closing = store.close();
  expect((await queued).versions).toEqual({ "world:odyssey": 2 });
  await closing;
  await store.close();
  const calls = [
    at.get(CIRCE),
    at.createWorld("iliad"),
    store.sweep(),
    store.versions([]),
    store.beginImport("a"),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(store.dump("odyssey")[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: "UNAVAILABLE",
  });
});

function raw<T>(work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file.path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function pragma(db: DatabaseSync, name: string): unknown {
  return db.prepare(`PRAGMA ${name}`).get()![name];
}

/** Every file there is, by name. */
function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(file.directory).map((name) => [name, readFileSync(join(file.directory, name), "base64")]),
  );
}
