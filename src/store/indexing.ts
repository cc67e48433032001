import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import { unavailable } from "../fault.ts";
import type { BuildingProgress, IndexedBatch } from "./index-batch.ts";
import { NotIndexed } from "./indexed.ts";
import type { Changed, Reading } from "./store.ts";

/** Indexes lists batch by batch, each scope by one at a time in this process. */
export interface Indexing {
  /** Goes through all scopes; resolves to how many lacked something, and rejects if the store fails. */
  all(): Promise<number>;
  /** Indexes one scope, however long it takes. */
  whole(scope: string): Promise<void>;
  /** Reads, and again when what lacked little was indexed; what takes longer stays refused meanwhile. */
  reading(read: () => Promise<Reading>): Promise<Reading>;
  /** The same for a change, which has to read a list. */
  changing<T>(change: () => Promise<Changed<T>>): Promise<Changed<T>>;
  close(): Promise<void>;
}

/** Told when the indexing of some lists begins, in steps, and when it has ended. */
export interface IndexProgress extends BuildingProgress {
  readonly scope: string;
}

export interface IndexingOptions {
  /** One batch, in a transaction of its own. */
  readonly batch: (scope: string) => Promise<IndexedBatch>;
  /** Scopes with lists that lack something, a page at a time. */
  readonly lacking: (
    after: string,
  ) => Promise<{ readonly scopes: readonly string[]; readonly next: string | null }>;
  readonly clock: Clock;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Pieces that whoever asks for a list waits for; they take some tenths of a second at most. */
const AWAITED = 20;
/** After each further batch other writers have their turn. */
const PAUSE_MS = 5;
/** How often a list is tried that others, who don't know it, keep changing. */
const ATTEMPTS = 3;
/** How many steps of progress are told. */
const STEPS = 10;

interface Flight {
  /** Whether it was over after few batches. */
  readonly soon: Promise<boolean>;
  readonly whole: Promise<void>;
}

export function createIndexing(options: IndexingOptions): Indexing {
  const { batch, lacking, clock, onProgress = () => {} } = options;
  const closing = new AbortController();
  const flights = new Map<string, Flight>();

  function start(scope: string): Flight {
    const soon = Promise.withResolvers<boolean>();
    const tell = createTeller(scope, onProgress);
    const run = async () => {
      for (let batches = 1; ; batches++) {
        if (closing.signal.aborted) throw unavailable("the store is closed");
        const { more, building } = await batch(scope);
        tell(building);
        if (!more) return soon.resolve(true);
        if (batches < AWAITED) await nextTurn();
        else {
          soon.resolve(false);
          await clock.sleep(PAUSE_MS, closing.signal).catch(() => {});
        }
      }
    };
    const whole = run().finally(() => {
      flights.delete(scope);
      soon.resolve(false);
    });
    // Whoever asks next begins anew.
    whole.catch(() => {});
    return { soon: soon.promise, whole };
  }

  function flightOf(scope: string): Flight {
    const flight = flights.get(scope) ?? start(scope);
    flights.set(scope, flight);
    return flight;
  }

  async function hurry(scopes: readonly string[]): Promise<boolean> {
    return (await Promise.all(scopes.map((scope) => flightOf(scope).soon))).some(Boolean);
  }

  return {
    all: async () => {
      let count = 0;
      for (let after: string | null = ""; after !== null; ) {
        const { scopes, next }: Awaited<ReturnType<typeof lacking>> = await lacking(after);
        for (const scope of scopes) await flightOf(scope).whole;
        count += scopes.length;
        after = next;
      }
      return count;
    },
    whole: (scope) => flightOf(scope).whole,
    reading: async (read) => {
      for (let attempt = 1; ; attempt++) {
        const reading = await read();
        const scopes = new Set(
          reading.values.flatMap((value) => (value instanceof NotIndexed ? [value.scope] : [])),
        );
        if (scopes.size === 0 || attempt > ATTEMPTS || !(await hurry([...scopes]))) return reading;
      }
    },
    changing: async (change) => {
      for (let attempt = 1; ; attempt++)
        try {
          return await change();
        } catch (error) {
          if (!(error instanceof NotIndexed) || attempt > ATTEMPTS || !(await hurry([error.scope])))
            throw error;
        }
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled([...flights.values()].map(({ whole }) => whole));
    },
  };
}

/** Tells of what is indexed from the rows, in few steps; a repair from the log is no event. */
function createTeller(scope: string, onProgress: NonNullable<IndexingOptions["onProgress"]>) {
  let told = "";
  return (building: IndexedBatch["building"]): void => {
    for (const progress of building) {
      const { lists, done, total, finished } = progress;
      const step = total > 0 ? Math.floor((done / total) * STEPS) : 0;
      const telling = `${lists.join()} ${finished ? "finished" : step}`;
      if (telling === told) continue;
      told = telling;
      onProgress({ scope, ...progress });
    }
  };
}
