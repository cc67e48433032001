import { LRUCache } from "lru-cache";
import type { Clock } from "../../clock.ts";
import { TRIAL_MS } from "./breaker.ts";

/**
 * Refuses a single scope whose own commands fail, or are slow again and again, while its node serves all others.
 * After a pause, longer each time, one command is let through, and the next ones when that is answered.
 */
export interface ScopeBreaker {
  admits(scope: string): boolean;
  /** Its keys or its slot can't be had. */
  failed(scope: string): void;
  /** It has kept its node from answering anybody. The first time that may be the node's, or this process's, own doing. */
  slow(scope: string): void;
  answered(scope: string): void;
}

/** Scopes that are remembered; what falls out is let through. */
const MAX_SCOPES = 1_000;

/** The longest pause, and how long a failure is held against a scope, in milliseconds. */
const LONGEST_MS = 30_000;
const MEMORY_MS = 60_000;

interface Record {
  /** Within the last minute before the latest one. */
  failures: number;
  latest: number;
  /** Until then nothing is let through. */
  until: number;
  /** Whether the last command failed by itself. */
  failing: boolean;
}

export function createScopeBreaker(options: {
  clock: Clock;
  /** How long an answer is waited for, in milliseconds. */
  deadlineMs: number;
  /** Told of the first scope that fails while none did. */
  onFailing: (scope: string) => void;
  /** Told when none fails any more. */
  onWell: () => void;
}): ScopeBreaker {
  const { clock, deadlineMs, onFailing, onWell } = options;
  const records = new LRUCache<string, Record>({
    max: MAX_SCOPES,
    dispose: ({ failing }, _, reason) => {
      if (reason === "evict" && failing) rest();
    },
  });
  let failing = 0;

  function rest(): void {
    if (--failing === 0) onWell();
  }

  /** `spared`: failures before the first pause. */
  function note(scope: string, spared: number): Record {
    const now = clock.now();
    const before = records.get(scope);
    const recent = before && now - before.latest <= MEMORY_MS;
    const failures = (recent ? before.failures : 0) + 1;
    const pause = failures <= spared ? 0 : Math.min(TRIAL_MS * 2 ** (failures - spared - 1), LONGEST_MS);
    const record = { failures, latest: now, until: now + pause, failing: before?.failing ?? false };
    records.set(scope, record);
    return record;
  }

  return {
    admits: (scope) => {
      // Nearly always there is none, and every command comes by here.
      const record = records.size > 0 ? records.get(scope) : undefined;
      if (!record || record.until === 0) return true;
      const now = clock.now();
      if (now < record.until) return false;
      // This one is the trial, and the next ones wait for what comes of it.
      record.until = now + deadlineMs;
      return true;
    },
    failed: (scope) => {
      const record = note(scope, 0);
      if (record.failing) return;
      record.failing = true;
      if (++failing === 1) onFailing(scope);
    },
    slow: (scope) => void note(scope, 1),
    answered: (scope) => {
      const record = records.size > 0 ? records.get(scope) : undefined;
      if (!record) return;
      record.until = 0;
      if (record.failing) rest();
      record.failing = false;
    },
  };
}
