import neo4j from "neo4j-driver";
import type { Entity } from "../../entities/define.ts";
import { partsOf, scopeOf } from "../../entities/ids.ts";
import type { ListScan } from "../../entities/list-indexes.ts";
import { listBase, pinnedShelf } from "../../entities/lists.ts";
import { shelfOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { askForCopies, copiedIds, withCopies } from "../copies.ts";
import { isRight, type NotIndexed, whyNotAnswered } from "../indexed.ts";
import {
  EMPTY_LIST,
  isEntityQuery,
  type ListQuery,
  type ListReading,
  queryScope,
  type StoreQuery,
  type StoreValue,
} from "../query.ts";
import { asAsked, withoutSensitive } from "../sensitive.ts";
import { Unreadable, unreadableState } from "../unreadable.ts";
import type { RunQuery } from "./database.ts";
import { entityKey, parseEntityKey, parsePlace, placeBounds, shelfKey, typeKey } from "./keys.ts";
import { type Properties, toEntity } from "./nodes.ts";
import { type Heads, stateOf } from "./scopes.ts";

/**
 * Answers queries from the rows of the incarnations that `heads` names: one statement for all entities, one
 * for all types that are read together, and one for the lists of each page size and direction. An error stands
 * in the place of what can't be had.
 */
export async function runQueries(
  run: RunQuery,
  registry: Registry,
  heads: Heads,
  queries: readonly StoreQuery[],
): Promise<(StoreValue | Unreadable | NotIndexed)[]> {
  const ids = new Set(queries.flatMap((query) => (isEntityQuery(query) ? [query.id] : [])));
  const together = queries.filter((query) => query.kind === "together");
  const wanted = queries.filter((query) => query.kind === "list");
  const refused = new Map(wanted.flatMap((query) => refusalOf(registry, heads, query)));
  const lists = wanted.filter((query) => !refused.has(query));
  // All are sent before the first is waited for.
  const [entities, groups, pages] = await Promise.all([
    readEntities(run, registry, heads, ids),
    readTogether(run, registry, heads, together),
    readLists(run, registry, heads, lists),
  ]);
  const answers = queries.map((query) => {
    const scope = queryScope(query);
    const head = heads.get(scope);
    // Which rows are the scope's isn't known, so that nobody knows what is there and what isn't.
    if (head?.lost)
      return isEntityQuery(query) && registry.ofId(query.id)
        ? new Unreadable(query.id, registry.ofId(query.id)!.name)
        : unreadableState(scope);
    if (isEntityQuery(query)) return asAsked(registry, query, entities.get(query.id) ?? null);
    if (query.kind === "together")
      return (groups.get(query) ?? []).map((one) => withoutSensitive(registry, one));
    if (query.kind === "list") return refused.get(query) ?? pages.get(query) ?? EMPTY_LIST;
    return head && head.incarnation !== null ? stateOf(registry, scope, head) : null;
  });
  if (!askForCopies(registry, queries)) return answers;
  return withCopies(
    registry,
    answers,
    await readEntities(run, registry, heads, copiedIds(registry, answers)),
  );
}

function refusalOf(
  registry: Registry,
  heads: Heads,
  query: ListQuery,
): [ListQuery, NotIndexed | Unreadable][] {
  const scope = queryScope(query);
  const head = heads.get(scope);
  const list = registry.list(query.coordinate);
  if (!head?.incarnation || isRight(head.indexed, scanOf(registry, query).index.hash, head.version))
    return [];
  return [[query, whyNotAnswered(scope, list, stateOf(registry, scope, head))]];
}

/** The entities that are there, by id. */
export async function readEntities(
  run: RunQuery,
  registry: Registry,
  heads: Heads,
  ids: Iterable<string>,
): Promise<Map<string, Entity | Unreadable>> {
  const wanted = new Map(
    [...ids].flatMap((id): [string, string][] => {
      const incarnation = heads.get(scopeOf(id))?.incarnation;
      return incarnation && registry.ofId(id) ? [[entityKey(registry, incarnation, id), id]] : [];
    }),
  );
  if (wanted.size === 0) return new Map();
  const rows = await run<{ key: string; entity: Properties }>(
    "UNWIND $keys AS key MATCH (e:LwEntity {_key: key}) RETURN key, properties(e) AS entity",
    { keys: [...wanted.keys()] },
  );
  return new Map(
    rows.map(({ key, entity }) => {
      const id = wanted.get(key)!;
      return [id, toEntity(registry.ofId(id)!, id, heads.get(scopeOf(id))!.base, entity)];
    }),
  );
}

type TogetherQuery = StoreQuery & { kind: "together" };

async function readTogether(
  run: RunQuery,
  registry: Registry,
  heads: Heads,
  queries: readonly TogetherQuery[],
): Promise<Map<TogetherQuery, (Entity | Unreadable)[]>> {
  const wanted = queries.flatMap((query, n) => {
    const incarnation = heads.get(query.scope)?.incarnation;
    return incarnation ? [{ n: neo4j.int(n), prefix: typeKey(incarnation, query.type) }] : [];
  });
  if (wanted.length === 0) return new Map();
  const rows = await run<{ n: number; key: string; entity: Properties }>(
    "UNWIND $wanted AS wanted MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key STARTS WITH wanted.prefix " +
      "RETURN wanted.n AS n, e._key AS key, properties(e) AS entity ORDER BY e._key",
    { wanted },
  );
  const found = new Map<TogetherQuery, (Entity | Unreadable)[]>(queries.map((query) => [query, []]));
  for (const { n, key, entity } of rows) {
    const query = queries[n]!;
    const definition = registry.byName(query.type);
    const id = definition.id(partsOf(query.scope).world, parseEntityKey(key).local);
    found.get(query)!.push(toEntity(definition, id, heads.get(query.scope)!.base, entity));
  }
  return found;
}

async function readLists(
  run: RunQuery,
  registry: Registry,
  heads: Heads,
  queries: readonly ListQuery[],
): Promise<Map<ListQuery, ListReading>> {
  const found = new Map<ListQuery, ListReading>();
  const batches = Map.groupBy(
    queries.filter((query) => heads.get(queryScope(query))?.incarnation),
    (query) => `${isLoose(registry, query)} ${scanOf(registry, query).descending} ${query.limit}`,
  );
  const readings = [...batches.values()].map(async (batch) => {
    const { limit } = batch[0]!;
    const { descending } = scanOf(registry, batch[0]!);
    const rows = await run<ListRow & { n: number }>(listStatement(isLoose(registry, batch[0]!), descending), {
      lists: batch.map((query, n) => ({ n: neo4j.int(n), ...whereabouts(registry, heads, query) })),
      limit: neo4j.int(limit + 1),
    });
    // An owner that isn't there has no row.
    for (const { n, ...row } of rows) found.set(batch[n]!, toReading(registry, batch[n]!, row));
  });
  await Promise.all(readings);
  return found;
}

/** Where in the index of places a list's page lies; a loose one's shelf ends with its owner's birth. */
function whereabouts(registry: Registry, heads: Heads, query: ListQuery) {
  const list = registry.list(query.coordinate);
  const incarnation = heads.get(queryScope(query))!.incarnation!;
  const { index, descending } = scanOf(registry, query);
  const bounds = placeBounds(query.after, descending);
  const shelf = shelfOf(index, listBase(list, query.owner, query.filter));
  if (isLoose(registry, query))
    return {
      ...bounds,
      owner: entityKey(registry, incarnation, query.owner),
      shelf: shelfKey(incarnation, pinnedShelf(shelf, 0).slice(0, -1)),
    };
  return { ...bounds, shelf: shelfKey(incarnation, shelf) };
}

/** The owner of a loose list is read as it is in this very moment: another one has another timeline. */
function listStatement(loose: boolean, descending: boolean): string {
  return (
    "UNWIND $lists AS list " +
    (loose
      ? "MATCH (o:LwEntity {_key: list.owner}) WITH list, list.shelf + toString(o.born) AS shelf "
      : "WITH list, list.shelf AS shelf ") +
    "WITH list.n AS n, shelf, shelf + list.low AS low, shelf + list.high AS high " +
    "CALL { WITH low, high MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > low AND p.at < high " +
    `WITH p.at AS at ORDER BY at ${descending ? "DESC" : "ASC"} LIMIT $limit RETURN collect(at) AS places } ` +
    "OPTIONAL MATCH (s:LwShelf {at: shelf}) RETURN n, places, coalesce(s.entries, 0) AS total"
  );
}

interface ListRow {
  /** The page's, and one more if there is one. */
  readonly places: readonly string[];
  readonly total: number;
}

function toReading(registry: Registry, query: ListQuery, { places, total }: ListRow): ListReading {
  const definition = registry.byName(registry.list(query.coordinate).entity);
  const { world } = partsOf(query.owner);
  const entries = places.slice(0, query.limit).map((at) => {
    const { sort, local } = parsePlace(at);
    return { id: definition.id(definition.root ? local : world, local), sort };
  });
  return { entries, more: places.length > query.limit, total };
}

function scanOf(registry: Registry, { coordinate, order }: ListQuery): ListScan {
  return registry.scanOf(registry.list(coordinate), order);
}

function isLoose(registry: Registry, { coordinate }: ListQuery): boolean {
  const { parent, entity } = registry.list(coordinate);
  return parent !== null && registry.byName(entity).fields[parent]!.reference!.loose;
}
