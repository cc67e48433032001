import { isListOf, isString } from "../../entities/kinds.ts";
import { HASHED_SHELF } from "../../entities/list-hash.ts";
import { shelfRange } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { restrictedTo } from "../indexed.ts";
import { parseObject } from "../unreadable.ts";
import { isForgotten, isToBeSaid, knownToAny, type Writer } from "../writers.ts";
import type { SqliteConnection } from "./database.ts";
import { clearShelves } from "./places.ts";
import { parseIndexed } from "./queries.ts";

const BATCH = 2_000;

export function readWriters(connection: SqliteConnection): Writer[] {
  return connection
    .all<{ id: string; lists: string; known_at: number }>(
      "SELECT id, lists, known_at FROM list_set WHERE id >= '' ORDER BY id",
    )
    .map(({ id, lists, known_at }) => toWriter(id, parseList(lists), known_at));
}

/** One that can't be read is as if it were long ago that a program said it. */
function toWriter(writer: string, known: string[] | undefined, saidAt: number): Writer {
  return known ? { writer, known, saidAt } : { writer, known: [], saidAt: 0 };
}

function parseList(text: string): string[] | undefined {
  const { lists } = parseObject(`{"lists":${text}}`) ?? {};
  return isListOf(isString)(lists) ? (lists as string[]) : undefined;
}

/** Says that this program is there, and what it knows; whether there is need to is asked first. */
export function sayWriter(connection: SqliteConnection, registry: Registry, now: number): void {
  connection.run(
    "INSERT INTO list_set (id, lists, known_at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET lists = ?2, known_at = ?3",
    registry.writer,
    JSON.stringify(registry.known),
    now,
  );
}

export function needsSaying(connection: SqliteConnection, registry: Registry, now: number): boolean {
  return isToBeSaid(
    readWriters(connection).find(({ writer }) => writer === registry.writer),
    now,
  );
}

/**
 * Removes a batch of the places in lists that no program knows any more, one incarnation after another; true
 * if there may be more. A list that comes back is found to be unknown in every scope that was swept.
 */
export function createListSweep(): (connection: SqliteConnection, now: number) => boolean {
  let after = 0;
  return (connection, now) => {
    const writers = readWriters(connection);
    const forgotten = writers.filter((one) => isForgotten(one, now));
    if (forgotten.length === 0) return false;
    const current = connection.get<{ id: number; scope: string }>(
      "SELECT id, scope FROM incarnation WHERE status = 'current' AND id > ? ORDER BY id LIMIT 1",
      after,
    );
    if (!current) {
      after = 0;
      for (const { writer } of forgotten) connection.run("DELETE FROM list_set WHERE id = ?", writer);
      return false;
    }
    const known = knownToAny(writers, now);
    forgetLists(connection, current.scope, known);
    if (!sweepShelves(connection, current.id, known)) after = current.id;
    return true;
  };
}

function forgetLists(connection: SqliteConnection, scope: string, known: ReadonlySet<string>): void {
  const row = connection.get<{ incarnation: number; lists: string | null }>(
    "SELECT incarnation, lists FROM scope WHERE id = ?",
    scope,
  );
  if (!row?.lists) return;
  const { of, ...indexed } = parseIndexed(row.lists);
  const lists = JSON.stringify({ of, ...restrictedTo(indexed, known) });
  connection.run("UPDATE scope SET lists = ? WHERE id = ?", lists, scope);
}

/** From each shelf that begins otherwise than a known list's to the next one; true if there may be more. */
function sweepShelves(
  connection: SqliteConnection,
  incarnation: number,
  known: ReadonlySet<string>,
): boolean {
  let left = BATCH;
  for (let from = ""; ; ) {
    const next = connection.get<{ shelf: string }>(
      "SELECT shelf FROM place WHERE incarnation = ? AND shelf >= ? ORDER BY shelf LIMIT 1",
      incarnation,
      from,
    );
    if (!next) return false;
    const [, hash] = HASHED_SHELF.exec(next.shelf) ?? [];
    if (hash === undefined || !known.has(hash)) {
      // Shelves of the first schema have no hash.
      const shelves = hash ? shelfRange(hash) : { from: next.shelf, to: `${next.shelf}\u0001` };
      left -= clearShelves(connection, incarnation, shelves, left);
      if (left === 0) return true;
    } else from = shelfRange(hash).to;
  }
}
