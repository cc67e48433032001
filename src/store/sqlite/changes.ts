import { setImmediate as nextTurn } from "node:timers/promises";
import { partsOf, scopeOf, WORLDS } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import type { Head, Touched } from "../draft-images.ts";
import { indexedAfter, NOT_INDEXED, withoutStrangers } from "../indexed.ts";
import { type LogRetention, logNameOf } from "../log.ts";
import { emptyState } from "../next-state.ts";
import type { PreparedChange, PreparedCommit } from "../prepare-commits.ts";
import type { ChangeTransaction } from "../run-change.ts";
import { findAnswer, keepAnswer } from "./answers.ts";
import type { SqliteConnection } from "./database.ts";
import { addPlace, removePlaces } from "./places.ts";
import { createQueries, listsText, type ScopeRow, scopeTexts, toData } from "./queries.ts";
import { readEpoch } from "./schema.ts";
import { trimOldest } from "./trim.ts";

const LOG = { table: "log", number: "version" } as const;

/** A change inside SQLite's write transaction, which the caller began and commits. */
export function createTransaction(
  connection: SqliteConnection,
  registry: Registry,
  options: { now: number; retention: LogRetention; built?: number },
): ChangeTransaction {
  const queries = createQueries(connection, registry);
  const rows = new Map<string, ScopeRow | undefined>();

  return {
    lock: async (scopes) =>
      scopes.map((scope): Head => {
        const row = queries.scope(scope);
        rows.set(scope, row);
        const version = row?.version ?? 0;
        return { scope, version, exists: !!row?.incarnation, state: row?.state ?? emptyState(version) };
      }),

    epoch: async () => readEpoch(connection),

    findAnswer: async (scopes, idempotencyKey) => findAnswer(connection, scopes, idempotencyKey),

    keep: async (scopes, idempotencyKey, answer) => {
      for (const scope of scopes) keepAnswer(connection, scope, idempotencyKey, answer, options);
    },

    read: async (wanted) => queries.run(wanted),

    write: async (prepared, answer) => {
      const kept = answer ? JSON.stringify(answer) : null;
      const incarnations = new Map<string, number>();
      for (const scope of prepared.scopes)
        incarnations.set(
          scope.scope,
          writeScope(connection, registry, scope, rows.get(scope.scope), options),
        );
      const ending = new Set(prepared.scopes.filter(({ ends }) => ends).map(({ scope }) => scope));
      await inTurns(prepared.touched, (change) => {
        if (!ending.has(homeOf(change))) writeEntity(connection, incarnations.get(homeOf(change))!, change);
      });
      for (const { scope, local, lists } of prepared.lost)
        if (!ending.has(scope)) await removePlaces(connection, incarnations.get(scope)!, [local], lists);
      await writePlaces(connection, prepared, incarnations, ending);
      if (prepared.touched.some(({ definition }) => definition.root) && !incarnations.has(WORLDS))
        forgetStrangers(connection, registry, queries.scope(WORLDS)!);
      for (const { scope, entry } of prepared.scopes) {
        connection.run(
          "INSERT INTO log (scope, version, change_id, at, entry, answer) VALUES (?, ?, ?, ?, ?, ?)",
          scope,
          entry.version,
          logNameOf(entry),
          options.now,
          JSON.stringify(entry),
          kept,
        );
        trimOldest(connection, LOG, scope, entry.version, options);
      }
    },
  };
}

/** Rows that are written before others in this process get their turn. */
const TURN = 1_000;

async function inTurns<T>(items: readonly T[], write: (item: T) => unknown): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % TURN === TURN - 1) await nextTurn();
    write(item);
  }
}

function homeOf({ before, after }: Touched): string {
  return scopeOf((after ?? before)!.id);
}

/** Writes a scope's row and returns the incarnation that the change's rows hang on. */
function writeScope(
  connection: SqliteConnection,
  registry: Registry,
  prepared: PreparedCommit,
  row: ScopeRow | undefined,
  { now, built }: { now: number; built?: number },
): number {
  const { scope, entry, state, begins, replaces, ends } = prepared;
  let incarnation = row?.incarnation ?? null;
  if ((ends || replaces) && incarnation !== null)
    connection.run(
      "UPDATE incarnation SET status = 'retired', touched_at = ? WHERE id = ?",
      now,
      incarnation,
    );
  if (replaces) {
    incarnation = built ?? null;
    const alive = connection.run(
      "UPDATE incarnation SET status = 'current', base = ?, touched_at = ? WHERE id = ? AND status = 'building'",
      entry.version,
      now,
      incarnation,
    );
    if (!alive) throw conflict("the import was silent for too long and was given up");
  }
  if (begins) {
    connection.run(
      "INSERT INTO incarnation (scope, base, status, touched_at) VALUES (?, ?, 'current', ?)",
      scope,
      entry.version,
      now,
    );
    incarnation = connection.get<{ id: number }>("SELECT last_insert_rowid() AS id")!.id;
  }
  if (incarnation === null) throw new Error(`${scope} has no incarnation to write to`);
  const anew = begins || replaces;
  const texts = scopeTexts(
    registry,
    {
      incarnation,
      latest: anew || ends ? {} : row!.latest,
      indexed: indexedAfter(registry, scope, row?.indexed ?? NOT_INDEXED, { version: entry.version, anew }),
    },
    state,
  );
  connection.run(
    "INSERT INTO scope (id, version, incarnation, state, lists) VALUES (?1, ?2, ?3, ?4, ?5) " +
      "ON CONFLICT (id) DO UPDATE SET version = ?2, incarnation = ?3, state = ?4, lists = ?5",
    scope,
    entry.version,
    ends ? null : incarnation,
    texts.state,
    texts.lists,
  );
  return incarnation;
}

/** The record of a world was changed, and the list of all worlds, whose log tells nothing of it, wasn't. */
function forgetStrangers(connection: SqliteConnection, registry: Registry, row: ScopeRow): void {
  const indexed = withoutStrangers(registry, row.indexed);
  if (!indexed) return;
  connection.run("UPDATE scope SET lists = ? WHERE id = ?", listsText({ ...row, indexed }), WORLDS);
}

function writeEntity(
  connection: SqliteConnection,
  incarnation: number,
  { definition, before, after }: Touched,
): void {
  const { local } = partsOf((after ?? before)!.id);
  if (!after)
    connection.run(
      "DELETE FROM entity WHERE incarnation = ? AND type = ? AND id = ?",
      incarnation,
      definition.name,
      local,
    );
  else
    connection.run(
      "INSERT INTO entity (incarnation, type, id, version, born, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6) " +
        "ON CONFLICT (incarnation, type, id) DO UPDATE SET version = ?4, born = ?5, data = ?6",
      incarnation,
      definition.name,
      local,
      after.version,
      after.born,
      toData(definition, after),
    );
}

async function writePlaces(
  connection: SqliteConnection,
  { left, entered }: PreparedChange,
  incarnations: ReadonlyMap<string, number>,
  ending: ReadonlySet<string>,
): Promise<void> {
  await inTurns(left, ({ entity, place }) => {
    if (!ending.has(place.scope))
      connection.run(
        "DELETE FROM place WHERE incarnation = ? AND shelf = ? AND sort = ? AND id = ?",
        incarnations.get(place.scope)!,
        place.shelf,
        place.sort,
        partsOf(entity.id).local,
      );
  });
  await inTurns(entered, ({ entity, place }) =>
    addPlace(connection, incarnations.get(place.scope)!, [place.shelf, place.sort, partsOf(entity.id).local]),
  );
}
