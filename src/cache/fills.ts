import { isFilled } from "../entities/caching.ts";
import { unlessUnavailable } from "../fault.ts";
import { isWhole, type StoreValue } from "../store/query.ts";
import type { CatchUp } from "./catch-up.ts";
import type { CacheContext } from "./context.ts";
import { toEnvelope } from "./envelope.ts";
import { type CacheRead, groupByScope, isDirect, type Loaded } from "./loads.ts";
import type { Mark } from "./mark.ts";
import type { Fill, FillReply } from "./tier.ts";

/** Offers to the tier what was loaded (protocol line 9). A rejected fill still answered its reader. */
export interface Fills {
  /**
   * `marks`: what the tier answered to the reads that missed, by scope; without one nothing is filled. `era`: that of
   * the loads, which it is still; what was loaded in it is put nowhere in another one. `held`: the reads of which the tier keeps
   * what another release has there. Resolves when the readers may be
   * answered: at once, unless they have seen more than the tier has applied.
   */
  offer(
    reads: readonly CacheRead[],
    loaded: readonly (Loaded & { mine: boolean })[],
    marks: ReadonlyMap<string, Mark>,
    era: number,
    held: ReadonlySet<number>,
  ): Promise<void>;
  /** Resolves when no fill is under way. */
  settled(): Promise<void>;
}

/** Batches under way that nobody waits for; what is loaded beyond that isn't stored. */
const MAX_UNDER_WAY = 200;

export function createFills(context: CacheContext, catchUp: CatchUp): Fills {
  const { store, tier, local, outcomes, clock, writers, epoch, onTierError } = context;
  const underWay = new Set<Promise<void>>();

  const fillOf = (mark: Mark, version: number, mine: readonly LoadedRead[]): Fill => {
    const before = Math.min(...mine.map(({ loaded }) => loaded.before!));
    return {
      fence: store.snapshot ? before : Math.min(before, mark.version),
      version,
      values: mine.map(({ slot, loaded }) => ({ slot, value: loaded.value })),
      knowing: writers.knowing,
    };
  };

  /** `version`: what the readers have seen, also those that joined other loads. */
  async function fillScope(
    scope: string,
    mark: Mark,
    version: number,
    mine: readonly LoadedRead[],
    era: number,
  ): Promise<void> {
    const fill = fillOf(mark, version, mine);
    const helps = version > mark.version;
    if (!helps && underWay.size >= MAX_UNDER_WAY) return keep(fill, mine, { kind: "BUSY" }, era);
    const first = tier.fill(scope, fill);
    // What the tier has applied says all that these readers have seen, so nobody would be shown less: no need to wait.
    if (!helps && first instanceof Promise) return goOn(first.then((reply) => keep(fill, mine, reply, era)));
    const reply = await first;
    if (reply.kind !== "BEHIND") return keep(fill, mine, reply, era);
    // Helping: whoever sees a commit under way finishes it, which makes reads linearizable. Where the
    // log can't be had just then, what was loaded is the answer all the same, and isn't cached.
    await catchUp(scope, version).catch(unlessUnavailable);
    if (epoch.era() !== era) return;
    const second = tier.fill(scope, fill);
    if (second instanceof Promise) goOn(second.then((late) => keep(fill, mine, late, era)));
    else keep(fill, mine, second, era);
  }

  /** Nobody waits for it. */
  function goOn(work: Promise<void>): void {
    const end = work.catch(onTierError).finally(() => underWay.delete(end));
    underWay.add(end);
  }

  /** Tells what became of it, and keeps in this process what is known to be right. */
  function keep(
    fill: Fill,
    mine: readonly LoadedRead[],
    reply: FillReply | { readonly kind: "BUSY" | "HELD" },
    era: number,
  ): void {
    for (const [place, { slot, loaded }] of mine.entries()) {
      const { type, scope, key, ttl } = slot;
      const subject = { tier: tier.name, type, scope, key };
      const result = reply.kind === "FILLED" ? reply.results[place]! : REASONS[reply.kind];
      if (result === "stored") outcomes.emit({ kind: "fill", ...subject, ttl });
      else outcomes.emit({ kind: "fill-rejected", ...subject, reason: result });
      // Nothing has changed it up to the tier's version, or else it is known to be right at its fence (protocol line 10).
      const rightAt = result === "stored" && reply.kind === "FILLED" ? reply.version : fill.fence;
      // What is too large there is too large here, and finding that out again would take as long.
      if (epoch.era() === era && result !== "too-large")
        local?.put(slot, rightAt, toEnvelope(slot, fill.fence, loaded.value, clock.now()));
    }
  }

  const offer: Fills["offer"] = async (reads, loaded, marks, era, held) => {
    const filling = [...groupByScope(reads, reads.keys())].map(async ([scope, indexes]) => {
      const mark = marks.get(scope);
      const mine = indexes
        .map((index) => ({ ...reads[index]!, loaded: loaded[index]!, held: held.has(index) }))
        .filter((one): one is LoadedRead => isWhole(one.loaded.value))
        .filter((one) => one.loaded.mine && one.loaded.before !== undefined)
        .filter((one) => !isDirect(one) && isFilled(one.slot, one.loaded.value));
      if (!mark) return;
      const version = Math.max(...indexes.map((index) => loaded[index]!.after ?? 0));
      const [left, offered] = [mine.filter((one) => one.held), mine.filter((one) => !one.held)];
      if (left.length > 0) keep(fillOf(mark, version, left), left, { kind: "HELD" }, era);
      // Whoever joined a load has seen what it has seen, and helps as well.
      const helping =
        offered.length > 0
          ? fillScope(scope, mark, version, offered, era)
          : version > mark.version && catchUp(scope, version);
      // What was loaded is the answer, whether it can be cached or not.
      await Promise.resolve(helping).catch(onTierError);
    });
    await Promise.all(filling);
  };

  return {
    offer,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const REASONS = { BEHIND: "behind", MISSING: "missing", BUSY: "busy", HELD: "held" } as const;

type LoadedRead = CacheRead & {
  readonly held: boolean;
  readonly loaded: Loaded & { readonly value: StoreValue; readonly mine: boolean };
};
