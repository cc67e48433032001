import type { ScopeState } from "../query.ts";
import { emptyState } from "../seal.ts";
import { decodeState, parseObject, STATE, stateName, type Unreadable, unreadable } from "../unreadable.ts";
import type { Run } from "./database.ts";

/** What a scope is at its version. */
export interface ScopeHead {
  readonly version: number;
  /** What its rows hang on; none: a deleted world. */
  readonly incarnation: string | null;
  /** The version that stands for 0 in rows that were written before it was known (imports). */
  readonly base: number;
  readonly state: ScopeState | Unreadable;
  /** The head can't be read, so that which rows are the scope's isn't known; it has no incarnation here. */
  readonly lost?: boolean;
}

export type Heads = ReadonlyMap<string, ScopeHead>;

/** All in one property: several properties of a node aren't always read at one moment. */
interface KeptHead {
  readonly version: number;
  readonly incarnation: string | null;
  readonly base: number;
  readonly counts: ScopeState["counts"];
  readonly latest: ScopeState["latest"];
}

/** The heads of those scopes that are known. */
export async function readHeads(run: Run, scopes: readonly string[]): Promise<Heads> {
  const rows = await run<{ id: string; version: number; head: string }>(
    "UNWIND $scopes AS id MATCH (s:LwScope {id: id}) RETURN s.id AS id, s.version AS version, s.head AS head",
    { scopes },
  );
  return new Map(rows.map(({ id, version, head }) => [id, parseHead(id, version, head)]));
}

/**
 * Takes the write locks of those scopes that are known, in sorted order, in a statement of its own: the next
 * one sees all of every change before (protocol line 13). Nothing is written by it.
 */
export async function lockScopes(run: Run, scopes: readonly string[]): Promise<void> {
  await run("UNWIND $scopes AS id MATCH (s:LwScope {id: id}) REMOVE s.lock", { scopes: sorted(scopes) });
}

/** Locks scopes and reads what they are then: the one after the other, sent at once. */
export async function lockAndRead(run: Run, scopes: readonly string[], lock = lockScopes): Promise<Heads> {
  const [, heads] = await Promise.all([lock(run, scopes), readHeads(run, scopes)]);
  return heads;
}

/**
 * As {@link lockScopes}; a scope that isn't known is made, at version 0, since there is no lock on what isn't
 * there. Whoever commits and hasn't changed it removes it again.
 */
export async function lockOrMakeScopes(run: Run, scopes: readonly string[]): Promise<void> {
  await run(
    "UNWIND $scopes AS row MERGE (s:LwScope {id: row.id}) ON CREATE SET s.version = 0, s.head = row.head REMOVE s.lock",
    { scopes: sorted(scopes).map((id) => ({ id, head: headText(UNKNOWN) })) },
  );
}

export function headText({
  version,
  incarnation,
  base,
  state,
}: Omit<ScopeHead, "state"> & { state: ScopeState }) {
  const { counts, latest } = state;
  return JSON.stringify({ version, incarnation, base, counts, latest } satisfies KeptHead);
}

/** Whether rows read under one of them are the rows of the other. */
export function sameRows(a: ScopeHead | undefined, b: ScopeHead | undefined): boolean {
  return a?.incarnation === b?.incarnation && a?.base === b?.base;
}

const UNKNOWN = { version: 0, incarnation: null, base: 0, state: emptyState(0) };

function parseHead(scope: string, settled: number, text: string): ScopeHead {
  const head = parseObject(text) as Partial<KeptHead> | undefined;
  const { version, incarnation, base } = head ?? {};
  if (typeof version !== "number" || typeof base !== "number" || incarnation === undefined) {
    const state = unreadable(stateName(scope), STATE);
    return { version: settled, incarnation: null, base: 0, state, lost: true };
  }
  const state = incarnation === null ? emptyState(version) : decodeState(scope, { ...head });
  return { version, incarnation, base, state };
}

function sorted(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}
