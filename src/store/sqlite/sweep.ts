import { ABANDONED_MS } from "../build.ts";
import type { SqliteConnection } from "./database.ts";

const BATCH = 2_000;

/** Removes up to {@link BATCH} rows that nothing reads any more; true if there may be others. */
export function sweepBatch(connection: SqliteConnection, now: number): boolean {
  const row = connection.get<{ id: number }>(
    "SELECT id FROM incarnation WHERE status = 'retired' OR (status = 'building' AND touched_at < ?) LIMIT 1",
    now - ABANDONED_MS,
  );
  if (!row) return false;
  // An importer that comes back finds that it was given up, and not half of its rows.
  connection.run("UPDATE incarnation SET status = 'retired' WHERE id = ?", row.id);
  const places = connection.run(
    "DELETE FROM place WHERE (incarnation, shelf, sort, id) IN " +
      "(SELECT incarnation, shelf, sort, id FROM place WHERE incarnation = ? LIMIT ?)",
    row.id,
    BATCH,
  );
  if (places === BATCH) return true;
  const entities = connection.run(
    "DELETE FROM entity WHERE rowid IN (SELECT rowid FROM entity WHERE incarnation = ? LIMIT ?)",
    row.id,
    BATCH - places,
  );
  if (places + entities < BATCH) connection.run("DELETE FROM incarnation WHERE id = ?", row.id);
  return true;
}
