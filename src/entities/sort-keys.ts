/*
 * Values as texts whose order by code point, which is that of their bytes too, is the values' own.
 */

/** What a value is sorted as; "count": a whole number that isn't negative, as versions are. */
export type SortKind = "text" | "moment" | "count" | "number";

/** The numbers and moments that every entity has and a list may be ordered by. */
export const ALWAYS_THERE: Readonly<Record<string, SortKind>> = {
  version: "count",
  born: "count",
  seq: "count",
  createdAt: "moment",
  updatedAt: "moment",
};

/** Null, and what isn't there, comes before all values; null of an optional text is an empty one. */
export function sortText(kind: SortKind, value: unknown): string {
  if (value === null || value === undefined) return "";
  switch (kind) {
    case "text":
      return value as string;
    case "moment":
      return padded(Date.parse(value as string) + YEAR_ONE);
    case "count":
      return padded(value as number);
    case "number":
      return orderedBits(value as number);
  }
}

/** The same in the opposite order. Text has no such form: it would take a longest one. */
export function invertedSortText(kind: Exclude<SortKind, "text">, value: unknown): string {
  const text = sortText(kind, value);
  return text === ""
    ? BEHIND_ALL
    : text.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}

const BEHIND_ALL = "~";

const YEAR_ONE = -Date.parse("0001-01-01T00:00:00.000Z");

const padded = (value: number) => String(value).padStart(16, "0");

const SIGN = 1n << 63n;
const bytes = new DataView(new ArrayBuffer(8));

/** A double's bits, hexadecimal: those of a negative one are turned round, so that a larger one has larger bits. */
function orderedBits(value: number): string {
  // Of the two zeros there is one.
  bytes.setFloat64(0, value === 0 ? 0 : value);
  const bits = bytes.getBigUint64(0);
  const ordered = bits & SIGN ? BigInt.asUintN(64, ~bits) : bits | SIGN;
  return ordered.toString(16).padStart(16, "0");
}
