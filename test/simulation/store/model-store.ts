import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../../../src/clock.ts";
import { partsOf } from "../../../src/entities/ids.ts";
import type { Registry } from "../../../src/entities/registry.ts";
import { unavailable } from "../../../src/fault.ts";
import { readWithAggregates, type Scan } from "../../../src/store/aggregates.ts";
import { ABANDONED_MS, publication } from "../../../src/store/build.ts";
import { createIndexing } from "../../../src/store/indexing.ts";
import { LOG_RETENTION, type LogRetention } from "../../../src/store/log.ts";
import type { StoreQuery } from "../../../src/store/query.ts";
import { runChange } from "../../../src/store/run-change.ts";
import type { Changed, ChangeRequest, Reading, Store } from "../../../src/store/store.ts";
import { toWriters } from "../../../src/store/writers.ts";
import type { Damage } from "../../support/damage.ts";
import { createChange } from "./changes.ts";
import { commit } from "./commits.ts";
import { damageModel } from "./damage.ts";
import { dump } from "./dump.ts";
import { beginImport } from "./imports.ts";
import { indexScope, lackingScopes } from "./indexing.ts";
import { pageOfLog } from "./log.ts";
import { assertSame, type Backup, backUp, createModelData, type ModelData, restore } from "./model-data.ts";
import { entitiesOf } from "./queries.ts";
import { readApart, readAtOnce } from "./readings.ts";
import { holding, type Session, type Step, whole } from "./session.ts";
import { sayWriter, sweepLists } from "./writers.ts";

export interface ModelStoreOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  /** True: as SQLite's readings, each of one moment. False: as Neo4j's, where a commit isn't seen all at once. */
  readonly snapshot: boolean;
  /** Awaited wherever a real store can be overtaken; by default nothing is waited for at all. */
  readonly turn?: (step: Step) => Promise<void> | undefined;
  /** A whole number below this one: chance, where commits are seen in parts and in any order; by default 0. */
  readonly pick?: (below: number) => number;
  /** Makes ids of changes, incarnations and epochs. */
  readonly newId?: () => string;
  readonly retention?: LogRetention;
  /** Called as a change begins to be seen, and when all of it is. */
  readonly onCommit?: (changed: Changed<unknown>) => void;
  readonly onSettled?: (changed: Changed<unknown>) => void;
}

/** A store in memory that keeps to all of the port, and what befalls one. */
export interface ModelStore extends Store {
  /** Another program's store on the same data. */
  beside(options: Partial<Pick<ModelStoreOptions, "registry" | "clock" | "turn">>): ModelStore;
  backup(): Backup;
  /** Puts a backup back under all who have the store open: the same epoch, older versions. */
  restore(backup: Backup): void;
  /** Breaks what it holds, behind its back. */
  readonly damage: Damage;
  /** Keeps only the entries of a scope's log after a version; a change under way may bring others back. */
  trimLog(scope: string, after: number): void;
}

/** Opens an empty one. Where `turn` is left out, all that is asked of it is done before the event loop turns. */
export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { newId = uuidv7 } = options;
  return openModelStore(createModelData(newId()), options);
}

