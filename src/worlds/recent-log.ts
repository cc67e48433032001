import { LRUCache } from "lru-cache";
import type { ListMove, LogEntry } from "../store/log.ts";
import type { Store } from "../store/store.ts";

/** A change as followers see it; its cache keys, and what changed under them, are for caches. */
export type LoggedChange = Omit<LogEntry, "keys" | "masks">;

/**
 * The latest entries of all logs, read once for however many follow them. Without it a thousand
 * subscribers of one world ask the store a thousand times about each change (with SQLite 15 ms of CPU). And
 * since this keeps the entries, a follower keeps nothing but its place, and a slow one costs no memory.
 */
export interface RecentLog {
  /** What comes after a version of a scope that is known to have a higher one by now; null: the log lacks it yet. */
  after(scope: string, version: number): Promise<LogStep | null>;
}

export type LogStep =
  | { readonly kind: "change"; readonly change: LoggedChange }
  /** The log doesn't reach back that far; the scope is at this version now. */
  | { readonly kind: "lost"; readonly version: number };

/** Entries read ahead in one go, for those who have much to catch up on. */
const AHEAD = 20;
const MAX_ENTRIES = 10_000;
/** Bounds the ids, tags, names of fields and filters' values in the entries kept: some 20 MB. */
const MAX_STRINGS = 200_000;

export function createRecentLog(
  store: Store,
  options: {
    /** Rises when the store may have another history than before, which has entries of its own. */
    readonly era: () => number;
    readonly maxEntries?: number;
    readonly maxStrings?: number;
  },
): RecentLog {
  const { era, maxEntries = MAX_ENTRIES, maxStrings = MAX_STRINGS } = options;
  // Entries of an era never change, and a scope's versions only rise, also when it is deleted and made again.
  const entries = new LRUCache<string, LoggedChange>({
    max: maxEntries,
    maxSize: maxStrings,
    sizeCalculation: stringsIn,
  });
  const reading = new Map<string, Promise<LogStep | null>>();

  const nameOf = (at: number, scope: string, version: number) => `${at} ${scope} ${version}`;

  async function read(scope: string, version: number): Promise<LogStep | null> {
    const at = era();
    const page = await store.log(scope, version, AHEAD);
    if (!page.complete) return { kind: "lost", version: page.version! };
    const changes = page.entries.map(({ keys: _, masks: __, ...change }): LoggedChange => change);
    for (const change of changes) entries.set(nameOf(at, scope, change.version), change);
    return changes[0] ? { kind: "change", change: changes[0] } : null;
  }

  return {
    after: async (scope, version) => {
      const change = entries.get(nameOf(era(), scope, version + 1));
      if (change) return { kind: "change", change };
      // Whoever began this reading knew of a higher version too, so it holds the next entry.
      const name = nameOf(era(), scope, version);
      let joined = reading.get(name);
      if (!joined) {
        joined = read(scope, version).finally(() => reading.delete(name));
        reading.set(name, joined);
      }
      return joined;
    },
  };
}

function stringsIn({ entities, untold = [], state = [] }: LoggedChange): number {
  return entities.reduce(
    (sum, { tags, fields = [], moves = [] }) =>
      sum + 2 + tags.length + fields.length + moves.reduce((all, move) => all + 1 + valuesIn(move), 0),
    4 + state.length + 2 * untold.length,
  );
}

/** An object weighs like a string. */
function valuesIn({ from = {}, to = {} }: ListMove): number {
  return Object.keys(from).length + Object.keys(to).length;
}
