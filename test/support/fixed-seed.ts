import fc from "fast-check";
import { ROUNDS, SEED } from "./made-up.ts";

// Runs before each test file: properties that name no seed, and no number of runs, have these.
fc.configureGlobal({ seed: SEED, numRuns: 100 * ROUNDS });
