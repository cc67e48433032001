import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";
import type { Slot } from "../entities/slots.ts";
import { MAX_KEYS } from "../store/log.ts";
import { expiresAt, jittered } from "./envelope.ts";
import type { ApplyReply, Envelope, Fill, FillReply, Mark, Put, Tier } from "./tier.ts";

export interface MemoryTierOptions {
  readonly clock: Clock;
  readonly storeId: string;
  /** The number of the definitions. */
  readonly definitions: number;
  readonly maxEntries: number;
  /** Bounds the JSON length of what is kept. */
  readonly maxBytes: number;
  readonly maxScopes?: number;
  /** 0 ≤ random() < 1, for the TTLs' jitter. */
  readonly random?: () => number;
}

/** How long after its last change a scope remembers which keys changed when, in milliseconds. */
export const RECENT_MS = 10 * 60_000;

interface ScopeRecord {
  mark: { -readonly [K in keyof Mark]: Mark[K] } & { typeFloors: Record<string, number> };
  /** Key → the version that last changed it, oldest first; null: not known any more. */
  recent: Map<string, number> | null;
  recentUntil: number;
}

/** The tier of a single process: parsed, frozen values, so that a hit costs two look-ups. */
export function createMemoryTier(options: MemoryTierOptions): Tier {
  const { clock, storeId, definitions, random = Math.random } = options;
  // A scope that falls out is opened anew, above everything that was cached for it.
  const scopes = new LRUCache<string, ScopeRecord>({ max: options.maxScopes ?? 10_000 });
  const values = new LRUCache<string, Envelope>({ max: options.maxEntries, maxSize: options.maxBytes });

  const find = (scope: string, key: string): Envelope | undefined => {
    const envelope = values.get(`${scope} ${key}`);
    return envelope && expiresAt(envelope) > clock.now() ? envelope : undefined;
  };

  function open(scope: string, version: number): ScopeRecord {
    const record: ScopeRecord = {
      mark: { version, storeId, definitions, flushFloor: version, fillFloor: version, typeFloors: {} },
      recent: null,
      recentUntil: 0,
    };
    scopes.set(scope, record);
    return record;
  }

  function recentOf(record: ScopeRecord): Map<string, number> | null {
    if (record.recent && record.recentUntil <= clock.now()) record.recent = null;
    return record.recent;
  }

  /** Stores a value, or drops the key if it can't be written down as JSON. */
  function store(scope: string, slot: Slot, value: unknown, fence: number): boolean {
    const name = `${scope} ${slot.key}`;
    const size = sizeOf(value);
    if (size === undefined) {
      values.delete(name);
      return false;
    }
    const envelope: Envelope = {
      fence,
      shape: slot.shape,
      cachedAt: clock.now(),
      ttl: jittered(slot.ttl, random),
      entity: deepFreeze(value),
    };
    values.set(name, envelope, { size: size + name.length });
    return true;
  }

  return {
    name: "L1",
    read: (scope, keys) => ({
      mark: scopes.get(scope)?.mark,
      envelopes: keys.map((key) => find(scope, key)),
    }),

    peek: (scope, key) => {
      const mark = scopes.get(scope)?.mark;
      return mark && { mark, envelope: find(scope, key) };
    },

    open: (scope, version, { anew = false } = {}) => {
      if (anew || !scopes.has(scope)) open(scope, version);
    },

    fill: (scope, { fence, version, values: puts }: Fill): FillReply => {
      const record = scopes.get(scope);
      if (!record) return { kind: "MISSING" };
      const { mark } = record;
      if (version > mark.version) return { kind: "BEHIND" };
      const recent = recentOf(record);
      const floor = recent ? mark.fillFloor : mark.version;
      const accepted = puts.map(({ slot, value }) => {
        const floors = Math.max(floor, mark.typeFloors[slot.type] ?? 0);
        const changed = recent?.get(slot.key) ?? 0;
        return fence >= floors && changed <= fence && store(scope, slot, value, fence);
      });
      return { kind: "FILLED", accepted };
    },

    apply: (entry, puts: readonly Put[]): ApplyReply => {
      const { scope, version } = entry;
      const record = scopes.get(scope);
      if (!record) {
        const { mark } = open(scope, version);
        for (const { slot, value } of puts) store(scope, slot, value, mark.version);
        return "OPENED";
      }
      const { mark } = record;
      if (version <= mark.version) return "SEEN";
      if (version > mark.version + 1) return "GAP";
      let recent = recentOf(record);
      if (!recent) {
        mark.fillFloor = Math.max(mark.fillFloor, mark.version);
        recent = record.recent = new Map();
      }
      record.recentUntil = clock.now() + RECENT_MS;
      const foreign = entry.definitions !== definitions;
      if (entry.flush && entry.purged && !foreign) mark.typeFloors[entry.purged] = version;
      else if (entry.flush || foreign) mark.flushFloor = mark.fillFloor = version;
      const written = new Map(puts.map((put) => [put.slot.key, put]));
      for (const key of entry.keys) {
        recent.delete(key);
        recent.set(key, version);
        const put = written.get(key);
        written.delete(key);
        if (put) store(scope, put.slot, put.value, version);
        else values.delete(`${scope} ${key}`);
      }
      for (const { slot, value } of written.values()) store(scope, slot, value, version);
      trim(recent, mark);
      mark.version = version;
      return "APPLIED";
    },

    status: () => ({ entries: values.size, bytes: values.calculatedSize }),
    close: () => {
      values.clear();
      scopes.clear();
    },
  };
}

/** Forgets the oldest changes; whoever loaded before them can't be told from whoever loaded after. */
function trim(recent: Map<string, number>, mark: { fillFloor: number }): void {
  for (const [key, version] of recent) {
    if (recent.size <= MAX_KEYS) return;
    recent.delete(key);
    mark.fillFloor = Math.max(mark.fillFloor, version);
  }
}

/** The length of a value as JSON; undefined for what isn't JSON. */
function sizeOf(value: unknown): number | undefined {
  try {
    return JSON.stringify(value)?.length;
  } catch {
    return undefined;
  }
}

function deepFreeze<T>(value: T): T {
  if (value && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
