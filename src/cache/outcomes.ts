import { isPurge, type LogEntry } from "../store/log.ts";
import type { FillResult } from "./tier.ts";

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
      /** busy: too many fills are under way; held: another release has just cached it, in a form of its own. */
      readonly reason: Exclude<FillResult, "stored"> | "missing" | "behind" | "busy" | "held";
    } & Subject)
  | ({
      readonly kind: "invalidation";
      readonly reason: "change" | "flush" | "purge" | "gap";
      readonly version: number;
      /** Those of the type's keys that were dropped or replaced; empty where a floor was raised instead. */
      readonly keys: readonly string[];
    } & Omit<Subject, "key">)
  /** One for each change that this gateway made, whatever it touched in which tier. */
  | {
      readonly kind: "change";
      readonly versions: Readonly<Record<string, number>>;
      /** How many entities of each type it touched. */
      readonly types: Readonly<Record<string, number>>;
      /** Cache keys whose values it changed. */
      readonly keys: number;
      readonly reason: "change" | "flush" | "purge";
    }
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
 * empty: nothing lay there, or its time was up; flushed: fenced below the flush floor; foreign: fenced below a change by a
 * program that doesn't know such values; shape: of a form that can't be read here; behind: the tier lags behind what was heard of; unopened: the tier knew nothing of the
 * scope; untrusted: the poll lease has run out; renewed: a new value was asked for; slow: it didn't
 * answer in time; unavailable: it can't be reached.
 */
export type MissReason =
  | "empty"
  | "flushed"
  | "foreign"
  | "shape"
  | "behind"
  | "unopened"
  | "untrusted"
  | "renewed"
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

/** What one change did, from its log entries. */
export function changeOutcome(entries: readonly LogEntry[]): Outcome {
  const types: Record<string, number> = {};
  const ids = new Map(entries.flatMap(({ entities }) => entities.map(({ id, type }) => [id, type] as const)));
  for (const type of ids.values()) types[type] = (types[type] ?? 0) + 1;
  const flush = entries.find((entry) => entry.flush);
  return {
    kind: "change",
    versions: Object.fromEntries(entries.map(({ scope, version }) => [scope, version])),
    types,
    keys: entries.reduce((sum, { keys }) => sum + keys.length, 0),
    reason: !flush ? "change" : flush.purged || isPurge(flush) ? "purge" : "flush",
  };
}
