import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";
import { type Slot, slotName } from "../entities/slots.ts";
import { type LogEntry, MAX_KEYS } from "../store/log.ts";
import { deepFreeze, expiresAt, jittered, jsonLength, toEnvelope } from "./envelope.ts";
import type { ApplyReply, Envelope, Fill, FillReply, FillResult, Mark, Put, Tier } from "./tier.ts";
import { createValues, type ValueBounds } from "./values.ts";

export interface MemoryTierOptions extends ValueBounds {
  readonly clock: Clock;
  /** The store's at the moment; what was cached of another one's store is gone. */
  readonly epoch: () => string;
  /** The number of the definitions. */
  readonly definitions: number;
  readonly maxScopes?: number;
  /** 0 ≤ random() < 1, for the TTLs' jitter. */
  readonly random?: () => number;
}

/** How long after its last change a scope remembers which keys changed when, in milliseconds. */
export const RECENT_MS = 10 * 60_000;

/** Changed keys remembered at most, over all scopes. */
const MAX_RECENT = 500_000;

type OpenMark = { -readonly [K in keyof Mark]: Mark[K] } & { typeFloors: Record<string, number> };

/** Key → the version that last changed it, oldest first. */
interface Recent {
  readonly keys: Map<string, number>;
  readonly until: number;
}

/** The tier of a single process: parsed, frozen values, so that a hit costs two look-ups. */
export function createMemoryTier(options: MemoryTierOptions): Tier {
  const { clock, definitions, random = Math.random } = options;
  // A scope that falls out is opened anew, above everything that was cached for it.
  const scopes = new LRUCache<string, OpenMark>({ max: options.maxScopes ?? 10_000 });
  // One that falls out is as good as one whose time is up.
  const recents = new LRUCache<string, Recent>({ maxSize: MAX_RECENT });
  const values = createValues(options);

  let epoch = options.epoch();
  const markOf = (scope: string): OpenMark | undefined => {
    const now = options.epoch();
    if (now !== epoch) {
      epoch = now;
      for (const kept of [values, scopes, recents]) kept.clear();
    }
    return scopes.get(scope);
  };

  const find = (name: string, now: number): Envelope | undefined => {
    const envelope = values.get(name);
    return envelope && expiresAt(envelope) > now ? envelope : undefined;
  };

  function open(scope: string, version: number): OpenMark {
    const mark = { version, epoch, definitions, flushFloor: version, fillFloor: version, typeFloors: {} };
    recents.delete(scope);
    scopes.set(scope, mark);
    return mark;
  }

  /** What is known of the scope's latest changes; undefined: nothing any more. */
  function recentOf(scope: string): Map<string, number> | undefined {
    const recent = recents.get(scope);
    return recent && recent.until > clock.now() ? recent.keys : undefined;
  }

  /** Notes which keys a change touched, and forgets the oldest changes. */
  function remember(scope: string, mark: OpenMark, { keys: touched, version }: LogEntry): void {
    const known = recentOf(scope);
    // What was forgotten since could have changed anything up to here.
    if (!known) mark.fillFloor = Math.max(mark.fillFloor, mark.version);
    const keys = known ?? new Map<string, number>();
    for (const key of touched) {
      keys.delete(key);
      keys.set(key, version);
    }
    for (const [key, changedAt] of keys) {
      if (keys.size <= MAX_KEYS) break;
      keys.delete(key);
      // Whoever loaded before that change can no longer be told from whoever loaded after it.
      mark.fillFloor = Math.max(mark.fillFloor, changedAt);
    }
    recents.set(scope, { keys, until: clock.now() + RECENT_MS }, { size: keys.size + 1 });
  }

  /** Stores a value, or drops the key if it can't be written down as JSON, or is too large. */
  function store(slot: Slot, value: unknown, fence: number): FillResult {
    const { name } = slot;
    const size = jsonLength(value);
    if (size === undefined) {
      values.delete(name);
      return "unencodable";
    }
    const envelope = toEnvelope(slot, fence, deepFreeze(value), clock.now());
    const kept = { ...envelope, ttl: jittered(slot.ttl, random) };
    return values.set(name, slot.about, kept, size + name.length) ? "stored" : "too-large";
  }

  return {
    name: "L1",
    read: (scope, keys) => {
      const now = clock.now();
      return { mark: markOf(scope), envelopes: keys.map((key) => find(slotName(scope, key), now)) };
    },

    marks: (wanted) =>
      new Map(
        wanted.flatMap((scope) => {
          const mark = markOf(scope);
          return mark ? [[scope, mark]] : [];
        }),
      ),

    peek: ({ scope, name }, now) => {
      const mark = markOf(scope);
      return mark && { mark, envelope: find(name, now) };
    },

    open: (scope, version, { anew = false } = {}) => {
      const mark = markOf(scope);
      // Late: it has come further since.
      if (mark && (!anew || mark.version >= version)) return;
      open(scope, version);
    },

    fill: (scope, { fence, version, values: puts }: Fill): FillReply => {
      const mark = markOf(scope);
      if (!mark) return { kind: "MISSING" };
      if (version > mark.version) return { kind: "BEHIND" };
      const recent = recentOf(scope);
      const floor = recent ? mark.fillFloor : mark.version;
      const results = puts.map(({ slot, value }): FillResult => {
        const floors = Math.max(floor, mark.typeFloors[slot.about] ?? 0);
        const changed = recent?.get(slot.key) ?? 0;
        if (fence < floors || changed > fence) return "changed";
        return store(slot, value, fence);
      });
      return { kind: "FILLED", results, version: mark.version };
    },

    apply: (entry, puts: readonly Put[]): ApplyReply => {
      const { scope, version } = entry;
      const mark = markOf(scope);
      if (!mark) {
        open(scope, version);
        for (const { slot, value } of puts) store(slot, value, version);
        return { kind: "OPENED", hit: [] };
      }
      if (version <= mark.version) return { kind: "SEEN", hit: [] };
      if (version > mark.version + 1) return { kind: "GAP", hit: [] };
      const foreign = entry.definitions !== definitions;
      if (entry.flush && entry.purged && !foreign) mark.typeFloors[entry.purged] = version;
      else if (entry.flush || foreign) mark.flushFloor = mark.fillFloor = version;
      remember(scope, mark, entry);
      const keys = new Set([...entry.keys, ...puts.map(({ slot }) => slot.key)]);
      const hit = [...keys].filter((key) => values.delete(slotName(scope, key)));
      for (const { slot, value } of puts) store(slot, value, version);
      mark.version = version;
      return { kind: "APPLIED", hit };
    },

    health: () => ({ status: "up", warnings: [] }),
    status: () => ({ entries: values.entries(), bytes: values.bytes() }),
    close: () => {
      values.clear();
      scopes.clear();
      recents.clear();
    },
  };
}
