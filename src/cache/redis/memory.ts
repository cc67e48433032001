import type { Clock } from "../../clock.ts";
import type { TierEvent } from "../provider.ts";
import { type RedisCheck, sumOf, tellAdvice } from "./check.ts";
import type { RedisConnections } from "./connection.ts";

/** How often Redis is asked for its memory and its settings. */
const CHECK_MS = 5 * 60_000;

/** Tells every five minutes how full Redis is, and warns while it evicts keys; ends with the signal. */
export async function watchMemory(
  connections: RedisConnections,
  options: { clock: Clock; signal: AbortSignal; onEvent: (event: TierEvent) => void },
): Promise<void> {
  const { clock, signal, onEvent } = options;
  let before: number | null = null;
  while (!signal.aborted) {
    const { usedBytes, maxBytes, evictedKeys } = await checkRedis(connections);
    if (usedBytes !== null && evictedKeys !== null && !signal.aborted) {
      const used = `${inMiB(usedBytes)}${maxBytes === null ? "" : ` of ${inMiB(maxBytes)}`}`;
      const evicted = before === null ? 0 : evictedKeys - before;
      const facts = { usedBytes, ...(maxBytes !== null && { maxBytes }), evictedKeys };
      onEvent({ level: "info", message: `Redis uses ${used}`, facts });
      if (evicted > 0)
        onEvent({
          level: "warn",
          message: `Redis has evicted ${evicted} keys in the last five minutes: raise its maxmemory`,
          facts: { ...facts, evicted },
        });
      before = evictedKeys;
    }
    await clock.sleep(CHECK_MS, signal).catch(() => {});
  }
}

/** Asks Redis how it is; what should be changed is warned of, once. Never rejects. */
export async function checkRedis(connections: RedisConnections): Promise<RedisCheck> {
  const { address, config, reporter } = connections;
  const counts = { connections: connections.opened(), maxConnections: config.maxConnections };
  const servers = await connections.facts().catch(() => []);
  const facts = sumOf(servers);
  if (facts) tellAdvice(reporter, servers, address);
  return { connected: facts !== null, ...(facts ?? UNKNOWN), ...counts, warnings: reporter.warnings() };
}

const UNKNOWN = {
  version: null,
  usedBytes: null,
  maxBytes: null,
  evictionPolicy: null,
  evictedKeys: null,
};

function inMiB(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
