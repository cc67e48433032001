import { type LogEntry, parseLogEntry } from "../log.ts";
import type { SqliteConnection } from "./database.ts";

/** A scope's log entries after a version, oldest first; undefined where one can't be read. */
export function readEntries(
  connection: SqliteConnection,
  scope: string,
  after: number,
  limit: number,
): (LogEntry | undefined)[] {
  return connection
    .all<{ entry: string }>(
      "SELECT entry FROM log WHERE scope = ? AND version > ? ORDER BY version LIMIT ?",
      scope,
      after,
      limit,
    )
    .map(({ entry }) => parseLogEntry(entry));
}
