import { setImmediate as nextTurn } from "node:timers/promises";
import type { Entity, EntityDefinition } from "../entities/define.ts";
import { scopeOf, WORLDS } from "../entities/ids.ts";
import type { ListDefinition } from "../entities/lists.ts";
import { standsIn } from "../entities/standing.ts";
import { type ListReading, readable, type StoreQuery, type StoreValue } from "./query.ts";

const PAGE = 500;

/** What a change made of an entity. */
interface Change {
  readonly definition: EntityDefinition;
  readonly after: Entity | null;
}

/** The ids in a list as a change has made it so far, unfiltered: what is stored, and what was touched since. */
export async function* idsInList(
  list: ListDefinition,
  owner: string,
  read: (queries: readonly StoreQuery[]) => Promise<readonly (StoreValue | Error)[]>,
  touched: ReadonlyMap<string, Change>,
): AsyncGenerator<string> {
  const { coordinate } = list;
  const seen = new Set<string>();
  let after: ListReading["entries"][number] | null = null;
  for (;;) {
    const [found] = await read([{ kind: "list", coordinate, owner, filter: {}, after, limit: PAGE }]);
    const page: ListReading = readable(found as ListReading | Error);
    for (const { id } of page.entries) {
      const change = touched.get(id);
      if (change && !stands(list, change, owner)) continue;
      seen.add(id);
      yield id;
    }
    if (!page.more) break;
    // Others in this process get their turn, however much a command goes through.
    await nextTurn();
    after = page.entries.at(-1)!;
  }
  for (const [id, change] of touched)
    if (change.definition.name === list.entity && !seen.has(id) && stands(list, change, owner)) yield id;
}

function stands(list: ListDefinition, { definition, after }: Change, owner: string): boolean {
  const { parent } = list;
  if (!after || !standsIn(list, definition, after)) return false;
  if (!parent) return owner === WORLDS || scopeOf(after.id) === owner;
  return definition.fields[parent]!.reference!.targets(after[parent]).includes(owner);
}
