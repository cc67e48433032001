import neo4j from "neo4j-driver";
import { partsOf, WORLDS, worldScopesAfter } from "../../entities/ids.ts";
import { shelfOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { type IndexTransaction, wholeOnes } from "../index-batch.ts";
import { keepLatest, lackingIndexes } from "../indexed.ts";
import { isUnreadable } from "../unreadable.ts";
import { toWriters } from "../writers.ts";
import type { RunQuery, Transaction } from "./database.ts";
import { listRange, parseEntityKey, parsePlace, placeBounds, placeKey, shelfKey, typeRange } from "./keys.ts";
import { readLog } from "./log.ts";
import { type Properties, toEntity } from "./nodes.ts";
import { createPipeline } from "./pipeline.ts";
import { addPlaces, clearPlaces, removePlaces } from "./places.ts";
import { readEntities } from "./queries.ts";
import { headText, lockAndRead, readHeads, readScopeIds, stateOf } from "./scopes.ts";
import { readWriters } from "./writers.ts";

const SCOPES = 200;

/** Indexing inside a transaction of Neo4j, which the caller began and commits; the scope is locked when this resolves. */
export async function createIndexTransaction(
  { run, write }: Transaction,
  registry: Registry,
  scope: string,
): Promise<IndexTransaction> {
  const head = (await lockAndRead(run, [scope])).get(scope);
  const incarnation = head?.incarnation ?? "";

  /** Worlds' records hang on their own incarnations; whoever changes one locks the list of all worlds too. */
  async function find(ids: readonly string[]) {
    const heads = scope === WORLDS ? await readHeads(run, ids) : new Map([[scope, head!]]);
    return wholeOnes([...(await readEntities(run, registry, heads, ids)).values()]);
  }

  return {
    head: head?.incarnation && !isUnreadable(stateOf(registry, scope, head)) ? head : null,

    log: async (after, limit) => (await readLog(run, scope, after, limit, head?.version)).entries,

    writers: async () => toWriters(await readWriters(run)),

    remove: async (hashes, what) => {
      if (!("limit" in what)) return removePlaces(write, incarnation, what, hashes);
      let gone = 0;
      for (const hash of hashes)
        if (gone < what.limit)
          gone += await clearPlaces(write, listRange(incarnation, hash), what.limit - gone);
      return gone;
    },

    add: async (placed) => {
      const pipeline = createPipeline(write);
      const places = placed.map(({ entity, place }) =>
        placeKey(shelfKey(incarnation, place.shelf), place.sort, partsOf(entity.id).local),
      );
      await addPlaces(pipeline.send, places);
      await pipeline.done();
    },

    page: async (definition, after, limit) => {
      if (scope === WORLDS) {
        const ids = await readScopeIds(run, worldScopesAfter(after), limit);
        return { entities: await find(ids), next: ids.length === limit ? partsOf(ids.at(-1)!).local : null };
      }
      const rows = await run<{ key: string; entity: Properties }>(
        "MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key > $from AND e._key < $to " +
          "RETURN e._key AS key, properties(e) AS entity ORDER BY e._key LIMIT $limit",
        { ...typeRange(incarnation, definition.name, after), limit: neo4j.int(limit) },
      );
      const locals = rows.map(({ key }) => parseEntityKey(key).local);
      const { world } = partsOf(scope);
      const entities = rows.map(({ entity }, index) =>
        toEntity(definition, definition.id(world, locals[index]!), head!.base, entity),
      );
      return { entities: wholeOnes(entities), next: rows.length === limit ? locals.at(-1)! : null };
    },

    find,

    last: async (index) => {
      const shelf = shelfKey(incarnation, shelfOf(index, index.list.base("")));
      const { low, high } = placeBounds(null, true);
      const [row] = await run<{ at: string }>(
        "MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > $from AND p.at < $to " +
          "RETURN p.at AS at ORDER BY at DESC LIMIT 1",
        { from: shelf + low, to: shelf + high },
      );
      if (!row) return null;
      const { sort, local } = parsePlace(row.at);
      const definition = registry.byName(index.list.entity);
      return { id: definition.id(definition.root ? local : partsOf(scope).world, local), sort };
    },

    save: async (indexed, found) => {
      const latest = keepLatest(registry, head!.latest, found, head!.counts);
      await write("MATCH (s:LwScope {id: $scope}) SET s.head = $head", {
        scope,
        head: headText({ ...head!, latest, indexed }),
      });
    },
  };
}

/** Scopes behind `after` whose lists lack something. */
export async function lackingScopes(
  run: RunQuery,
  registry: Registry,
  after: string,
): Promise<{ scopes: string[]; next: string | null }> {
  const ids = await readScopeIds(run, { from: after, to: "x" }, SCOPES);
  const heads = await readHeads(run, ids);
  const scopes = ids.filter((id) => {
    const head = heads.get(id);
    return head?.incarnation && lackingIndexes(registry, id, head).length > 0;
  });
  return { scopes, next: ids.length === SCOPES ? ids.at(-1)! : null };
}
