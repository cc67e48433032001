import { LRUCache } from "lru-cache";
import type { Envelope } from "./tier.ts";

/** What an in-process cache may hold (protocol line 19). */
export interface ValueBounds {
  readonly maxEntries: number;
  /** Bounds the JSON length of what is kept. */
  readonly maxBytes: number;
  /** Bounds that of a single value; by default nothing does. */
  readonly maxValueBytes?: number;
  /** Entity type → the part of `maxBytes`, from 0 to 1, that what is about it may fill; the others share the rest. */
  readonly shares?: Readonly<Record<string, number>>;
}

/** Parsed values by name, the least recently used going first. */
export interface Values {
  get(name: string): Envelope | undefined;
  /** `about`: the entity type. Drops what lay there and answers false where the value is too large. */
  set(name: string, about: string, envelope: Envelope, size: number): boolean;
  /** Whether something lay there. */
  delete(name: string): boolean;
  clear(): void;
  entries(): number;
  bytes(): number;
}

export function createValues(bounds: ValueBounds): Values {
  const { maxEntries, maxBytes, maxValueBytes = maxBytes, shares = {} } = bounds;
  const rest = 1 - Object.values(shares).reduce((sum, share) => sum + share, 0);
  const cacheOf = (share: number) =>
    new LRUCache<string, Envelope>({ max: maxEntries, maxSize: Math.max(1, Math.floor(maxBytes * share)) });
  const common = cacheOf(rest);
  const own = new Map(Object.entries(shares).map(([type, share]) => [type, cacheOf(share)]));
  const caches = [common, ...own.values()];
  return {
    get: (name) => {
      for (const cache of caches) {
        const envelope = cache.get(name);
        if (envelope) return envelope;
      }
      return undefined;
    },
    set: (name, about, envelope, size) => {
      const cache = own.get(about) ?? common;
      if (size > maxValueBytes || size > cache.maxSize) {
        cache.delete(name);
        return false;
      }
      cache.set(name, envelope, { size });
      return true;
    },
    delete: (name) => caches.reduce((found, cache) => cache.delete(name) || found, false),
    clear: () => {
      for (const cache of caches) cache.clear();
    },
    entries: () => caches.reduce((sum, { size }) => sum + size, 0),
    bytes: () => caches.reduce((sum, { calculatedSize }) => sum + calculatedSize, 0),
  };
}
