import { DatabaseSync } from "node:sqlite";

/** A row of the place table, without its incarnation. */
export type PlaceRow = readonly [shelf: string, sort: string, id: string];

/**
 * Brings any number of places into the order of the table's key, on disk beside the database. In the
 * order in which a world's entities come, each place lands on another page of that table, and the log
 * of a large import grows to tens of times its size.
 */
export interface PlaceSorter {
  add(row: PlaceRow): void;
  /** All that was added, sorted, at most `size` in each batch; the first one takes the time it takes. */
  batches(size: number): Iterable<readonly PlaceRow[]>;
  close(): void;
}

export function createPlaceSorter(): PlaceSorter {
  // An empty name is a database of this connection's own, which spills to a file that is deleted with it.
  const db = new DatabaseSync("");
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192");
  db.exec("CREATE TABLE place (shelf TEXT, sort TEXT, id TEXT); BEGIN");
  const insert = db.prepare("INSERT INTO place VALUES (?, ?, ?)");
  const select = db.prepare("SELECT shelf, sort, id FROM place ORDER BY shelf, sort, id");
  select.setReturnArrays(true);
  return {
    add: ([shelf, sort, id]) => {
      insert.run(shelf, sort, id);
    },
    batches: function* (size) {
      let batch: PlaceRow[] = [];
      for (const row of select.iterate()) {
        // Its type knows nothing of setReturnArrays.
        batch.push(row as unknown as PlaceRow);
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    close: () => {
      if (db.isOpen) db.close();
    },
  };
}
