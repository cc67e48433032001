import { contentOf } from "../../entities/content.ts";
import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { partsOf, worldScope } from "../../entities/ids.ts";
import { isNumber } from "../../entities/kinds.ts";
import type { ListIndex } from "../../entities/list-indexes.ts";
import { listBase, pinnedShelf } from "../../entities/lists.ts";
import { shelfOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { askForCopies, copiedIds, withCopies } from "../copies.ts";
import {
  decodeIndexed,
  type Indexed,
  isRight,
  type KeptLatest,
  keepLatest,
  latestOf,
  NOT_INDEXED,
  type NotIndexed,
  whyNotAnswered,
} from "../indexed.ts";
import { emptyState } from "../next-state.ts";
import {
  EMPTY_LIST,
  isEntityQuery,
  type ListQuery,
  type ListReading,
  queryScope,
  type ScopeState,
  type StoreQuery,
  type StoreValue,
} from "../query.ts";
import { decodeState } from "../scope-state.ts";
import { asAsked, withoutSensitive } from "../sensitive.ts";
import { decodeEntity, isUnreadable, parseObject, type Unreadable } from "../unreadable.ts";
import type { SqliteConnection } from "./database.ts";
import { countShelf } from "./places.ts";

/** Answers queries on one connection, whose transaction decides what moment they see. */
export interface Queries {
  /** An error in the place of what can't be had. */
  run(queries: readonly StoreQuery[]): (StoreValue | Unreadable | NotIndexed)[];
  scope(id: string): ScopeRow | undefined;
}

export interface ScopeRow {
  readonly version: number;
  readonly incarnation: number | null;
  /** What row version 0 stands for. */
  readonly base: number;
  readonly state: ScopeState | Unreadable;
  readonly indexed: Indexed;
  /** The latest entries as they are kept, whoever's definitions they are of. */
  readonly latest: KeptLatest;
}

export interface EntityRow {
  id: string;
  version: number;
  born: number;
  data: string;
}

export function createQueries(connection: SqliteConnection, registry: Registry): Queries {
  return {
    run: (queries) => {
      const scopes = new Map<string, ScopeRow | undefined>();
      const row = (scope: string) => {
        if (!scopes.has(scope)) scopes.set(scope, readScope(connection, registry, scope));
        return scopes.get(scope);
      };
      const entities = readEntities(connection, registry, queries, row);
      const answers = queries.map((query) => {
        if (isEntityQuery(query)) return asAsked(registry, query, entities.get(query.id) ?? null);
        const scope = row(queryScope(query));
        if (query.kind === "state") return scope?.incarnation ? scope.state : null;
        if (query.kind === "together")
          return scope?.incarnation
            ? readTogether(connection, registry.byName(query.type), query.scope, scope).map((one) =>
                withoutSensitive(registry, one),
              )
            : [];
        return scope?.incarnation ? readList(connection, registry, query, scope) : EMPTY_LIST;
      });
      if (!askForCopies(registry, queries)) return answers;
      const copied = [...copiedIds(registry, answers)].map((id) => ({ kind: "entity", id }) as const);
      return withCopies(registry, answers, readEntities(connection, registry, copied, row));
    },
    scope: (id) => readScope(connection, registry, id),
  };
}

function readScope(connection: SqliteConnection, registry: Registry, id: string): ScopeRow | undefined {
  const row = connection.get<{
    version: number;
    incarnation: number | null;
    base: number | null;
    state: string;
    lists: string | null;
  }>(
    "SELECT s.version, s.incarnation, i.base, s.state, s.lists FROM scope s LEFT JOIN incarnation i ON i.id = s.incarnation WHERE s.id = ?",
    id,
  );
  if (!row) return undefined;
  const { version, incarnation } = row;
  if (!incarnation)
    return { version, incarnation, base: 0, state: emptyState(version), indexed: NOT_INDEXED, latest: {} };
  const { of, ...said } = parseIndexed(row.lists);
  // A program that doesn't know of this has put another incarnation there.
  const indexed = of === incarnation ? said : NOT_INDEXED;
  const kept = decodeState(id, { ...parseObject(row.state), version });
  const base = row.base ?? 0;
  if (isUnreadable(kept)) return { version, incarnation, base, state: kept, indexed, latest: {} };
  const latest: KeptLatest = kept.latest;
  const state = { ...kept, latest: latestOf(registry, { kept: latest, indexed, version }) };
  return { version, incarnation, base, state, indexed, latest };
}

/** What a scope's row says of its lists, and of which incarnation it says so. */
export function parseIndexed(lists: string | null): Indexed & { readonly of: number | null } {
  const { of, ...kept } = parseObject(lists) ?? {};
  return { of: isNumber(of) ? (of as number) : null, ...decodeIndexed(kept) };
}

/** The texts in a scope's row; `row`: what it was before, as far as it lasts. */
export function scopeTexts(
  registry: Registry,
  row: Pick<ScopeRow, "incarnation" | "indexed" | "latest">,
  state: { readonly counts: ScopeState["counts"]; readonly latest: Parameters<typeof keepLatest>[2] },
): { state: string; lists: string } {
  const latest = keepLatest(registry, row.latest, state.latest, state.counts);
  return { state: JSON.stringify({ counts: state.counts, latest }), lists: listsText(row) };
}

export function listsText({ incarnation, indexed }: Pick<ScopeRow, "incarnation" | "indexed">): string {
  return JSON.stringify({ of: incarnation, ...indexed });
}

/** All single entities of a batch: one statement for each scope and type, however many there are. */
function readEntities(
  connection: SqliteConnection,
  registry: Registry,
  queries: readonly StoreQuery[],
  row: (scope: string) => ScopeRow | undefined,
): Map<string, Entity | Unreadable> {
  const groups = new Map<string, { definition: EntityDefinition; world: string; locals: Set<string> }>();
  for (const query of queries) {
    if (!isEntityQuery(query)) continue;
    const definition = registry.ofId(query.id);
    if (!definition) continue;
    const { world, local } = partsOf(query.id);
    const name = `${world} ${definition.name}`;
    const group = groups.get(name) ?? { definition, world, locals: new Set() };
    groups.set(name, group);
    group.locals.add(local);
  }
  const found = new Map<string, Entity | Unreadable>();
  for (const { definition, world, locals } of groups.values()) {
    const scope = row(worldScope(world));
    if (!scope?.incarnation) continue;
    // CROSS JOIN keeps the order: SQLite, which takes json_each for long, would look through the entities.
    const rows = connection.all<EntityRow>(
      "SELECT e.id, e.version, e.born, e.data FROM json_each(?) wanted " +
        "CROSS JOIN entity e ON e.incarnation = ? AND e.type = ? AND e.id = wanted.value",
      JSON.stringify([...locals]),
      scope.incarnation,
      definition.name,
    );
    for (const one of rows)
      found.set(idOf(definition, world, one), toEntity(definition, world, scope.base, one));
  }
  return found;
}

function readTogether(
  connection: SqliteConnection,
  definition: EntityDefinition,
  scope: string,
  row: ScopeRow,
): (Entity | Unreadable)[] {
  const rows = connection.all<EntityRow>(
    "SELECT id, version, born, data FROM entity WHERE incarnation = ? AND type = ? ORDER BY id",
    row.incarnation,
    definition.name,
  );
  return rows.map((one) => toEntity(definition, partsOf(scope).world, row.base, one));
}

function readList(
  connection: SqliteConnection,
  registry: Registry,
  query: ListQuery,
  scope: ScopeRow,
): ListReading | Unreadable | NotIndexed {
  const list = registry.list(query.coordinate);
  const definition = registry.byName(list.entity);
  const { index, descending } = registry.scanOf(list, query.order);
  if (!isRight(scope.indexed, index.hash, scope.version))
    return whyNotAnswered(queryScope(query), list, scope.state);
  const shelf = findShelf(connection, registry, query, index, scope);
  if (shelf === null) return EMPTY_LIST;
  const order = descending ? "DESC" : "ASC";
  const compare = descending ? "<" : ">";
  const after = query.after;
  const rows = connection.all<{ sort: string; id: string }>(
    `SELECT sort, id FROM place WHERE incarnation = ? AND shelf = ? ${after ? `AND (sort, id) ${compare} (?, ?)` : ""} ` +
      `ORDER BY sort ${order}, id ${order} LIMIT ?`,
    scope.incarnation,
    shelf,
    ...(after ? [after.sort, partsOf(after.id).local] : []),
    query.limit + 1,
  );
  const world = partsOf(query.owner).world;
  const entries = rows
    .slice(0, query.limit)
    .map(({ sort, id }) => ({ id: definition.id(definition.root ? id : world, id), sort }));
  return {
    entries,
    more: rows.length > query.limit,
    total: countShelf(connection, scope.incarnation!, shelf),
  };
}

/** The shelf of a list; a loosely referring one is that of the owner that is there in this very moment. */
function findShelf(
  connection: SqliteConnection,
  registry: Registry,
  query: ListQuery,
  index: ListIndex,
  scope: ScopeRow,
): string | null {
  const { list } = index;
  const base = shelfOf(index, listBase(list, query.owner, query.filter));
  if (!list.parent) return base;
  if (!registry.byName(list.entity).fields[list.parent]!.reference!.loose) return base;
  const owner = connection.get<{ born: number }>(
    "SELECT born FROM entity WHERE incarnation = ? AND type = ? AND id = ?",
    scope.incarnation,
    registry.ofId(query.owner)!.name,
    partsOf(query.owner).local,
  );
  return owner ? pinnedShelf(base, owner.born) : null;
}

/** A row as an entity, if it can be read. */
export function toEntity(
  definition: EntityDefinition,
  world: string,
  base: number,
  row: EntityRow,
): Entity | Unreadable {
  const { version, born } = row;
  const own = { version: version || base, born };
  return decodeEntity(definition, idOf(definition, world, row), parseObject(row.data) ?? null, own);
}

function idOf(definition: EntityDefinition, world: string, { id }: EntityRow): string {
  return definition.id(definition.root ? id : world, id);
}

/** What of an entity is kept in its row's JSON. */
export function toData(definition: EntityDefinition, entity: Entity): string {
  return JSON.stringify(contentOf(definition, entity));
}
