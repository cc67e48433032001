import neo4j from "neo4j-driver";
import {
  type LogEntry,
  type LogPage,
  type LogRetention,
  logNameOf,
  parseLogEntry,
  toLogPage,
} from "../log.ts";
import type { RunQuery } from "./database.ts";
import type { Send } from "./pipeline.ts";
import { trimOldest } from "./trim.ts";

/** The entries of a scope's log after a version, oldest first. `version`: the scope's own, settled. */
export async function readLog(
  run: RunQuery,
  scope: string,
  after: number,
  limit: number,
  version: number | undefined,
): Promise<LogPage> {
  return toLogPage(scope, after, await readEntries(run, scope, after, limit), version);
}

/** What {@link toLogPage} makes a page of; it may be sent before the version is known. */
export async function readEntries(
  run: RunQuery,
  scope: string,
  after: number,
  limit: number,
): Promise<(LogEntry | undefined)[]> {
  const rows = await run<{ entry: string }>(
    "MATCH (c:LwChange) USING INDEX c:LwChange(scope, version) WHERE c.scope = $scope AND c.version > $after " +
      "RETURN c.entry AS entry ORDER BY c.scope, c.version LIMIT $limit",
    { scope, after: neo4j.int(after), limit: neo4j.int(limit) },
  );
  return rows.map(({ entry }) => parseLogEntry(entry));
}

/** Whether a change is in the log as it was about to be committed. The caller holds the locks. */
export async function isLogged(run: RunQuery, entries: readonly LogEntry[]): Promise<boolean> {
  const [first] = entries;
  if (!first) return false;
  const rows = await run<{ entry: string }>(
    "MATCH (c:LwChange {scope: $scope, changeId: $name}) RETURN c.entry AS entry",
    { scope: first.scope, name: logNameOf(first) },
  );
  return rows.some(({ entry }) => entry === JSON.stringify(first));
}

export function writeLog(
  send: Send,
  entry: LogEntry,
  answer: string | null,
  options: { now: number; retention: LogRetention },
): void {
  const { scope, version } = entry;
  send(
    "CREATE (:LwChange {scope: $scope, version: $version, changeId: $name, at: $at, entry: $entry, answer: $answer})",
    {
      scope,
      version: neo4j.int(version),
      name: logNameOf(entry),
      at: neo4j.int(options.now),
      entry: JSON.stringify(entry),
      answer,
    },
  );
  trimOldest(send, { label: "LwChange", number: "version" }, scope, version, options);
}
