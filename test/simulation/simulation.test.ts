import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUNDS, SEED } from "../support/made-up.ts";
import { FAULTS } from "./faults.ts";
import { type Counts, noCounts, simulate, WHOLE } from "./life.ts";

const run = promisify(execFile);

/** What a quiet core plays in some ten seconds. */
const LIVES = 2_000 * ROUNDS;
/** In milliseconds, for a machine that is busy with much else. */
const PATIENCE = 300_000 * ROUNDS;

describe("any life", () => {
  const { stackTraceLimit } = Error;
  let counts: Counts;
  beforeAll(() => {
    // A stack costs more than the call that it tells of, and most errors here are part of life.
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  test(
    "keeps what the design promises",
    async () => {
      counts = noCounts();
      const from = SEED * 1_000_000;
      for (let seed = from; seed < from + LIVES; seed++) {
        const { failure } = await simulate(seed, WHOLE, counts);
        expect(failure, `npm run simulate -- --trace --replay ${seed}`).toBeNull();
      }
    },
    PATIENCE,
  );

  test.each(FAULTS)("may be hit by this: %s", (fault) => {
    expect(counts.hits[fault]).toBeGreaterThan(0);
  });
});

test(
  "a seed plays the same life in every process, and however many threads share the seeds",
  async () => {
    const play = async (...how: string[]) => {
      const program = join(import.meta.dirname, "simulate.ts");
      const { stdout } = await run(process.execPath, [program, "--seeds", "300", ...how]);
      return /hash (\w+)/.exec(stdout)![1];
    };
    const [one, other] = await Promise.all([play(), play("--workers", "2")]);
    expect(other).toBe(one);
  },
  PATIENCE,
);
