import type { Clock } from "../clock.ts";
import type { Registry } from "../entities/registry.ts";
import { unlessUnavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";
import type { Writers } from "../store/writers.ts";

/**
 * Which parts of the cache the programs know that write here: releases that run side by side, and those before them.
 * What one of them knows never changes, as its name says it; so to be late in hearing of one costs hits, and nothing else.
 */
export interface KnownWriters {
  /** Whether its changes name all that they make of this part; not so of a writer that was never heard of. */
  knows(writer: string, part: string): boolean;
  /** All that are known to know this part. */
  knowing(part: string): readonly string[];
}

/** `intervalMs`: how often, at most, the store is asked for writers that were never heard of. */
export function createKnownWriters(options: {
  readonly registry: Pick<Registry, "writer" | "known">;
  readonly store: Pick<Store, "writers">;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly onError: (error: unknown) => void;
}): KnownWriters {
  const { registry, store, clock, intervalMs, onError } = options;
  const mine = new Set(registry.known);
  let writers = new Map([[registry.writer, mine]]);
  let knowingByPart = new Map<string, readonly string[]>();
  let askedAt = Number.NEGATIVE_INFINITY;

  function learn(said: Writers): void {
    writers = new Map([...said].map(([writer, known]) => [writer, new Set(known)]));
    writers.set(registry.writer, mine);
    knowingByPart = new Map();
  }

  /** Nobody waits for it: until the answer comes, what was asked about knows nothing. */
  function ask(): void {
    const now = clock.now();
    if (now < askedAt + intervalMs) return;
    askedAt = now;
    store.writers().then(learn).catch(unlessUnavailable).catch(onError);
  }

  return {
    knows: (writer, part) => {
      const known = writers.get(writer);
      if (!known) ask();
      return known?.has(part) ?? false;
    },
    knowing: (part) => {
      let found = knowingByPart.get(part);
      if (!found) {
        found = [...writers].filter(([, known]) => known.has(part)).map(([writer]) => writer);
        knowingByPart.set(part, found);
      }
      return found;
    },
  };
}
