import type { Store } from "../store/store.ts";
import type { Scopes } from "./scopes.ts";
import type { Tier } from "./tier.ts";

/** How a scope comes into use: the store is asked for its version, and the tier is opened there (line 6). */
export interface Openings {
  /** Asks the store about those scopes that it wasn't asked about yet, in one call. */
  open(wanted: readonly string[]): Promise<void>;
  /** Makes a mark in the tier, at a version whose rows can all be read. */
  openTier(scope: string): Promise<void>;
}

export function createOpenings(options: { store: Store; tier: Tier; scopes: Scopes }): Openings {
  const { store, tier, scopes } = options;
  let asking: {
    readonly wanted: Set<string>;
    readonly versions: Promise<ReadonlyMap<string, number>>;
  } | null = null;

  /** One call for all scopes that are asked for in the same turn. */
  function settled(scope: string): Promise<ReadonlyMap<string, number>> {
    if (!asking) {
      const wanted = new Set<string>();
      const versions = Promise.resolve().then(async () => {
        asking = null;
        return (await store.versions([...wanted], { settled: true })).versions;
      });
      asking = { wanted, versions };
    }
    asking.wanted.add(scope);
    return asking.versions;
  }

  return {
    open: async (wanted) => {
      const unopened = wanted.filter((scope) => !scopes.isOpen(scope));
      if (unopened.length === 0) return;
      const { versions } = await store.versions(unopened);
      for (const [scope, version] of versions) scopes.open(scope, version);
    },

    openTier: async (scope) => {
      // Every version that a snapshot has shown is settled; else M may stand for rows that can't be read yet.
      if (store.snapshot) return tier.open(scope, scopes.heard(scope));
      const version = (await settled(scope)).get(scope) ?? 0;
      scopes.hear(scope, version);
      await tier.open(scope, version);
    },
  };
}
