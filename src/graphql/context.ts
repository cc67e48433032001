import type { Budget } from "../cache/budget.ts";
import type { Cache } from "../cache/cache.ts";
import type { CacheStatus } from "../cache/status.ts";
import type { Clock } from "../clock.ts";
import type { Registry } from "../entities/registry.ts";
import type { Store } from "../store/store.ts";
import type { Commands } from "../worlds/commands/commands.ts";
import type { Notices } from "../worlds/notices.ts";
import { createReader, type Reader } from "../worlds/reader.ts";
import { checkMinVersions, readConsistency } from "./consistency.ts";

/** What the resolvers of every operation share. */
export interface Services {
  readonly registry: Registry;
  readonly store: Store;
  readonly cache: Cache;
  readonly commands: Commands;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly cacheStatus: () => Promise<CacheStatus>;
  /** Aborts when the gateway shuts down: subscriptions then end. */
  readonly closing: AbortSignal;
}

/** What the resolvers of one operation know. */
export interface Context {
  readonly services: Services;
  /** The reader of the query, of the root mutation field, or of the subscription's event that is being answered. */
  reader: Reader;
  /** Scopes that the operation changed and of which the shared cache couldn't be told yet. */
  readonly degraded: Set<string>;
  /** Ids of what was left out of lists since the store can't read it. */
  readonly unreadable: Set<string>;
  /** Aborts when the client has gone; not there where the transport ends iterators by itself. */
  readonly gone: AbortSignal | undefined;
  /** The id of the last event that the client of a stream has had; an empty one is none. */
  readonly lastEventId: string | null;
  newReader(minVersions: Readonly<Record<string, number>>, budget?: Budget): Reader;
}

/**
 * Starts a new piece of work in an operation: what was read before is not taken for current, and
 * nothing older than `minVersions` is read. `budget`: what a change has left of its own. Root mutation fields and events follow one another, so
 * replacing the reader between them disturbs nobody.
 */
export function renew(
  context: Context,
  minVersions: Readonly<Record<string, number>>,
  budget?: Budget,
): Reader {
  context.reader = context.newReader(minVersions, budget);
  return context.reader;
}

/** `header`: a request header's value by its lower-case name. Throws BAD_USER_INPUT for bad ones. */
export async function createContext(
  services: Services,
  header: (name: string) => string | null | undefined,
  gone?: AbortSignal,
  lastEventId: string | null = null,
): Promise<Context> {
  const consistency = readConsistency(header);
  await checkMinVersions(services.cache, consistency.minVersions);
  const unreadable = new Set<string>();
  const newReader: Context["newReader"] = (minVersions, budget) =>
    createReader({
      ...services,
      ...consistency,
      minVersions: merged(consistency.minVersions, minVersions),
      onUnreadable: (id) => unreadable.add(id),
      budget,
    });
  return { services, gone, lastEventId, degraded: new Set(), unreadable, reader: newReader({}), newReader };
}

function merged(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const all: Record<string, number> = { ...a };
  for (const [scope, version] of Object.entries(b)) all[scope] = Math.max(all[scope] ?? 0, version);
  return all;
}
