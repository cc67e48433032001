import { unlessUnavailable } from "../fault.ts";
import type { CatchUp } from "./catch-up.ts";
import type { CacheContext } from "./context.ts";

/** Scopes that are caught up side by side. */
const AT_ONCE = 8;

/**
 * What follows a poll (protocol line 12): writers that were met and never heard of are asked about, a tier that lags behind the store is caught up from the log, an
 * L1 that lags behind its tier for too long is cleared, and what is watched is listened to. Does nothing while no tier
 * is trusted. Rejects with the first failure once all scopes had their turn; a tier that can't be reached is none.
 */
export function createRepair(
  context: CacheContext,
  catchUp: CatchUp,
): (scopes: readonly string[]) => Promise<void> {
  const { tier, local, scopes, writers, usable, epoch } = context;
  return async (polled) => {
    await writers.refresh();
    if (epoch.restored()) return;
    const marks = await Promise.resolve(tier.marks(polled)).catch(unlessUnavailable);
    if (!marks) return;
    const behind: string[] = [];
    for (const scope of polled) {
      const mark = usable(marks.get(scope));
      // The next poll asks a store that must have it.
      if (mark) scopes.see(scope, mark.version);
      local?.polled(scope, mark);
      if (local && scopes.isWatched(scope)) local.attach(scope);
      // What isn't open there is opened by the next who reads it.
      if (mark && mark.version < scopes.heard(scope)) behind.push(scope);
    }
    const failures: unknown[] = [];
    for (let from = 0; from < behind.length; from += AT_ONCE)
      await Promise.all(
        behind.slice(from, from + AT_ONCE).map((scope) =>
          catchUp(scope)
            .catch(unlessUnavailable)
            .catch((error) => failures.push(error)),
        ),
      );
    if (failures.length > 0) throw failures[0];
  };
}
