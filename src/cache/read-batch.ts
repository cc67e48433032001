import type { StoreValue } from "../store/query.ts";
import { type Budget, UNBOUNDED } from "./budget.ts";
import type { CacheRead } from "./loads.ts";
import type { Mark } from "./mark.ts";
import type { Envelope } from "./tier.ts";
import type { Floor } from "./verdicts.ts";

/** What is read together, and what came of it so far: it is passed down from L1 to the tier and to the store. */
export interface ReadBatch {
  readonly reads: readonly CacheRead[];
  readonly options: ReadOptions;
  /** What the tier is waited for. */
  readonly budget: Budget;
  /** In which it began: what comes in another one is no answer. */
  readonly era: number;
  /** Whether the store alone may answer (protocol line 17). */
  readonly restored: boolean;
  /** By scope, each taken once: changes that come while this is under way are no reason to begin anew (protocol line 4). */
  readonly floors: ReadonlyMap<string, Floor>;
  /** When these were taken, in milliseconds since 1970. */
  readonly now: number;
  /** The answers, aligned with `reads`. */
  readonly values: (StoreValue | Error)[];
  /** The indexes of what the tier is asked for. */
  readonly wanted: number[];
  /** The indexes of what the store is asked for. */
  readonly misses: number[];
  /** By index: what may be served if the store is gone. */
  readonly fallback: Map<number, Envelope>;
  /** The indexes of what another release has just cached, in a form that can't be read here: that is left there. */
  readonly held: Set<number>;
  /** What the tier has answered, by scope. */
  readonly marks: Map<string, Mark>;
}

export interface ReadOptions {
  /** The lowest version of a scope that will do, beside M. */
  readonly minVersion: (scope: string) => number;
  /** Whether a value may be served that the store couldn't confirm (never for strict and minVersion reads). */
  readonly allowStale: boolean;
  /** Told the scope of each value served in this way. */
  readonly onStale: (scope: string) => void;
  /** What the tier is waited for, helping aside; by default as long as it takes. */
  readonly budget?: Budget;
  /** What the tier has answered to this piece of work before, by scope: enough to store what is loaded without asking it. */
  readonly marks?: Map<string, Mark>;
}

/** Of which nothing is answered yet. */
export function createBatch(
  begun: Pick<ReadBatch, "reads" | "options" | "era" | "restored" | "floors" | "now">,
): ReadBatch {
  return {
    ...begun,
    budget: begun.options.budget ?? UNBOUNDED,
    values: new Array<StoreValue | Error>(begun.reads.length),
    wanted: [],
    misses: [],
    fallback: new Map(),
    held: new Set(),
    marks: new Map(),
  };
}
