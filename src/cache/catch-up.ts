import type { Store } from "../store/store.ts";
import type { Apply } from "./applies.ts";
import type { Scopes } from "./scopes.ts";
import type { Mark, Tier } from "./tier.ts";

const PAGE = 200;

/**
 * Applies what the log has beyond the tier's version: the only way, beside a commit and `open`, that
 * this rises. Runs once at a time per scope; others join it.
 */
export type CatchUp = (scope: string) => Promise<void>;

export function createCatchUp(options: {
  store: Store;
  tier: Tier;
  scopes: Scopes;
  apply: Apply;
  /** The mark as this gateway may use it: another store's or older definitions' is none. */
  usable: (mark: Mark | undefined) => Mark | undefined;
}): CatchUp {
  const { store, tier, scopes, apply, usable } = options;
  const running = new Map<string, Promise<void>>();

  async function catchUp(scope: string): Promise<void> {
    for (;;) {
      const mark = usable((await tier.read(scope, [])).mark);
      const page = await store.log(scope, mark?.version ?? Number.MAX_SAFE_INTEGER, PAGE);
      if (page.version === undefined) return;
      scopes.hear(scope, page.version);
      if (!mark) return tier.open(scope, page.version);
      // The log no longer reaches back to what the tier has: nothing in it can be told right from wrong.
      if (!page.complete) return tier.open(scope, page.version, { anew: true });
      for (const entry of page.entries) await apply(entry, []);
      if (page.entries.length < PAGE) return;
    }
  }

  return (scope) => {
    const joined = running.get(scope);
    if (joined) return joined;
    const run = catchUp(scope).finally(() => running.delete(scope));
    running.set(scope, run);
    return run;
  };
}
