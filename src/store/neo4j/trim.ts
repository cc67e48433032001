import neo4j from "neo4j-driver";
import type { LogRetention } from "../log.ts";
import type { Send } from "./pipeline.ts";

/** Nodes that one change removes at most, so that none holds the lock for what a busy day left. */
const TRIMMED = 100;

/**
 * Removes what needn't be kept of a scope's numbered nodes, whose newest one has this number: oldest first and
 * stopping at the first that stays.
 */
export function trimOldest(
  send: Send,
  { label, number }: { label: "LwChange" | "LwAnswer"; number: "version" | "seq" },
  scope: string,
  newest: number,
  { now, retention }: { now: number; retention: LogRetention },
): void {
  const upTo = newest - retention.entries;
  if (upTo < 1) return;
  send(
    `MATCH (c:${label}) USING INDEX c:${label}(scope, ${number}) WHERE c.scope = $scope AND c.${number} <= $upTo ` +
      `WITH c ORDER BY c.scope, c.${number} LIMIT $trimmed WITH collect(c) AS old ` +
      "WITH old, [n IN range(0, size(old) - 1) WHERE old[n].at >= $since] AS young " +
      "UNWIND old[..coalesce(head(young), size(old))] AS gone DELETE gone",
    {
      scope,
      upTo: neo4j.int(upTo),
      since: neo4j.int(now - retention.ms),
      trimmed: neo4j.int(TRIMMED),
    },
  );
}
