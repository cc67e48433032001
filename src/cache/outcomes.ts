/**
 * What became of a value in one tier, or of all values of a type that a change touched. Everything that
 * counts, logs or traces the cache listens here; nothing else records anything.
 */
export type Outcome =
  | ({ readonly kind: "hit"; readonly absent: boolean; readonly ttlLeft: number | null } & Subject)
  | ({ readonly kind: "miss"; readonly reason: MissReason } & Subject)
  | ({ readonly kind: "fill"; readonly ttl: number | null } & Subject)
  | ({
      readonly kind: "fill-rejected";
      readonly reason: "changed" | "missing" | "behind" | "undecodable";
    } & Subject)
  | ({
      readonly kind: "invalidation";
      readonly reason: "change" | "flush" | "purge" | "gap";
      readonly version: number;
      /** All of the type's keys that one change touched; empty where a floor was raised instead. */
      readonly keys: readonly string[];
    } & Omit<Subject, "key">)
  | ({ readonly kind: "stale" } & Subject)
  /** What lay under the key was garbage; it counts as nothing, and is replaced. */
  | ({ readonly kind: "garbage" } & Subject);

export interface Subject {
  readonly tier: "L1" | "L2";
  /** An entity type or a list's coordinate; `*` for a whole scope. */
  readonly type: string;
  readonly scope: string;
  readonly key: string;
}

/**
 * empty: nothing lay there, or its time was up; flushed: fenced below the flush floor; shape: of
 * another form; behind: the tier lags behind what was heard of; unopened: the tier knew nothing of the
 * scope; untrusted: the poll lease has run out; newer: the tier serves newer definitions; slow: it didn't
 * answer in time; unavailable: it can't be reached.
 */
export type MissReason =
  | "empty"
  | "flushed"
  | "shape"
  | "behind"
  | "unopened"
  | "untrusted"
  | "newer"
  | "slow"
  | "unavailable";

export interface Outcomes {
  emit(outcome: Outcome): void;
  listen(listener: (outcome: Outcome) => void): void;
}

export function createOutcomes(): Outcomes {
  const listeners: ((outcome: Outcome) => void)[] = [];
  return {
    emit: (outcome) => {
      for (const listener of listeners) listener(outcome);
    },
    listen: (listener) => void listeners.push(listener),
  };
}
