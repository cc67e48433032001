import { isKept } from "./exact-number.ts";

/** What a text may hold at most. */
export interface JsonBounds {
  /** Values in it, lists and objects among them. */
  readonly values: number;
  /** Members of one object. */
  readonly members: number;
  /** Levels of brackets in brackets. */
  readonly nesting: number;
}

/** Why a text isn't taken, in words that follow its name. */
export class JsonRefusal extends Error {
  /** Where in the text, such as `variables.input`; empty: all of it. */
  readonly path: string;

  constructor(problem: string, path = "") {
    super(problem);
    this.name = "JsonRefusal";
    this.path = path;
  }
}

/**
 * Counts what a text holds, whether it is JSON or not, and throws JsonRefusal as soon as it is too much.
 * `precise`: doubles keep all of its numbers.
 */
export function scan(text: string, bounds: JsonBounds): { members: number; precise: boolean } {
  let values = 1;
  let members = 0;
  let depth = 0;
  let unkept = 0;
  /** Of the objects that are open, by their depth. */
  const counts: number[] = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      const end = endOfNumber(text, at);
      if (end - at > MAX_DIGITS)
        throw new JsonRefusal(`a number in it has more than ${MAX_DIGITS} characters`);
      if (end - at >= SHORT && !isKept(text.slice(at, end)) && ++unkept > MAX_UNKEPT)
        throw new JsonRefusal(`more than ${MAX_UNKEPT} numbers in it have more digits than a double keeps`);
      at = end - 1;
    } else if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (code === COLON) {
      members++;
      // Engines are slow with large objects.
      if (++counts[depth]! > bounds.members)
        throw new JsonRefusal(`an object in it has more than ${bounds.members} members`);
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      values++;
      if (++depth > bounds.nesting)
        throw new JsonRefusal(`it is nested more than ${bounds.nesting} levels deep`);
      counts[depth] = 0;
    } else if (depth > 0 && (code === CLOSE_BRACKET || code === CLOSE_BRACE)) depth--;
    if (values > bounds.values) throw new JsonRefusal(`it holds more than ${bounds.values} values`);
  }
  return { members, precise: unkept === 0 };
}

/** Behind the digits, the point and the exponent that begin here. */
function endOfNumber(text: string, start: number): number {
  for (let end = start + 1; ; end++) {
    const code = text.charCodeAt(end);
    const isPart =
      (code >= ZERO && code <= NINE) ||
      code === DOT ||
      code === LOWER_E ||
      code === UPPER_E ||
      code === PLUS ||
      code === MINUS;
    if (!isPart) return end;
  }
}

/** Where the string that begins here ends: at its closing quote, or behind the text. */
export function endOfString(text: string, start: number): number {
  for (let end = start; ; ) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
}

/** The outermost object's members that are strings without escapes, also of a text that is too much to be parsed. */
export function textMembers(text: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  let name: string | null = null;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (depth === 1) {
        const string = text.slice(at + 1, end);
        if (name === null) name = string;
        else if (!string.includes("\\")) found[name] ??= string;
      }
      at = end;
    } else if (code === COMMA && depth === 1) name = null;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth--;
  }
  return found;
}

const [QUOTE, BACKSLASH, COMMA, COLON, DOT, PLUS, MINUS] = [0x22, 0x5c, 0x2c, 0x3a, 0x2e, 0x2b, 0x2d];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const [ZERO, NINE, LOWER_E, UPPER_E] = [0x30, 0x39, 0x65, 0x45];
/** What is written with fewer characters is kept: neither 15 digits nor 99 as an exponent are too much. */
const SHORT = 5;
/** No double has more digits, written out in full. */
const MAX_DIGITS = 1_100;
/** Numbers that are kept as bigints until a field refuses them. */
const MAX_UNKEPT = 1_000;
