import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Registry } from "../entities/registry.ts";
import { isUnavailable } from "../fault.ts";
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

/** Of a store that fails while the gateway starts: which one it is, and which setting to change. */
export function startTrouble(config: Config["store"], error: unknown): unknown {
  if (!isUnavailable(error)) return error;
  const { provider, neo4j, sqliteFile, timeoutMs, demoWorld } = config;
  const which = provider === "neo4j" ? `Neo4j at ${new URL(neo4j.uri).host}` : sqliteFile;
  const address = provider === "neo4j" ? "NEO4J_URI to another server" : "SQLITE_FILE to another file";
  const without = demoWorld ? ", or DEMO_WORLD=false to start without loading a world" : "";
  return new Error(
    `can't use ${which}: ${(error as Error).message}: set STORE_TIMEOUT_MS to more than ${timeoutMs} if it is only slow, ${address}${without}`,
    { cause: error },
  );
}
