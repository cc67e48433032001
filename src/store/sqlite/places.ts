import { setImmediate as nextTurn } from "node:timers/promises";
import { shelfRange } from "../../entities/places.ts";
import type { PlaceRow } from "../place-sorter.ts";
import type { SqliteConnection } from "./database.ts";

/** Places looked through before others in this process get their turn. */
const TURN = 5_000;

/** Adds a place; while a list isn't right, what a change finds there may be what it adds. */
export function addPlace(
  connection: SqliteConnection,
  incarnation: number,
  [shelf, sort, id]: PlaceRow,
): void {
  connection.run(
    "INSERT OR IGNORE INTO place (incarnation, shelf, sort, id) VALUES (?, ?, ?, ?)",
    incarnation,
    shelf,
    sort,
    id,
  );
}

/** How many places are on a shelf: the schema's triggers count them as they come and go. */
export function countShelf(connection: SqliteConnection, incarnation: number, shelf: string): number {
  return (
    connection.get<{ entries: number }>(
      "SELECT entries FROM shelf WHERE incarnation = ? AND name = ?",
      incarnation,
      shelf,
    )?.entries ?? 0
  );
}

/**
 * Removes every place that these entities (local ids, of the type whose lists they are) have in the lists with
 * these hashes, wherever it is: all of their shelves are looked through.
 */
export async function removePlaces(
  connection: SqliteConnection,
  incarnation: number,
  ids: readonly string[],
  lists: readonly string[],
): Promise<number> {
  const wanted = JSON.stringify(ids);
  let gone = 0;
  for (const hash of lists) {
    const { from, to } = shelfRange(hash);
    for (let at: Place | undefined = { shelf: from, sort: "", id: "" }; at; ) {
      const start: Place = at;
      at = connection.get<Place>(
        "SELECT shelf, sort, id FROM place WHERE incarnation = ? AND (shelf, sort, id) > (?, ?, ?) AND shelf < ? " +
          "ORDER BY shelf, sort, id LIMIT 1 OFFSET ?",
        incarnation,
        start.shelf,
        start.sort,
        start.id,
        to,
        TURN,
      );
      const end = at ?? { shelf: to, sort: "", id: "" };
      gone += connection.run(
        "DELETE FROM place WHERE incarnation = ? AND (shelf, sort, id) > (?, ?, ?) AND (shelf, sort, id) <= (?, ?, ?) " +
          "AND +id IN (SELECT value FROM json_each(?) wanted)",
        incarnation,
        start.shelf,
        start.sort,
        start.id,
        end.shelf,
        end.sort,
        end.id,
        wanted,
      );
      if (at) await nextTurn();
    }
  }
  return gone;
}

/** Removes up to `limit` places on shelves between two names. */
export function clearShelves(
  connection: SqliteConnection,
  incarnation: number,
  { from, to }: { from: string; to: string },
  limit: number,
): number {
  return connection.run(
    "DELETE FROM place WHERE (incarnation, shelf, sort, id) IN " +
      "(SELECT incarnation, shelf, sort, id FROM place WHERE incarnation = ? AND shelf >= ? AND shelf < ? LIMIT ?)",
    incarnation,
    from,
    to,
    limit,
  );
}

interface Place {
  readonly shelf: string;
  readonly sort: string;
  readonly id: string;
}
