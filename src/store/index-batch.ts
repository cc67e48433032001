import type { Entity, EntityDefinition } from "../entities/define.ts";
import { partsOf } from "../entities/ids.ts";
import type { ListIndex } from "../entities/list-indexes.ts";
import { placesOf } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import { type Building, type Indexed, lackingIndexes } from "./indexed.ts";
import { type LogEntry, touchedBy } from "./log.ts";
import type { PlacedEntity } from "./prepare-commits.ts";
import type { Position } from "./query.ts";
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
  /** Removes places in these indexes: those of the entities named (by local id), or else up to `limit` of any. */
  remove(hashes: readonly string[], what: readonly string[] | { readonly limit: number }): Promise<number>;
  /** Adds places; one that is there already stays. */
  add(placed: readonly PlacedEntity[]): Promise<void>;
  /** Entities of a type, by local id. `next`: the last one that was looked at; null: there are no more. */
  page(definition: EntityDefinition, after: string, limit: number): Promise<EntityPage>;
  find(ids: readonly string[]): Promise<readonly Entity[]>;
  /** The last entry of an index whose list the scope itself owns. */
  last(index: ListIndex): Promise<Position | null>;
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

/** What a batch was done of; `more`: lists still lack something. */
export interface IndexedBatch {
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

/** Entities in a batch: other writers, and this process, wait for it. */
const ENTITIES = 100;
const PLACES = 1_000;
const ENTRIES = 500;

/**
 * Brings the places of a scope's lists a batch nearer to its version. A list that was right once is repaired
 * from the log: entries whose writer didn't know it name the entities to file anew. Where nothing is known,
 * or the log doesn't reach back, its shelves are emptied and filled from the rows. How far that has come
 * stands in the scope's own row, so that it goes on after a crash, and several gateways only help one another;
 * those that know the list write their places in it meanwhile.
 */
export async function indexBatch(
  transaction: IndexTransaction,
  registry: Registry,
  scope: string,
): Promise<IndexedBatch> {
  const { head } = transaction;
  const lacking = head ? lackingIndexes(registry, scope, head) : [];
  if (!head || lacking.length === 0) return { more: false, building: [] };
  const work = createWork(transaction, registry, head);
  const once = lacking.filter(({ hash }) => head.indexed.right[hash] !== undefined);
  if (once.length > 0) await work.followLog(once);
  work.begin(lacking.filter((index) => !work.isKnown(index)));
  const building = new Map<string, BuildingProgress>();
  for (let left = ENTITIES; left > 0; ) {
    const begun = lacking.filter((index) => work.isBuilding(index));
    if (begun.length === 0) break;
    const { progress, cost } = await work.build(begun, left);
    building.set(progress.lists.join(), progress);
    left -= cost;
  }
  await work.save();
  const more = lackingIndexes(registry, scope, { ...head, indexed: work.indexed() }).length > 0;
  return { more, building: [...building.values()] };
}

function createWork(transaction: IndexTransaction, registry: Registry, head: IndexHead) {
  const { version, counts } = head;
  const right = { ...head.indexed.right };
  const building: Record<string, Building> = { ...head.indexed.building };
  const latest: Record<string, Position | null> = {};
  let { renewals } = head.indexed;
  const indexed = (): Indexed => ({ right, building, renewals });

  /** Puts entities where they belong in these indexes, and nowhere else in them. */
  async function file(indexes: readonly ListIndex[], entities: readonly Entity[]): Promise<void> {
    const wanted = new Set(indexes.map(({ hash }) => hash));
    await transaction.add(
      entities.flatMap((entity) =>
        placesOf(registry, entity)
          .filter(({ index }) => wanted.has(index.hash))
          .map((place) => ({ entity, place })),
      ),
    );
  }

  async function settle(indexes: readonly ListIndex[], upTo: number): Promise<void> {
    for (const index of indexes) {
      right[index.hash] = upTo;
      const definition = registry.byName(index.list.entity);
      if (registry.latestIndex(definition) === index) latest[definition.name] = await transaction.last(index);
    }
  }

  /** Those that are behind most: entries of writers that knew them say nothing new. */
  async function followLog(indexes: readonly ListIndex[]): Promise<void> {
    const from = Math.min(...indexes.map(({ hash }) => right[hash]!));
    const group = indexes.filter(({ hash }) => right[hash] === from);
    const entries = await transaction.log(from, ENTRIES);
    if (entries[0]?.version !== from + 1) {
      for (const { hash } of group) delete right[hash];
      return;
    }
    const writers = await transaction.writers();
    const touched = new Map<ListIndex, Set<string>>(group.map((index) => [index, new Set()]));
    let upTo = from;
    for (const entry of entries) {
      const { writer, version: made } = entry;
      if ([...touched.values()].some(({ size }) => size > ENTRIES)) break;
      const known = writers.get(writer) ?? [];
      for (const [{ hash, list }, ids] of touched)
        if (!known.includes(hash))
          for (const { id, type } of touchedBy(entry)) if (type === list.entity) ids.add(id);
      upTo = made;
    }
    for (const [index, ids] of touched) {
      if (ids.size === 0) continue;
      renewals += 1;
      await transaction.remove(
        [index.hash],
        [...ids].map((id) => partsOf(id).local),
      );
      await file([index], await transaction.find([...ids]));
    }
    await settle(group, upTo);
  }

  /** Fills from the rows, in batches; those of one type that began together go on together. */
  async function build(
    indexes: readonly ListIndex[],
    limit: number,
  ): Promise<{ progress: BuildingProgress; cost: number }> {
    const first = indexes[0]!;
    const { after, upTo, done } = building[first.hash]!;
    const group = indexes.filter(({ hash, list }) => {
      const other = building[hash]!;
      return list.entity === first.list.entity && other.after === after && other.upTo === upTo;
    });
    const go = (to: Pick<Building, "after" | "done">) => {
      for (const { hash } of group) building[hash] = { upTo, ...to };
    };
    const definition = registry.byName(first.list.entity);
    const progressAt = (now: number, finished = false): BuildingProgress => ({
      lists: [...new Set(group.map(({ list }) => list.coordinate))],
      done: now,
      total: counts[definition.name] ?? 0,
      finished,
    });
    if (after === null) {
      renewals += 1;
      const gone = await transaction.remove(
        group.map(({ hash }) => hash),
        { limit: PLACES },
      );
      if (gone < PLACES) go({ after: "", done: 0 });
      return { progress: progressAt(0), cost: gone };
    }
    const { entities, next } = await transaction.page(definition, after, limit);
    await file(group, entities);
    const now = done + entities.length;
    if (next !== null) go({ after: next, done: now });
    else {
      for (const { hash } of group) delete building[hash];
      await settle(group, upTo);
    }
    return { progress: progressAt(now, next === null), cost: next === null ? entities.length : limit };
  }

  return {
    indexed,
    followLog,
    build,
    isKnown: ({ hash }: ListIndex) => right[hash] !== undefined || !!building[hash],
    isBuilding: ({ hash }: ListIndex) => !!building[hash],
    begin: (indexes: readonly ListIndex[]) => {
      for (const { hash } of indexes) building[hash] = { upTo: version, after: null, done: 0 };
    },
    save: () => transaction.save(indexed(), latest),
  };
}
