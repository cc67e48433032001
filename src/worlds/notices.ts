import { setImmediate as nextTurn } from "node:timers/promises";
import type { Cache } from "../cache/cache.ts";
import type { Store } from "../store/store.ts";
import { createRecentLog, type LoggedChange, type RecentLog } from "./recent-log.ts";

/** Follows scopes through their logs. */
export interface Notices {
  /** `era`: the cache's when it had these versions; by default the one that it is now. */
  follow(followed: readonly Followed[], era?: number): Follower;
}

/** One scope to follow, and the version after which its changes are wanted. */
export interface Followed {
  readonly scope: string;
  readonly after: number;
}

/** A change, or word that there are some that can't be told. */
export type FollowedChange =
  | { readonly kind: "change"; readonly change: LoggedChange }
  /** The log no longer has the changes up to this version. */
  | { readonly kind: "lost"; readonly scope: string; readonly version: number }
  /**
   * The store was restored, or is another one: its epoch, and the versions that it has of the scopes followed, which
   * may be lower than before. Those that it doesn't know are missing, and are followed from their beginning.
   */
  | { readonly kind: "replaced"; readonly epoch: string; readonly versions: ReadonlyMap<string, number> }
  /** Nothing came for as long as the follower asked to wait. */
  | { readonly kind: "idle" };

export interface Follower {
  /** The next change; with `idleAfter`, an `idle` one when that promise resolves first. */
  next(idleAfter?: Promise<void>): Promise<FollowedChange | null>;
  /** Ends it: a waiting `next` resolves to null, and no listener is left. */
  stop(): void;
}

/** So many changes may follow one another before others in this process get their turn. */
const TURN = 20;

/**
 * A signal only wakes a follower; what it answers it pulls, one change at a time, when it is asked. So a
 * slow client costs no memory, and a lost signal loses no change.
 */
export function createNotices(options: { store: Store; cache: Cache; log?: RecentLog }): Notices {
  const { cache, log = createRecentLog(options.store, { era: cache.era }) } = options;
  const { scopes } = cache;

  return {
    follow: (followed, since = cache.era()) => {
      let era = since;
      /** In the order in which they have their turns, so that a busy scope doesn't starve the others. */
      const cursors = new Map(followed.map(({ scope, after }) => [scope, after]));
      let stopped = false;
      let sinceTurn = 0;
      let wake: () => void = () => {};
      const unwatch = [...cursors.keys()].map((scope) => scopes.watch(scope, () => wake()));

      function advance(scope: string, version: number): void {
        cursors.delete(scope);
        cursors.set(scope, version);
      }

      /** All cursors anew, as the old ones say nothing any more, and may stand above all that is to come. */
      async function restart(): Promise<FollowedChange> {
        const now = { era: cache.era(), epoch: cache.epoch() };
        const versions = await cache.refresh([...cursors.keys()]);
        era = now.era;
        for (const scope of cursors.keys()) cursors.set(scope, versions.get(scope) ?? 0);
        return { kind: "replaced", epoch: now.epoch, versions };
      }

      /** From the first scope that has something new. */
      async function pull(): Promise<FollowedChange | null> {
        if (cache.era() !== era) return restart();
        const behind = [...cursors].filter(([scope, cursor]) => scopes.heard(scope) > cursor);
        for (const [scope, cursor] of behind) {
          const step = await log.after(scope, cursor);
          if (cache.era() !== era) return restart();
          if (!step) continue;
          advance(scope, step.kind === "lost" ? step.version : step.change.version);
          return step.kind === "lost" ? { ...step, scope } : step;
        }
        return null;
      }

      return {
        next: async (idleAfter) => {
          for (;;) {
            if (stopped) return null;
            // Armed before the look into the log, or what is heard of meanwhile would wake nobody.
            const signal = new Promise<void>((resolve) => {
              wake = resolve;
            });
            const found = await pull();
            if (found && ++sinceTurn >= TURN) {
              // A store in this process, and a socket that takes everything at once, never make anybody wait.
              sinceTurn = 0;
              await nextTurn();
            }
            if (stopped) return null;
            if (found) return found;
            sinceTurn = 0;
            const idle = idleAfter?.then(() => "idle" as const);
            const woken = await (idle ? Promise.race([signal, idle]) : signal);
            if (woken === "idle" && !stopped) return { kind: "idle" };
          }
        },
        stop: () => {
          if (stopped) return;
          stopped = true;
          for (const release of unwatch) release();
          wake();
        },
      };
    },
  };
}
