import type { Random } from "../coherence/random.ts";
import type { Faults } from "./faults.ts";
import type { Party, Scheduler } from "./scheduler.ts";

/** Something that processes reach over wires. */
export interface Server {
  readonly party: Party;
  /** The names of those who can't reach it. */
  readonly away: Set<string>;
}

/** One process's way to one server. */
export interface Wire {
  /**
   * Asks the server, which executes it when the request has arrived; resolves when the answer has. Rejects, with the
   * wire's fault, what got lost on the way there or back. `script`: it may be executed once more after that.
   */
  call<T>(kind: string, execute: () => T | Promise<T>, options?: { readonly script?: boolean }): Promise<T>;
  /** How often something got lost. */
  readonly failures: number;
}

export interface WireOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly from: Party;
  readonly to: Server;
  /** How likely a request is to arrive at once. */
  readonly haste: number;
  /** How likely an answer is to take longer than the lease, if the store is slow. */
  readonly slow: number;
  readonly fault: (message: string) => Error;
  /** What the process makes of an error that the server answers; by default nothing else. */
  readonly answered?: (error: unknown) => unknown;
}

const LOST = 0.05;
const TWICE = 0.08;
/** What a slow answer takes, in milliseconds. */
const SLOW_MS = [1_000, 7_000] as const;

export function createWire(options: WireOptions): Wire {
  const { scheduler, random, faults, from, to, haste, slow, fault, answered = same } = options;
  const self = { failures: 0, call };

  function call<T>(kind: string, execute: () => T | Promise<T>, { script = false } = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      let notBefore = 0;
      const answer = (settle: () => void) => scheduler.post(from, kind, settle, notBefore);
      const lose = () => {
        self.failures++;
        reject(fault(`${kind}: no answer`));
      };
      const isReachable = () => !to.away.has(from.name);

      const arrive = () => {
        if (!isReachable()) return answer(lose);
        if (faults.strikes("slow-store", slow))
          notBefore = scheduler.now() + SLOW_MS[0] + random.below(SLOW_MS[1]);
        const lost = faults.strikes("lost-reply", LOST);
        let result: T | Promise<T>;
        try {
          result = execute();
        } catch (error) {
          return answer(lost ? lose : () => reject(answered(error)));
        }
        if (result instanceof Promise)
          result.then(
            (value) => answer(lost ? lose : () => resolve(value)),
            (error) => answer(lost ? lose : () => reject(answered(error))),
          );
        else answer(lost ? lose : () => resolve(result as T));
      };

      if (faults.strikes("lost-request", LOST)) return answer(lose);
      // Given up, and under way all the same.
      if (faults.strikes("late-request", LOST)) answer(lose);
      if (script && faults.strikes("script-twice", TWICE))
        scheduler.post(to.party, `${kind} again`, () => {
          if (isReachable()) attempt(execute);
        });
      if (random.chance(haste)) arrive();
      else scheduler.post(to.party, kind, arrive);
    });
  }

  return self;
}

/** Nobody waits for the answer, also not for one that is an error. */
function attempt(execute: () => unknown): void {
  try {
    execute();
  } catch {}
}

const same = (error: unknown) => error;
