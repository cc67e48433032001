import neo4j from "neo4j-driver";
import type { LogEntry } from "../log.ts";
import type { LogPage } from "../store.ts";
import type { Run } from "./database.ts";

/** The entries of a scope's log after a version, oldest first. `version`: the scope's own, settled. */
export async function readLog(
  run: Run,
  scope: string,
  after: number,
  limit: number,
  version: number | undefined,
): Promise<LogPage> {
  const rows = await readEntries(run, scope, after, limit);
  return toPage(rows, after, version);
}

/** What {@link toPage} makes a page of; it may be sent before the version is known. */
export async function readEntries(
  run: Run,
  scope: string,
  after: number,
  limit: number,
): Promise<LogEntry[]> {
  const rows = await run<{ entry: string }>(
    "MATCH (c:LwChange) USING INDEX c:LwChange(scope, version) WHERE c.scope = $scope AND c.version > $after " +
      "RETURN c.entry AS entry ORDER BY c.scope, c.version LIMIT $limit",
    { scope, after: neo4j.int(after), limit: neo4j.int(limit) },
  );
  return rows.map(({ entry }) => JSON.parse(entry) as LogEntry);
}

export function toPage(entries: readonly LogEntry[], after: number, version: number | undefined): LogPage {
  const first = entries[0]?.version ?? (version ?? 0) + 1;
  return { version, entries, complete: after >= (version ?? 0) || first === after + 1 };
}
