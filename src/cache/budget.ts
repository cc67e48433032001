import type { Clock } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { MaybePromise } from "./tier.ts";

/**
 * How long one piece of work, such as a query or a mutation's field, may wait for the shared tier in all. What it
 * spends elsewhere, at the store for instance, doesn't count, and waits that overlap count once (protocol line 18).
 */
export interface Budget {
  /** Waits for `work`, which goes on when the time is up; rejects with BudgetSpent then, or before it is begun. */
  within<T>(work: () => MaybePromise<T>): MaybePromise<T>;
}

/** The time is up: the caller does without the tier. */
export class BudgetSpent extends Fault {
  readonly reason = "slow";

  constructor() {
    super("UNAVAILABLE", "the cache didn't answer in time");
  }
}

/** Of work that waits as long as it has to, or for a tier that answers at once. */
export const UNBOUNDED: Budget = { within: (work) => work() };

export function createBudget(clock: Clock, ms: number): Budget {
  let left = ms;
  let waiting = 0;
  /** When the first of those that wait now began to. */
  let since = 0;
  const remaining = () => left - (waiting > 0 ? clock.now() - since : 0);

  return {
    within: async (work) => {
      const time = remaining();
      if (time <= 0) throw new BudgetSpent();
      if (waiting++ === 0) since = clock.now();
      const answered = new AbortController();
      const timeIsUp = async () => {
        await clock.sleep(time, answered.signal);
        throw new BudgetSpent();
      };
      try {
        return await Promise.race([work(), timeIsUp()]);
      } finally {
        // Nobody looks at the reason, and making one up takes longer than all of this.
        answered.abort(null);
        if (--waiting === 0) left -= Math.max(0, clock.now() - since);
      }
    },
  };
}
