import { unlessUnavailable } from "../fault.ts";
import { type Budget, UNBOUNDED } from "./budget.ts";
import type { CacheContext } from "./context.ts";
import type { KnownVersions, VersionLookup } from "./version-lookup.ts";

/** How a scope comes into use: the store is asked for its version, and the tier is opened there (protocol line 6). */
export interface ScopeOpener {
  /**
   * Asks the store about those scopes that it wasn't asked about yet, in one call. After the tier, whose version of a
   * scope is above the store's later answer only if the store was restored.
   */
  open(wanted: readonly string[], budget?: Budget): Promise<void>;
  /** Makes a mark in the tier, at a version whose rows can all be read. */
  openTier(scope: string): Promise<void>;
  /**
   * Before a change: the versions that these scopes must have by now, which the change's own will be above. Where
   * a scope isn't in use yet, as the tier has it.
   */
  known(wanted: readonly string[], budget?: Budget): Promise<KnownVersions>;
}

export function createScopeOpener(context: CacheContext, ask: VersionLookup): ScopeOpener {
  const { store, tier, scopes, epoch } = context;
  let asking: {
    readonly wanted: Set<string>;
    readonly versions: Promise<ReadonlyMap<string, number>>;
  } | null = null;

  /** One call for all scopes that are asked for in the same turn. */
  function settled(scope: string): Promise<ReadonlyMap<string, number>> {
    if (!asking) {
      const wanted = new Set<string>();
      const versions = Promise.resolve().then(() => {
        asking = null;
        return ask([...wanted], { settled: true });
      });
      asking = { wanted, versions };
    }
    asking.wanted.add(scope);
    return asking.versions;
  }

  /** What the tier has of this epoch, also while it isn't trusted; nothing if it can't be reached. */
  async function tierVersions(wanted: readonly string[], { within }: Budget): Promise<KnownVersions> {
    const era = epoch.era();
    if (wanted.length === 0) return { era, versions: new Map() };
    const marks = await Promise.resolve(within(() => tier.marks(wanted))).catch(unlessUnavailable);
    const mine = [...(marks ?? [])].filter(([, mark]) => mark.epoch === epoch.current());
    return { era, versions: new Map(mine.map(([scope, { version }]) => [scope, version])) };
  }

  return {
    open: async (wanted, budget = UNBOUNDED) => {
      const unopened = wanted.filter((scope) => !scopes.isOpen(scope));
      if (unopened.length > 0) await ask(unopened, { seen: await tierVersions(unopened, budget) });
    },

    openTier: async (scope) => {
      // Every version that a snapshot has shown is settled; else M may stand for rows that can't be read yet.
      const version = store.snapshot ? scopes.heard(scope) : ((await settled(scope)).get(scope) ?? 0);
      // A new era may have begun since the caller looked.
      if (scopes.isOpen(scope) && !epoch.restored()) await tier.open(scope, version);
    },

    known: async (wanted, budget = UNBOUNDED) => {
      const unopened = wanted.filter((scope) => epoch.restored() || !scopes.isOpen(scope));
      const { era, versions } = await tierVersions(unopened, budget);
      const known = wanted.map(
        (scope) => [scope, Math.max(scopes.known(scope), versions.get(scope) ?? 0)] as const,
      );
      return { era, versions: new Map(known) };
    },
  };
}
