import type { Question } from "../../src/store/query.ts";
import type { Store } from "../../src/store/store.ts";

/** Sees what a gateway asks its store, and can hold up an answer. */
export interface WatchedStore {
  /** Goes between the store and the gateway. */
  wrap(store: Store): Store;
  /** How often each method was called since `forget`; methods that weren't are missing. */
  calls(): Record<string, number>;
  /** The batches that `read` was given since `forget`. */
  readonly batches: readonly (readonly Question[])[];
  forget(): void;
  /** Holds the next read that asks what matches, before or after the store has answered it. */
  hold(matches: (query: Question) => boolean, when: "before" | "after"): HeldRead;
}

export interface HeldRead {
  /** Resolves when the read is held. */
  readonly arrived: Promise<void>;
  release(): void;
}

interface Hold extends HeldRead {
  readonly when: "before" | "after";
  matches(query: Question): boolean;
  arrive(): void;
  readonly released: Promise<void>;
}

const COUNTED = ["versions", "log", "change"] as const;

export function watchStore(): WatchedStore {
  const counts = new Map<string, number>();
  const batches: (readonly Question[])[] = [];
  const holds = new Set<Hold>();
  const count = (method: string) => counts.set(method, (counts.get(method) ?? 0) + 1);

  return {
    wrap: (store) => {
      const counted = Object.fromEntries(
        COUNTED.map((method) => [
          method,
          (...args: never[]) => {
            count(method);
            return (store[method] as (...args: never[]) => unknown)(...args);
          },
        ]),
      );
      const read: Store["read"] = async (queries, options) => {
        count("read");
        batches.push(queries);
        const hold = [...holds].find(({ matches }) => queries.some(matches));
        if (!hold) return store.read(queries, options);
        holds.delete(hold);
        const wait = async () => {
          hold.arrive();
          await hold.released;
        };
        if (hold.when === "before") await wait();
        const reading = await store.read(queries, options);
        if (hold.when === "after") await wait();
        return reading;
      };
      return { ...store, ...counted, read };
    },
    calls: () => Object.fromEntries(counts),
    batches,
    forget: () => {
      counts.clear();
      batches.length = 0;
    },
    hold: (matches, when) => {
      const arrival = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      holds.add({
        matches,
        when,
        arrive: arrival.resolve,
        released: release.promise,
        arrived: arrival.promise,
        release: release.resolve,
      });
      return { arrived: arrival.promise, release: release.resolve };
    },
  };
}
