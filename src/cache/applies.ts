import type { LogEntry } from "../store/log.ts";
import type { Loads } from "./loads.ts";
import type { Outcomes } from "./outcomes.ts";
import type { ApplyReply, Put, Tier } from "./tier.ts";

/** Applies one change to the tier (protocol line 3), and says so to whoever listens. */
export type Apply = (entry: LogEntry, puts: readonly Put[]) => Promise<ApplyReply>;

export function createApply(options: {
  tier: Tier;
  loads: Loads;
  outcomes: Outcomes;
  /** The metric label of a cache key. */
  labelOf: (key: string) => string;
}): Apply {
  const { tier, loads, outcomes, labelOf } = options;
  return async (entry, puts) => {
    const { scope, version, keys, flush, purged } = entry;
    loads.drop(scope, keys);
    const reply = await tier.apply(entry, puts);
    if (reply !== "APPLIED" && reply !== "OPENED") return reply;
    const subject = { kind: "invalidation", tier: tier.name, scope, version } as const;
    if (flush)
      outcomes.emit({ ...subject, type: purged ?? "*", keys: [], reason: purged ? "purge" : "flush" });
    for (const [type, touched] of Map.groupBy(keys, labelOf))
      outcomes.emit({ ...subject, type, keys: touched, reason: "change" });
    return reply;
  };
}
