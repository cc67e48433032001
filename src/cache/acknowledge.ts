import { unlessUnavailable } from "../fault.ts";
import type { Changed } from "../store/store.ts";
import type { Apply } from "./applies.ts";
import { type Budget, UNBOUNDED } from "./budget.ts";
import type { CatchUp } from "./catch-up.ts";
import type { CacheContext } from "./context.ts";
import { changeOutcome } from "./outcomes.ts";
import type { KnownVersions, VersionLookup } from "./version-lookup.ts";

/**
 * After a commit and before its acknowledgement: M rises, the tier is brought up to date (protocol line 2).
 * Answers the scopes of which it couldn't be within the budget: other gateways hear of those changes when they poll.
 */
export type Acknowledge = (
  changed: Changed<unknown>,
  known?: KnownVersions,
  budget?: Budget,
) => Promise<readonly string[]>;

/** What a gateway does between the commit of a change and its acknowledgement (protocol line 2). */
export function createAcknowledge(
  context: CacheContext,
  parts: { readonly ask: VersionLookup; readonly apply: Apply; readonly catchUp: CatchUp },
): Acknowledge {
  const { scopes, epoch, markOf, prove, outcomes, onTierError } = context;
  const { ask, apply, catchUp } = parts;

  /** Whether the change was committed in the epoch that it is now. */
  async function isCurrent(changed: Changed<unknown>, asked: number): Promise<boolean> {
    // Which of two epochs is the later one, the store knows.
    if (!epoch.heard(changed.epoch, asked)) await ask(Object.keys(changed.versions)).catch(unlessUnavailable);
    return changed.epoch === epoch.current();
  }

  /** A commit is as good as a settled version of its moment. Of a retry it is long ago. */
  function checkHistory({ commits }: Changed<unknown>, known: KnownVersions): void {
    if (known.era !== epoch.era()) return;
    const lower = commits
      .map(({ entry }) => entry)
      .filter(({ scope, version }) => version <= (known.versions.get(scope) ?? 0));
    if (lower.length > 0) prove(lower.map(({ scope }) => scope));
  }

  return async (changed, known = { era: epoch.era(), versions: new Map() }, { within } = UNBOUNDED) => {
    const { commits, versions } = changed;
    const all = Object.keys(versions).sort();
    // A change of another epoch is in no history that a cache here knows of.
    if (commits.length > 0) outcomes.emit(changeOutcome(commits.map(({ entry }) => entry)));
    if (!(await isCurrent(changed, known.era))) return all;
    checkHistory(changed, known);
    for (const [scope, version] of Object.entries(versions)) scopes.hear(scope, version);
    if (epoch.restored()) return all;
    // It is committed, whatever comes now: what the tier isn't told here, the relay tells it.
    const degraded: string[] = [];
    const commitOf = new Map(commits.map((commit) => [commit.entry.scope, commit]));
    const tell = async (scope: string, version: number): Promise<boolean> => {
      try {
        const commit = commitOf.get(scope);
        if (commit && (await apply(commit.entry, commit.puts)).kind !== "GAP") return true;
        // Of a retry the committer is another request, perhaps another gateway's, and not done yet.
        const mark = commit ? undefined : await markOf(scope);
        if (!mark || mark.version < version) await catchUp(scope, version);
        return true;
      } catch (error) {
        onTierError(error);
        return false;
      }
    };
    await Promise.all(
      Object.entries(versions).map(async ([scope, version]) => {
        // Begun whatever is left of the budget, and gone on with when that is spent: only nobody waits for it then.
        const telling = tell(scope, version);
        if (!(await Promise.resolve(within(() => telling)).catch(unlessUnavailable))) degraded.push(scope);
      }),
    );
    return degraded.sort();
  };
}
