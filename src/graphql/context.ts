import type { ExecutionResult } from "graphql";
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
import type { ClientConnection, Hold } from "./load.ts";

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
  /** Ids of what was left out of lists since the store can't read it, of a query or of one event. */
  readonly unreadable: Set<string>;
  /** Aborts when the client has gone, or has ended the operation. */
  readonly gone: AbortSignal | undefined;
  /** The id of the last event that the client of a stream has had; an empty one is none. */
  readonly lastEventId: string | null;
  /** Whose operation it is. */
  readonly connection: ClientConnection;
  /** The room for its answer; a subscription's events have rooms of their own. */
  readonly hold: Hold;
  /** Ends what a subscription takes of its connection's; there from when it has begun. */
  release: (() => void) | undefined;
  /** What a subscription answers, before others wrap it; there from when it has begun. */
  events: AsyncIterable<ExecutionResult> | undefined;
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

/** What an operation comes with. */
export interface Incoming extends Pick<Context, "gone" | "connection" | "hold"> {
  /** A request header's value by its lower-case name. */
  readonly header: (name: string) => string | null | undefined;
  readonly lastEventId?: string | null;
}

/** Throws BAD_USER_INPUT for bad headers. */
export async function createContext(services: Services, incoming: Incoming): Promise<Context> {
  const { header, gone, connection, hold, lastEventId = null } = incoming;
  const consistency = readConsistency(header);
  await checkMinVersions(services.cache, consistency.minVersions);
  let reader: Reader | undefined;
  let degraded: Set<string> | undefined;
  let unreadable: Set<string> | undefined;
  const context: Context = {
    services,
    gone,
    lastEventId,
    connection,
    hold,
    get degraded() {
      degraded ??= new Set();
      return degraded;
    },
    get unreadable() {
      unreadable ??= new Set();
      return unreadable;
    },
    release: undefined,
    events: undefined,
    newReader: (minVersions, budget) =>
      createReader({
        ...services,
        ...consistency,
        minVersions: merged(consistency.minVersions, minVersions),
        onUnreadable: (id) => context.unreadable.add(id),
        budget,
      }),
    // Most subscriptions read nothing, and are there by the thousand.
    get reader() {
      reader ??= context.newReader({});
      return reader;
    },
    set reader(next) {
      reader = next;
    },
  };
  return context;
}

function merged(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const all: Record<string, number> = { ...a };
  for (const [scope, version] of Object.entries(b)) all[scope] = Math.max(all[scope] ?? 0, version);
  return all;
}