function openModelStore(data: ModelData, options: ModelStoreOptions): ModelStore {
  const {
    registry,
    clock,
    snapshot,
    turn,
    pick = () => 0,
    newId = uuidv7,
    retention = LOG_RETENTION,
  } = options;
  let closed = false;
  const pause = (step: Step) => turn?.(step);
  const session: Session = {
    data,
    registry,
    clock,
    retention,
    newId,
    pause,
    apart: !snapshot && turn ? { turn: () => turn("apply"), pick } : undefined,
  };

  function assertOpen(): void {
    if (closed) throw unavailable("the store is closed");
  }

  sayWriter(session);
  const indexing = createIndexing({
    clock,
    batch: (scope) => indexScope(session, scope),
    lacking: async () => ({ scopes: lackingScopes(session), next: null }),
  });

  const attempt = async <T>(request: ChangeRequest<T>, built?: string): Promise<Changed<T>> => {
    const changed = await holding(session, async (take) => {
      const { generation } = data;
      const now = clock.now();
      const transaction = createChange(session, { take, now, ...(built !== undefined && { built }) });
      const made = await runChange(transaction, request, { registry, now, changeId: newId() });
      await pause("commit");
      assertSame(data, generation);
      options.onCommit?.(made);
      await commit(data, transaction.edits, generation, session.apart);
      if (data.generation === generation) options.onSettled?.(made);
      if (built !== undefined) data.buildings.delete(built);
      return made;
    });
    await pause("answer");
    return changed;
  };

  const change = async <T>(request: ChangeRequest<T>, built?: string) => {
    assertOpen();
    return indexing.changing(() => attempt(request, built));
  };

  const readOnce = async (queries: readonly StoreQuery[]): Promise<Reading> => {
    if (session.apart) return readApart(session, queries);
    await pause("read");
    return readAtOnce(session, queries);
  };

  const versionsOf = (scopes: readonly string[]) => ({
    epoch: data.epoch,
    versions: new Map(
      scopes.flatMap((scope): [string, number][] => {
        const row = data.scopes.get(scope);
        return row ? [[scope, row.version]] : [];
      }),
    ),
  });

  const readRows = (queries: readonly StoreQuery[]) => indexing.reading(() => readOnce(queries));
  const scan: Scan = async (scope, type) => {
    const row = data.scopes.get(scope);
    if (!row) return null;
    const { version, incarnation } = row;
    const { world } = partsOf(scope);
    const entities = incarnation ? [entitiesOf(registry, registry.byName(type), world, incarnation)] : [];
    return { version, entities };
  };

  return {
    snapshot,
    read: async (queries) => {
      assertOpen();
      const reading = await readWithAggregates(queries, { registry, read: readRows, scan }, clock.now());
      await pause("answer");
      return reading;
    },
    versions: async (scopes, { settled = false } = {}) => {
      assertOpen();
      await pause("read");
      const look = () => versionsOf(scopes);
      const versions = settled ? await whole(session, scopes, look) : look();
      await pause("answer");
      return versions;
    },
    log: async (scope, after, limit) => {
      assertOpen();
      await pause("read");
      const page = await whole(session, [scope], () => pageOfLog(data, scope, after, limit));
      await pause("answer");
      return page;
    },
    change: (request) => change(request),
    beginImport: async (world, { onlyNew = false } = {}) => {
      assertOpen();
      return beginImport(session, (incarnation, built) =>
        change(publication(registry, world, built, onlyNew), incarnation),
      );
    },
    dump: async function* (world, dumpOptions) {
      assertOpen();
      yield* dump(session, world, dumpOptions);
    },
    renewEpoch: async () => {
      assertOpen();
      const epoch = newId();
      return holding(session, async (take) => {
        const { generation } = data;
        await take([...new Set([...data.scopes.keys(), ...data.locks.taken()])].sort());
        assertSame(data, generation);
        data.epoch = epoch;
        return epoch;
      });
    },
    writers: async () => {
      assertOpen();
      await pause("read");
      const writers = toWriters(data.writers.values());
      await pause("answer");
      return writers;
    },
    index: () => indexing.all(),
    sweep: async () => {
      assertOpen();
      sayWriter(session);
      for (const [id, { touchedAt }] of data.buildings)
        if (touchedAt < clock.now() - ABANDONED_MS) data.buildings.delete(id);
      await sweepLists(session);
      return false;
    },
    close: async () => {
      closed = true;
      await indexing.close();
    },
    beside: (other) => openModelStore(data, { ...options, ...other }),
    backup: () => backUp(data),
    restore: (backup) => restore(data, backup),
    damage: damageModel(data, registry),
    trimLog: (scope, after) => {
      const row = data.scopes.get(scope);
      if (row) data.scopes.set(scope, { ...row, log: row.log.filter(({ number }) => number > after) });
    },
  };
}
