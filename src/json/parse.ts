import { isUtf8 } from "node:buffer";
import { exactNumber } from "./exact-number.ts";
import { lossesIn, membersOf } from "./losses.ts";
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

/** The path of the first member that its object has already; empty if there is none. */
function repeatedMember(json: string): string {
  for (const { kind, at } of lossesIn(json)) if (kind === "member") return at.join(".");
  return "";
}

function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === "number" && source !== undefined ? exactNumber(source) : value;
}
