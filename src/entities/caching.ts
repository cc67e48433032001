import type { Entity } from "./define.ts";

/**
 * What becomes of a cached value when a change touches it: the committer's own replaces it, or it is dropped, and the
 * next who reads it loads it. `behind`: it may be made anew in the background; until something does so, it is dropped.
 */
export const WRITE_POLICIES = ["through", "drop", "behind"] as const;
export type WritePolicy = (typeof WRITE_POLICIES)[number];

/** When a value comes into the caches. */
export interface CacheOn {
  /** What a read had to load is kept. */
  readonly read: boolean;
  readonly write: WritePolicy;
}

/** How values under a slot are kept, where that isn't as usual. */
export interface Keeping extends CacheOn {
  /** Whether a value that is there may be kept; null: each may. */
  readonly cacheable: ((value: never) => boolean) | null;
  /** What everybody may see of what the store has; null: all of it. */
  readonly shown: ((entity: Entity) => Entity | null) | null;
}

type Kept = { readonly keep?: Keeping };

/** Whether a tier may keep what a read has loaded (protocol line 19). Absence it may always. */
export function isFilled({ keep }: Kept, value: unknown): boolean {
  return !keep || (keep.read && isCacheable(keep, value));
}

/** Whether a change's own value replaces what tiers keep; otherwise they drop that (protocol line 3). */
export function isPut({ keep }: Kept, value: unknown): boolean {
  return !keep || (keep.write === "through" && isCacheable(keep, value));
}

/** What of a value, or of the error in its place, is read through a slot. */
export function shownOf<T>({ keep }: Kept, value: T): T {
  if (!keep?.shown || value === null || value instanceof Error) return value;
  // Only slots of entities say what is shown of them.
  return keep.shown(value as unknown as Entity) as T;
}

/**
 * A value that a release with another form cached, as this one may keep it; undefined: it says nothing here. What is
 * absent for others may be published by this definition.
 */
export function adoptedOf({ keep }: Kept, value: unknown): unknown {
  if (!keep || value === undefined) return value;
  if (keep.shown && value === null) return undefined;
  const shown = shownOf({ keep }, value);
  return isCacheable(keep, shown) ? shown : undefined;
}

function isCacheable({ cacheable }: Keeping, value: unknown): boolean {
  // The slot's own predicate, which takes what lies under it: an entity, or the head of a list.
  return value === null || !cacheable || cacheable(value as never);
}
