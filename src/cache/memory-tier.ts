import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";
import { type Slot, slotName } from "../entities/slots.ts";
import { deepFreeze, expiresAt, jittered, jsonLength, toEnvelope } from "./envelope.ts";
import { applied, believed, fillKind, isOvertaken, type Mark, opened, type Recent } from "./mark.ts";
import type { ApplyReply, Envelope, Fill, FillReply, FillResult, Put, Tier } from "./tier.ts";
import { createValues, type ValueBounds } from "./values.ts";

export interface MemoryTierOptions extends ValueBounds {
  readonly clock: Clock;
  /** The store's at the moment; what was cached of another one's store is gone. */
  readonly epoch: () => string;
  readonly maxScopes?: number;
  /** 0 ≤ random() < 1, for the TTLs' jitter. */
  readonly random?: () => number;
}

const toNobody = () => [];

/** Changed keys remembered at most, over all scopes. */
const MAX_RECENT = 500_000;

/** The tier of a single process: parsed, frozen values, so that a hit costs two look-ups. */
export function createMemoryTier(options: MemoryTierOptions): Tier {
  const { clock, random = Math.random } = options;
  // A scope that falls out is opened anew, above everything that was cached for it.
  const scopes = new LRUCache<string, Mark>({ max: options.maxScopes ?? 10_000 });
  // One that falls out is as good as one whose time is up.
  const recents = new LRUCache<string, Recent>({ maxSize: MAX_RECENT });
  const values = createValues<Envelope>(options);

  let epoch = options.epoch();
  const markOf = (scope: string): Mark | undefined => {
    const now = options.epoch();
    if (now !== epoch) {
      epoch = now;
      for (const kept of [values, scopes, recents]) kept.clear();
    }
    return scopes.get(scope);
  };

  /** Keeps what a decision made of a scope. */
  function keep(scope: string, mark: Mark, recent: Recent | undefined): void {
    scopes.set(scope, mark);
    if (recent) recents.set(scope, recent, { size: recent.keys.size + 1 });
    else recents.delete(scope);
  }

  const find = (name: string, now: number): Envelope | undefined => {
    const envelope = values.get(name);
    return envelope && expiresAt(envelope) > now ? envelope : undefined;
  };

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
      const mark = opened(markOf(scope), version, anew, epoch);
      if (mark) keep(scope, mark, undefined);
    },

    fill: (scope, { fence, version, values: puts, knowing = toNobody }: Fill): FillReply => {
      const mark = markOf(scope);
      const kind = fillKind(mark, version, epoch);
      if (kind !== "FILLED") return { kind };
      const recent = believed(recents.get(scope), clock.now());
      const results = puts.map(({ slot, value }) =>
        isOvertaken(mark!, recent, slot, fence, knowing(slot.part)) ? "changed" : store(slot, value, fence),
      );
      return { kind, results, version: mark!.version };
    },

    apply: (entry, puts: readonly Put[]): ApplyReply => {
      const { scope, version } = entry;
      const change = applied(markOf(scope), recents.get(scope), entry, epoch, clock.now());
      if (change.kind === "SEEN" || change.kind === "GAP") return { kind: change.kind, hit: [] };
      keep(scope, change.mark, change.recent);
      const replaced = new Set(puts.map(({ slot }) => slot.key));
      const hit = [...new Set([...entry.keys, ...replaced])].filter((key) => {
        const name = slotName(scope, key);
        // What is about to be replaced isn't taken out first: without its last value the library empties the whole cache.
        return replaced.has(key) ? values.get(name) : values.delete(name);
      });
      for (const { slot, value } of puts) store(slot, value, version);
      return { kind: change.kind, hit };
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
