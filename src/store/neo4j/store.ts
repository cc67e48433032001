import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../../clock.ts";
import type { Registry } from "../../entities/registry.ts";
import { readWithAggregates } from "../aggregates.ts";
import { publication } from "../build.ts";
import { indexBatch } from "../index-batch.ts";
import { createIndexing, type IndexProgress } from "../indexing.ts";
import { LOG_RETENTION, type LogRetention, toLogPage } from "../log.ts";
import type { StoreQuery } from "../query.ts";
import { takeReading } from "../readings.ts";
import { runChange } from "../run-change.ts";
import type { Changed, ChangeRequest, Store, Versions } from "../store.ts";
import { toWriters } from "../writers.ts";
import { createChange } from "./changes.ts";
import { createDatabase, type RunQuery } from "./database.ts";
import { dump } from "./dump.ts";
import { asFault, refuseOldServer, startFailure } from "./failures.ts";
import { beginImport } from "./imports.ts";
import { createIndexTransaction, lackingScopes } from "./indexing.ts";
import { isLogged, readEntries } from "./log.ts";
import { readingSource } from "./reading-source.ts";
import { createScan } from "./scan.ts";
import { META, migrate, writeEpoch } from "./schema.ts";
import { lockAndRead, lockScopes } from "./scopes.ts";
import type { Neo4jConfig } from "./settings.ts";
import { sweepBatch } from "./sweep.ts";
import { createListSweep, readWriters, sayWriter } from "./writers.ts";

export interface Neo4jOptions extends Neo4jConfig {
  readonly registry: Registry;
  readonly clock: Clock;
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs?: number;
  readonly retention?: LogRetention;
  /** Told how far lists are indexed that the database had not, or otherwise. */
  readonly onIndexing?: (progress: IndexProgress) => void;
}

/**
 * Opens a store in a Neo4j database, making constraints and indexes as needed. Several processes may share
 * it, and nodes that aren't its own are never touched. Throws an error that says which setting to change.
 */
export async function openNeo4jStore(options: Neo4jOptions): Promise<Store> {
  const { registry, clock, retention = LOG_RETENTION, timeoutMs = 5_000 } = options;
  let failureOf = (error: unknown): unknown => startFailure(error, options.uri);
  const database = createDatabase({ ...options, timeoutMs }, (error) => failureOf(error));
  try {
    refuseOldServer(await database.agent(), options.uri);
    await migrate(database);
    await sayWriter(database, registry, clock.now());
    failureOf = asFault;
  } catch (error) {
    await database.close();
    throw error;
  }

  const sweepLists = createListSweep();
  const indexing = createIndexing({
    clock,
    onProgress: options.onIndexing,
    batch: (scope) =>
      database.commit(
        async (transaction) =>
          indexBatch(await createIndexTransaction(transaction, registry, scope), registry, scope),
        { queue: [scope] },
      ),
    lacking: (after) => database.look(({ run }) => lackingScopes(run, registry, after)),
  });

  const attempt = async <T>(request: ChangeRequest<T>, built?: string): Promise<Changed<T>> => {
    // One id for all attempts, so that none is made twice.
    const changeId = uuidv7();
    return database.commit(
      (transaction) => {
        const now = clock.now();
        return runChange(createChange(transaction, registry, { now, retention, built }), request, {
          registry,
          now,
          changeId,
        });
      },
      {
        queue: request.scopes,
        settle: async ({ run }, { commits }) => {
          // The lock waits for the end of the transaction that gave no answer.
          await lockScopes(run, request.scopes);
          return isLogged(
            run,
            commits.map(({ entry }) => entry),
          );
        },
      },
    );
  };

  const readRows = (queries: readonly StoreQuery[]) =>
    indexing.reading(() =>
      database.look((session) => takeReading(readingSource(session, registry), queries)),
    );
  const scan = createScan(database, registry);

  const change = <T>(request: ChangeRequest<T>, built?: string) =>
    indexing.changing(() => attempt(request, built));

  return {
    snapshot: false,

    read: (queries) => readWithAggregates(queries, { registry, read: readRows, scan }, clock.now()),

    versions: (scopes, { settled = false } = {}) =>
      database.look(async (session) => {
        if (!settled) return readVersions(session.run, scopes);
        const { run } = session.begin();
        await lockScopes(run, scopes);
        return readVersions(run, scopes);
      }),

    log: (scope, after, limit) =>
      database.look(async ({ begin }) => {
        const { run } = begin();
        const [heads, entries] = await Promise.all([
          lockAndRead(run, [scope]),
          readEntries(run, scope, after, limit),
        ]);
        return toLogPage(scope, after, entries, heads.get(scope)?.version);
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

    dump: (world, dumpOptions) => dump(database, registry, world, dumpOptions),

    writers: async () => toWriters(await database.look(({ run }) => readWriters(run))),

    index: () => indexing.all(),

    renewEpoch: () => {
      // One for all attempts, so that none gives it two.
      const epoch = uuidv7();
      return database.commit((transaction) => writeEpoch(transaction, epoch));
    },

    sweep: async () => {
      await sayWriter(database, registry, clock.now());
      return (
        (await database.commit((transaction) => sweepBatch(transaction, clock.now()))) ||
        database.commit((transaction) => sweepLists(transaction, clock.now()))
      );
    },

    close: async () => {
      await indexing.close();
      await database.close();
    },
  };
}

async function readVersions(run: RunQuery, scopes: readonly string[]): Promise<Versions> {
  const [row] = await run<{ epoch: string; versions: [string, number][] }>(
    "MATCH (m:LwMeta {name: $meta}) " +
      "CALL { UNWIND $scopes AS id MATCH (s:LwScope {id: id}) RETURN collect([s.id, s.version]) AS versions } " +
      "RETURN m.storeId AS epoch, versions",
    { meta: META, scopes: [...new Set(scopes)] },
  );
  return { epoch: row!.epoch, versions: new Map(row!.versions) };
}
