import { isKept } from "./exact-number.ts";
import { endOfString } from "./scan.ts";

/** Something that a JSON text says and `JSON.parse` quietly gives another value or drops. */
export interface JsonLoss {
  /** Where it stands in the value. */
  readonly at: readonly (string | number)[];
  /** A number that no double keeps, or a member that its object has already. */
  readonly kind: "number" | "member";
  /** As it is written. */
  readonly text: string;
}

/**
 * What parsing this text loses, in its order. `value`: what `JSON.parse` made of it. Two glances tell that of
 * nearly every text at once: nothing.
 */
export function jsonLosses(text: string, value: unknown): JsonLoss[] {
  const suspect = LONG_NUMBER.test(text) || (text.match(NAMES)?.length ?? 0) > membersOf(value);
  return suspect ? [...lossesIn(text)] : [];
}

/** Shorter whole numbers, and fractions of fewer digits, come back as they were written. */
const LONG_NUMBER = /\d{16}|\d[eE]/;
/** Each member's name and its colon; the same within a text counts too, and only costs the longer way. */
const NAMES = /"\s*:/g;

/** Where the scanner is: in an object with the names that it has seen, or in a list. */
interface Level {
  readonly names: Set<string> | null;
  /** The name or the index of the value that it is in. */
  at: string | number;
}

const NUMBER = /-?\d[\d.eE+-]*/y;

/** The losses of a text that is valid JSON. */
export function* lossesIn(json: string): Generator<JsonLoss> {
  const levels: Level[] = [];
  const path = () => levels.map((level) => level.at);
  for (let at = 0; at < json.length; at++) {
    const level = levels.at(-1);
    const char = json[at]!;
    if (char === '"') {
      const end = endOfString(json, at);
      if (level?.names && isColonNext(json, end)) {
        const text = json.slice(at, end + 1);
        level.at = JSON.parse(text) as string;
        if (level.names.has(level.at)) yield { at: path(), kind: "member", text };
        level.names.add(level.at);
      }
      at = end;
    } else if (char === "{") levels.push({ names: new Set(), at: "" });
    else if (char === "[") levels.push({ names: null, at: 0 });
    else if (char === "}" || char === "]") levels.pop();
    else if (char === "," && level && typeof level.at === "number") level.at++;
    else if (char === "-" || (char >= "0" && char <= "9")) {
      NUMBER.lastIndex = at;
      const [text = ""] = NUMBER.exec(json) ?? [];
      if (!isKept(text)) yield { at: path(), kind: "number", text };
      at += text.length - 1;
    }
  }
}

/** Only a name is followed by a colon. */
function isColonNext(json: string, end: number): boolean {
  let next = end + 1;
  while (/\s/.test(json.charAt(next))) next++;
  return json[next] === ":";
}

/** The members of all objects in a value. */
export function membersOf(value: unknown): number {
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
