import { DatabaseSync } from "node:sqlite";
import neo4j from "neo4j-driver";
import type { Entity } from "../../entities/define.ts";
import { partsOf, worldScope } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { unavailable } from "../../fault.ts";
import { dumpOrder } from "../dump-order.ts";
import { touchedBy } from "../log.ts";
import { sameRows } from "../readings.ts";
import { withoutSensitive } from "../sensitive.ts";
import type { DumpOptions } from "../store.ts";
import { isUnreadable, type Unreadable, unreadableState } from "../unreadable.ts";
import type { Database, RunQuery } from "./database.ts";
import { entityRange, parseEntityKey } from "./keys.ts";
import { readLog } from "./log.ts";
import { type Properties, toEntity } from "./nodes.ts";
import { readEntities } from "./queries.ts";
import { lockAndRead, type ScopeHead } from "./scopes.ts";

/** Entities read at once, and given out at once. */
const BATCH = 500;
/** The most that is read again while the world is locked. */
const FEW = 500;
const ATTEMPTS = 5;

/**
 * All entities of a world as they stood at one moment. There are no snapshots, so they are first copied to a
 * temporary file, in their own time; what was changed meanwhile, which the log tells, is copied again, the
 * last of it under the world's lock: that is the moment. A world that was deleted or replaced on the way is
 * begun anew.
 */
export async function* dump(
  database: Database,
  registry: Registry,
  world: string,
  { onUnreadable }: DumpOptions = {},
): AsyncGenerator<readonly Entity[]> {
  const copy = createCopy(registry);
  try {
    for (let attempt = 1; !(await fill(database, registry, worldScope(world), copy)); attempt++) {
      if (attempt === ATTEMPTS) throw unavailable(`${worldScope(world)} is replaced again and again`);
      copy.clear();
    }
    for (const unreadable of copy.unreadable()) {
      if (!onUnreadable) throw unreadable;
      onUnreadable(unreadable);
    }
    yield* copy.batches();
  } finally {
    copy.close();
  }
}

/** Copies the world; false if it was deleted or replaced on the way. */
async function fill(database: Database, registry: Registry, scope: string, copy: Copy): Promise<boolean> {
  const head = await database.look(async ({ begin }) => settledHead(begin().run, scope));
  if (head?.lost) throw unreadableState(scope);
  if (!head?.incarnation) return true;
  const range = entityRange(head.incarnation);
  for (let from = range.from; ; ) {
    const rows = await database.look(({ run }) =>
      run<{ key: string; entity: Properties }>(
        "MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key > $from AND e._key < $to " +
          "RETURN e._key AS key, properties(e) AS entity ORDER BY key LIMIT $limit",
        { from, to: range.to, limit: neo4j.int(BATCH) },
      ),
    );
    for (const { key, entity } of rows) {
      const { type, local } = parseEntityKey(key);
      const definition = registry.byName(type);
      const id = definition.id(partsOf(scope).world, local);
      copy.put(id, toEntity(definition, id, head.base, entity));
    }
    if (rows.length < BATCH) break;
    from = rows.at(-1)!.key;
  }
  return catchUp(database, registry, scope, copy, head);
}

async function catchUp(
  database: Database,
  registry: Registry,
  scope: string,
  copy: Copy,
  start: ScopeHead,
): Promise<boolean> {
  for (let version = start.version; ; ) {
    const step = await database.look(async ({ begin }) => {
      const { run } = begin();
      const head = await settledHead(run, scope);
      if (!head || !sameRows(head, start)) return null;
      const { entries, complete } = await readLog(run, scope, version, BATCH, head.version);
      if (!complete) return null;
      const ids = new Set(entries.flatMap((entry) => touchedBy(entry).map(({ id }) => id)));
      const reached = entries.at(-1)?.version ?? version;
      const last = reached === head.version && ids.size <= FEW;
      // Read under the lock these are of the moment; otherwise another round comes, and it is released first.
      const images = last ? await readEntities(run, registry, new Map([[scope, head]]), ids) : null;
      return { ids, reached, images };
    });
    if (!step) return false;
    const images = step.images ?? (await readLoosely(database, registry, scope, start, step.ids));
    for (const id of step.ids) {
      const image = images.get(id);
      if (image) copy.put(id, image);
      else copy.remove(id);
    }
    if (step.images) return true;
    version = step.reached;
  }
}

/** Entities without a lock, a batch at a time; what changes on the way is in the log of the next round. */
async function readLoosely(
  database: Database,
  registry: Registry,
  scope: string,
  head: ScopeHead,
  ids: ReadonlySet<string>,
): Promise<Map<string, Entity | Unreadable>> {
  const found = new Map<string, Entity | Unreadable>();
  const wanted = [...ids];
  for (let start = 0; start < wanted.length; start += BATCH) {
    const batch = wanted.slice(start, start + BATCH);
    const images = await database.look(({ run }) =>
      readEntities(run, registry, new Map([[scope, head]]), batch),
    );
    for (const [id, image] of images) found.set(id, image);
  }
  return found;
}

async function settledHead(run: RunQuery, scope: string): Promise<ScopeHead | undefined> {
  return (await lockAndRead(run, [scope])).get(scope);
}

/** Entities by id in a file that is removed with it, given out type by type in their order. */
interface Copy {
  put(id: string, entity: Entity | Unreadable): void;
  remove(id: string): void;
  /** What was put there last and can't be read. */
  unreadable(): Iterable<Unreadable>;
  clear(): void;
  batches(): Iterable<readonly Entity[]>;
  close(): void;
}

function createCopy(registry: Registry): Copy {
  // An empty name is a database of this connection's own, which spills to a file that is deleted with it.
  const db = new DatabaseSync("");
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192");
  db.exec("CREATE TABLE copy (id TEXT PRIMARY KEY, type INTEGER, sort TEXT, local TEXT, entity TEXT)");
  db.exec("BEGIN");
  const put = db.prepare("INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?, ?)");
  const remove = db.prepare("DELETE FROM copy WHERE id = ?");
  const names = registry.definitions.map(({ name }) => name);
  const broken = new Map<string, Unreadable>();
  return {
    put: (id, entity) => {
      if (isUnreadable(entity)) {
        remove.run(id);
        return void broken.set(id, entity);
      }
      broken.delete(id);
      const definition = registry.byName(entity.__typename);
      put.run(
        entity.id,
        names.indexOf(definition.name),
        dumpOrder(registry, definition, entity),
        partsOf(entity.id).local,
        JSON.stringify(withoutSensitive(registry, entity)),
      );
    },
    remove: (id) => {
      broken.delete(id);
      remove.run(id);
    },
    unreadable: () => broken.values(),
    clear: () => {
      broken.clear();
      db.exec("DELETE FROM copy");
    },
    batches: function* () {
      let batch: Entity[] = [];
      let last = -1;
      for (const row of db.prepare("SELECT type, entity FROM copy ORDER BY type, sort, local").iterate()) {
        const { type, entity } = row as { type: number; entity: string };
        if (batch.length === BATCH || (type !== last && batch.length > 0)) {
          yield batch;
          batch = [];
        }
        last = type;
        batch.push(JSON.parse(entity) as Entity);
      }
      if (batch.length > 0) yield batch;
    },
    close: () => db.close(),
  };
}
