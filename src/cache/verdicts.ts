import type { Slot } from "../entities/slots.ts";
import type { StoreValue } from "../store/query.ts";
import type { CacheContext } from "./context.ts";
import { expiresAt } from "./envelope.ts";
import type { MissReason } from "./outcomes.ts";
import type { Envelope } from "./tier.ts";

/** Whether what lies in a tier answers a read (protocol lines 4 to 6), and word of it to whoever listens. */
export interface Verdicts {
  /** L1's value, and why it may be no hit (protocol line 5). */
  find(slot: Slot, floor: Floor): { envelope: Envelope | undefined; reason: MissReason | null };
  /** Answers the value. */
  hit(tier: "L1" | "L2", slot: Slot, envelope: Envelope, now: number): StoreValue;
  miss(tier: "L1" | "L2", slot: Slot, reason: MissReason): void;
}

/** What a read must see, taken once, and by which a hit is judged whenever it comes (protocol line 4). */
export interface Floor {
  readonly version: number;
  /** Whether the lease ran then. A poll that renews it later has nothing to say for a floor from before. */
  readonly leased: boolean;
  /** Whether the scope was open here then: one that isn't, as it is only read past the caches or has fallen out, nobody polls. */
  readonly open: boolean;
}

export function createVerdicts({ local, outcomes }: Pick<CacheContext, "local" | "outcomes">): Verdicts {
  return {
    find: (slot, floor) => {
      // What is kept of one that nobody polls may have been wrong for long.
      const found = floor.open ? local?.peek(slot) : undefined;
      if (!found) return { envelope: undefined, reason: "unopened" };
      const { applied, envelope } = found;
      if (applied < floor.version) return { envelope: undefined, reason: "behind" };
      if (!envelope) return { envelope, reason: "empty" };
      return { envelope, reason: floor.leased ? null : "untrusted" };
    },

    hit: (tier, { type, scope, key }, envelope, now) => {
      const ttlLeft = envelope.ttl === null ? null : (expiresAt(envelope) - now) / 1000;
      outcomes.emit({ kind: "hit", tier, type, scope, key, absent: envelope.entity === null, ttlLeft });
      return envelope.entity as StoreValue;
    },

    miss: (tier, { type, scope, key }, reason) =>
      outcomes.emit({ kind: "miss", tier, type, scope, key, reason }),
  };
}

/** Why a tier that failed has answered nothing. */
export function unreachedReason(error: unknown): MissReason {
  return (error as { reason?: string }).reason === "slow" ? "slow" : "unavailable";
}
