import { FAULTS, type Fault } from "./faults.ts";
import { type LifeOptions, noCounts, simulate } from "./life.ts";

/** A life that goes wrong. */
export interface Failing {
  readonly seed: number;
  readonly options: LifeOptions;
  readonly failure: Error;
  /** Those that hit, of its faults. */
  readonly hit: ReadonlySet<Fault>;
  /** How much happens in it. */
  readonly deliveries: number;
}

/** How many other seeds are tried for a smaller life before it is given up. */
const SEEDS = 2_000;

/** Which promise was broken, or what went wrong. */
export function promiseOf(failure: Error): string {
  return (failure as { promise?: string }).promise ?? failure.message;
}

/**
 * Looks for a smaller life that breaks the same promise: with fewer faults, gateways and worlds, and less that clients
 * do. A smaller one of the same seed is another life altogether, so that other seeds are tried as well.
 */
export async function shrink(seed: number, options: LifeOptions): Promise<Failing> {
  let least = (await play(seed, options))!;
  const promise = promiseOf(least.failure);
  for (;;) {
    const smaller = await firstOf(smallerThan(least), promise);
    if (!smaller) break;
    least = smaller;
  }
  for (let other = 1; other <= SEEDS; other++) {
    const found = await play(other, least.options);
    if (found && promiseOf(found.failure) === promise && found.deliveries < least.deliveries) least = found;
  }
  return least;

  async function firstOf(lives: Iterable<LifeOptions>, wanted: string): Promise<Failing | null> {
    for (const smaller of lives)
      for (let other = 0; other <= SEEDS; other++) {
        const found = await play(other || least.seed, smaller);
        if (found && promiseOf(found.failure) === wanted) return found;
      }
    return null;
  }
}

/** Plays a life; null: nothing goes wrong in it. */
async function play(seed: number, options: LifeOptions): Promise<Failing | null> {
  const counts = noCounts();
  const { failure } = await simulate(seed, options, counts);
  const hit = new Set(FAULTS.filter((fault) => counts.hits[fault] > 0));
  return failure && { seed, options, failure, hit, deliveries: counts.deliveries };
}

function* smallerThan({ options, hit }: Failing): Iterable<LifeOptions> {
  const { ops, gateways, worlds, faults } = options;
  if ((faults?.size ?? FAULTS.length) > hit.size) yield { ...options, faults: hit };
  if (worlds > 1) yield { ...options, worlds: 1 };
  if (gateways > 1) yield { ...options, gateways: gateways - 1 };
  for (const fault of hit) yield { ...options, faults: new Set([...hit].filter((one) => one !== fault)) };
  if (ops > 2) yield { ...options, ops: Math.ceil(ops / 2) };
  if (ops > 1) yield { ...options, ops: ops - 1 };
}
