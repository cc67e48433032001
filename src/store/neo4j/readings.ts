import type { Registry } from "../../entities/registry.ts";
import { queryScope, type StoreQuery } from "../query.ts";
import type { Reading } from "../store.ts";
import type { Run, Session } from "./database.ts";
import { runQueries } from "./queries.ts";
import { type Heads, lockAndRead, readHeads, sameRows } from "./scopes.ts";

/** Readings that have to be of one version, before the next one holds changes off. */
const FREE_READINGS = 5;

/**
 * Answers a batch: the scopes' heads (SR), then the rows, then the heads again (SR2). The rows are read in a
 * transaction that begins after all that was committed when SR had been read is there to be read, so a reading
 * has all of SR; it may have more, and says so by SR2. Three things make it begin anew: a scope whose rows are
 * others by now, one whose state, which is of one version, is asked for beside its rows, and one whose lists were
 * indexed meanwhile, which takes entries out of a list before it puts them in.
 */
export async function takeReading(
  session: Session,
  registry: Registry,
  queries: readonly StoreQuery[],
): Promise<Reading> {
  const scopes = [...new Set(queries.map(queryScope))];
  if (scopes.length === 0) return { values: [], versions: new Map() };
  const matched = matchedScopes(queries);
  const listed = new Set(queries.filter(({ kind }) => kind === "list").map(queryScope));
  for (let reading = 1; reading <= FREE_READINGS; reading++) {
    const before = await readHeads(session.run, scopes);
    if (queries.every(({ kind }) => kind === "state"))
      return {
        values: await runQueries(session.run, registry, before, queries),
        versions: between(before, before),
      };
    const transaction = session.begin();
    const [values, after] = await Promise.all([
      runQueries(transaction.run, registry, before, queries),
      readHeads(transaction.run, scopes),
    ]);
    if (scopes.every((scope) => fits(scope, before, after)))
      return { values, versions: between(before, after) };
    await transaction.rollback();
  }
  return readLocked(session.begin().run, registry, scopes, queries);

  function fits(scope: string, before: Heads, after: Heads): boolean {
    const [old, now] = [before.get(scope), after.get(scope)];
    if (listed.has(scope) && old?.indexed.renewals !== now?.indexed.renewals) return false;
    return sameRows(old, now) && (!matched.has(scope) || old?.version === now?.version);
  }
}

/** While the scopes are locked there is one version of each. */
async function readLocked(
  run: Run,
  registry: Registry,
  scopes: readonly string[],
  queries: readonly StoreQuery[],
): Promise<Reading> {
  const heads = await lockAndRead(run, scopes);
  const values = await runQueries(run, registry, heads, queries);
  return { values, versions: between(heads, heads) };
}

/** Scopes whose state is asked for beside rows of theirs. */
function matchedScopes(queries: readonly StoreQuery[]): Set<string> {
  const withRows = new Set(queries.filter(({ kind }) => kind !== "state").map(queryScope));
  const withState = queries.filter(({ kind }) => kind === "state").map(queryScope);
  return new Set(withState.filter((scope) => withRows.has(scope)));
}

function between(before: Heads, after: Heads): Reading["versions"] {
  const versions = new Map<string, { before: number; after: number }>();
  for (const [scope, { version }] of before)
    versions.set(scope, { before: version, after: after.get(scope)?.version ?? version });
  return versions;
}
