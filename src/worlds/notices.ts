import type { Cache } from "../cache/cache.ts";
import type { LogEntry } from "../store/log.ts";
import type { Store } from "../store/store.ts";

/** One scope to follow, and the version after which its changes are wanted. */
export interface Followed {
  readonly scope: string;
  readonly after: number;
}

/** A change, or word that the log no longer has the changes up to this version. */
export type FollowedChange =
  | { readonly kind: "change"; readonly entry: LogEntry }
  | { readonly kind: "lost"; readonly scope: string; readonly version: number }
  /** Nothing came for as long as the follower asked to wait. */
  | { readonly kind: "idle" };

export interface Follower {
  /** The next change; with `idleAfter`, an `idle` one when that promise resolves first. */
  next(idleAfter?: Promise<void>): Promise<FollowedChange | null>;
  /** Ends it: a waiting `next` resolves to null, and no listener is left. */
  stop(): void;
}

const PAGE = 50;

/**
 * Follows scopes through their logs. A signal only wakes it; what it answers it pulls, a page at a
 * time, when it is asked. So a slow client costs no memory, and a lost signal loses no change.
 */
export function follow(options: { store: Store; cache: Cache; followed: readonly Followed[] }): Follower {
  const { store, cache } = options;
  const cursors = new Map(options.followed.map(({ scope, after }) => [scope, after]));
  const pages: LogEntry[] = [];
  let stopped = false;
  let wake: () => void = () => {};
  const unwatch = [...cursors.keys()].map((scope) => cache.scopes.watch(scope, () => wake()));

  /** Pulls from the first scope that has something new. */
  async function pull(): Promise<FollowedChange | undefined> {
    for (const [scope, cursor] of cursors) {
      if (cache.scopes.heard(scope) <= cursor) continue;
      const page = await store.log(scope, cursor, PAGE);
      if (!page.complete) {
        cursors.set(scope, page.version!);
        return { kind: "lost", scope, version: page.version! };
      }
      pages.push(...page.entries);
      const last = page.entries.at(-1);
      // To the end of the queue, so that a busy scope doesn't starve the others.
      cursors.delete(scope);
      cursors.set(scope, last?.version ?? cursor);
      if (last) return undefined;
    }
    return undefined;
  }

  return {
    next: async (idleAfter) => {
      for (;;) {
        if (stopped) return null;
        const ready = pages.shift();
        if (ready) return { kind: "change", entry: ready };
        let signalled = false;
        const signal = new Promise<"signal">((resolve) => {
          wake = () => {
            signalled = true;
            resolve("signal");
          };
        });
        const lost = await pull();
        if (lost) return lost;
        if (pages.length > 0 || signalled) continue;
        const woken = await (idleAfter
          ? Promise.race([signal, idleAfter.then(() => "idle" as const)])
          : signal);
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
}
