import type { LogEntry } from "../store/log.ts";
import type { CacheContext } from "./context.ts";
import { toEnvelope } from "./envelope.ts";
import type { ApplyReply, Put } from "./tier.ts";

/** Applies one change of this era to the tier (protocol line 3), and says so to whoever listens. */
export type Apply = (entry: LogEntry, puts: readonly Put[]) => Promise<ApplyReply>;

export function createApply(context: CacheContext): Apply {
  const { tier, local, clock, loads, epoch, outcomes, labelOf } = context;
  return async (entry, puts) => {
    const { scope, version, flush, purged } = entry;
    const era = epoch.era();
    loads.drop(scope, entry.keys);
    const reply = await tier.apply(entry, puts);
    if (reply.kind !== "APPLIED" && reply.kind !== "OPENED") return reply;
    if (local && epoch.era() === era) {
      // As its notice will, which then says nothing new; what the committer knows need not be read again.
      local.notice(entry);
      for (const { slot, value } of puts)
        local.put(slot, version, toEnvelope(slot, version, value, clock.now()));
    }
    const subject = { kind: "invalidation", tier: tier.name, scope, version } as const;
    if (flush)
      outcomes.emit({ ...subject, type: purged ?? "*", keys: [], reason: purged ? "purge" : "flush" });
    for (const [type, keys] of Map.groupBy(reply.hit, labelOf))
      outcomes.emit({ ...subject, type, keys, reason: "change" });
    return reply;
  };
}
