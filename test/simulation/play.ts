import { Worker } from "node:worker_threads";
import { addCounts, type Counts, type LifeOptions, noCounts, simulate } from "./life.ts";
import { promiseOf } from "./shrink.ts";

/** Lives to be played one after another. */
export interface Span {
  /** The first seed; the others follow it. */
  readonly from: number;
  readonly count: number;
  readonly options: LifeOptions;
  /** Whether it goes on after a life that went wrong. */
  readonly keepGoing: boolean;
}

/** What became of them. */
export interface Played {
  readonly counts: Counts;
  /** The same in whatever order they were played. */
  readonly hash: number;
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly seed: number;
  readonly promise: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Plays them here. */
export async function play(
  { from, count, options, keepGoing }: Span,
  trace: ((line: string) => void) | null = null,
): Promise<Played> {
  const counts = noCounts();
  const failures: Failure[] = [];
  let hash = 0;
  for (let seed = from; seed < from + count; seed++) {
    const life = await simulate(seed, options, counts, trace);
    hash = (hash + life.hash) | 0;
    if (!life.failure) continue;
    const { message, stack } = life.failure;
    failures.push({ seed, promise: promiseOf(life.failure), message, stack });
    if (!keepGoing) break;
  }
  return { counts, hash, failures };
}

/** Plays them in so many threads, each of which has its part of the seeds; unless told otherwise all end with the first that fails. */
export async function playApart(span: Span, threads: number): Promise<Played> {
  const size = Math.ceil(span.count / threads);
  const workers: Worker[] = [];
  const parts: Played[] = [];
  const part = (from: number) =>
    new Promise<void>((resolve, reject) => {
      const count = Math.min(size, span.from + span.count - from);
      const worker = new Worker(new URL("./player.ts", import.meta.url), {
        workerData: { ...span, from, count } satisfies Span,
      });
      workers.push(worker);
      worker.on("error", reject);
      worker.on("exit", () => resolve());
      worker.on("message", (played: Played) => {
        parts.push(played);
        if (played.failures.length > 0 && !span.keepGoing) for (const one of workers) void one.terminate();
      });
    });
  const begun: Promise<void>[] = [];
  for (let from = span.from; from < span.from + span.count; from += size) begun.push(part(from));
  await Promise.all(begun);
  const counts = noCounts();
  let hash = 0;
  for (const one of parts) {
    addCounts(counts, one.counts);
    hash = (hash + one.hash) | 0;
  }
  const failures = parts.flatMap((one) => one.failures).sort((a, b) => a.seed - b.seed);
  return { counts, hash, failures };
}
