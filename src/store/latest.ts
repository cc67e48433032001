import { scopeOf } from "../entities/ids.ts";
import { sortKey } from "../entities/list-indexes.ts";
import { laterPosition } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import { publicImage } from "../entities/standing.ts";
import type { DraftImages, Head, Touched } from "./draft-images.ts";
import { type ListReading, type Position, readable, type StoreQuery, type StoreValue } from "./query.ts";
import { isUnreadable } from "./unreadable.ts";

/** Scope → type → the last entry of its `latestIn` after a change, where it isn't what only came; null: there is none. */
export type Latest = ReadonlyMap<string, Readonly<Record<string, Position | null>>>;

/**
 * Finds the last entries anew that a change takes away from the end of their list: since one was removed or
 * unpublished, or now stands further to the front. Reads nothing where lists only gained entries.
 */
export async function readLatest(options: {
  registry: Registry;
  heads: ReadonlyMap<string, Head>;
  images: DraftImages;
  /** Inside the change, before it is written. */
  read: (queries: readonly StoreQuery[]) => Promise<readonly (StoreValue | Error)[]>;
}): Promise<Latest> {
  const { registry, heads, images, read } = options;
  const found = new Map<string, Record<string, Position | null>>();
  for (const { scope, exists, state } of heads.values()) {
    if (!exists || isUnreadable(state) || images.replaced.has(scope)) continue;
    for (const [type, last] of Object.entries(state.latest)) {
      const change = images.touched.get(last.id);
      if (!change) continue;
      const now = positionAfter(registry, change);
      if (now && laterPosition(last, now) === now) continue;
      const latest = await lastAfter(scope, type);
      found.set(scope, { ...found.get(scope), [type]: latest });
    }
  }
  return found;

  /** Of what the change doesn't touch, and of what it makes. */
  async function lastAfter(scope: string, type: string): Promise<Position | null> {
    const changes = [...images.touched.values()].filter(
      ({ definition, before, after }) => definition.name === type && scopeOf((after ?? before)!.id) === scope,
    );
    // Its first order begins with the latest.
    const list = {
      kind: "list",
      coordinate: registry.byName(type).latestIn!,
      owner: scope,
      filter: {},
    } as const;
    const [head] = await read([{ ...list, after: null, limit: changes.length + 1 }]);
    const left = readable(head as ListReading | Error).entries.find(({ id }) => !images.touched.has(id));
    let last = left;
    for (const change of changes) {
      const position = positionAfter(registry, change);
      if (position) last = laterPosition(last, position);
    }
    return last ?? null;
  }
}

/** Where the entity stands then in the list that its type has its latest in; null: nowhere. */
function positionAfter(registry: Registry, { definition, after }: Touched): Position | null {
  const shown = publicImage(definition, after);
  return shown && { id: shown.id, sort: sortKey(registry.latestIndex(definition)!, shown) };
}
