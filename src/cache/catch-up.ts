import { unavailable } from "../fault.ts";
import type { Apply } from "./applies.ts";
import type { CacheContext } from "./context.ts";

const PAGE = 200;

/**
 * Applies what the log has beyond the tier's version: the only way, beside a commit and `open`, that
 * this rises. Runs once at a time per scope; others join it. A run that was joined may have read the log
 * before a change that its caller knows of: with `atLeast`, the tier has that version when this resolves,
 * or it rejects (UNAVAILABLE), as it does when a new era begins meanwhile and while no tier is trusted.
 */
export type CatchUp = (scope: string, atLeast?: number) => Promise<void>;

/** Runs, and rounds of a run, before it is given up: others keep undoing what is done here. */
const TRIES = 5;

export function createCatchUp(context: CacheContext, apply: Apply): CatchUp {
  const { store, tier, scopes, markOf, epoch } = context;
  const running = new Map<string, Promise<number>>();

  /** Resolves with the version that the tier has then. */
  async function catchUp(scope: string): Promise<number> {
    const era = epoch.era();
    const check = () => {
      if (epoch.era() !== era || epoch.restored()) throw unavailable(`the cache of ${scope} isn't trusted`);
    };
    for (let opened = 0; ; ) {
      check();
      const mark = await markOf(scope);
      const page = await store.log(scope, mark?.version ?? Number.MAX_SAFE_INTEGER, PAGE);
      check();
      // A scope that the store doesn't know has nothing to be caught up with.
      if (page.version === undefined) return Number.POSITIVE_INFINITY;
      scopes.hear(scope, page.version);
      // Without a mark, or where the log no longer reaches back to it, nothing can be told right from wrong.
      if (!mark || !page.complete) {
        if (++opened > TRIES) return 0;
        await tier.open(scope, page.version, { anew: !!mark });
        // Another gateway may have opened it meanwhile, at a version before that.
        continue;
      }
      let reached = mark.version;
      for (const entry of page.entries) {
        if ((await apply(entry, [])).kind === "GAP") break;
        check();
        reached = entry.version;
      }
      if (page.entries.length < PAGE || reached < page.entries.at(-1)!.version) return reached;
    }
  }

  function join(scope: string): Promise<number> {
    const name = `${epoch.era()} ${scope}`;
    const joined = running.get(name);
    if (joined) return joined;
    const run = catchUp(scope).finally(() => running.delete(name));
    running.set(name, run);
    return run;
  }

  return async (scope, atLeast = 0) => {
    for (let run = 0; run < TRIES; run++) if ((await join(scope)) >= atLeast) return;
    throw unavailable(`the cache of ${scope} can't be brought to version ${atLeast}`);
  };
}
