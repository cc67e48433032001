import type { Slot } from "../entities/slots.ts";
import { type LogEntry, MAX_KEYS } from "../store/log.ts";

/**
 * What a tier knows of a scope: `ver` with its floors. Below it stands all that a tier decides by it (protocol lines 3, 6
 * and 9), without I/O or a clock. The process's own tier runs these functions; Redis runs the same in Lua
 * (redis/scripts.ts), and the golden cases of both are in test/contract/mark. A mark is replaced and never changed: whoever
 * was answered one keeps what he was answered.
 */
export interface Mark {
  /** The last version applied. */
  readonly version: number;
  readonly epoch: string;
  /**
   * Writer → the last version that it made, above the flush floor. Values of a part of the cache that it doesn't know and
   * that are fenced below are misses, and loads of them aren't stored: see {@link partFloor}.
   */
  readonly writers: Readonly<Record<string, number>>;
  /** Values fenced below are misses. */
  readonly flushFloor: number;
  /** Loads fenced below are not stored. */
  readonly fillFloor: number;
  /** Both floors of single types, where these are higher. */
  readonly typeFloors: Readonly<Record<string, number>>;
}

/**
 * The version of a mark that tells every gateway, now and later, that the store of its epoch was restored: no store
 * reaches it, nothing below it is a hit, and only another epoch takes its place (protocol line 17).
 */
export const CONDEMNED = Number.MAX_SAFE_INTEGER;

/** Which keys of a scope changed lately. */
export interface Recent {
  /** Key → the version that last changed it, oldest first. */
  readonly keys: Map<string, number>;
  /** The last moment at which it is believed, in milliseconds since 1970. */
  readonly until: number;
}

/** How long after its last change a scope remembers which keys changed when, in milliseconds. */
export const RECENT_MS = 10 * 60_000;

/** Noted in the place of the keys of a change that names none: that nothing else has changed is worth knowing as well. */
export const NO_KEY = "*";

/** Writers that a mark keeps apart; those that made nothing for longest become part of its floors. */
export const MAX_WRITERS = 8;

/** Whether it is one here: another store's is none (protocol line 16). */
export function isUsable(mark: Mark | undefined, epoch: string): mark is Mark {
  return mark?.epoch === epoch;
}

/**
 * Values of a part of the cache that are fenced below may have been changed by somebody who couldn't tell (protocol
 * line 3). `knows`: whether a writer knows the part.
 */
function partFloor({ writers }: Mark, knows: (writer: string) => boolean): number {
  let floor = 0;
  for (const writer in writers) if (writers[writer]! > floor && !knows(writer)) floor = writers[writer]!;
  return floor;
}

/** What is believed of `recent` now; undefined: nothing, so that every key may have changed. */
export function believed(recent: Recent | undefined, now: number): Recent | undefined {
  return recent && now <= recent.until ? recent : undefined;
}

/**
 * The mark of a scope that is opened at this version (protocol line 6), and of which nothing is recent then; undefined: what
 * there is stays. `anew`: even if there is a mark.
 */
export function opened(
  mark: Mark | undefined,
  version: number,
  anew: boolean,
  epoch: string,
): Mark | undefined {
  if (!isUsable(mark, epoch)) return openMark(version, epoch);
  // A late word isn't heeded: it has come further since.
  return !anew || mark.version >= version ? undefined : openMark(version, epoch);
}

/**
 * What becomes of a fill whose load has seen this version (protocol line 9). MISSING: there is no mark.
 * BEHIND: the tier is to be caught up first. FILLED: each value is judged by {@link isOvertaken}.
 */
export function fillKind(
  mark: Mark | undefined,
  version: number,
  epoch: string,
): "FILLED" | "BEHIND" | "MISSING" {
  if (!isUsable(mark, epoch)) return "MISSING";
  return version > mark.version ? "BEHIND" : "FILLED";
}

/**
 * Whether a change has overtaken what was loaded at this fence, or may have (protocol line 9). `recent`: what is believed of
 * it. `knowing`: the writers that know the part of the cache that it belongs to.
 */
export function isOvertaken(
  mark: Mark,
  recent: Recent | undefined,
  { key, about }: Pick<Slot, "key" | "about">,
  fence: number,
  knowing: readonly string[],
): boolean {
  const floors = [
    recent ? mark.fillFloor : mark.version,
    mark.typeFloors[about] ?? 0,
    partFloor(mark, (writer) => knowing.includes(writer)),
    recent?.keys.get(key) ?? 0,
  ];
  return floors.some((floor) => fence < floor);
}

