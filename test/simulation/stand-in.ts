import type { Entity } from "../../src/entities/define.ts";
import { WORLDS, worldScope } from "../../src/entities/ids.ts";
import { filterSuffix, ownerName } from "../../src/entities/lists.ts";
import { type Place, placesOf } from "../../src/entities/places.ts";
import type { Registry } from "../../src/entities/registry.ts";
import { unavailable } from "../../src/fault.ts";
import { createBuild, publication } from "../../src/store/build.ts";
import type { Head } from "../../src/store/draft.ts";
import { type LogEntry, toLogPage } from "../../src/store/log.ts";
import { queryScope, type ScopeState, type StoreQuery, type StoreValue } from "../../src/store/query.ts";
import { type KeptAnswer, runChange } from "../../src/store/run-change.ts";
import { emptyState, type Sealed } from "../../src/store/seal.ts";
import type { Changed, ChangeRequest, Store } from "../../src/store/store.ts";

type Rows = ReadonlyMap<string, Entity>;
interface Scope {
  version: number;
  settled: number;
  rows: Rows | null;
  state: ScopeState;
  log: LogEntry[];
  answers: Map<string, KeptAnswer>;
  lock: Promise<void> | null;
  waiting: (() => void)[];
  rowWaiting: (() => void)[];
}
export type StoreBackup = ReadonlyMap<string, Pick<Scope, "version" | "rows" | "state" | "log" | "answers">>;

