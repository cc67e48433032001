import type { Clock } from "../clock.ts";
import { Fault } from "../fault.ts";
import { NotIndexed } from "./indexed.ts";
import type { Store } from "./store.ts";
import { StoreFault } from "./store-fault.ts";
import { isUnreadable } from "./unreadable.ts";

/** A store whose outages are told of: one line when one begins, and one when all is well again. */
export interface ReportedStore {
  readonly store: Store;
  health(): StoreHealth;
}

export interface StoreHealth {
  /** degraded: it answers, and something that it was asked to do it couldn't. */
  readonly status: "up" | "degraded" | "down";
  readonly reason?: string;
}

/** Something that an operator should know, for the log. */
export interface StoreEvent {
  readonly level: "info" | "error";
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What only time ends, hasn't come again for so long when it is over, in milliseconds. */
const QUIET_MS = 60_000;

interface Problem {
  readonly until: StoreFault["until"];
  readonly since: number;
  latest: number;
}

/** Watches what becomes of all that a store is asked. Its versions are asked for all the time: while these fail it is down. */
export function reportOn(
  store: Store,
  options: { clock: Clock; onEvent: (event: StoreEvent) => void },
): ReportedStore {
  const { clock, onEvent } = options;
  /** By what is said of them. */
  const problems = new Map<string, Problem>();
  let down: string | null = null;
  /** That its files aren't where they were, which it says by itself. */
  let astray: string | null = null;
  let closed = false;

  function failed(error: unknown): string | null {
    if (closed || !(error instanceof Fault) || error.code !== "UNAVAILABLE") return null;
    // What is being indexed is no failure, and of what can't be read is told by its id.
    if (error instanceof NotIndexed || isUnreadable(error)) return null;
    const { message, cause } = error;
    const now = clock.now();
    const known = problems.get(message);
    if (known) known.latest = now;
    else {
      const until = error instanceof StoreFault ? error.until : null;
      problems.set(message, { until, since: now, latest: now });
      const reason = cause instanceof Error ? cause.message : message;
      onEvent({ level: "error", message: `the store fails: ${message}`, facts: { reason } });
    }
    return message;
  }

  /** Ends those problems that it is time for. */
  function end(isOver: (problem: Problem, message: string) => boolean): void {
    for (const [message, problem] of problems) {
      if (!isOver(problem, message)) continue;
      problems.delete(message);
      const seconds = (clock.now() - problem.since) / 1_000;
      if (problems.size === 0)
        onEvent({ level: "info", message: "the store is well again", facts: { seconds } });
    }
  }

  function answered(): void {
    const wasDown = down !== null;
    down = null;
    const trouble = store.trouble?.() ?? null;
    const before = astray;
    astray = trouble && failed(trouble);
    const now = clock.now();
    end(
      ({ until, latest }, message) =>
        (message === before && astray === null) || (until === null && (wasDown || now - latest >= QUIET_MS)),
    );
  }

  const changed = () => end(({ until }, message) => until !== "restart" && message !== astray);

  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      failed(error);
      throw error;
    }
  };

  const reported: Store = {
    ...store,
    read: (...asked) => told(store.read(...asked)),
    log: (...asked) => told(store.log(...asked)),
    sweep: () => told(store.sweep()),
    versions: async (...asked) => {
      try {
        const versions = await store.versions(...asked);
        answered();
        return versions;
      } catch (error) {
        down = failed(error) ?? down;
        throw error;
      }
    },
    change: async (request) => {
      const made = await told(store.change(request));
      if (made.commits.length > 0) changed();
      return made;
    },
    beginImport: async (...asked) => {
      const importer = await told(store.beginImport(...asked));
      return {
        write: (entities) => told(importer.write(entities)),
        finish: async () => {
          const made = await told(importer.finish());
          changed();
          return made;
        },
        abort: () => told(importer.abort()),
      };
    },
    close: async () => {
      closed = true;
      await store.close();
    },
  };

  return {
    store: reported,
    health: () => {
      const reason = down ?? [...problems.keys()].at(-1);
      if (reason === undefined) return { status: "up" };
      return { status: down === null ? "degraded" : "down", reason };
    },
  };
}
