import { isUtf8 } from "node:buffer";
import { exactNumber } from "./exact-number.ts";
import { repeatedMember } from "./repeated-member.ts";
import { type JsonBounds, JsonRefusal, scan } from "./scan.ts";

/** The text that bytes stand for; throws JsonRefusal where it would be guessed. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new JsonRefusal("it isn't UTF-8");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/**
 * As `JSON.parse`, and says no to what that would change without a word or take too long over: a member given twice,
 * of which one would be lost, and more values than `bounds` allow, before any is made. A whole number that no double
 * keeps becomes a bigint, so that whoever takes the value can say which field doesn't; what
 * is too large or too small becomes an infinity or NaN. A byte order mark is skipped, as RFC 8259 allows.
 */
export function parseJson(text: string, bounds: JsonBounds): unknown {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const { members, precise } = scan(json, bounds);
  const value: unknown = precise ? JSON.parse(json) : JSON.parse(json, exactly);
  if (members !== membersOf(value)) throw new JsonRefusal("it is given twice", repeatedMember(json));
  return value;
}

function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === "number" && source !== undefined ? exactNumber(source) : value;
}

/** The members of all objects in a value. */
function membersOf(value: unknown): number {
  let count = 0;
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (next === null || typeof next !== "object") continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const one of inner) if (one !== null && typeof one === "object") left.push(one);
  }
  return count;
}
