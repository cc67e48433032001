/** Numbers as C reads and prints them. */

/** What strtod takes, from the place on where it is asked. */
const NUMBER =
  /(?<sign>[+-]?)(?:0x(?=\.?[\da-f])(?<whole>[\da-f]*)\.?(?<part>[\da-f]*)(?:p(?<power>[+-]?\d+))?|(?<decimal>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<inf>inf(?:inity)?)|nan(?:\(\w*\))?)/iy;

/** The number that begins at a place, and where it ends; undefined: none does. */
export function readNumber(text: string, at: number): { value: number; end: number } | undefined {
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  if (!found) return undefined;
  const { sign, whole, part = "", power = "0", decimal, inf } = found.groups!;
  let size = inf ? Number.POSITIVE_INFINITY : Number(decimal ?? Number.NaN);
  if (whole !== undefined) size = Number(`0x${whole}${part}`) * 2 ** (Number(power) - 4 * part.length);
  return { value: sign === "-" ? -size : size, end: NUMBER.lastIndex };
}

/** A whole text that is a number to Lua; undefined: it is none. */
export function toNumber(text: string): number | undefined {
  if (isPlain(text)) return Number(text);
  const begin = text.search(/[^ \t-\r]/);
  const number = begin < 0 ? undefined : readNumber(text, begin);
  // To C a NUL is the end.
  return number && /^[ \t-\r]*(?:\0|$)/.test(text.slice(number.end)) ? number.value : undefined;
}

/** Nearly all are: digits alone, and so few that none is lost. */
function isPlain(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > 16) return false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** As `%.<digits>g`. */
export function general(value: number, digits: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** Math.min(digits, 15) && !Object.is(value, -0))
    return String(value);
  if (!Number.isFinite(value)) return notFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, exponent] = rounded(Math.abs(value), digits);
  const figures = mantissa.replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= digits)
    return `${sign}${withPoint(figures, 1)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - 1)}${figures}`
    : sign + withPoint(figures.padEnd(exponent + 1, "0"), exponent + 1);
}

/** As `%.0f`: halves go to the even neighbour. */
export function withoutFraction(value: number): string {
  if (Number.isSafeInteger(value) && value > 0) return String(value);
  if (!Number.isFinite(value)) return notFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  const floor = Math.floor(size);
  const up = size - floor > 0.5 || (size - floor === 0.5 && floor % 2 === 1);
  return sign + String(BigInt(up ? floor + 1 : floor));
}

/** The significant digits, and the power of ten of the first. */
function rounded(value: number, digits: number): [string, number] {
  const [mantissa, exponent] = split(value.toExponential(digits - 1));
  // JavaScript rounds a half up, C to the even neighbour.
  const [exact] = split(value.toExponential(60));
  const half = /^50*$/.test(exact.slice(digits)) && Number(exact[digits - 1]) % 2 === 0;
  return half ? [exact.slice(0, digits), split(value.toExponential(60))[1]] : [mantissa, exponent];
}

function split(exponential: string): [string, number] {
  const [mantissa, exponent] = exponential.split("e");
  return [mantissa!.replace(".", ""), Number(exponent)];
}

function withPoint(figures: string, at: number): string {
  return figures.length > at ? `${figures.slice(0, at)}.${figures.slice(at)}` : figures;
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) throw new Error("how NaN is printed depends on the machine");
  return value > 0 ? "inf" : "-inf";
}
