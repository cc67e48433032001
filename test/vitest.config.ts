import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

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
      env: { TEST_SEED, TEST_ROUNDS },
      globalSetup: ["test/support/neo4j-keeper.ts"],
      setupFiles: ["test/support/fixed-seed.ts"],
      // What takes 10 s on a quiet machine of two cores may take four times as long on a slower one, and no more
      // than that: tests that take longer say so themselves. What hangs is told of after a minute.
      testTimeout: 60_000 * Number(TEST_ROUNDS),
      hookTimeout: 120_000,
      expect: { poll: { timeout: 20_000 } },
      // Many files wait for servers in processes of their own, rather than compute.
      maxWorkers: Math.max(2, availableParallelism()),
    },
  };
});
