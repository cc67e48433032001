import { Fault } from "../fault.ts";

/** The store can't do what it is asked to; the caller is told UNAVAILABLE, with these words. */
export class StoreFault extends Fault {
  /** What ends it: a change that succeeds, or a restart; null: time alone may. */
  readonly until: "change" | "restart" | null;

  constructor(message: string, detail: { until?: "change" | "restart"; cause?: unknown } = {}) {
    super("UNAVAILABLE", message, { cause: detail.cause });
    this.until = detail.until ?? null;
  }
}
