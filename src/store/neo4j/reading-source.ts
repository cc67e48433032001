import type { Registry } from "../../entities/registry.ts";
import { askForCopies } from "../copies.ts";
import type { ReadingSource } from "../readings.ts";
import type { RunQuery, Session } from "./database.ts";
import { runQueries } from "./queries.ts";
import { lockScopes, readHeads, type ScopeHead } from "./scopes.ts";

/** A session, whose transactions begin after all that it has seen; each of their statements sees what is committed by then. */
export function readingSource(session: Session, registry: Registry): ReadingSource<ScopeHead> {
  const statements = (run: RunQuery): Pick<ReadingSource<ScopeHead>, "heads" | "answer"> => ({
    heads: (scopes) => readHeads(run, scopes),
    answer: (heads, queries) => runQueries(run, registry, heads, queries),
  });
  return {
    ...statements(session.run),
    takesTurns: (queries) => askForCopies(registry, queries),
    begin: () => {
      const { run, rollback } = session.begin();
      return { ...statements(run), lock: (scopes) => lockScopes(run, scopes), rollback };
    },
  };
}
