import { LRUCache } from "lru-cache";

/**
 * What this gateway has heard of each scope that it uses: M, the highest version, which only rises until all of it is
 * forgotten. No tier is trusted below it. Bounded: a scope that falls out is polled before its next use.
 */
export interface Scopes {
  /** M; 0 for a scope that hasn't been heard of. */
  heard(scope: string): number;
  /** Whether the store was asked about the scope since it was opened here. */
  isOpen(scope: string): boolean;
  /** The store has answered this version. */
  open(scope: string, version: number): void;
  /** M rises to at least this; wakes those who watch the scope. */
  hear(scope: string, version: number): void;
  /** A tier was seen at this version. M stays, or L1 would have to race the notice of it. */
  see(scope: string, version: number): void;
  /** The highest version that the store must have by now: heard of or seen. */
  known(scope: string): number;
  /** A new era: what was heard of before says nothing, and no scope is open. Wakes all who watch. */
  forget(): void;
  /** Calls `wake` whenever M rises and when all is forgotten, until the function returned is called. The relay polls watched scopes. */
  watch(scope: string, wake: () => void): () => void;
  isWatched(scope: string): boolean;
  /** All that the relay has to poll. */
  polled(): string[];
  /** How many listeners there are, over all scopes. */
  watchers(): number;
}

export function createScopes(max: number): Scopes {
  const known = new LRUCache<string, { heard: number; seen: number; open: boolean }>({ max });
  const watching = new Map<string, Set<() => void>>();

  const entry = (scope: string) => {
    let found = known.get(scope);
    if (!found) {
      found = { heard: 0, seen: 0, open: false };
      known.set(scope, found);
    }
    return found;
  };
  const hear = (scope: string, version: number) => {
    const found = entry(scope);
    if (version <= found.heard) return;
    found.heard = version;
    for (const wake of watching.get(scope) ?? []) wake();
  };

  return {
    heard: (scope) => known.get(scope)?.heard ?? 0,
    isOpen: (scope) => known.get(scope)?.open ?? false,
    open: (scope, version) => {
      hear(scope, version);
      entry(scope).open = true;
    },
    hear,
    see: (scope, version) => {
      const found = entry(scope);
      found.seen = Math.max(found.seen, version);
    },
    known: (scope) => {
      const { heard = 0, seen = 0 } = known.peek(scope) ?? {};
      return Math.max(heard, seen);
    },
    forget: () => {
      known.clear();
      for (const set of watching.values()) for (const wake of set) wake();
    },
    watch: (scope, wake) => {
      const set = watching.get(scope) ?? new Set();
      watching.set(scope, set.add(wake));
      return () => {
        set.delete(wake);
        if (set.size === 0 && watching.get(scope) === set) watching.delete(scope);
      };
    },
    isWatched: (scope) => watching.has(scope),
    polled: () => [...new Set([...known.keys(), ...watching.keys()])],
    watchers: () => [...watching.values()].reduce((sum, set) => sum + set.size, 0),
  };
}
