import type { Entity, EntityDefinition } from "../entities/define.ts";
import { partsOf } from "../entities/ids.ts";
import type { ListDefinition } from "../entities/lists.ts";
import { placesOf } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import { type Building, type Indexed, lackingLists } from "./indexed.ts";
import type { LogEntry } from "./log.ts";
import type { Position } from "./query.ts";
import type { PlacedEntity } from "./seal.ts";
import { isUnreadable, type Unreadable } from "./unreadable.ts";
import type { Writers } from "./writers.ts";

/** What indexing asks of a store, in one transaction that has locked the scope. */
export interface IndexTransaction {
  /** Null for a scope that holds nothing, or whose numbers can't be read. */
  readonly head: IndexHead | null;
  /** The scope's log after a version, oldest first, up to what can't be read. */
  log(after: number, limit: number): Promise<readonly LogEntry[]>;
  /** What the writers knew that were in use of late. */
  writers(): Promise<Writers>;
  /** Removes places in these lists: those of the entities named (by local id), or else up to `limit` of any. */
  remove(hashes: readonly string[], what: readonly string[] | { readonly limit: number }): Promise<number>;
  /** Adds places; one that is there already stays. */
  add(placed: readonly PlacedEntity[]): Promise<void>;
  /** Entities of a type, by local id. `next`: the last one that was looked at; null: there are no more. */
  page(definition: EntityDefinition, after: string, limit: number): Promise<EntityPage>;
  find(ids: readonly string[]): Promise<readonly Entity[]>;
  /** The last entry of a list that the scope itself owns. */
  last(list: ListDefinition): Promise<Position | null>;
  /** `latest`: type → the last entry of its list, for the state. */
  save(indexed: Indexed, latest: Readonly<Record<string, Position | null>>): Promise<void>;
}

export interface IndexHead {
  readonly version: number;
  readonly indexed: Indexed;
  readonly counts: Readonly<Record<string, number>>;
}

export interface EntityPage {
  readonly entities: readonly Entity[];
  readonly next: string | null;
}

/** What a piece was done of; `more`: lists still lack something. */
export interface IndexedPiece {
  readonly more: boolean;
  /** The lists that were indexed from the rows, of one type together. */
  readonly building: readonly BuildingProgress[];
}

/** What can't be read has no place in a list that is indexed; what replaces it gets those that it has. */
export function wholeOnes(entities: readonly (Entity | Unreadable | null)[]): Entity[] {
  return entities.filter((one): one is Entity => one !== null && !isUnreadable(one));
}

export interface BuildingProgress {
  readonly lists: readonly string[];
  /** Entities that have their places. */
  readonly done: number;
  /** Of so many; 0: unknown. */
  readonly total: number;
  readonly finished: boolean;
}

/** Entities in a piece: other writers, and this process, wait for it. */
const ENTITIES = 100;
const PLACES = 1_000;
const ENTRIES = 500;

/**
 * Brings the places of a scope's lists a piece nearer to its version. A list that was right once is repaired
 * from the log: entries whose writer didn't know it name the entities to file anew. Where nothing is known,
 * or the log doesn't reach back, its shelves are emptied and filled from the rows. How far that has come
 * stands in the scope's own row, so that it goes on after a crash, and several gateways only help one another;
 * those that know the list write their places in it meanwhile.
 */
export async function indexPiece(
  transaction: IndexTransaction,
  registry: Registry,
  scope: string,
): Promise<IndexedPiece> {
  const { head } = transaction;
  const lacking = head ? lackingLists(registry, scope, head) : [];
  if (!head || lacking.length === 0) return { more: false, building: [] };
  const work = createWork(transaction, registry, head);
  const once = lacking.filter((list) => head.indexed.right[registry.hashOf(list)] !== undefined);
  if (once.length > 0) await work.followLog(once);
  work.begin(lacking.filter((list) => !work.isKnown(list)));
  const building = new Map<string, BuildingProgress>();
  for (let left = ENTITIES; left > 0; ) {
    const begun = lacking.filter((list) => work.isBuilding(list));
    if (begun.length === 0) break;
    const { progress, cost } = await work.build(begun, left);
    building.set(progress.lists.join(), progress);
    left -= cost;
  }
  await work.save();
  const more = lackingLists(registry, scope, { ...head, indexed: work.indexed() }).length > 0;
  return { more, building: [...building.values()] };
}

