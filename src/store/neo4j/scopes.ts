import neo4j from "neo4j-driver";
import type { Registry } from "../../entities/registry.ts";
import { decodeIndexed, type KeptLatest, latestOf, NOT_INDEXED } from "../indexed.ts";
import { emptyState } from "../next-state.ts";
import type { ScopeState } from "../query.ts";
import type { ReadHead } from "../readings.ts";
import { decodeState } from "../scope-state.ts";
import { isUnreadable, parseObject, type Unreadable, unreadableState } from "../unreadable.ts";
import type { RunQuery } from "./database.ts";

/** What a scope's node says of it. */
export interface ScopeHead extends ReadHead {
  readonly counts: ScopeState["counts"];
  /** The latest entries as they are kept, whoever's definitions they are of. */
  readonly latest: KeptLatest;
  /** The head can't be read, so that which rows are the scope's isn't known; it has no incarnation here. */
  readonly lost?: boolean;
}

export type Heads = ReadonlyMap<string, ScopeHead>;

/** A scope's numbers as these definitions read them. */
export function stateOf(registry: Registry, scope: string, head: ScopeHead): ScopeState | Unreadable {
  const { version, incarnation, counts, latest, indexed, lost } = head;
  if (lost) return unreadableState(scope);
  if (incarnation === null) return emptyState(version);
  const state = decodeState(scope, { version, counts, latest });
  if (isUnreadable(state)) return state;
  return { ...state, latest: latestOf(registry, { kept: latest, indexed, version }) };
}

/** The heads of those scopes that are known. */
export async function readHeads(run: RunQuery, scopes: readonly string[]): Promise<Heads> {
  const rows = await run<{ id: string; version: number; head: string }>(
    "UNWIND $scopes AS id MATCH (s:LwScope {id: id}) RETURN s.id AS id, s.version AS version, s.head AS head",
    { scopes },
  );
  return new Map(rows.map(({ id, version, head }) => [id, parseHead(version, head)]));
}

/**
 * Takes the write locks of those scopes that are known, in sorted order, in a statement of its own: the next
 * one sees all of every change before (protocol line 13). Nothing is written by it.
 */
export async function lockScopes(run: RunQuery, scopes: readonly string[]): Promise<void> {
  await run("UNWIND $scopes AS id MATCH (s:LwScope {id: id}) REMOVE s.lock", { scopes: sorted(scopes) });
}

/** Locks scopes and reads what they are then: the one after the other, sent at once. */
export async function lockAndRead(
  run: RunQuery,
  scopes: readonly string[],
  lock = lockScopes,
): Promise<Heads> {
  const [, heads] = await Promise.all([lock(run, scopes), readHeads(run, scopes)]);
  return heads;
}

/**
 * As {@link lockScopes}; a scope that isn't known is made, at version 0, since there is no lock on what isn't
 * there. Whoever commits and hasn't changed it removes it again.
 */
export async function lockOrMakeScopes(run: RunQuery, scopes: readonly string[]): Promise<void> {
  await run(
    "UNWIND $scopes AS row MERGE (s:LwScope {id: row.id}) ON CREATE SET s.version = 0, s.head = row.head REMOVE s.lock",
    { scopes: sorted(scopes).map((id) => ({ id, head: headText(UNKNOWN) })) },
  );
}

/** All in one property: several properties of a node aren't always read at one moment. */
export function headText({ lost: _, ...head }: ScopeHead): string {
  return JSON.stringify(head);
}

export const UNKNOWN: ScopeHead = {
  version: 0,
  incarnation: null,
  base: 0,
  counts: {},
  latest: {},
  indexed: NOT_INDEXED,
};

/** A head that an older program wrote says nothing of lists. What of its numbers can't be read stays as it is. */
function parseHead(settled: number, text: string): ScopeHead {
  const head = parseObject(text) as Partial<ScopeHead> | undefined;
  const { version, incarnation, base } = head ?? {};
  if (typeof version !== "number" || typeof base !== "number" || incarnation === undefined)
    return { ...UNKNOWN, version: settled, lost: true };
  const { counts, latest } = head as ScopeHead;
  return { version, incarnation, base, counts, latest, indexed: decodeIndexed({ ...head?.indexed }) };
}

function sorted(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}

/** Scopes whose ids lie between two texts, in order. */
export async function readScopeIds(
  run: RunQuery,
  { from, to }: { from: string; to: string },
  limit: number,
): Promise<string[]> {
  const rows = await run<{ id: string }>(
    "MATCH (s:LwScope) USING INDEX s:LwScope(id) WHERE s.id > $from AND s.id < $to " +
      "RETURN s.id AS id ORDER BY s.id LIMIT $limit",
    { from, to, limit: neo4j.int(limit) },
  );
  return rows.map(({ id }) => id);
}
