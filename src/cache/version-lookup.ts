import { unavailable } from "../fault.ts";
import type { CacheContext } from "./context.ts";

/** Versions that were known in an era. */
export interface KnownVersions {
  readonly era: number;
  readonly versions: ReadonlyMap<string, number>;
}

/**
 * Asks the store for the versions of scopes, and judges by the answer whether it still is the store that was heard of:
 * another epoch begins a new era; and if a version that was known *before* the question is above a settled one that
 * answers it, the store was restored. Then M rises, and the scopes that the store knows are open. The only way by which
 * the cache asks for versions. Rejects (UNAVAILABLE) if the store doesn't answer.
 */
export type VersionLookup = (
  scopes: readonly string[],
  options?: {
    readonly settled?: boolean;
    /** What the tier had, before the call. */
    readonly seen?: KnownVersions;
  },
) => Promise<ReadonlyMap<string, number>>;

/** Answers that may be overtaken by a new era. */
const TRIES = 5;

export function createVersionLookup(context: CacheContext): VersionLookup {
  const { store, scopes, epoch, prove, clock, relayIntervalMs } = context;
  // An answer that took longer opens no scope: polls that didn't ask for the scope have renewed the lease meanwhile.
  const leaseMs = 3 * relayIntervalMs;

  /** A version that isn't settled may still rise, and so proves nothing: it is asked for again (protocol line 13). */
  async function confirm(suspects: readonly string[], known: ReadonlyMap<string, number>): Promise<void> {
    const era = epoch.era();
    const answer = await store.versions(suspects, { settled: true });
    if (!epoch.heard(answer.epoch, era) || epoch.era() !== era) return;
    const lower = suspects.filter((scope) => (answer.versions.get(scope) ?? 0) < known.get(scope)!);
    if (lower.length > 0) prove(lower);
  }

  return async (wanted, { settled = false, seen } = {}) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const era = epoch.era();
      const began = clock.now();
      const tier = seen?.era === era ? seen.versions : undefined;
      const known = new Map(
        wanted.map((scope) => [scope, Math.max(scopes.known(scope), tier?.get(scope) ?? 0)]),
      );
      const { epoch: named, versions } = await store.versions(wanted, { settled });
      if (!epoch.heard(named, era)) continue;
      if (epoch.era() === era) {
        // Scopes never go from a store, so one that it doesn't know is at nothing.
        const suspects = wanted.filter((scope) => (versions.get(scope) ?? 0) < known.get(scope)!);
        if (suspects.length > 0) await confirm(suspects, known);
        if (epoch.current() !== named) continue;
      }
      const late = clock.now() - began > leaseMs;
      for (const [scope, version] of versions)
        if (late && !scopes.isOpen(scope)) scopes.hear(scope, version);
        else scopes.open(scope, version);
      return versions;
    }
    throw unavailable("the store's epoch doesn't stay the same");
  };
}
