import { unlessUnavailable } from "../fault.ts";
import type { Store } from "../store/store.ts";
import type { CatchUp } from "./catch-up.ts";
import { type CacheRead, groupByScope, type Loaded } from "./loads.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Scopes } from "./scopes.ts";
import type { Mark, Tier } from "./tier.ts";

/**
 * Offers to the tier what was loaded (protocol line 9). `marks`: what the tier answered to the reads
 * that missed, by scope; without one nothing is filled. A rejected fill still answered its reader.
 */
export type Fills = (
  reads: readonly CacheRead[],
  loaded: readonly (Loaded & { mine: boolean })[],
  marks: ReadonlyMap<string, Mark>,
) => Promise<void>;

export function createFills(options: {
  store: Store;
  tier: Tier;
  scopes: Scopes;
  catchUp: CatchUp;
  outcomes: Outcomes;
  definitions: number;
}): Fills {
  const { store, tier, scopes, catchUp, outcomes, definitions } = options;
  return async (reads, loaded, marks) => {
    for (const [scope, indexes] of groupByScope(reads, reads.keys())) {
      const mark = marks.get(scope);
      const mine = indexes.filter(
        (index) => loaded[index]!.mine && loaded[index]!.before !== undefined && !reads[index]!.direct,
      );
      if (mine.length === 0 || !mark || mark.definitions > definitions) continue;
      const before = Math.min(...mine.map((index) => loaded[index]!.before!));
      const version = Math.max(...mine.map((index) => loaded[index]!.after!));
      scopes.hear(scope, version);
      const fill = {
        fence: store.snapshot ? before : Math.min(before, mark.version),
        version,
        values: mine.map((index) => ({ slot: reads[index]!.slot, value: loaded[index]!.value })),
      };
      let reply = await tier.fill(scope, fill);
      if (reply.kind === "BEHIND") {
        // Helping: whoever sees a commit under way finishes it, which makes reads linearizable. Where the
        // log can't be had just then, what was loaded is the answer all the same, and isn't cached.
        await catchUp(scope).catch(unlessUnavailable);
        reply = await tier.fill(scope, fill);
      }
      for (const [place, { slot }] of fill.values.entries()) {
        const { type, key, ttl } = slot;
        const subject = { tier: tier.name, type, scope, key };
        if (reply.kind !== "FILLED")
          outcomes.emit({
            kind: "fill-rejected",
            ...subject,
            reason: reply.kind === "BEHIND" ? "behind" : "missing",
          });
        else if (reply.accepted[place]) outcomes.emit({ kind: "fill", ...subject, ttl });
        else outcomes.emit({ kind: "fill-rejected", ...subject, reason: "changed" });
      }
    }
  };
}
