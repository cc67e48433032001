import type { Clock } from "../clock.ts";
import { unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { Store } from "../store/store.ts";
import type { CatchUp } from "./catch-up.ts";
import { toEnvelope } from "./envelope.ts";
import type { Epoch } from "./epoch.ts";
import { type CacheRead, groupByScope, isDirect, type Loaded } from "./loads.ts";
import type { Local } from "./local.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Mark, Tier } from "./tier.ts";

/**
 * Offers to the tier what was loaded (protocol line 9). `marks`: what the tier answered to the reads
 * that missed, by scope; without one nothing is filled. `turn`: that of the loads, which it is still; what was loaded in it is
 * put nowhere in another one. A rejected fill still answered its reader.
 */
export type Fills = (
  reads: readonly CacheRead[],
  loaded: readonly (Loaded & { mine: boolean })[],
  marks: ReadonlyMap<string, Mark>,
  turn: number,
) => Promise<void>;

export function createFills(options: {
  store: Store;
  tier: Tier;
  local: Local | null;
  catchUp: CatchUp;
  outcomes: Outcomes;
  clock: Clock;
  definitions: number;
  epoch: Epoch;
  onTierError: (error: unknown) => void;
}): Fills {
  const { store, tier, local, catchUp, outcomes, clock, definitions, epoch, onTierError } = options;

  /** `version`: what the readers have seen, also those that joined other loads. */
  async function fillScope(
    scope: string,
    mark: Mark,
    version: number,
    mine: readonly LoadedRead[],
    turn: number,
  ): Promise<void> {
    const before = Math.min(...mine.map(({ loaded }) => loaded.before!));
    const fill = {
      fence: store.snapshot ? before : Math.min(before, mark.version),
      version,
      values: mine.map(({ slot, loaded }) => ({ slot, value: loaded.value })),
    };
    let reply = await tier.fill(scope, fill);
    if (reply.kind === "BEHIND") {
      // Helping: whoever sees a commit under way finishes it, which makes reads linearizable. Where the
      // log can't be had just then, what was loaded is the answer all the same, and isn't cached.
      await catchUp(scope, version).catch(unlessUnavailable);
      if (epoch.turn() !== turn) return;
      reply = await tier.fill(scope, fill);
    }
    for (const [place, { slot, value }] of fill.values.entries()) {
      const { type, key, ttl } = slot;
      const subject = { tier: tier.name, type, scope, key };
      const result = reply.kind === "FILLED" ? reply.results[place]! : REASONS[reply.kind];
      if (result === "stored") outcomes.emit({ kind: "fill", ...subject, ttl });
      else outcomes.emit({ kind: "fill-rejected", ...subject, reason: result });
      // Line 10: nothing has changed it up to the tier's version, or else it is known to be right at its fence.
      const rightAt = result === "stored" && reply.kind === "FILLED" ? reply.version : fill.fence;
      if (epoch.turn() === turn) local?.put(slot, rightAt, toEnvelope(slot, fill.fence, value, clock.now()));
    }
  }

  return async (reads, loaded, marks, turn) => {
    const filling = [...groupByScope(reads, reads.keys())].map(async ([scope, indexes]) => {
      const mark = marks.get(scope);
      const mine = indexes
        .map((index) => ({ ...reads[index]!, loaded: loaded[index]! }))
        .filter((one): one is LoadedRead => !(one.loaded.value instanceof Error))
        .filter((one) => one.loaded.mine && one.loaded.before !== undefined && !isDirect(one));
      if (!mark) return;
      const version = Math.max(...indexes.map((index) => loaded[index]!.after ?? 0));
      const filling = mine.length > 0 && mark.definitions <= definitions;
      // Whoever joined a load has seen what it has seen, and helps as well.
      const helping = filling
        ? fillScope(scope, mark, version, mine, turn)
        : version > mark.version && catchUp(scope, version);
      // What was loaded is the answer, whether it can be cached or not.
      await Promise.resolve(helping).catch(onTierError);
    });
    await Promise.all(filling);
  };
}

const REASONS = { BEHIND: "behind", MISSING: "missing" } as const;

type LoadedRead = CacheRead & {
  readonly loaded: Loaded & { readonly value: StoreValue; readonly mine: boolean };
};
