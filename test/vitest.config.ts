import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // As Node resolves, or tests and libraries would each get a graphql of their own.
  ssr: { resolve: { conditions: ["module-sync", "node", "import", "default"] } },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // Many files wait for servers in processes of their own, rather than compute.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
