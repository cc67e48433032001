import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Clock } from "../../clock.ts";
import { Fault, unavailable } from "../../fault.ts";
import type { StoreFault } from "../store-fault.ts";
import { asFault, BUSY, LOCKED, NOTADB, primaryCode } from "./failures.ts";
import { openedFiles } from "./opened-files.ts";
import { migrate, refuseForeign } from "./schema.ts";

/**
 * A SQLite file that several processes share. Node's binding is synchronous, and its own busy wait
 * would stop the event loop, so that is off: whoever finds the file locked tries again a little later.
 */
export interface Database {
  /** Runs `work` in a read transaction: it sees one moment, and may not await. */
  read<T>(work: (connection: SqliteConnection) => T): Promise<T>;
  /** Runs `work` alone in this process and, under the write lock, alone on the file. */
  write<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T>;
  /** Passes on what `work` yields, all of it from one moment, however long its reader takes. */
  stream<T>(work: (connection: SqliteConnection) => Iterable<T>): AsyncIterable<T>;
  /** What has become of its files while they are open; null: nothing. Nothing is written then. */
  trouble(): StoreFault | null;
  close(): Promise<void>;
}

/** Prepared statements by their SQL. */
export interface SqliteConnection {
  get<R>(sql: string, ...values: SQLInputValue[]): R | undefined;
  all<R>(sql: string, ...values: SQLInputValue[]): R[];
  run(sql: string, ...values: SQLInputValue[]): number;
}

/** Opens the file, makes it if need be, and migrates it. `timeoutMs` bounds the wait for a lock. */
export async function openDatabase(
  file: string,
  options: { clock: Clock; timeoutMs: number },
): Promise<Database> {
  const { clock, timeoutMs } = options;
  let closed = false;
  const memory = file === ":memory:";
  const connect = () => new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: false });
  const writer = await openWriter();
  const reader = memory ? writer : connect();
  const writing = prepared(writer);
  const reading = memory ? writing : prepared(reader);
  const turn = createTurnstile();
  const files = memory ? null : openedFiles(file);

  async function openWriter(): Promise<DatabaseSync> {
    let db: DatabaseSync | undefined;
    try {
      if (!memory) mkdirSync(dirname(file), { recursive: true });
      const opened = connect();
      db = opened;
      // Before WAL mode, which would be written into a file that isn't ours.
      await patiently(() => inSnapshot(opened, () => refuseForeign(opened)));
      // synchronous=FULL: in WAL mode a lesser one loses acknowledged commits in a power cut.
      await patiently(() => opened.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
      await patiently(() => opened.exec("BEGIN IMMEDIATE"));
      migrate(opened);
      opened.exec("COMMIT");
      return opened;
    } catch (error) {
      db?.close();
      if (error instanceof Fault) throw error;
      const reason = primaryCode(error) === NOTADB ? "it is no SQLite database" : (error as Error).message;
      throw new Error(`can't open ${file}: ${reason}`, { cause: error });
    }
  }

  /** Retries while another process holds the file, and says so when the time is up. */
  async function patiently<T>(attempt: () => T, end = clock.now() + timeoutMs): Promise<T> {
    for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
      assertOpen();
      try {
        return attempt();
      } catch (error) {
        if (![BUSY, LOCKED].includes(primaryCode(error))) throw error;
        if (clock.now() >= end)
          throw unavailable("the store is busy: another process holds its write lock", error);
        await clock.sleep(pause * (0.5 + Math.random()));
      }
    }
  }

  function assertInPlace(): void {
    const trouble = files?.trouble();
    if (trouble) throw trouble;
  }

  function assertOpen(): void {
    if (closed) throw unavailable("the store is closed");
  }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    assertOpen();
    try {
      return await work();
    } catch (error) {
      throw asFault(error);
    }
  };

  const database: Database = {
    read: (work) =>
      guarded(() => {
        // In memory there is one connection, so a read waits for its turn, or it would see half a change.
        const attempt = () => patiently(() => inSnapshot(reader, () => work(reading)));
        return memory ? turn(attempt) : attempt();
      }),

    write: (work) => {
      const end = clock.now() + timeoutMs;
      return guarded(() =>
        turn(async () => {
          await patiently(() => writer.exec("BEGIN IMMEDIATE"), end);
          try {
            assertInPlace();
            const result = await work(writing);
            // The last moment at which it can still be refused.
            assertInPlace();
            await patiently(() => writer.exec("COMMIT"));
            return result;
          } catch (error) {
            undo(writer);
            throw error;
          }
        }),
      );
    },

    stream: async function* (work) {
      // In memory there is one connection, which can't stay in the past while changes go on.
      if (memory) return yield* await database.read((connection) => [...work(connection)]);
      // It would make a file where there is none.
      assertInPlace();
      const extra = connect();
      try {
        await guarded(() => patiently(() => beginSnapshot(extra)));
        yield* work(prepared(extra));
      } catch (error) {
        throw asFault(error);
      } finally {
        extra.close();
      }
    },

    trouble: () => files?.trouble() ?? null,

    close: () =>
      turn(async () => {
        if (closed) return;
        closed = true;
        if (!memory) reader.close();
        writer.close();
      }),
  };
  return database;
}

/** Where the file can't be written this fails too, for the reason that is told of already. */
function undo(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec("ROLLBACK");
  } catch {}
}

function inSnapshot<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN");
  try {
    return work();
  } finally {
    // Some failures end the transaction by themselves, and are the ones to be told of.
    if (db.isTransaction) db.exec("COMMIT");
  }
}

/** A read transaction that has its moment: a bare BEGIN takes it with the first row that is read. */
function beginSnapshot(db: DatabaseSync): void {
  db.exec("BEGIN");
  try {
    db.exec("SELECT 1 FROM meta");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

/** Lets one at a time through, in order of arrival. */
function createTurnstile(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

function prepared(db: DatabaseSync): SqliteConnection {
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let found = statements.get(sql);
    if (!found) {
      found = db.prepare(sql);
      statements.set(sql, found);
    }
    return found;
  };
  return {
    get: <R>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as R | undefined,
    all: <R>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as R[],
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
  };
}
