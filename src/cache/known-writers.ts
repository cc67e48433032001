import type { Registry } from "../entities/registry.ts";
import { unlessUnavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";

/**
 * Which parts of the cache the programs know that write here: releases that run side by side, and those before them.
 * What one of them knows never changes, as its name says it; so to be late in hearing of one costs hits, and nothing else.
 */
export interface KnownWriters {
  /** Whether its changes name all that they make of this part; not so of a writer that was never heard of. */
  knows(writer: string, part: string): boolean;
  /** All that are known to know this part. */
  knowing(part: string): readonly string[];
  /** Asks the store, at first and whenever one was met that was never heard of. */
  refresh(): Promise<void>;
}

export function createKnownWriters({
  registry,
  store,
}: {
  readonly registry: Pick<Registry, "writer" | "known">;
  readonly store: Pick<Store, "writers">;
}): KnownWriters {
  const writers = new Map([[registry.writer, new Set(registry.known)]]);
  const knowingByPart = new Map<string, readonly string[]>();
  let wanting = true;

  return {
    knows: (writer, part) => {
      const known = writers.get(writer);
      if (!known) wanting = true;
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
    refresh: async () => {
      if (!wanting) return;
      wanting = false;
      const said = await store.writers().catch((error: unknown) => {
        wanting = true;
        unlessUnavailable(error);
      });
      for (const [writer, known] of said ?? []) writers.set(writer, new Set(known));
      knowingByPart.clear();
    },
  };
}
