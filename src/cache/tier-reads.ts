import { BudgetSpent } from "./budget.ts";
import type { CatchUp } from "./catch-up.ts";
import type { CacheContext } from "./context.ts";
import { inFormOf } from "./envelope.ts";
import { groupByScope } from "./loads.ts";
import { missReason, scopeReason } from "./mark.ts";
import type { ReadBatch } from "./read-batch.ts";
import type { ScopeOpener } from "./scope-opener.ts";
import type { TierReply } from "./tier.ts";
import { unreachedReason, type Verdicts } from "./verdicts.ts";

/**
 * How long what a release has cached is left there by those that can't read it, in milliseconds: they would have each
 * other's values go with each read, and load them again.
 */
const HELD_MS = 60_000;

/** Answers what it can of what a batch wants of the tier (protocol line 6); the rest are misses. Never rejects. */
export type TierReads = (batch: ReadBatch) => Promise<unknown>;

export function createTierReads(
  context: CacheContext,
  parts: { readonly catchUp: CatchUp; readonly opener: ScopeOpener; readonly verdicts: Verdicts },
): TierReads {
  const { tier, local, scopes, clock, writers, usable, onTierError } = context;
  const { catchUp, opener } = parts;
  const { hit, miss } = parts.verdicts;

  /** The tier's answer for one scope, brought up to what was heard of it. */
  async function look(
    scope: string,
    keys: readonly string[],
    floor: number,
    { budget: { within } }: ReadBatch,
  ): Promise<TierReply> {
    const ask = () => within(() => tier.read(scope, keys));
    let reply = await ask();
    if (!usable(reply.mark)) {
      await within(() => opener.openTier(scope));
      reply = await ask();
    } else if (reply.mark!.version < floor) {
      // If that takes too long the tier is known to be behind, so whoever loads more than it has waits for it all the same.
      const caughtUp = await Promise.resolve(within(() => catchUp(scope))).then(() => true, unlessSpent);
      if (caughtUp) reply = await ask();
    }
    const mark = usable(reply.mark);
    if (mark) scopes.hear(scope, mark.version);
    return { mark, envelopes: reply.envelopes };
  }

  /** It has answered nothing. What it has answered to this piece of work before says what may be filled all the same. */
  function giveUp(scope: string, indexes: readonly number[], batch: ReadBatch, error: unknown): void {
    onTierError(error);
    const before = batch.options.marks?.get(scope);
    if (error instanceof BudgetSpent && usable(before)) batch.marks.set(scope, before!);
    for (const index of indexes) miss(tier.name, batch.reads[index]!.slot, unreachedReason(error));
    batch.misses.push(...indexes);
  }

  async function answer(scope: string, indexes: readonly number[], batch: ReadBatch): Promise<void> {
    const { reads, values, misses, fallback, marks } = batch;
    const floor = batch.floors.get(scope)!;
    // The store doesn't know it, and such a scope is never opened.
    if (!floor.open) return void misses.push(...indexes);
    const keys = indexes.map((index) => reads[index]!.slot.key);
    let reply: TierReply;
    try {
      reply = await look(scope, keys, floor.version, batch);
    } catch (error) {
      return giveUp(scope, indexes, batch, error);
    }
    const { mark, envelopes } = reply;
    if (mark) {
      marks.set(scope, mark);
      batch.options.marks?.set(scope, mark);
      local?.attach(scope);
    }
    const whole = scopeReason(mark, floor);
    const arrived = clock.now();
    for (const [place, index] of indexes.entries()) {
      const { slot, renew } = reads[index]!;
      const found = envelopes[place];
      const envelope = found && inFormOf(slot, found);
      const own = renew ? "renewed" : mark ? missReason(mark, envelope, slot, writers.knows) : "empty";
      if (!whole && own === null) {
        values[index] = hit(tier.name, slot, envelope!, arrived);
        local?.put(slot, mark!.version, envelope!);
        continue;
      }
      misses.push(index);
      if (own === "shape" && found!.cachedAt > arrived - HELD_MS) batch.held.add(index);
      if (whole === "untrusted" && own === null) fallback.set(index, envelope!);
      miss(tier.name, slot, whole ?? own ?? "empty");
    }
  }

  return (batch) => {
    const groups = groupByScope(batch.reads, batch.wanted);
    return Promise.all([...groups].map(([scope, indexes]) => answer(scope, indexes, batch)));
  };
}

function unlessSpent(error: unknown): false {
  if (error instanceof BudgetSpent) return false;
  throw error;
}
