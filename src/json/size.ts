/**
 * The bytes of a value as JSON in UTF-8, without writing it. It stops counting beyond `most`, so that nobody waits
 * for what is too large anyway.
 */
export function jsonSize(value: unknown, most = Number.POSITIVE_INFINITY): number {
  if (typeof value === "string") return textSize(value);
  if (typeof value === "bigint") return String(value).length;
  if (typeof value !== "object" || value === null) return JSON.stringify(value)?.length ?? 0;
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonSize(value.toJSON(), most);
  let size = 2;
  if (Array.isArray(value)) {
    for (const one of value) {
      // In a list what isn't there is null.
      size += (jsonSize(one, most - size) || 4) + 1;
      if (size > most) return size;
    }
    return size - Math.min(value.length, 1);
  }
  let members = 0;
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined || typeof member === "function") continue;
    members++;
    size += textSize(name) + 2 + jsonSize(member, most - size);
    if (size > most) return size;
  }
  return size - Math.min(members, 1);
}

const NOT_PLAIN = /[^ !#-[\]-\x7f]/;

function textSize(text: string): number {
  if (!NOT_PLAIN.test(text)) return text.length + 2;
  let size = 2;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20) size += SHORT_ESCAPES.has(code) ? 2 : 6;
    else if (code < 0x80) size += code === QUOTE || code === BACKSLASH ? 2 : 1;
    else if (code < 0x800) size += 2;
    else if (code < 0xd800 || code > 0xdfff) size += 3;
    else if (code < 0xdc00 && isLow(text.charCodeAt(at + 1))) {
      size += 4;
      at++;
    }
    // Half a pair is escaped.
    else size += 6;
  }
  return size;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** \b, \t, \n, \f and \r. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);

/** False for NaN, beyond the text. */
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
