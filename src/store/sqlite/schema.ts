import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { v7 as uuidv7 } from "uuid";

/** "LWgw": tells our files from those of other programs. */
const APPLICATION_ID = 0x4c576777;

/**
 * Each migration brings a database one version further. They are never edited, only added to: entity
 * types and fields need none, since rows hold JSON and shelves are named by the definitions.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- A scope's row is what a change locks. No incarnation: a deleted world, which keeps its version.
  CREATE TABLE scope (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    incarnation INTEGER,
    state TEXT NOT NULL
  ) WITHOUT ROWID;

  -- base: the version that stands for 0 in rows that were written before it was known (imports).
  CREATE TABLE incarnation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    base INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL CHECK (status IN ('building', 'current', 'retired')),
    touched_at INTEGER NOT NULL
  );
  CREATE INDEX incarnation_by_status ON incarnation (status);

  CREATE TABLE entity (
    incarnation INTEGER NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    born INTEGER NOT NULL,
    data TEXT NOT NULL
  );
  CREATE UNIQUE INDEX entity_by_id ON entity (incarnation, type, id);

  -- One row for each list, and combination of its filters, that an entity stands in.
  CREATE TABLE place (
    incarnation INTEGER NOT NULL,
    shelf TEXT NOT NULL,
    sort TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (incarnation, shelf, sort, id)
  ) WITHOUT ROWID;

  CREATE TABLE log (
    scope TEXT NOT NULL,
    version INTEGER NOT NULL,
    change_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (scope, version)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX log_by_change ON log (scope, change_id);

  INSERT INTO incarnation (scope, status, touched_at) VALUES ('worlds', 'current', 0);
  INSERT INTO scope (id, version, incarnation, state)
    VALUES ('worlds', 0, last_insert_rowid(), '{"version":0,"counts":{},"latest":{}}');
  `,
  `
  -- What the scope's lists are right at: places are of the definitions that their writer had.
  ALTER TABLE scope ADD COLUMN lists TEXT;

  -- The lists that programs know which write here, and when one last said so.
  CREATE TABLE list_set (
    id TEXT PRIMARY KEY,
    lists TEXT NOT NULL,
    known_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Forgotten in a day, when the sweeper goes through all shelves: those of the first schema have no hash.
  INSERT INTO list_set (id, lists, known_at)
    SELECT '', '[]', unixepoch() * 1000 WHERE EXISTS (SELECT 1 FROM place);
  `,
  `
  -- What was asked for with an idempotency key and changed nothing, numbered within its scope.
  CREATE TABLE answer (
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (scope, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX answer_by_key ON answer (scope, key);
  `,
  `
  -- How many places are on each shelf that has some, counted where they are written, whoever writes them.
  CREATE TABLE shelf (
    incarnation INTEGER NOT NULL,
    name TEXT NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (incarnation, name)
  ) WITHOUT ROWID;

  CREATE TRIGGER place_added AFTER INSERT ON place BEGIN
    INSERT INTO shelf (incarnation, name, entries) VALUES (new.incarnation, new.shelf, 1)
      ON CONFLICT (incarnation, name) DO UPDATE SET entries = entries + 1;
  END;

  CREATE TRIGGER place_removed AFTER DELETE ON place BEGIN
    UPDATE shelf SET entries = entries - 1 WHERE incarnation = old.incarnation AND name = old.shelf;
    DELETE FROM shelf WHERE incarnation = old.incarnation AND name = old.shelf AND entries = 0;
  END;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Throws, having touched nothing, on a newer database and on one that another program made. */
export function refuseForeign(db: DatabaseSync): void {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  if (version > SCHEMA_VERSION)
    throw new Error(
      `the database has schema version ${version}, and this program knows ${SCHEMA_VERSION}: ` +
        "start a newer version of the program, or name another SQLITE_FILE",
    );
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  if (application !== APPLICATION_ID && (version > 0 || tables.n > 0))
    throw new Error("the database belongs to another program: name another SQLITE_FILE");
}

/** Brings the database up to {@link SCHEMA_VERSION}; the caller holds the write lock. */
export function migrate(db: DatabaseSync): void {
  refuseForeign(db);
  const version = pragma(db, "user_version");
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec(sql);
    if (index === 0) {
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.prepare("INSERT INTO meta VALUES ('store-id', ?)").run(uuidv7());
    }
    db.exec(`PRAGMA user_version = ${index + 1}`);
  }
}

interface Reads {
  get<R>(sql: string, ...values: SQLInputValue[]): R | undefined;
}

interface Writes {
  run(sql: string, ...values: SQLInputValue[]): number;
}

/** The store's epoch. */
export function readEpoch({ get }: Reads): string {
  return get<{ value: string }>("SELECT value FROM meta WHERE key = 'store-id'")!.value;
}

/** Gives the store another epoch; the caller holds the write lock. */
export function writeEpoch({ run }: Writes): string {
  const epoch = uuidv7();
  run("UPDATE meta SET value = ? WHERE key = 'store-id'", epoch);
  return epoch;
}

function pragma(db: DatabaseSync, name: string): number {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[0]!;
}
