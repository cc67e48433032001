import { askForCopies, copiedIds, withCopies } from "../../../src/store/copies.ts";
import type { StoreQuery } from "../../../src/store/query.ts";
import { queryScope } from "../../../src/store/query.ts";
import { type ReadHead, type ReadingSource, takeReading } from "../../../src/store/readings.ts";
import type { Reading } from "../../../src/store/store.ts";
import { assertSame } from "./model-data.ts";
import { answersTo, answerTo } from "./queries.ts";
import type { ScopeRow } from "./rows.ts";
import { holding, type Session } from "./session.ts";

/** Answers a batch as of one moment. */
export function readAtOnce({ data, registry }: Session, queries: readonly StoreQuery[]): Reading {
  const versions = new Map<string, { before: number; after: number }>();
  for (const scope of new Set(queries.map(queryScope))) {
    const row = data.scopes.get(scope);
    if (row) versions.set(scope, { before: row.version, after: row.version });
  }
  return { values: answersTo(registry, queries, (scope) => data.scopes.get(scope)), versions };
}

interface Head extends ReadHead {
  readonly row: ScopeRow;
}

/** Answers a batch while others commit, each query with what is there by then: the reading itself is the real one. */
export function readApart(session: Session, queries: readonly StoreQuery[]): Promise<Reading> {
  const { data } = session;
  const { generation } = data;
  return holding(session, async (take) => {
    const reading = await takeReading(createSource(session, take), queries);
    assertSame(data, generation);
    return reading;
  });
}

function createSource(
  { data, registry, pause }: Session,
  take: (scopes: readonly string[]) => Promise<void>,
): ReadingSource<Head> {
  /** Commits that were seen and aren't all there yet. */
  let seen: Promise<void>[] = [];

  const heads: ReadingSource<Head>["heads"] = async (scopes) => {
    await pause("read");
    const found = scopes.flatMap((scope): [string, Head][] => {
      const row = data.scopes.get(scope);
      return row ? [[scope, headOf(row)]] : [];
    });
    seen = scopes.flatMap((scope) => {
      const settling = data.settling.get(scope);
      return settling?.shown ? [settling.over] : [];
    });
    return new Map(found);
  };

  const rows: ReadingSource<Head>["answer"] = async (known, queries) => {
    const values: Reading["values"][number][] = [];
    for (const query of queries) {
      await pause("rows");
      const scope = queryScope(query);
      const head = known.get(scope);
      const now = data.scopes.get(scope)?.incarnation;
      // What hangs on an incarnation that isn't the scope's any more lies there still.
      const row = head && (now?.id === head.incarnation ? { ...head.row, incarnation: now } : head.row);
      values.push(answerTo(registry, query, row));
    }
    return values;
  };

  /** Copies are asked for in a turn of their own, when what was sent beside the first is done and others may have committed. */
  const answerIn =
    (turn: <T>(work: () => Promise<T>) => Promise<T>): ReadingSource<Head>["answer"] =>
    async (known, queries) => {
      const values = await turn(() => rows(known, queries));
      if (!askForCopies(registry, queries)) return values;
      const ids = [...copiedIds(registry, values)];
      const found = await turn(() =>
        rows(
          known,
          ids.map((id) => ({ kind: "entity", id })),
        ),
      );
      return withCopies(registry, values, new Map(ids.map((id, index) => [id, found[index]])));
    };

  return {
    heads,
    answer: answerIn((work) => work()),
    takesTurns: (queries) => askForCopies(registry, queries),
    begin: () => {
      let last: Promise<unknown> = Promise.all(seen);
      const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
        const mine = last.then(work);
        last = mine;
        return mine;
      };
      return {
        heads: (scopes) => inOrder(() => heads(scopes)),
        answer: answerIn(inOrder),
        lock: (scopes) => inOrder(() => take([...scopes].sort())),
        rollback: async () => {},
      };
    },
  };
}

function headOf(row: ScopeRow): Head {
  const { version, incarnation, indexed } = row;
  return { version, incarnation: incarnation?.id ?? null, base: incarnation?.base ?? 0, indexed, row };
}
