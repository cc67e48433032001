import type { Indexed } from "./indexed.ts";
import { queryScope, type StoreQuery } from "./query.ts";
import type { Reading } from "./store.ts";

/** What is asked of a store whose commits aren't seen all at once: each answer has what is there by then. */
interface Statements<H extends ReadHead> {
  /** Of those scopes that are known. */
  heads(scopes: readonly string[]): Promise<Heads<H>>;
  /** From the heads, and the rows that hang on what they name. */
  answer(heads: Heads<H>, queries: readonly StoreQuery[]): Promise<Reading["values"]>;
}

export interface ReadingSource<H extends ReadHead> extends Statements<H> {
  /**
   * Whether rows are read for these in more than one turn: what is sent after the first isn't read before the heads that
   * are sent at once.
   */
  takesTurns(queries: readonly StoreQuery[]): boolean;
  /** It begins after all that was committed when the last heads had been read is there to be read. */
  begin(): ReadingTransaction<H>;
}

/** What is sent at once is done in that order. */
export interface ReadingTransaction<H extends ReadHead> extends Statements<H> {
  /** Holds changes of these scopes off until the reading is over. */
  lock(scopes: readonly string[]): Promise<void>;
  rollback(): Promise<void>;
}

/** What a scope is at its version. */
export interface ReadHead {
  readonly version: number;
  /** What its rows hang on; none: a deleted world. */
  readonly incarnation: string | null;
  /** The version that stands for 0 in rows that were written before it was known (imports). */
  readonly base: number;
  readonly indexed: Indexed;
}

type Heads<H> = ReadonlyMap<string, H>;

/** Readings that have to be of one version, before the next one holds changes off. */
const FREE_READINGS = 5;

/**
 * Answers a batch: the scopes' heads (SR), then the rows, then the heads again (SR2). The rows are read in a
 * transaction that begins after all that was committed when SR had been read is there to be read, so a reading
 * has all of SR; it may have more, and says so by SR2. Three things make it begin anew: a scope whose rows are
 * others by now, one whose state, which is of one version, is asked for beside its rows, and one whose lists were
 * indexed meanwhile, which takes entries out of a list before it puts them in.
 */
export async function takeReading<H extends ReadHead>(
  source: ReadingSource<H>,
  queries: readonly StoreQuery[],
): Promise<Reading> {
  const scopes = [...new Set(queries.map(queryScope))];
  if (scopes.length === 0) return { values: [], versions: new Map() };
  const matched = matchedScopes(queries);
  const listed = new Set(queries.filter(({ kind }) => kind === "list").map(queryScope));
  for (let reading = 1; reading <= FREE_READINGS; reading++) {
    const before = await source.heads(scopes);
    if (queries.every(({ kind }) => kind === "state"))
      return { values: await source.answer(before, queries), versions: between(before, before) };
    const transaction = source.begin();
    const answering = transaction.answer(before, queries);
    if (source.takesTurns(queries)) await answering;
    const [values, after] = await Promise.all([answering, transaction.heads(scopes)]);
    if (scopes.every((scope) => fits(scope, before, after)))
      return { values, versions: between(before, after) };
    await transaction.rollback();
  }
  return readLocked(source.begin(), scopes, queries);

  function fits(scope: string, before: Heads<H>, after: Heads<H>): boolean {
    const [old, now] = [before.get(scope), after.get(scope)];
    if (listed.has(scope) && old?.indexed.renewals !== now?.indexed.renewals) return false;
    return sameRows(old, now) && (!matched.has(scope) || old?.version === now?.version);
  }
}

/** While the scopes are locked there is one version of each. */
async function readLocked<H extends ReadHead>(
  transaction: ReadingTransaction<H>,
  scopes: readonly string[],
  queries: readonly StoreQuery[],
): Promise<Reading> {
  const [, heads] = await Promise.all([transaction.lock(scopes), transaction.heads(scopes)]);
  return { values: await transaction.answer(heads, queries), versions: between(heads, heads) };
}

/** Scopes whose state is asked for beside rows of theirs. */
function matchedScopes(queries: readonly StoreQuery[]): Set<string> {
  const withRows = new Set(queries.filter(({ kind }) => kind !== "state").map(queryScope));
  const withState = queries.filter(({ kind }) => kind === "state").map(queryScope);
  return new Set(withState.filter((scope) => withRows.has(scope)));
}

function between(before: Heads<ReadHead>, after: Heads<ReadHead>): Reading["versions"] {
  const versions = new Map<string, { before: number; after: number }>();
  for (const [scope, { version }] of before)
    versions.set(scope, { before: version, after: after.get(scope)?.version ?? version });
  return versions;
}

/** Whether rows read under one of them are the rows of the other. */
export function sameRows(a: ReadHead | undefined, b: ReadHead | undefined): boolean {
  return a?.incarnation === b?.incarnation && a?.base === b?.base;
}
