import type { Slot } from "../entities/slots.ts";
import type { Envelope } from "./tier.ts";

/** What is cached of a value that is known to be right at `fence`. */
export function toEnvelope(slot: Slot, fence: number, entity: unknown, cachedAt: number): Envelope {
  const { shape, form, ttl } = slot;
  return { fence, shape, form, cachedAt, ttl, entity };
}

/**
 * The envelope with its value in the form that the slot's has here: another release may have cached it in its own
 * (protocol line 6). It is answered as it is where that can't be had of it.
 */
export function inFormOf({ form, adopt }: Slot, envelope: Envelope): Envelope {
  if (envelope.form === form) return envelope;
  const entity = adopt(envelope.entity, envelope.shape);
  return entity === undefined ? envelope : { ...envelope, form, entity };
}

/** When an envelope's time is up, in milliseconds since 1970. */
export function expiresAt({ cachedAt, ttl }: Envelope): number {
  return ttl === null ? Number.POSITIVE_INFINITY : cachedAt + ttl * 1000;
}

/** A TTL up to a tenth shorter, so that what was cached together doesn't expire together. */
export function jittered(ttl: number | null, random: () => number): number | null {
  return ttl === null ? null : ttl * (1 - random() / 10);
}

/** The length of a value as JSON; undefined for what isn't JSON. */
export function jsonLength(value: unknown): number | undefined {
  try {
    return JSON.stringify(value)?.length;
  } catch {
    return undefined;
  }
}

/** Freezes a value that many will read, all of it. */
export function deepFreeze<T>(value: T): T {
  if (value && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
