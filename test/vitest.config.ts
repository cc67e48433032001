import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./support/order.ts";

/**
 * `npm test` tries the same made-up inputs every time; `npm run test:long`, whose mode is "long", tries others and
 * more of them. Either can be told which, and how many times as many: TEST_SEED=7 TEST_ROUNDS=50.
 */
export default defineConfig(({ mode }) => {
  const long = mode === "long";
  const { TEST_SEED = String(long ? Date.now() % 1_000_000 : 1), TEST_ROUNDS = long ? "10" : "1" } =
    process.env;
  if (long)
    console.info(`the same again: TEST_SEED=${TEST_SEED} TEST_ROUNDS=${TEST_ROUNDS} npm run test:long`);
  return {
    // As Node resolves, or tests and libraries would each get a graphql of their own.
    ssr: { resolve: { conditions: ["module-sync", "node", "import", "default"] } },
    test: {
      include: ["test/**/*.test.ts"],
      // What processes have compiled isn't compiled anew by the hundreds that follow.
      env: {
        TEST_SEED,
        TEST_ROUNDS,
        NODE_COMPILE_CACHE: join(import.meta.dirname, "../node_modules/.cache/node"),
        TEST_LONG: String(long),
      },
      // Files follow each other in a worker, whose modules are loaded once: loading them is half of what most files take.
      isolate: false,
      globalSetup: ["test/support/neo4j-keeper.ts"],
      setupFiles: ["test/support/fixed-seed.ts"],
      // On two quiet cores a test takes 3 s at most, and a hook that starts servers 20 s, or they say so themselves: a
      // machine that is four times slower has time enough, and what hangs is told of all the same.
      testTimeout: 60_000 * Number(TEST_ROUNDS),
      hookTimeout: 120_000,
      expect: { poll: { timeout: 20_000 } },
      sequence: { sequencer: LongestFirst },
      // One more than there are cores, as many files wait for servers in processes of their own, rather than compute.
      maxWorkers: availableParallelism() + 1,
    },
  };
});
