import { setImmediate as nextTurn } from "node:timers/promises";
import type { Bucket, Grouping, Ranking } from "../entities/aggregates.ts";
import type { Entity, EntityDefinition } from "../entities/define.ts";
import type { Registry } from "../entities/registry.ts";
import { isPublished } from "../entities/standing.ts";
import { compareText } from "../entities/text-order.ts";
import type {
  AggregateQuery,
  AggregateReading,
  AggregateRow,
  Question,
  StoreQuery,
  StoreValue,
} from "./query.ts";
import type { Reading } from "./store.ts";
import { isUnreadable, type Unreadable } from "./unreadable.ts";

/**
 * What an adapter knows of one type of a world: all of its entities as of one version or, in a store without
 * snapshots, each as of that version or a later one. Null: there is no such scope.
 */
export type Scan = (
  scope: string,
  type: string,
) => Promise<{ readonly version: number; readonly entities: Batches } | null>;

type Batches = AsyncIterable<readonly (Entity | Unreadable)[]> | Iterable<readonly (Entity | Unreadable)[]>;

/**
 * Answers a batch in which there may be aggregates; all else by `read`. They are computed here for every store, of
 * entities as it reads them: defaults of rows that are older than a field, and whatever else a reading knows, count in
 * them too, and others in this process have their turn between batches.
 */
export async function readWithAggregates(
  queries: readonly Question[],
  adapter: {
    readonly registry: Registry;
    readonly read: (queries: readonly StoreQuery[]) => Promise<Reading>;
    readonly scan: Scan;
  },
  now: number,
): Promise<Reading> {
  const plain = queries.filter((query): query is StoreQuery => query.kind !== "aggregate");
  if (plain.length === queries.length) return adapter.read(plain);
  const rest = plain.length > 0 ? await adapter.read(plain) : { values: [], versions: new Map() };
  const versions = new Map(rest.versions);
  const values = new Map<Question, StoreValue | Error>(
    plain.map((query, index) => [query, rest.values[index]!]),
  );
  for (const query of queries) {
    if (query.kind !== "aggregate") continue;
    const scanned = await adapter.scan(query.scope, query.type);
    const definition = adapter.registry.byName(query.type);
    values.set(query, scanned && (await compute(query, definition, scanned.entities, now)));
    if (!scanned) continue;
    const { before = scanned.version, after = 0 } = versions.get(query.scope) ?? {};
    versions.set(query.scope, {
      before: Math.min(before, scanned.version),
      after: Math.max(after, scanned.version),
    });
  }
  return { values: queries.map((query) => values.get(query)!), versions };
}

async function compute(
  { computation }: AggregateQuery,
  definition: EntityDefinition,
  batches: Batches,
  now: number,
): Promise<AggregateReading> {
  const { add, rows } =
    computation.kind === "ranking" ? createRanking(computation) : createGroups(computation, now);
  for await (const batch of batches) {
    // What can't be read, and what isn't published, counts nowhere.
    for (const entity of batch) if (!isUnreadable(entity) && isPublished(definition, entity)) add(entity);
    await nextTurn();
  }
  return { computedAt: new Date(now).toISOString(), rows: rows() };
}

/** Takes entities one by one; what it keeps of them is bounded by what it answers, or by how many groups there are. */
interface Reducer {
  add(entity: Entity): void;
  rows(): AggregateRow[];
}

function createRanking({ by, first, scored }: Ranking): Reducer {
  let best: (AggregateRow & { readonly value: number })[] = [];
  const settle = () => {
    best = best.sort(largestFirst).slice(0, first);
  };
  return {
    add: (entity) => {
      const value = entity[by];
      if (typeof value !== "number") return;
      best.push({ key: entity.id, value });
      if (best.length >= 2 * first) settle();
    },
    rows: () => {
      settle();
      return best.map(({ key, value }) => ({ key, value: scored ? value : null }));
    },
  };
}

function createGroups({ by, each, sum, since, first }: Grouping, now: number): Reducer {
  const groups = new Map<string, number>();
  const start = since && now - since.seconds * 1_000;
  return {
    add: (entity) => {
      if (since && !(Date.parse(entity[since.date] as string) >= start!)) return;
      const named = by === null ? "" : entity[by];
      const value = sum === null ? 1 : entity[sum];
      if (typeof named !== "string" || typeof value !== "number") return;
      const key = each ? named.slice(0, LENGTHS[each]) : named;
      groups.set(key, (groups.get(key) ?? 0) + value);
    },
    rows: () =>
      [...groups]
        .map(([key, value]) => ({ key, value }))
        .sort(largestFirst)
        .slice(0, first),
  };
}

/** How much of an RFC 3339 date in UTC, as dates are kept, names its year, month, day or hour. */
const LENGTHS: Record<Bucket, number> = { YEAR: 4, MONTH: 7, DAY: 10, HOUR: 13 };

function largestFirst(
  a: { readonly key: string; readonly value: number },
  b: { readonly key: string; readonly value: number },
): number {
  return b.value - a.value || compareText(a.key, b.key);
}
