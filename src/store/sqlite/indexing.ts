import { setImmediate as nextTurn } from "node:timers/promises";
import type { Entity } from "../../entities/define.ts";
import { partsOf, WORLDS, worldScopesAfter } from "../../entities/ids.ts";
import { shelfOf, shelfRange } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { type IndexTransaction, wholeOnes } from "../index-batch.ts";
import { lackingIndexes } from "../indexed.ts";
import { toLogPage } from "../log.ts";
import type { Position } from "../query.ts";
import { isUnreadable, type Unreadable } from "../unreadable.ts";
import { toWriters } from "../writers.ts";
import type { SqliteConnection } from "./database.ts";
import { readEntries } from "./log.ts";
import { addPlace, clearShelves, removePlaces } from "./places.ts";
import { createQueries, type EntityRow, scopeTexts, toEntity } from "./queries.ts";
import { readWriters } from "./writers.ts";

/** Places written before others in this process get their turn. */
const TURN = 200;
const SCOPES = 200;

/** Indexing inside SQLite's write transaction, which the caller began and commits. */
export function createIndexTransaction(
  connection: SqliteConnection,
  registry: Registry,
  scope: string,
): IndexTransaction {
  const queries = createQueries(connection, registry);
  const row = queries.scope(scope);
  const incarnation = row?.incarnation ?? 0;
  const counts = row?.incarnation && !isUnreadable(row.state) ? row.state.counts : null;
  const find = (ids: readonly string[]) =>
    wholeOnes(queries.run(ids.map((id) => ({ kind: "entity", id }))) as (Entity | Unreadable | null)[]);

  return {
    head: counts && { version: row!.version, indexed: row!.indexed, counts },

    log: async (after, limit) =>
      toLogPage(scope, after, readEntries(connection, scope, after, limit), row?.version).entries,

    writers: async () => toWriters(readWriters(connection)),

    remove: async (hashes, what) => {
      if (!("limit" in what)) return removePlaces(connection, incarnation, what, hashes);
      let gone = 0;
      for (const hash of hashes)
        gone += clearShelves(connection, incarnation, shelfRange(hash), what.limit - gone);
      return gone;
    },

    add: async (placed) => {
      for (const [index, { entity, place }] of placed.entries()) {
        if (index % TURN === TURN - 1) await nextTurn();
        addPlace(connection, incarnation, [place.shelf, place.sort, partsOf(entity.id).local]);
      }
    },

    page: async (definition, after, limit) => {
      if (scope === WORLDS) {
        const { from, to } = worldScopesAfter(after);
        const worlds = connection.all<{ id: string }>(
          "SELECT id FROM scope WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
          from,
          to,
          limit,
        );
        const last = worlds.length === limit ? partsOf(worlds.at(-1)!.id).local : null;
        return { entities: find(worlds.map(({ id }) => id)), next: last };
      }
      const rows = connection.all<EntityRow>(
        "SELECT id, version, born, data FROM entity WHERE incarnation = ? AND type = ? AND id > ? ORDER BY id LIMIT ?",
        incarnation,
        definition.name,
        after,
        limit,
      );
      const { world } = partsOf(scope);
      return {
        entities: wholeOnes(rows.map((one) => toEntity(definition, world, row!.base, one))),
        next: rows.length === limit ? rows.at(-1)!.id : null,
      };
    },

    find: async (ids) => find(ids),

    last: async (index) => {
      const place = connection.get<Position>(
        "SELECT id, sort FROM place WHERE incarnation = ? AND shelf = ? ORDER BY sort DESC, id DESC LIMIT 1",
        incarnation,
        shelfOf(index, index.list.base("")),
      );
      const definition = registry.byName(index.list.entity);
      return place
        ? { id: definition.id(definition.root ? place.id : partsOf(scope).world, place.id), sort: place.sort }
        : null;
    },

    save: async (indexed, latest) => {
      const { state, lists } = scopeTexts(registry, { ...row!, indexed }, { counts: counts!, latest });
      connection.run("UPDATE scope SET state = ?, lists = ? WHERE id = ?", state, lists, scope);
    },
  };
}

/** Scopes behind `after` whose lists lack something. */
export function lackingScopes(
  connection: SqliteConnection,
  registry: Registry,
  after: string,
): { scopes: string[]; next: string | null } {
  const queries = createQueries(connection, registry);
  const ids = connection
    .all<{ id: string }>("SELECT id FROM scope WHERE id > ? ORDER BY id LIMIT ?", after, SCOPES)
    .map(({ id }) => id);
  const scopes = ids.filter((id) => {
    const row = queries.scope(id);
    return row?.incarnation && lackingIndexes(registry, id, row).length > 0;
  });
  return { scopes, next: ids.length === SCOPES ? ids.at(-1)! : null };
}
