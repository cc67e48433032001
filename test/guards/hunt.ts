import { FAULTS, type Fault } from "../simulation/faults.ts";
import { noCounts, simulate, WHOLE } from "../simulation/life.ts";
import { promiseOf } from "../simulation/shrink.ts";

/** What was found of a program without one of its guards. */
export interface Found {
  /** How many lives were played until a promise was broken. */
  readonly lives: number;
  /** The promise. */
  readonly promise: string;
  /** Without any of these no life was found that breaks one. */
  readonly faults: readonly Fault[];
}

/** Seeds that are tried with fewer faults before these are taken to be needed. */
const FEWER = 200;

/**
 * Plays lives until one breaks a promise, `most` at most, and then looks for as few faults as will do. Null: none did.
 * For a process without one of its guards, which `guard-out.ts` takes out.
 */
async function hunt(most: number, withFaults: boolean): Promise<Found | null> {
  Error.stackTraceLimit = 0;
  const first = await play(null, most);
  if (!first) return null;
  let { faults } = first;
  for (const fault of withFaults ? first.faults : []) {
    const fewer = faults.filter((one) => one !== fault);
    if (await play(new Set(fewer), FEWER)) faults = fewer;
  }
  return { lives: first.lives, promise: first.promise, faults };
}

/** `allowed`: the faults that there may be; null: all. */
async function play(allowed: ReadonlySet<Fault> | null, most: number): Promise<Found | null> {
  for (let seed = 1; seed <= most; seed++) {
    const counts = noCounts();
    const { failure } = await simulate(seed, { ...WHOLE, faults: allowed }, counts);
    if (failure)
      return {
        lives: seed,
        promise: promiseOf(failure),
        faults: FAULTS.filter((fault) => counts.hits[fault] > 0),
      };
  }
  return null;
}

if (import.meta.main) {
  const [, , most = "10000", which = ""] = process.argv;
  process.stdout.write(JSON.stringify(await hunt(Number(most), which === "faults")));
}
