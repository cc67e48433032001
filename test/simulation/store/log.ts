import { type LogPage, toLogPage } from "../../../src/store/log.ts";
import type { ModelData } from "./model-data.ts";

/** A page of a scope's log. */
export function pageOfLog({ scopes }: ModelData, scope: string, after: number, limit: number): LogPage {
  const { log = [], version } = scopes.get(scope) ?? {};
  const start = Math.max(0, after + 1 - (log[0]?.number ?? 0));
  const entries = log.slice(start, start + limit).map(({ entry }) => entry ?? undefined);
  return toLogPage(scope, after, entries, version);
}
