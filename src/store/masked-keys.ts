import type { Place } from "../entities/places.ts";
import type { Registry } from "../entities/registry.ts";
import type { Mask } from "./log.ts";

/** The cache keys whose values a change touches, each with all that it makes another there. */
export type MaskedKeys = Map<string, Mask>;

/** Adds what became of the value under a key to what is known of it. */
export function addMask(keys: MaskedKeys, key: string, mask: Mask): void {
  const known = keys.get(key);
  keys.set(key, known === undefined ? mask : union(known, mask));
}

function union(one: Mask, other: Mask): Mask {
  if (!one || !other) return null;
  return other.every((name) => one.includes(name)) ? one : [...new Set([...one, ...other])];
}

/** `state`: the fields of the scope's state that are others; undefined: all of them. */
export function stateMask(registry: Registry, state: readonly string[] | undefined): Mask {
  if (!state) return null;
  // What is cached together has a key of its own.
  const apart = registry.definitions.flatMap(({ together, plural }) => (together ? [plural] : []));
  return ["version", ...state.filter((name) => !apart.includes(name))];
}

/**
 * Tells of each place that an entity leaves or enters (`gone`, `come`) what becomes of the list: one that it leaves and
 * enters, it moves in. `is`: tag → its place in that list after the change.
 */
export function listMasks(
  gone: readonly Place[],
  come: readonly Place[],
  is: ReadonlyMap<string, Place>,
): (place: Place) => Mask {
  const shelves = (places: readonly Place[]) => new Set(places.map(({ shelf }) => shelf));
  const [from, to] = [shelves(gone), shelves(come)];
  return ({ shelf, tag, base }) => {
    if (to.has(shelf)) return from.has(shelf) ? MOVED : ENTERED;
    // A loose reference to what was made again names another one, whose list never had the entity.
    return is.get(tag)?.base === base ? NOTHING : LEFT;
  };
}

const ENTERED: Mask = ["entered"];
const LEFT: Mask = ["left"];
const MOVED: Mask = ["moved"];
const NOTHING: Mask = [];
