import type { LogRetention } from "../log.ts";
import type { SqliteConnection } from "./database.ts";

/**
 * Rows that one change removes at most. What a busy day left goes over many changes, or the first one
 * after it would hold the lock, and this process, for as long as all of it takes.
 */
const TRIMMED = 100;

/**
 * Removes what needn't be kept of a scope's numbered rows, whose newest one has this number. Oldest first and
 * stopping at the first that stays, so this costs some look-ups a change.
 */
export function trimOldest(
  connection: SqliteConnection,
  { table, number }: { table: "log" | "answer"; number: "version" | "seq" },
  scope: string,
  newest: number,
  { now, retention }: { now: number; retention: LogRetention },
): void {
  const oldest = connection.get<{ number: number }>(
    `SELECT min(${number}) AS number FROM ${table} WHERE scope = ?`,
    scope,
  )!;
  connection.run(
    `DELETE FROM ${table} WHERE scope = ?1 AND ${number} <= ?2 AND ${number} < ` +
      `coalesce((SELECT min(${number}) FROM (SELECT ${number} FROM ${table} WHERE scope = ?1 AND ${number} <= ?2 ` +
      `AND at >= ?3 ORDER BY ${number} LIMIT 1)), ?2 + 1)`,
    scope,
    Math.min(newest - retention.entries, oldest.number + TRIMMED - 1),
    now - retention.ms,
  );
}