/** What a change makes of a scope. SEEN: applied before. GAP: changes before it are missing. */
export type Applied =
  | { readonly kind: "SEEN" }
  | { readonly kind: "GAP" }
  | {
      /** OPENED: there was no mark. */
      readonly kind: "APPLIED" | "OPENED";
      readonly mark: Mark;
      readonly recent: Recent | undefined;
    };

/** A change, if it is the next one (protocol line 3). `recent` is used up: the one that is answered takes its place. */
export function applied(
  mark: Mark | undefined,
  recent: Recent | undefined,
  entry: Pick<LogEntry, "version" | "keys" | "flush" | "purged" | "writer">,
  epoch: string,
  now: number,
): Applied {
  const { version } = entry;
  if (!isUsable(mark, epoch)) return { kind: "OPENED", mark: openMark(version, epoch), recent: undefined };
  if (version <= mark.version) return { kind: "SEEN" };
  if (version > mark.version + 1) return { kind: "GAP" };
  const raised = withFloors(mark, entry);
  const known = believed(recent, now);
  const keys = note(known?.keys ?? new Map(), entry);
  // What was forgotten since could have changed anything up to here.
  const fillFloor = Math.max(raised.fillFloor, known ? 0 : mark.version, trim(keys));
  return {
    kind: "APPLIED",
    mark: { ...raised, version, fillFloor },
    recent: { keys, until: now + RECENT_MS },
  };
}

/** Why nothing in the scope may be a hit (protocol line 6), or null. `floor`: what the read must see, and whether the lease ran. */
export function scopeReason(
  mark: Mark | undefined,
  floor: { readonly version: number; readonly leased: boolean },
): "unopened" | "behind" | "untrusted" | null {
  if (!mark) return "unopened";
  if (mark.version < floor.version) return "behind";
  return floor.leased ? null : "untrusted";
}

/**
 * Why a value is no hit by its own fence and form (protocol line 6), or null; the scope is judged before. `knows`: whether
 * a writer knows a part of the cache.
 */
export function missReason(
  mark: Mark,
  envelope: { readonly fence: number; readonly form: string } | undefined,
  { about, part, form }: Pick<Slot, "about" | "part" | "form">,
  knows: (writer: string, part: string) => boolean,
): "empty" | "flushed" | "foreign" | "shape" | null {
  if (!envelope) return "empty";
  if (envelope.fence < mark.flushFloor) return "flushed";
  const typeFloor = mark.typeFloors[about];
  if (typeFloor !== undefined && envelope.fence < typeFloor) return "flushed";
  if (envelope.fence < partFloor(mark, (writer) => knows(writer, part))) return "foreign";
  return envelope.form === form ? null : "shape";
}

/** All that lies there is a miss. */
function openMark(version: number, epoch: string): Mark {
  return { version, epoch, writers: {}, flushFloor: version, fillFloor: version, typeFloors: {} };
}

/** With the floors that a change raises, and its writer. What nobody is known to have written says nothing of any part. */
function withFloors(
  mark: Mark,
  { version, flush, purged, writer }: Pick<LogEntry, "version" | "flush" | "purged" | "writer">,
): Mark {
  if (writer === "" || (flush && !purged))
    return { ...mark, writers: {}, flushFloor: version, fillFloor: version, typeFloors: {} };
  const typeFloors = flush ? { ...mark.typeFloors, [purged!]: version } : mark.typeFloors;
  return withoutOldest({ ...mark, writers: { ...mark.writers, [writer]: version }, typeFloors });
}

/** With no more writers than a mark keeps: below the last version of one that it forgets nothing is believed. */
function withoutOldest(mark: Mark): Mark {
  const byVersion = Object.entries(mark.writers).sort(
    ([a, one], [b, other]) => one - other || (a < b ? -1 : 1),
  );
  if (byVersion.length <= MAX_WRITERS) return mark;
  const [, version] = byVersion.shift()!;
  const floors = {
    flushFloor: Math.max(mark.flushFloor, version),
    fillFloor: Math.max(mark.fillFloor, version),
  };
  return { ...mark, writers: Object.fromEntries(byVersion), ...floors };
}

/** Notes which keys a change touched, as the latest. */
function note(
  keys: Map<string, number>,
  { version, keys: touched }: Pick<LogEntry, "version" | "keys">,
): Map<string, number> {
  for (const key of touched.length > 0 ? touched : [NO_KEY]) {
    keys.delete(key);
    keys.set(key, version);
  }
  return keys;
}

/**
 * Forgets the oldest changes. Answers the version of the last one that it forgot, or 0: whoever loaded before it can no
 * longer be told from whoever loaded after it.
 */
function trim(keys: Map<string, number>): number {
  let forgotten = 0;
  for (const [key, version] of keys) {
    if (keys.size <= MAX_KEYS) break;
    keys.delete(key);
    forgotten = version;
  }
  return forgotten;
}
