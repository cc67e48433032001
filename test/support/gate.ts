import type { Store } from "../../src/store/store.ts";

/** A store whose answers a test can hold back: the call has happened, and its caller doesn't know yet. */
export interface GatedStore {
  readonly store: Store;
  /** Holds the next answer of this method; resolves with its release once the store has answered. */
  hold(method: "read" | "change" | "versions" | "log"): Promise<() => void>;
  /** Lets every call fail as a store that is gone does, until it is told otherwise. */
  gone(error: unknown): void;
  /** Calls so far, by method. */
  readonly calls: Readonly<Record<"read" | "change" | "versions" | "log", number>>;
}

type Method = "read" | "change" | "versions" | "log";

export function gated(store: Store): GatedStore {
  const holds = new Map<Method, (release: () => void) => void>();
  const calls: Record<Method, number> = { read: 0, change: 0, versions: 0, log: 0 };
  let failure: unknown;

  const through =
    <A extends unknown[], R>(method: Method, call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls[method]++;
      if (failure) throw failure;
      const held = holds.get(method);
      holds.delete(method);
      const answer = await call(...given);
      if (held) await new Promise<void>((release) => held(release));
      return answer;
    };

  return {
    store: {
      ...store,
      read: through("read", store.read),
      versions: through("versions", store.versions),
      log: through("log", store.log),
      change: through("change", store.change) as Store["change"],
    },
    hold: (method) => new Promise((resolve) => holds.set(method, resolve)),
    gone: (error) => {
      failure = error;
    },
    calls,
  };
}
