import type { Clock } from "../clock.ts";
import type { Slot } from "../entities/slots.ts";
import { unavailable, unlessUnavailable } from "../fault.ts";
import type { StoreValue } from "../store/query.ts";
import type { CatchUp } from "./catch-up.ts";
import { expiresAt, missReason } from "./envelope.ts";
import type { Fills } from "./fills.ts";
import { type CacheRead, groupByScope, isDirect, type Loaded, type Loads } from "./loads.ts";
import type { Local } from "./local.ts";
import type { Openings } from "./openings.ts";
import type { MissReason, Outcomes } from "./outcomes.ts";
import type { Relay } from "./relay.ts";
import type { Scopes } from "./scopes.ts";
import type { Envelope, Mark, Tier, TierReply } from "./tier.ts";

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
}

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
    relay,
  } = options;
  const { leased } = relay;
  const floorOf = (scope: string, { minVersion }: ReadOptions) =>
    Math.max(scopes.heard(scope), minVersion(scope));

  /** Why nothing in the scope may be a hit, or null. */
  function scopeReason(mark: Mark | undefined, floor: number): MissReason | null {
    if (!mark) return "unopened";
    if (mark.definitions > definitions) return "newer";
    if (mark.version < floor) return "behind";
    return leased() ? null : "untrusted";
  }

  function hit(name: "L1" | "L2", { type, scope, key }: Slot, envelope: Envelope): StoreValue {
    const ttlLeft = envelope.ttl === null ? null : (expiresAt(envelope) - clock.now()) / 1000;
    outcomes.emit({ kind: "hit", tier: name, type, scope, key, absent: envelope.entity === null, ttlLeft });
    return envelope.entity as StoreValue;
  }

  function miss(name: "L1" | "L2", { type, scope, key }: Slot, reason: MissReason): void {
    outcomes.emit({ kind: "miss", tier: name, type, scope, key, reason });
  }

  /** Line 5: L1's value, and why it may be no hit. */
  function find(slot: Slot, floor: number): { envelope: Envelope | undefined; reason: MissReason | null } {
    // Nobody polls a scope that isn't open here, so what is kept of it may have been wrong for long.
    const found = scopes.isOpen(slot.scope) ? local?.peek(slot.scope, slot.key) : undefined;
    if (!found) return { envelope: undefined, reason: "unopened" };
    const { applied, envelope } = found;
    if (applied < floor) return { envelope: undefined, reason: "behind" };
    if (!envelope) return { envelope, reason: "empty" };
    return { envelope, reason: leased() ? null : "untrusted" };
  }

  /** The tier's answer for one scope, brought up to what was heard of it (line 6). */
  async function look(scope: string, keys: readonly string[], floor: number): Promise<TierReply> {
    let reply = await tier.read(scope, keys);
    if (!usable(reply.mark)) {
      await openings.openTier(scope);
      reply = await tier.read(scope, keys);
    } else if (reply.mark!.version < floor) {
      await catchUp(scope);
      reply = await tier.read(scope, keys);
    }
    const mark = usable(reply.mark);
    if (mark) scopes.hear(scope, mark.version);
    return { mark, envelopes: reply.envelopes };
  }

  async function read(
    reads: readonly CacheRead[],
    readOptions: ReadOptions,
  ): Promise<(StoreValue | Error)[]> {
    const values = new Array<StoreValue | Error>(reads.length);
    const misses: number[] = [];
    /** What may be served if the store is gone. */
    const fallback = new Map<number, Envelope>();
    const marks = new Map<string, Mark>();
    const wanted: number[] = [];
    // Before the floors, which rise by what the store says of scopes that come into use (line 12). While it
    // says nothing the tier isn't used for them; the load then tells whether it is gone.
    const cached = reads.filter((one) => !isDirect(one)).map(({ slot }) => slot.scope);
    await openings.open([...new Set(cached)]).catch(unlessUnavailable);
    // Taken once: changes that come while this is under way are no reason to begin anew (line 4).
    const floors = new Map<string, number>();
    for (const { slot } of reads)
      if (!floors.has(slot.scope)) floors.set(slot.scope, floorOf(slot.scope, readOptions));
    for (const [index, one] of reads.entries()) {
      if (isDirect(one)) misses.push(index);
      else if (!answerHere(index)) wanted.push(index);
    }
    const groups = groupByScope(reads, wanted);
    await Promise.all([...groups].map(([scope, indexes]) => answerFromTier(scope, indexes)));
    if (misses.length > 0) await loadMisses(misses.sort((a, b) => a - b));
    return values;

    function answerHere(index: number): boolean {
      if (!local) return false;
      const { slot } = reads[index]!;
      const { envelope, reason } = find(slot, floors.get(slot.scope)!);
      if (reason === null) values[index] = hit("L1", slot, envelope!);
      else {
        miss("L1", slot, reason);
        if (envelope) fallback.set(index, envelope);
      }
      return reason === null;
    }

    async function answerFromTier(scope: string, indexes: readonly number[]): Promise<void> {
      // The store doesn't know it, and such a scope is never opened.
      if (!scopes.isOpen(scope)) return void misses.push(...indexes);
      const keys = indexes.map((index) => reads[index]!.slot.key);
      let reply: TierReply;
      try {
        reply = await look(scope, keys, floors.get(scope)!);
      } catch (error) {
        options.onTierError(error);
        for (const index of indexes) miss(tier.name, reads[index]!.slot, failureOf(error));
        return void misses.push(...indexes);
      }
      const { mark, envelopes } = reply;
      if (mark) {
        marks.set(scope, mark);
        // Newer definitions' changes name keys that mean nothing here.
        if (mark.definitions === definitions) local?.attach(scope);
      }
      const whole = scopeReason(mark, floors.get(scope)!);
      for (const [place, index] of indexes.entries()) {
        const { slot } = reads[index]!;
        const envelope = envelopes[place];
        const own = mark ? missReason(mark, envelope, slot) : "empty";
        if (!whole && own === null) {
          values[index] = hit(tier.name, slot, envelope!);
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
      // Line 7.
      for (const [scope, mark] of marks) floors.set(scope, Math.max(floors.get(scope)!, mark.version));
      let loaded: (Loaded & { mine: boolean })[];
      try {
        loaded = await load(indexes, missed);
      } catch (error) {
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
      for (const [place, index] of indexes.entries()) {
        const { value, after } = loaded[place]!;
        values[index] = value;
        // Whether it can be cached or not: what was seen here once isn't unseen by the next read.
        if (after !== undefined) scopes.hear(reads[index]!.slot.scope, after);
      }
      await fills(missed, loaded, marks);
    }

    async function load(
      indexes: readonly number[],
      missed: readonly CacheRead[],
    ): Promise<(Loaded & { mine: boolean })[]> {
      // A store that fails to answer polls is spared what can be served without it.
      const spare =
        relay.failing() && readOptions.allowStale && indexes.every((index) => fallback.has(index));
      if (spare) throw unavailable("the store can't be reached");
      return loads.load(missed, floors);
    }
  }

  return {
    peek: ({ slot }, readOptions) => {
      const floor = floorOf(slot.scope, readOptions);
      if (local) {
        const { envelope, reason } = find(slot, floor);
        return reason === null ? hit("L1", slot, envelope!) : undefined;
      }
      if (!tier.peek || !scopes.isOpen(slot.scope)) return undefined;
      const found = tier.peek(slot.scope, slot.key);
      if (!found || scopeReason(usable(found.mark), floor)) return undefined;
      return missReason(found.mark, found.envelope, slot) ? undefined : hit(tier.name, slot, found.envelope!);
    },
    read,
  };
}

function failureOf(error: unknown): MissReason {
  return (error as { reason?: string }).reason === "slow" ? "slow" : "unavailable";
}
