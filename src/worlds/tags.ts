import { WORLDS } from "../entities/ids.ts";
import { isPurge, type LogEntry } from "../store/log.ts";
import type { Changed, Store } from "../store/store.ts";
import type { LoggedChange } from "./recent-log.ts";

/** The types whose changes are asked for; null: all. */
export type Types = ReadonlySet<string> | null;

/** What a change made out of date, as `<node id>` or `<node id>.<field>`; a purge changes nothing. */
export function tagsOf(entry: LoggedChange, types: Types = null): string[] {
  if (isPurge(entry)) return [];
  const touched = touchedOf(entry, types);
  const tags = new Set(touched.flatMap(({ id, tags }) => [id, ...tags]));
  // Every change of a world moves its version and with it its state.
  if (entry.scope !== WORLDS && (!types || touched.length > 0 || types.has("World")))
    for (const field of ["version", "state"]) tags.add(`${entry.scope}.${field}`);
  return [...tags];
}

/** The entities of those types that a change touched. */
export function touchedOf({ entities }: LoggedChange, types: Types): LogEntry["entities"] {
  return types ? entities.filter(({ type }) => types.has(type)) : entities;
}

/**
 * Scope → the tags of what a change made there. A retry made nothing: those of the change that it repeats, as far as
 * the log still has it. Where that changed nothing either, its version is another change's, and there are none.
 */
export async function tagsMade(
  store: Store,
  { commits, versions }: Pick<Changed<unknown>, "commits" | "versions">,
  idempotencyKey: string | null,
): Promise<Record<string, readonly string[]>> {
  const entries = commits.length > 0 ? commits.map(({ entry }) => entry) : await repeated();
  return Object.fromEntries(entries.map((entry) => [entry.scope, tagsOf(entry)]));

  async function repeated(): Promise<LogEntry[]> {
    if (idempotencyKey === null) return [];
    const pages = await Promise.all(
      Object.entries(versions).map(([scope, version]) => store.log(scope, version - 1, 1)),
    );
    return pages
      .flatMap(({ entries }) => entries)
      .filter((entry) => entry.version === versions[entry.scope])
      .filter((entry) => entry.idempotencyKey === idempotencyKey);
  }
}
