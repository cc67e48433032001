import { LRUCache } from "lru-cache";
import type { Entity } from "../entities/define.ts";
import { parseId, scopeOf, worldScope } from "../entities/ids.ts";
import { touchedBy } from "./log.ts";
import { isEntityQuery } from "./query.ts";
import type { Store } from "./store.ts";
import { isUnreadable, stateName, type Unreadable, unreadableIn } from "./unreadable.ts";

/** What was found that the store can't read, as long as it isn't found to be otherwise. */
export interface UnreadableLog {
  /** The store, of whose answers this is told. */
  watch(store: Store): Store;
  /** How many there are, as far as is known, and the ids of some. */
  status(): { readonly count: number; readonly ids: readonly string[] };
  /** By type: how often something was asked for and couldn't be read. */
  readonly counts: ReadonlyMap<string, number>;
}

type Found = Pick<Unreadable, "unreadableId" | "type">;

/** More than these are forgotten, the oldest first, and told of again. */
const MAX_KNOWN = 1_000;
const SHOWN = 10;

/** `onFound` is told of each once, until it can be read, is replaced or is gone. */
export function createUnreadableLog(onFound: (found: Found) => void): UnreadableLog {
  const known = new LRUCache<string, true>({ max: MAX_KNOWN });
  const counts = new Map<string, number>();

  function found(one: Found): void {
    counts.set(one.type, (counts.get(one.type) ?? 0) + 1);
    if (known.has(one.unreadableId)) return;
    known.set(one.unreadableId, true);
    onFound(one);
  }

  return {
    watch: (store) => ({
      ...store,
      read: async (queries, options) => {
        const reading = await store.read(queries, options);
        for (const [index, value] of reading.values.entries()) {
          const query = queries[index]!;
          const broken = unreadableIn(value);
          for (const one of broken) found(one);
          if (broken.length > 0 || value instanceof Error || known.size === 0 || query.kind === "list")
            continue;
          if (query.kind === "together") for (const { id } of value as readonly Entity[]) known.delete(id);
          else known.delete(isEntityQuery(query) ? query.id : stateName(query.scope));
        }
        return reading;
      },
      log: async (scope, after, limit) => {
        const page = await store.log(scope, after, limit);
        if (page.unreadable) found(page.unreadable);
        return page;
      },
      change: async (request) => {
        const changed = await store.change(request).catch((error: unknown) => {
          if (isUnreadable(error)) found(error);
          throw error;
        });
        for (const { entry } of known.size > 0 ? changed.commits : []) {
          for (const { id } of touchedBy(entry)) known.delete(id);
          const ended = entry.entities.some(({ id, kind }) => kind === "DELETED" && id === entry.scope);
          // All that was in it is gone.
          if (ended) forgetWorld(entry.scope);
        }
        return changed;
      },
      beginImport: async (world, options) => {
        const importer = await store.beginImport(world, options);
        return {
          ...importer,
          finish: async () => {
            const changed = await importer.finish();
            forgetWorld(worldScope(world));
            return changed;
          },
        };
      },
      dump: (world, options) =>
        store.dump(world, {
          ...options,
          ...(options?.onUnreadable && {
            onUnreadable: (one) => {
              found(one);
              options.onUnreadable!(one);
            },
          }),
        }),
    }),
    status: () => ({ count: known.size, ids: [...known.keys()].slice(0, SHOWN).sort() }),
    counts,
  };

  function forgetWorld(scope: string): void {
    known.delete(stateName(scope));
    for (const id of [...known.keys()]) if (parseId(id) && scopeOf(id) === scope) known.delete(id);
  }
}
