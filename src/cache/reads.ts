import type { Clock } from "../clock.ts";
import { unavailable, unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { Ask } from "./ask.ts";
import { type Budget, BudgetSpent, UNBOUNDED } from "./budget.ts";
import type { CatchUp } from "./catch-up.ts";
import { missReason } from "./envelope.ts";
import type { Epoch } from "./epoch.ts";
import type { Fills } from "./fills.ts";
import { Behind, type CacheRead, groupByScope, isDirect, type Loaded, type Loads } from "./loads.ts";
import type { Local } from "./local.ts";
import type { Openings } from "./openings.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Relay } from "./relay.ts";
import type { Scopes } from "./scopes.ts";
import type { Envelope, Mark, Tier, TierReply } from "./tier.ts";
import { createVerdicts, type Floor, unreachedReason } from "./verdicts.ts";

/** Reads through the tier (protocol lines 4 to 8). */
export interface Reads {
  /** The value, if it can be had at once and without a promise; undefined: use `read`. */
  peek(read: CacheRead, options: ReadOptions): StoreValue | undefined;
  /** Values aligned with `reads`; an error (UNAVAILABLE) in the place of one that neither tier nor store may answer. */
  read(reads: readonly CacheRead[], options: ReadOptions): Promise<(StoreValue | Error)[]>;
}

export interface ReadOptions {
  /** The lowest version of a scope that will do, beside M. */
  readonly minVersion: (scope: string) => number;
  /** Whether a value may be served that the store couldn't confirm (never for strict and minVersion reads). */
  readonly allowStale: boolean;
  /** Told the scope of each value served in this way. */
  readonly onStale: (scope: string) => void;
  /** What the tier is waited for, helping aside; by default as long as it takes. */
  readonly budget?: Budget;
  /** What the tier has answered to this piece of work before, by scope: enough to store what is loaded without asking it. */
  readonly marks?: Map<string, Mark>;
}

/** Turns that a read may be overtaken by. */
const TRIES = 5;

export function createReads(options: {
  tier: Tier;
  local: Local | null;
  scopes: Scopes;
  loads: Loads;
  fills: Fills;
  catchUp: CatchUp;
  openings: Openings;
  clock: Clock;
  outcomes: Outcomes;
  definitions: number;
  /** The mark as this gateway may use it: another store's or older definitions' is none. */
  usable: (mark: Mark | undefined) => Mark | undefined;
  epoch: Epoch;
  ask: Ask;
  relay: Pick<Relay, "leased" | "failing">;
  onTierError: (error: unknown) => void;
}): Reads {
  const {
    tier,
    local,
    scopes,
    loads,
    fills,
    catchUp,
    openings,
    clock,
    outcomes,
    definitions,
    usable,
    epoch,
    ask,
    relay,
  } = options;
  /** Of a store that was restored M says nothing. */
  const floorOf = (scope: string, { minVersion }: ReadOptions, now: number): Floor => ({
    version: Math.max(epoch.restored() ? 0 : scopes.heard(scope), minVersion(scope)),
    leased: relay.leased(now),
    open: scopes.isOpen(scope),
  });

  const { scopeReason, find, hit, miss } = createVerdicts({
    local,
    outcomes,
    definitions,
  });

  /** The tier's answer for one scope, brought up to what was heard of it (protocol line 6). */
  async function look(
    scope: string,
    keys: readonly string[],
    floor: number,
    { within }: Budget,
  ): Promise<TierReply> {
    const ask = () => within(() => tier.read(scope, keys));
    let reply = await ask();
    if (!usable(reply.mark)) {
      await within(() => openings.openTier(scope));
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

  /** Whatever a turn that is over has answered is asked for again, of the store that is there now. */
  async function read(
    reads: readonly CacheRead[],
    readOptions: ReadOptions,
  ): Promise<(StoreValue | Error)[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const turn = epoch.turn();
      const values = await readOnce(reads, readOptions);
      if (epoch.turn() === turn) return values;
    }
    return reads.map(() => unavailable("the store's epoch doesn't stay the same"));
  }

  async function readOnce(
    reads: readonly CacheRead[],
    readOptions: ReadOptions,
  ): Promise<(StoreValue | Error)[]> {
    const { budget = UNBOUNDED } = readOptions;
    const turn = epoch.turn();
    const restored = epoch.restored();
    const values = new Array<StoreValue | Error>(reads.length);
    const misses: number[] = [];
    /** What may be served if the store is gone. */
    const fallback = new Map<number, Envelope>();
    const marks = new Map<string, Mark>();
    const wanted: number[] = [];
    // Before the floors, which rise by what the store says of scopes that come into use (protocol line 12). While it
    // says nothing the tier isn't used for them; the load then tells whether it is gone.
    const cached = reads.filter((one) => !isDirect(one)).map(({ slot }) => slot.scope);
    if (!restored) await openings.open([...new Set(cached)], budget).catch(unlessUnavailable);
    if (epoch.turn() !== turn) return values;
    // Taken once: changes that come while this is under way are no reason to begin anew (protocol line 4).
    const floors = new Map<string, Floor>();
    const now = clock.now();
    for (const { slot } of reads)
      if (!floors.has(slot.scope)) floors.set(slot.scope, floorOf(slot.scope, readOptions, now));
    for (const [index, one] of reads.entries()) {
      if (restored && !isDirect(one)) miss(tier.name, one.slot, "untrusted");
      if (restored || isDirect(one)) misses.push(index);
      else if (!answerHere(index)) wanted.push(index);
    }
    const groups = groupByScope(reads, wanted);
    await Promise.all([...groups].map(([scope, indexes]) => answerFromTier(scope, indexes)));
    if (epoch.turn() !== turn) return values;
    if (misses.length > 0) await loadMisses(misses.sort((a, b) => a - b));
    return values;

    function answerHere(index: number): boolean {
      if (!local) return false;
      const { slot } = reads[index]!;
      const { envelope, reason } = find(slot, floors.get(slot.scope)!);
      if (reason === null) values[index] = hit("L1", slot, envelope!, now);
      else {
        miss("L1", slot, reason);
        if (envelope) fallback.set(index, envelope);
      }
      return reason === null;
    }

    async function answerFromTier(scope: string, indexes: readonly number[]): Promise<void> {
      // The store doesn't know it, and such a scope is never opened.
      if (!floors.get(scope)!.open) return void misses.push(...indexes);
      const keys = indexes.map((index) => reads[index]!.slot.key);
      let reply: TierReply;
      try {
        reply = await look(scope, keys, floors.get(scope)!.version, budget);
      } catch (error) {
        options.onTierError(error);
        const before = readOptions.marks?.get(scope);
        if (error instanceof BudgetSpent && usable(before)) marks.set(scope, before!);
        for (const index of indexes) miss(tier.name, reads[index]!.slot, unreachedReason(error));
        return void misses.push(...indexes);
      }
      const { mark, envelopes } = reply;
      if (mark) {
        marks.set(scope, mark);
        readOptions.marks?.set(scope, mark);
        // Newer definitions' changes name keys that mean nothing here.
        if (mark.definitions === definitions) local?.attach(scope);
      }
      const whole = scopeReason(mark, floors.get(scope)!);
      const arrived = clock.now();
      for (const [place, index] of indexes.entries()) {
        const { slot } = reads[index]!;
        const envelope = envelopes[place];
        const own = mark ? missReason(mark, envelope, slot) : "empty";
        if (!whole && own === null) {
          values[index] = hit(tier.name, slot, envelope!, arrived);
          local?.put(slot, mark!.version, envelope!);
          continue;
        }
        misses.push(index);
        if (whole === "untrusted" && own === null) fallback.set(index, envelope!);
        miss(tier.name, slot, whole ?? own ?? "empty");
      }
    }

    async function loadMisses(indexes: readonly number[]): Promise<void> {
      const missed = indexes.map((index) => reads[index]!);
      // What the tier has applied the load must have seen (protocol line 7).
      const wanted = new Map([...floors].map(([scope, floor]) => [scope, floor.version]));
      for (const [scope, mark] of marks) wanted.set(scope, Math.max(wanted.get(scope)!, mark.version));
      let loaded: (Loaded & { mine: boolean })[];
      try {
        loaded = await load(indexes, missed, wanted);
      } catch (error) {
        // Asked for its version it proves itself restored, if it was.
        if (error instanceof Behind) await ask(error.scopes).catch(unlessUnavailable);
        // The store is gone: what it can't confirm is served if it may be, and marked. What was only asked
        // for together with something else doesn't fail with it.
        for (const index of indexes) {
          const { slot } = reads[index]!;
          const envelope = readOptions.allowStale ? fallback.get(index) : undefined;
          if (!envelope) {
            values[index] = error as Error;
            continue;
          }
          values[index] = envelope.entity as StoreValue;
          const { type, scope, key } = slot;
          outcomes.emit({ kind: "stale", tier: tier.name, type, scope, key });
          readOptions.onStale(scope);
        }
        return;
      }
      if (epoch.turn() !== turn) return;
      for (const [place, index] of indexes.entries()) {
        const { value, after } = loaded[place]!;
        values[index] = value;
        // Whether it can be cached or not: what was seen here once isn't unseen by the next read.
        if (after !== undefined) scopes.hear(reads[index]!.slot.scope, after);
      }
      await fills.offer(missed, loaded, marks, turn);
    }

    async function load(
      indexes: readonly number[],
      missed: readonly CacheRead[],
      wanted: ReadonlyMap<string, number>,
    ): Promise<(Loaded & { mine: boolean })[]> {
      // A store that fails to answer polls is spared what can be served without it.
      const spare =
        relay.failing() && readOptions.allowStale && indexes.every((index) => fallback.has(index));
      if (spare) throw unavailable("the store can't be reached");
      // Without a lease nothing tells how old a load is that others began (protocol line 8), nor of a scope that wasn't open.
      const alone = restored || [...floors.values()].some(({ leased, open }) => !leased || !open);
      return loads.load(missed, wanted, { alone });
    }
  }

  return {
    peek: ({ slot }, readOptions) => {
      if (epoch.restored()) return undefined;
      const now = clock.now();
      const floor = floorOf(slot.scope, readOptions, now);
      if (local) {
        const { envelope, reason } = find(slot, floor);
        return reason === null ? hit("L1", slot, envelope!, now) : undefined;
      }
      if (!tier.peek || !floor.open) return undefined;
      const found = tier.peek(slot, now);
      if (!found || scopeReason(usable(found.mark), floor)) return undefined;
      const { mark, envelope } = found;
      return missReason(mark, envelope, slot) ? undefined : hit(tier.name, slot, envelope!, now);
    },
    read,
  };
}

function unlessSpent(error: unknown): false {
  if (error instanceof BudgetSpent) return false;
  throw error;
}