export function createModelStore(options: {
  registry: Registry;
  now: () => number;
  ids: () => string;
  turn: (step: string) => Promise<void> | undefined;
  snapshot: boolean;
  onCommit: (changed: Changed<unknown>, contents?: readonly Entity[]) => void;
  from?: StoreBackup;
}) {
  const { registry, now, ids, turn, snapshot, onCommit } = options;
  const scopes = new Map<string, Scope>();
  let epoch = "epoch 1";
  let epochs = 1;
  let life = 0;
  const kept = Number.POSITIVE_INFINITY;
  const placeCache = new WeakMap<Entity, Place[]>();
  const places = (entity: Entity) => {
    let found = placeCache.get(entity);
    if (!found) placeCache.set(entity, (found = placesOf(registry, entity)));
    return found;
  };
  const scopeOf = (name: string): Scope => {
    let found = scopes.get(name);
    if (!found) {
      found = {
        version: 0,
        settled: 0,
        rows: null,
        state: emptyState(0),
        log: [],
        answers: new Map(),
        lock: null,
        waiting: [],
        rowWaiting: [],
      };
      scopes.set(name, found);
    }
    return found;
  };
  if (options.from) restore(options.from);
  function restore(backup: StoreBackup): void {
    life++;
    const old = [...scopes.values()];
    scopes.clear();
    for (const { waiting, rowWaiting } of old) for (const wake of [...waiting, ...rowWaiting]) wake();
    for (const [name, { version, rows, state, log, answers }] of backup)
      Object.assign(scopeOf(name), {
        version,
        settled: version,
        rows,
        state,
        log: [...log],
        answers: new Map(answers),
      });
  }

  function answer(
    query: StoreQuery,
    rowsOf: (scope: string) => Rows | null,
    stateOf: (scope: string) => ScopeState,
  ): StoreValue {
    const scope = queryScope(query);
    const rows = rowsOf(scope);
    if (query.kind === "entity") return rows?.get(query.id) ?? null;
    if (query.kind === "together")
      return rows ? [...rows.values()].filter(({ __typename }) => __typename === query.type) : [];
    if (query.kind === "state") return rows ? stateOf(scope) : null;
    const list = registry.list(query.coordinate);
    const base = list.base(list.parent ? ownerName(query.owner) : "") + filterSuffix(query.filter);
    const entries: { id: string; sort: string }[] = [];
    const from = query.owner === WORLDS ? [...scopes.keys()].map(rowsOf) : [rows];
    for (const some of from)
      for (const entity of some?.values() ?? [])
        if (entity.__typename === list.entity)
          for (const place of places(entity))
            if (place.list.coordinate === list.coordinate && place.base === base)
              entries.push({ id: entity.id, sort: place.sort });
    entries.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.id < b.id ? -1 : 1));
    return { entries: entries.slice(0, query.limit), more: entries.length > query.limit };
  }

  async function lock(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const scope = scopeOf(name);
      const mine = life;
      while (scope.lock) {
        await new Promise<void>((resolve) => scope.waiting.push(resolve));
        if (mine !== life) throw gone();
      }
      scope.lock = Promise.resolve();
    }
  }
  function unlock(names: readonly string[]): void {
    for (const name of names) {
      const scope = scopeOf(name);
      scope.lock = null;
      for (const wake of scope.waiting.splice(0)) wake();
    }
  }

  async function change<T>(request: ChangeRequest<T>, contents?: readonly Entity[]): Promise<Changed<T>> {
    const names = [...new Set(request.scopes)].sort();
    const mine = life;
    await lock(names);
    try {
      await turn("locked");
      let sealed: Sealed | null = null;
      const kept: [string, KeptAnswer][] = [];
      const rows = new Map<string, Map<string, Entity>>();
      const rowsOf = (name: string) => rows.get(name) ?? scopes.get(name)?.rows ?? null;
      const changed = await runChange<T>(
        {
          lock: async (wanted) =>
            wanted.map((name): Head => {
              const { version, rows: has, state } = scopeOf(name);
              return { scope: name, version, exists: has !== null || name === WORLDS, state };
            }),
          epoch: async () => epoch,
          findAnswer: async (wanted, key) => {
            for (const name of wanted) {
              const found = scopeOf(name).answers.get(key);
              if (found) return found;
            }
            return null;
          },
          read: async (queries) =>
            queries.map((query) => answer(query, rowsOf, (name) => scopeOf(name).state)),
          write: async (what, answered) => {
            sealed = what;
            for (const { scope, begins, ends, replaces } of what.scopes) {
              if (scope === WORLDS) continue;
              const base = begins || ends || replaces ? [] : scopeOf(scope).rows!;
              rows.set(scope, new Map(base));
            }
            for (const one of contents ?? []) {
              const version = scopeOf(names[0] === WORLDS ? names[1]! : names[0]!).version + 1;
              const scope = names.find((name) => name !== WORLDS)!;
              rows.get(scope)!.set(one.id, { ...one, version, born: version });
            }
            for (const { before, after } of what.touched) {
              const id = (after ?? before)!.id;
              const scope = names.find(
                (name) =>
                  name !== WORLDS &&
                  rows.has(name) &&
                  (id === name || id.split(":")[1] === name.split(":")[1]),
              )!;
              if (after) rows.get(scope)!.set(id, after);
              else rows.get(scope)!.delete(id);
            }
            if (answered && request.idempotencyKey)
              for (const { scope } of what.scopes) kept.push([scope, answered]);
          },
          keep: async (wanted, _, answered) => {
            for (const name of wanted) scopeOf(name).answers.set(request.idempotencyKey!, answered);
          },
        },
        request,
        { registry, now: now(), changeId: ids() },
      );
      if (mine !== life) throw gone();
      const done = sealed as Sealed | null;
      if (!done) return changed;
      onCommit(changed, contents);
      for (const [name, answered] of kept) scopeOf(name).answers.set(request.idempotencyKey!, answered);
      for (const { scope, entry } of done.scopes) scopeOf(scope).version = entry.version;
      for (const { scope, entry, state, ends } of done.scopes) {
        const to = scopeOf(scope);
        if (!snapshot) {
          const target = rows.get(scope);
          if (target) {
            const wasRows = to.rows;
            for (const { before, after } of done.touched) {
              const id = (after ?? before)!.id;
              if (!target.has(id) && !wasRows?.has(id)) continue;
              if (ends || !wasRows || contents) continue;
              await turn("row");
              if (mine !== life) throw gone();
              const some = new Map(to.rows ?? []);
              if (after && target.has(id)) some.set(id, after);
              else some.delete(id);
              to.rows = some;
            }
            await turn("row");
            if (mine !== life) throw gone();
          }
        }
        if (scope !== WORLDS) {
          to.rows = ends ? null : rows.get(scope)!.size ? rows.get(scope)! : to.rows;
          to.state = state;
        }
        to.log.push(entry);
        if (to.log.length > kept_()) to.log.splice(0, to.log.length - kept_());
      }
      if (!snapshot) await turn("settle");
      if (mine !== life) throw gone();
      for (const { scope, entry } of done.scopes) {
        const to = scopeOf(scope);
        to.settled = entry.version;
        for (const wake of to.rowWaiting.splice(0)) wake();
      }
      return changed;
    } finally {
      if (mine === life) unlock(names);
    }
  }
  function kept_(): number {
    return kept;
  }
  const gone = () => unavailable("restored");

  const store: Store = {
    provider: snapshot ? "sqlite" : "neo4j",
    snapshot,
    read: async (queries) => {
      await turn("read");
      const names = [...new Set(queries.map(queryScope))];
      const known = names.filter((name) => (scopes.get(name)?.version ?? 0) > 0);
      const before = new Map(known.map((name) => [name, scopeOf(name).version]));
      if (!snapshot)
        for (const name of known)
          while (scopeOf(name).settled < before.get(name)!)
            await new Promise<void>((resolve) => scopeOf(name).rowWaiting.push(resolve));
      const values: StoreValue[] = [];
      for (const query of queries) {
        if (!snapshot) await turn("rows");
        values.push(
          answer(
            query,
            (name) => scopes.get(name)?.rows ?? null,
            (name) => scopeOf(name).state,
          ),
        );
      }
      const versions = new Map(
        known.map((name) => [
          name,
          { before: before.get(name)!, after: snapshot ? before.get(name)! : scopeOf(name).version },
        ]),
      );
      return { values, versions };
    },
    versions: async (wanted, { settled = false } = {}) => {
      const known = wanted.filter((name) => (scopes.get(name)?.version ?? 0) > 0);
      if (settled && !snapshot)
        for (const name of known)
          while (scopeOf(name).settled < scopeOf(name).version)
            await new Promise<void>((resolve) => scopeOf(name).rowWaiting.push(resolve));
      return { epoch, versions: new Map(known.map((name) => [name, scopeOf(name).version])) };
    },
    log: async (name, after, limit) => {
      const scope = scopes.get(name);
      if (!scope || scope.version === 0) return toLogPage(name, after, [], undefined);
      if (!snapshot)
        while (scope.settled < scope.version)
          await new Promise<void>((resolve) => scope.rowWaiting.push(resolve));
      const entries = scope.log.filter(({ version }) => version > after).slice(0, limit);
      const first = entries[0]?.version ?? scope.version + 1;
      return { version: scope.version, entries, complete: after >= scope.version || first === after + 1 };
    },
    change: (request) => change(request),
    beginImport: async (world) => {
      const contents: Entity[] = [];
      const build = createBuild(registry);
      return {
        write: async (entities) => {
          for (const one of entities) {
            build.add(one);
            contents.push(one);
          }
        },
        finish: () => change(publication(registry, world, build.finished(), false), contents),
        abort: async () => {},
      };
    },
    dump: async function* () {},
    renewEpoch: async () => {
      epoch = `epoch ${++epochs}`;
      return epoch;
    },
    index: async () => 0,
    sweep: async () => false,
    close: async () => {},
  };
  void worldScope;
  return {
    store,
    epoch: () => epoch,
    renew: () => {
      epoch = `epoch ${++epochs}`;
    },
    trim: (keep: number) => {
      let hit = false;
      for (const { log } of scopes.values()) {
        if (log.length > keep) hit = true;
        log.splice(0, Math.max(0, log.length - keep));
      }
      return hit;
    },
    backup: (): StoreBackup =>
      new Map(
        [...scopes].map(([name, { version, settled, rows, state, log, answers }]) => {
          if (settled !== version) throw new Error("unsettled");
          return [name, { version, rows, state, log: [...log], answers: new Map(answers) }];
        }),
      ),
    busy: () => [...scopes.values()].some(({ settled, version }) => settled !== version),
    restore,
  };
}
