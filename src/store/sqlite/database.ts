import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Clock } from "../../clock.ts";
import { Fault, unavailable } from "../../fault.ts";
import { migrate } from "./schema.ts";

/**
 * A SQLite file that several processes share. Node's binding is synchronous, and its own busy wait
 * would stop the event loop, so that is off: whoever finds the file locked tries again a little later.
 */
export interface Database {
  /** Runs `work` in a read transaction: it sees one moment, and may not await. */
  read<T>(work: (connection: Connection) => T): Promise<T>;
  /** Runs `work` alone in this process and, under the write lock, alone on the file. */
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Opens one more connection, in a read transaction that goes on until it is closed. */
  hold(): Promise<{ connection: Connection; close(): void }>;
  close(): Promise<void>;
}

/** Prepared statements by their SQL. */
export interface Connection {
  get<R>(sql: string, ...values: SQLInputValue[]): R | undefined;
  all<R>(sql: string, ...values: SQLInputValue[]): R[];
  run(sql: string, ...values: SQLInputValue[]): number;
}

const BUSY = 5;
const LOCKED = 6;
const CONSTRAINT = 19;

/** Opens the file, makes it if need be, and migrates it. `timeoutMs` bounds the wait for a lock. */
export async function openDatabase(
  file: string,
  options: { clock: Clock; timeoutMs: number },
): Promise<Database> {
  const { clock, timeoutMs } = options;
  const memory = file === ":memory:";
  if (!memory) mkdirSync(dirname(file), { recursive: true });
  const open = () => new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: false });
  const writer = open();
  try {
    // synchronous=FULL: in WAL mode a lesser one loses acknowledged commits in a power cut.
    await patiently(() => writer.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
    await patiently(() => writer.exec("BEGIN IMMEDIATE"));
    migrate(writer);
    writer.exec("COMMIT");
  } catch (error) {
    writer.close();
    throw error;
  }
  const reader = memory ? writer : open();
  const writing = prepared(writer);
  const reading = memory ? writing : prepared(reader);
  const turn = createTurnstile();
  let closed = false;

  /** Retries while another process holds the file, and says so when the time is up. */
  async function patiently<T>(attempt: () => T, end = clock.now() + timeoutMs): Promise<T> {
    for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
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

  function inSnapshot<T>(work: (connection: Connection) => T): T {
    reader.exec("BEGIN");
    try {
      return work(reading);
    } finally {
      reader.exec("COMMIT");
    }
  }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw unavailable("the store is closed");
    try {
      return await work();
    } catch (error) {
      throw asFault(error);
    }
  };

  return {
    read: (work) =>
      guarded(() => {
        // In memory there is one connection, so a read waits for its turn, or it would see half a change.
        const attempt = () => patiently(() => inSnapshot(work));
        return memory ? turn(attempt) : attempt();
      }),

    write: (work) => {
      const end = clock.now() + timeoutMs;
      return guarded(() =>
        turn(async () => {
          await patiently(() => writer.exec("BEGIN IMMEDIATE"), end);
          try {
            const result = await work(writing);
            await patiently(() => writer.exec("COMMIT"));
            return result;
          } catch (error) {
            if (writer.isTransaction) writer.exec("ROLLBACK");
            throw error;
          }
        }),
      );
    },

    hold: async () => {
      if (memory) return { connection: writing, close: () => {} };
      const extra = open();
      await patiently(() => extra.exec("BEGIN; SELECT 1 FROM meta"));
      return { connection: prepared(extra), close: () => extra.close() };
    },

    close: () =>
      turn(async () => {
        if (closed) return;
        closed = true;
        if (!memory) reader.close();
        writer.close();
      }),
  };
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

function prepared(db: DatabaseSync): Connection {
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

function primaryCode(error: unknown): number {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : 0;
}

/** What SQLite itself reports is the store's failure; the client learns that it is unavailable. */
function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  const code = primaryCode(error);
  return code !== 0 && code !== 1 && code !== CONSTRAINT
    ? unavailable("the store can't be reached", error)
    : error;
}
