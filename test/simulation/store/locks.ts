/**
 * The write locks of scopes. Whoever waits for one gets it in order of arrival, and as soon as it is given back:
 * nobody else comes in between.
 */
export interface Locks {
  /** Takes a scope's lock; undefined if it was free. Whoever takes several does so in sorted order. */
  take(scope: string): Promise<void> | undefined;
  give(scope: string): void;
  /** The scopes that are locked, in order. */
  taken(): string[];
}

export function createLocks(): Locks {
  const waiting = new Map<string, (() => void)[]>();
  return {
    take: (scope) => {
      const queue = waiting.get(scope);
      if (queue) return new Promise((resolve) => queue.push(resolve));
      waiting.set(scope, []);
      return undefined;
    },
    give: (scope) => {
      const next = waiting.get(scope)!.shift();
      if (next) next();
      else waiting.delete(scope);
    },
    taken: () => [...waiting.keys()].sort(),
  };
}
