import { type LogPage, toLogPage } from "../../../src/store/log.ts";
import type { ScopeRow } from "./rows.ts";

/** A page of a scope's log. */
export function pageOfLog(scope: string, row: ScopeRow | undefined, after: number, limit: number): LogPage {
  const log = row?.log ?? [];
  const start = Math.max(0, after + 1 - (log[0]?.number ?? 0));
  const texts = log.slice(start, start + limit).map(({ entry }) => entry);
  return toLogPage(scope, after, texts, row?.version);
}
