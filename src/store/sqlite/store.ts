import type { Clock } from "../../clock.ts";
import type { Entity } from "../../entities/define.ts";
import { worldScope } from "../../entities/ids.ts";
import type { ListIndex } from "../../entities/list-indexes.ts";
import { shelfOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { isPublished } from "../../entities/standing.ts";
import { readWithAggregates } from "../aggregates.ts";
import { publication } from "../build.ts";
import { indexBatch } from "../index-batch.ts";
import { isRight, NotIndexed, whyNotAnswered } from "../indexed.ts";
import { createIndexing, type IndexProgress } from "../indexing.ts";
import { LOG_RETENTION, type LogRetention, toLogPage } from "../log.ts";
import { queryScope, type StoreQuery } from "../query.ts";
import { runChange } from "../run-change.ts";
import { withoutSensitive } from "../sensitive.ts";
import type { ChangeRequest, DumpOptions, Store } from "../store.ts";
import { readableOnes } from "../unreadable.ts";
import { toWriters } from "../writers.ts";
import { createTransaction } from "./changes.ts";
import { openDatabase, type SqliteConnection } from "./database.ts";
import { beginImport } from "./imports.ts";
import { createIndexTransaction, lackingScopes } from "./indexing.ts";
import { readEntries } from "./log.ts";
import { createQueries, toEntity } from "./queries.ts";
import { createScan } from "./scan.ts";
import { readEpoch, writeEpoch } from "./schema.ts";
import { sweepBatch } from "./sweep.ts";
import { createListSweep, needsSaying, readWriters, sayWriter } from "./writers.ts";

export interface SqliteOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  readonly registry: Registry;
  readonly clock: Clock;
  /** How long a call waits for another process's lock before it gives up, in milliseconds. */
  readonly timeoutMs?: number;
  readonly retention?: LogRetention;
  /** Told how far lists are indexed that the file had not, or otherwise. */
  readonly onIndexing?: (progress: IndexProgress) => void;
}

const DUMP_BATCH = 500;

/** Opens a store in a SQLite file, making and migrating it as needed. Several processes may share it. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { registry, clock, retention = LOG_RETENTION } = options;
  const database = await openDatabase(options.file, { clock, timeoutMs: options.timeoutMs ?? 5_000 });
  const say = async () => {
    if (await database.read((connection) => needsSaying(connection, registry, clock.now())))
      await database.write(async (connection) => sayWriter(connection, registry, clock.now()));
  };
  await say();
  const sweepLists = createListSweep();
  const indexing = createIndexing({
    clock,
    onProgress: options.onIndexing,
    batch: (scope) =>
      database.write((connection) =>
        indexBatch(createIndexTransaction(connection, registry, scope), registry, scope),
      ),
    lacking: (after) => database.read((connection) => lackingScopes(connection, registry, after)),
  });

  const readRows = (queries: readonly StoreQuery[]) =>
    indexing.reading(() =>
      database.read((connection) => {
        const values = createQueries(connection, registry).run(queries);
        const versions = readVersions(connection, [...new Set(queries.map(queryScope))]);
        return {
          values,
          versions: new Map(
            [...versions].map(([scope, version]) => [scope, { before: version, after: version }]),
          ),
        };
      }),
    );
  const scan = createScan(database, registry);

  const change = <T>(request: ChangeRequest<T>, built?: number) =>
    indexing.changing(() =>
      database.write((connection) => {
        const now = clock.now();
        return runChange(createTransaction(connection, registry, { now, retention, built }), request, {
          registry,
          now,
        });
      }),
    );

  return {
    snapshot: true,

    read: (queries) => readWithAggregates(queries, { registry, read: readRows, scan }, clock.now()),

    versions: (scopes) =>
      database.read((connection) => ({
        epoch: readEpoch(connection),
        versions: readVersions(connection, scopes),
      })),

    log: (scope, after, limit) =>
      database.read((connection) => {
        const version = readVersions(connection, [scope]).get(scope);
        return toLogPage(scope, after, readEntries(connection, scope, after, limit), version);
      }),

    change: (request) => change(request),

    beginImport: (world, { onlyNew = false } = {}) =>
      beginImport({
        database,
        registry,
        world,
        now: clock.now,
        publish: (incarnation, built) => change(publication(registry, world, built, onlyNew), incarnation),
      }),

    dump: async function* (world, dumpOptions) {
      for (;;)
        try {
          return yield* database.stream((connection) => dump(connection, registry, world, dumpOptions));
        } catch (error) {
          // Told before the first batch.
          if (!(error instanceof NotIndexed)) throw error;
          await indexing.whole(error.scope);
        }
    },

    writers: () => database.read((connection) => toWriters(readWriters(connection))),

    index: () => indexing.all(),

    renewEpoch: () => database.write(async (connection) => writeEpoch(connection)),

    trouble: () => database.trouble(),

    sweep: async () => {
      await say();
      return database.write(
        async (connection) => sweepBatch(connection, clock.now()) || sweepLists(connection, clock.now()),
      );
    },

    close: async () => {
      await indexing.close();
      await database.close();
    },
  };
}

function readVersions(connection: SqliteConnection, scopes: readonly string[]): Map<string, number> {
  const rows = connection.all<{ id: string; version: number }>(
    "SELECT s.id, s.version FROM json_each(?) wanted CROSS JOIN scope s ON s.id = wanted.value",
    JSON.stringify(scopes),
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Each type by id, and what has a chronology in its order. Throws before the first batch if that isn't indexed. */
function* dump(
  connection: SqliteConnection,
  registry: Registry,
  world: string,
  { onUnreadable }: DumpOptions = {},
): Generator<readonly Entity[]> {
  const scope = createQueries(connection, registry).scope(worldScope(world));
  if (!scope?.incarnation) return;
  for (const index of registry.definitions.map(registry.latestIndex))
    if (index && !isRight(scope.indexed, index.hash, scope.version))
      throw whyNotAnswered(worldScope(world), index.list, scope.state);
  for (const definition of registry.definitions) {
    const index = registry.latestIndex(definition);
    yield* pagesOf(index);
    // What isn't published stands in no such list.
    if (index && definition.published) yield* pagesOf(null, (entity) => !isPublished(definition, entity));

    function* pagesOf(
      by: ListIndex | null,
      wanted: (entity: Entity) => boolean = () => true,
    ): Generator<readonly Entity[]> {
      let after = { sort: "", id: "" };
      for (;;) {
        const rows = connection.all<Parameters<typeof toEntity>[3] & { sort: string }>(
          by
            ? "SELECT p.sort, e.id, e.version, e.born, e.data FROM place p JOIN entity e " +
                "ON e.incarnation = p.incarnation AND e.type = ?2 AND e.id = p.id " +
                "WHERE p.incarnation = ?1 AND p.shelf = ?3 AND (p.sort, p.id) > (?4, ?5) ORDER BY p.sort, p.id LIMIT ?6"
            : "SELECT ?3 || ?4 AS sort, id, version, born, data FROM entity " +
                "WHERE incarnation = ?1 AND type = ?2 AND id > ?5 ORDER BY id LIMIT ?6",
          scope!.incarnation,
          definition.name,
          by ? shelfOf(by, by.list.base("")) : "",
          after.sort,
          after.id,
          DUMP_BATCH,
        );
        if (rows.length === 0) break;
        const entities = rows.map((row) => toEntity(definition, world, scope!.base, row));
        yield readableOnes(entities, onUnreadable)
          .filter(wanted)
          .map((entity) => withoutSensitive(registry, entity));
        after = { sort: rows.at(-1)!.sort, id: rows.at(-1)!.id };
      }
    }
  }
}