function createWork(transaction: IndexTransaction, registry: Registry, head: IndexHead) {
  const { version, counts } = head;
  const right = { ...head.indexed.right };
  const building: Record<string, Building> = { ...head.indexed.building };
  const latest: Record<string, Position | null> = {};
  let { renewals } = head.indexed;
  const { hashOf } = registry;
  const indexed = (): Indexed => ({ right, building, renewals });

  /** Puts entities where they belong in these lists, and nowhere else in them. */
  async function file(lists: readonly ListDefinition[], entities: readonly Entity[]): Promise<void> {
    const wanted = new Set(lists.map(({ coordinate }) => coordinate));
    await transaction.add(
      entities.flatMap((entity) =>
        placesOf(registry, entity)
          .filter(({ list }) => wanted.has(list.coordinate))
          .map((place) => ({ entity, place })),
      ),
    );
  }

  async function settle(lists: readonly ListDefinition[], upTo: number): Promise<void> {
    for (const list of lists) {
      right[hashOf(list)] = upTo;
      const { latestIn, name } = registry.byName(list.entity);
      if (latestIn === list.coordinate) latest[name] = await transaction.last(list);
    }
  }

  /** The lists that are behind most: entries of writers that knew them say nothing new. */
  async function followLog(lists: readonly ListDefinition[]): Promise<void> {
    const from = Math.min(...lists.map((list) => right[hashOf(list)]!));
    const group = lists.filter((list) => right[hashOf(list)] === from);
    const entries = await transaction.log(from, ENTRIES);
    if (entries[0]?.version !== from + 1) {
      for (const list of group) delete right[hashOf(list)];
      return;
    }
    const writers = await transaction.writers();
    const touched = new Map<ListDefinition, Set<string>>(group.map((list) => [list, new Set()]));
    let upTo = from;
    for (const { writer, version: made, entities } of entries) {
      if ([...touched.values()].some(({ size }) => size > ENTRIES)) break;
      const known = writers.get(writer) ?? [];
      for (const [list, ids] of touched)
        if (!known.includes(hashOf(list)))
          for (const { id, type } of entities) if (type === list.entity) ids.add(id);
      upTo = made;
    }
    for (const [list, ids] of touched) {
      if (ids.size === 0) continue;
      renewals += 1;
      await transaction.remove(
        [hashOf(list)],
        [...ids].map((id) => partsOf(id).local),
      );
      await file([list], await transaction.find([...ids]));
    }
    await settle(group, upTo);
  }

  /** Fills from the rows, in pieces; lists of one type that began together go on together. */
  async function build(
    lists: readonly ListDefinition[],
    limit: number,
  ): Promise<{ progress: BuildingProgress; cost: number }> {
    const [first] = lists;
    const { after, upTo, done } = building[hashOf(first!)]!;
    const group = lists.filter((list) => {
      const other = building[hashOf(list)]!;
      return list.entity === first!.entity && other.after === after && other.upTo === upTo;
    });
    const go = (to: Pick<Building, "after" | "done">) => {
      for (const list of group) building[hashOf(list)] = { upTo, ...to };
    };
    const definition = registry.byName(first!.entity);
    const progressAt = (now: number, finished = false): BuildingProgress => ({
      lists: group.map(({ coordinate }) => coordinate),
      done: now,
      total: counts[definition.name] ?? 0,
      finished,
    });
    if (after === null) {
      renewals += 1;
      const gone = await transaction.remove(group.map(hashOf), { limit: PLACES });
      if (gone < PLACES) go({ after: "", done: 0 });
      return { progress: progressAt(0), cost: gone };
    }
    const { entities, next } = await transaction.page(definition, after, limit);
    await file(group, entities);
    const now = done + entities.length;
    if (next !== null) go({ after: next, done: now });
    else {
      for (const list of group) delete building[hashOf(list)];
      await settle(group, upTo);
    }
    return { progress: progressAt(now, next === null), cost: next === null ? entities.length : limit };
  }

  return {
    indexed,
    followLog,
    build,
    isKnown: (list: ListDefinition) => right[hashOf(list)] !== undefined || !!building[hashOf(list)],
    isBuilding: (list: ListDefinition) => !!building[hashOf(list)],
    begin: (lists: readonly ListDefinition[]) => {
      for (const list of lists) building[hashOf(list)] = { upTo: version, after: null, done: 0 };
    },
    save: () => transaction.save(indexed(), latest),
  };
}
