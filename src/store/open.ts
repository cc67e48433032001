import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Registry } from "../entities/registry.ts";
import type { IndexProgress } from "./indexing.ts";
import { openNeo4jStore } from "./neo4j/store.ts";
import { openSqliteStore } from "./sqlite/store.ts";
import type { Store } from "./store.ts";

/** Opens the store that the configuration names; throws if it can't be used. */
export function openStore(
  config: Config["store"],
  options: { registry: Registry; clock: Clock; onIndexing?: (progress: IndexProgress) => void },
): Promise<Store> {
  const { timeoutMs } = config;
  if (config.provider === "neo4j") return openNeo4jStore({ ...config.neo4j, timeoutMs, ...options });
  return openSqliteStore({ file: config.sqliteFile, timeoutMs, ...options });
}
