/** Something that a JSON text says and `JSON.parse` quietly gives another value or drops. */
export interface JsonLoss {
  /** Where it stands in the value. */
  readonly at: readonly (string | number)[];
  /** A number that no double is, or a member that comes a second time in its object. */
  readonly kind: "number" | "member";
  /** As it is written. */
  readonly text: string;
}

/**
 * What parsing this text loses, in its order. `value`: what `JSON.parse` made of it. Two glances tell that of
 * nearly every text at once: nothing.
 */
export function jsonLosses(text: string, value: unknown): JsonLoss[] {
  const suspect = LONG_NUMBER.test(text) || (text.match(NAMES)?.length ?? 0) > membersIn(value);
  return suspect ? scan(text) : [];
}

/** Shorter whole numbers, and fractions of fewer digits, come back as they were written. */
const LONG_NUMBER = /\d{16}|\d[eE]/;
/** Each member's name and its colon; the same within a text counts too, and only costs the longer way. */
const NAMES = /"\s*:/g;

const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null/g;

interface Open {
  /** The names so far; null in an array. */
  readonly names: Set<string> | null;
  /** The name or the index that the next value stands at. */
  at: string | number;
}

function scan(text: string): JsonLoss[] {
  const losses: JsonLoss[] = [];
  const open: Open[] = [];
  const path = () => open.map(({ at }) => at);
  let expectsName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === "{" || token === "[") {
      open.push(token === "{" ? { names: new Set(), at: "" } : { names: null, at: 0 });
      expectsName = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      expectsName = false;
    } else if (token === ",") {
      if (inner?.names) expectsName = true;
      else if (inner) inner.at = (inner.at as number) + 1;
    } else if (expectsName && inner?.names) {
      inner.at = JSON.parse(token) as string;
      if (inner.names.has(inner.at)) losses.push({ at: path(), kind: "member", text: token });
      inner.names.add(inner.at);
      expectsName = false;
    } else if (NUMBER.test(token) && !isExact(token))
      losses.push({ at: path(), kind: "number", text: token });
  }
  return losses;
}

const NUMBER = /^-?\d/;

/**
 * Whether a double keeps the number: a whole one to its last digit, a fraction as every JSON reader rounds it,
 * and neither what is too large for any nor what would be nothing.
 */
function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const [mantissa = ""] = token.split(/[eE]/);
  if (value === 0) return !/[1-9]/.test(mantissa);
  if (mantissa === token) {
    const [whole = "0"] = token.split(".");
    return BigInt(whole) === BigInt(Math.trunc(value));
  }
  return true;
}

function membersIn(value: unknown): number {
  let count = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!next || typeof next !== "object") continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const one of inner) if (one && typeof one === "object") waiting.push(one);
  }
  return count;
}
