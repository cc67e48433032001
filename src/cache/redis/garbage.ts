import { LRUCache } from "lru-cache";

/** What lies under a scope's keys and means nothing: told of once, until something else lies there. */
export interface Garbage {
  found(scope: string, key: string): void;
  /** Something else lies there now, or nothing. */
  replaced(scope: string, key: string): void;
}

/** Names that are remembered; what falls out is told of again. */
const MAX_NAMES = 5_000;

export function createGarbage(tell: (scope: string, key: string) => void): Garbage {
  /** Made when it is needed, as it takes room for all that it may hold. */
  let names: LRUCache<string, true> | null = null;
  return {
    found: (scope, key) => {
      const name = `${scope} ${key}`;
      names ??= new LRUCache({ max: MAX_NAMES });
      if (names.get(name)) return;
      names.set(name, true);
      tell(scope, key);
    },
    replaced: (scope, key) => {
      // Nearly always there is none, and every value that is read comes by here.
      if (names && names.size > 0) names.delete(`${scope} ${key}`);
    },
  };
}
