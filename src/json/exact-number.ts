/*
 * A JSON number has as many digits as its writer likes, and a double has 17 at most. Fractions are the nearest
 * double, as everywhere: 0.1 is no double either. But whole numbers are names and counts, of which none
 * may become another in silence, and a number whose size is lost is no number any more.
 */

/** A number as JSON or GraphQL writes it, in parts. */
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether a double keeps a number that is written so: whole numbers as they are, others to its precision. */
export function isKept(written: string): boolean {
  return Number.isFinite(exactNumber(written));
}

/**
 * What a number that is written so means: a double where one keeps it, a bigint for a whole number
 * that none keeps, and for what is too large or too small for any an infinity or NaN.
 */
export function exactNumber(written: string): number | bigint {
  const value = Number(written);
  if (USUAL.test(written) || !Number.isFinite(value)) return value;
  const given = decimalOf(written);
  if (given.digits === "") return value;
  if (value === 0) return Number.NaN;
  if (given.exponent < 0) return value;
  const kept = decimalOf(String(value));
  if (kept.digits === given.digits && kept.exponent === given.exponent) return value;
  return BigInt(`${given.sign}${given.digits}${"0".repeat(given.exponent)}`);
}

/** Any 15 digits are kept, and so is what stands behind a point, where that isn't all. */
const USUAL = /^-?(?:\d{1,15}|0*[1-9]\d{0,14}\.\d+|0\.\d{1,300})$/;

/** Its digits without zeros at either end, and the power of ten of the last one; no digits: zero. */
function decimalOf(written: string): { sign: string; digits: string; exponent: number } {
  const [, sign = "", whole = "", fraction = "", power = "0"] = NUMBER.exec(written) ?? [];
  const all = (whole + fraction).replace(/^0+/, "");
  // By hand: a pattern for zeros at the end looks at each of a million zeros in the middle a million times.
  let end = all.length;
  while (end > 0 && all[end - 1] === "0") end--;
  return { sign, digits: all.slice(0, end), exponent: Number(power) - fraction.length + all.length - end };
}
