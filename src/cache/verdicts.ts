import type { Clock } from "../clock.ts";
import type { Slot } from "../entities/slots.ts";
import type { StoreValue } from "../store/query.ts";
import { expiresAt } from "./envelope.ts";
import type { Local } from "./local.ts";
import type { MissReason, Outcomes } from "./outcomes.ts";
import type { Scopes } from "./scopes.ts";
import type { Envelope, Mark } from "./tier.ts";

/** Whether what lies in a tier answers a read (protocol lines 4 to 6), and word of it to whoever listens. */
export interface Verdicts {
  /** Why nothing in the scope may be a hit, or null. */
  scopeReason(mark: Mark | undefined, floor: Floor): MissReason | null;
  /** L1's value, and why it may be no hit (protocol line 5). */
  find(slot: Slot, floor: Floor): { envelope: Envelope | undefined; reason: MissReason | null };
  /** Answers the value. */
  hit(tier: "L1" | "L2", slot: Slot, envelope: Envelope): StoreValue;
  miss(tier: "L1" | "L2", slot: Slot, reason: MissReason): void;
}

/** What a read must see, taken once, and by which a hit is judged whenever it comes (protocol line 4). */
export interface Floor {
  readonly version: number;
  /**
   * Whether the lease ran then, of polls that ask for the scope. One that renews it later has nothing to say for a floor
   * from before.
   */
  readonly leased: boolean;
}

export function createVerdicts(options: {
  local: Local | null;
  scopes: Scopes;
  clock: Clock;
  outcomes: Outcomes;
  definitions: number;
}): Verdicts {
  const { local, scopes, clock, outcomes, definitions } = options;
  return {
    scopeReason: (mark, floor) => {
      if (!mark) return "unopened";
      if (mark.definitions > definitions) return "newer";
      if (mark.version < floor.version) return "behind";
      return floor.leased ? null : "untrusted";
    },

    find: (slot, floor) => {
      // Nobody polls a scope that isn't open here, so what is kept of it may have been wrong for long.
      const found = scopes.isOpen(slot.scope) ? local?.peek(slot.scope, slot.key) : undefined;
      if (!found) return { envelope: undefined, reason: "unopened" };
      const { applied, envelope } = found;
      if (applied < floor.version) return { envelope: undefined, reason: "behind" };
      if (!envelope) return { envelope, reason: "empty" };
      return { envelope, reason: floor.leased ? null : "untrusted" };
    },

    hit: (tier, { type, scope, key }, envelope) => {
      const ttlLeft = envelope.ttl === null ? null : (expiresAt(envelope) - clock.now()) / 1000;
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
