import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { badInput } from "../fault.ts";
import type { TimelineEvent } from "../worlds/definitions/timeline-event.ts";

/** Places of a scope whose next notice is not of a change: its first one, or the one that says `resync`. */
export const FIRST = -1;
export const RESYNC = -2;

/** A token's contents. */
export interface ResumePoint {
  /** In the order that they were encoded in. */
  readonly numbers: readonly number[];
  /** Whether the token was made in this epoch; in another one its numbers say nothing. */
  isOf(epoch: string): boolean;
}

/**
 * The resume tokens of one subscription: how far it has come, opaque to clients. A token is bound to what was
 * subscribed to, and changes in none of its bytes without being refused.
 */
export interface ResumeTokens {
  /** `numbers`: whole ones from -2 on, as many as the subscription has. */
  encode(epoch: string, numbers: readonly number[]): string;
  /** Throws BAD_USER_INPUT for what isn't a token, and for another subscription's. */
  decode(token: string, field: string): ResumePoint;
}

/** Tokens of a subscription to scopes: a place for each, in the order of the scopes' names. */
export function scopeTokens(scopes: readonly string[]): ResumeTokens {
  return createTokens(`invalidations ${[...scopes].sort().join(" ")}`, scopes.length);
}

/** Tokens of a subscription to a world's events: a version, and how many of its change's events are done with. */
export function eventTokens(worldId: string): ResumeTokens {
  return createTokens(`timelineEvents ${worldId}`, 2);
}

/** The token that goes on after an event. `seq` is its place among all events of the change that added it. */
export function resumeAfter(tokens: ResumeTokens, epoch: string, { version, seq }: TimelineEvent): string {
  return tokens.encode(epoch, [version, seq + 1]);
}

/*
 * Format byte, hash of the epoch, width; then the numbers, all of one width that fits the largest; then a hash of
 * all that and of what is subscribed to. A hundred versions of 2^53 make 714 bytes, and 952 characters.
 */
const FORMAT = 1;
const EPOCH_BYTES = 6;
const HEAD_BYTES = EPOCH_BYTES + 2;
const MARK_BYTES = 6;
const MAX_LENGTH = 1_024;
const MAX_WIDTH = 7;

/** Thousands of subscribers may follow the same. */
const known = new LRUCache<string, ResumeTokens>({ max: 1_000 });

function createTokens(subscription: string, count: number): ResumeTokens {
  const before = known.get(subscription);
  if (before) return before;
  const tokens = makeTokens(subscription, count);
  known.set(subscription, tokens);
  return tokens;
}

function makeTokens(subscription: string, count: number): ResumeTokens {
  const subject = digest(subscription);
  const markOf = (body: Buffer) => digest(subject, body).subarray(0, MARK_BYTES);

  return {
    encode: (epoch, numbers) => {
      const digits = numbers.map((number) => (BigInt(number) - BigInt(RESYNC)).toString(16));
      const width = Math.ceil(Math.max(...digits.map(({ length }) => length)) / 2);
      const body = Buffer.concat([
        Buffer.of(FORMAT),
        epochMark(epoch),
        Buffer.of(width),
        Buffer.from(digits.map((one) => one.padStart(2 * width, "0")).join(""), "hex"),
      ]);
      return Buffer.concat([body, markOf(body)]).toString("base64url");
    },

    decode: (token, field) => {
      const refused = badInput(field, "what this subscription gave out", "this is no resume token of it");
      if (token.length > MAX_LENGTH) throw refused;
      const bytes = Buffer.from(token, "base64url");
      const body = bytes.subarray(0, -MARK_BYTES);
      // Decoding overlooks what doesn't belong into a token.
      if (bytes.toString("base64url") !== token || body.length < HEAD_BYTES) throw refused;
      const width = body[HEAD_BYTES - 1]!;
      const fits = width >= 1 && width <= MAX_WIDTH && body.length === HEAD_BYTES + width * count;
      if (!fits || body[0] !== FORMAT || !markOf(body).equals(bytes.subarray(-MARK_BYTES))) throw refused;
      const numbers = Array.from({ length: count }, (_, index) => {
        const from = HEAD_BYTES + index * width;
        return Number(BigInt(`0x${body.toString("hex", from, from + width)}`) + BigInt(RESYNC));
      });
      if (!numbers.every(Number.isSafeInteger)) throw refused;
      return { numbers, isOf: (epoch) => epochMark(epoch).equals(body.subarray(1, 1 + EPOCH_BYTES)) };
    },
  };
}

let last: { epoch: string; mark: Buffer } | null = null;

/** The epoch is nearly always the same one. */
function epochMark(epoch: string): Buffer {
  if (last?.epoch !== epoch) last = { epoch, mark: digest(epoch).subarray(0, EPOCH_BYTES) };
  return last.mark;
}

function digest(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
