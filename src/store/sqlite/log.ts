import type { Connection } from "./database.ts";

/** The texts of a scope's log entries after a version, oldest first. */
export function readEntries(connection: Connection, scope: string, after: number, limit: number): string[] {
  return connection
    .all<{ entry: string }>(
      "SELECT entry FROM log WHERE scope = ? AND version > ? ORDER BY version LIMIT ?",
      scope,
      after,
      limit,
    )
    .map(({ entry }) => entry);
}
