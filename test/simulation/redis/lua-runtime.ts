import { decodeJson, encodeJson } from "./cjson.ts";
import { general, toNumber, withoutFraction } from "./lua-numbers.ts";
import { LuaError, LuaTable, type LuaValue, tableOf } from "./lua-table.ts";

/** What compiled scripts call by these names: Lua's operators, and the functions of its libraries that scripts use. */
export const RUNTIME = {
  LuaTable,
  tableOf,
  truthy,
  tableIn,
  length,
  concat,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  less,
  atMost,
  more,
  atLeast,
  pairs,
  listOf: (table: LuaValue) => toTable(table, 1, "ipairs"),
  loopBound,
  typeName,
  tonumber,
  pcall,
  formatText,
  formatWhole,
  floor,
  max,
  join,
  sort,
  decodeJson: (json: LuaValue) => decodeJson(toText(json, 1, "decode")),
  encodeJson,
  statusReply: (text: LuaValue) => new LuaTable([], { ok: text }),
  errorReply: (text: LuaValue) => new LuaTable([], { err: text }),
};

function truthy(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

/** As Lua calls it. */
function typeName(value: LuaValue): string {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "object":
      return "table";
    case "symbol":
      return "userdata";
    default:
      return typeof value;
  }
}

/** What is indexed. */
function tableIn(value: LuaValue): LuaTable {
  if (value instanceof LuaTable) return value;
  if (typeof value === "string") throw new Error("methods of strings aren't supported");
  throw new LuaError(`attempt to index a ${typeName(value)} value`);
}

function length(value: LuaValue): number {
  if (value instanceof LuaTable) return value.length;
  if (typeof value === "string") return Buffer.byteLength(value);
  throw new LuaError(`attempt to get length of a ${typeName(value)} value`);
}

function concat(left: LuaValue, right: LuaValue): string {
  if (typeof left === "string" && typeof right === "string") return left + right;
  return piece(left) + piece(right);
}

function piece(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return general(value, 14);
  throw new LuaError(`attempt to concatenate a ${typeName(value)} value`);
}

function add(left: LuaValue, right: LuaValue): number {
  return typeof left === "number" && typeof right === "number" ? left + right : term(left) + term(right);
}

function subtract(left: LuaValue, right: LuaValue): number {
  return typeof left === "number" && typeof right === "number" ? left - right : term(left) - term(right);
}

function multiply(left: LuaValue, right: LuaValue): number {
  return typeof left === "number" && typeof right === "number" ? left * right : term(left) * term(right);
}

function divide(left: LuaValue, right: LuaValue): number {
  return term(left) / term(right);
}

/** With the sign of the divisor. */
function modulo(left: LuaValue, right: LuaValue): number {
  const [dividend, divisor] = [term(left), term(right)];
  return dividend - Math.floor(dividend / divisor) * divisor;
}

function negate(value: LuaValue): number {
  return -term(value);
}

function term(value: LuaValue): number {
  const number = numberIn(value);
  if (number === undefined) throw new LuaError(`attempt to perform arithmetic on a ${typeName(value)} value`);
  return number;
}

function numberIn(value: LuaValue): number | undefined {
  return typeof value === "string" ? toNumber(value) : typeof value === "number" ? value : undefined;
}

function less(left: LuaValue, right: LuaValue): boolean {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return order(left, right) < 0;
}

function atMost(left: LuaValue, right: LuaValue): boolean {
  if (typeof left === "number" && typeof right === "number") return left <= right;
  return order(left, right) <= 0;
}

function more(left: LuaValue, right: LuaValue): boolean {
  if (typeof left === "number" && typeof right === "number") return left > right;
  return order(right, left) < 0;
}

function atLeast(left: LuaValue, right: LuaValue): boolean {
  if (typeof left === "number" && typeof right === "number") return left >= right;
  return order(right, left) <= 0;
}

function order(left: LuaValue, right: LuaValue): number {
  if (typeof left === "string" && typeof right === "string") return compareBytes(left, right);
  const [one, other] = [typeName(left), typeName(right)];
  throw new LuaError(
    one === other ? `attempt to compare two ${one} values` : `attempt to compare ${one} with ${other}`,
  );
}

/** As a server without a locale. Negative where `left`'s UTF-8 comes first, which isn't JavaScript's order: that puts surrogates before U+E000. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  let at = 0;
  while (left.charCodeAt(at) === right.charCodeAt(at)) at++;
  const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
  // The shorter one is over.
  if (Number.isNaN(one)) return -1;
  if (Number.isNaN(other)) return 1;
  const [oneIsHalf, otherIsHalf] = [isSurrogate(one), isSurrogate(other)];
  return oneIsHalf === otherIsHalf ? one - other : oneIsHalf ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** What has lost its value since the loop began is passed over. */
function* pairs(value: LuaValue): Iterable<[LuaValue, LuaValue]> {
  const table = toTable(value, 1, "pairs");
  for (const key of table.keys()) {
    const item = table.get(key);
    if (item !== undefined) yield [key, item];
  }
}

function loopBound(value: LuaValue, which: "initial" | "limit"): number {
  const number = numberIn(value);
  if (number === undefined)
    throw new LuaError(`'for' ${which === "limit" ? "limit" : "initial value"} must be a number`);
  return number;
}

function tonumber(value: LuaValue): number | undefined {
  return typeof value === "number" ? value : numberIn(value);
}

/** Only what Lua raises is caught: what the model can't do has to be heard of. */
function pcall(called: (...args: LuaValue[]) => LuaValue, ...args: LuaValue[]): [boolean, LuaValue] {
  try {
    return [true, called(...args)];
  } catch (error) {
    if (error instanceof LuaError) return [false, error.message];
    throw error;
  }
}

/** `%s` */
function formatText(value: LuaValue, place: number): string {
  return typeof value === "string" ? value : toText(value, place, "format");
}

/** `%.0f` */
function formatWhole(value: LuaValue, place: number): string {
  return withoutFraction(toNumberArg(value, place, "format"));
}

function floor(value: LuaValue): number {
  return Math.floor(toNumberArg(value, 1, "floor"));
}

function max(...values: LuaValue[]): number {
  let largest = toNumberArg(values[0], 1, "max");
  for (let place = 1; place < values.length; place++) {
    const value = toNumberArg(values[place], place + 1, "max");
    if (value > largest) largest = value;
  }
  return largest;
}

function join(table: LuaValue, separator?: LuaValue): string {
  const { list, length: size } = toTable(table, 1, "concat");
  const between = separator === undefined ? "" : toText(separator, 2, "concat");
  let text = "";
  for (let place = 0; place < size; place++) {
    const value = list[place];
    if (typeof value !== "string" && typeof value !== "number")
      throw new LuaError(`invalid value (${typeName(value)}) at index ${place + 1} in table for 'concat'`);
    text += (place > 0 ? between : "") + piece(value);
  }
  return text;
}

function sort(table: LuaValue): void {
  const { list, length: size } = toTable(table, 1, "sort");
  if (size > 1) list.sort((left, right) => (less(left, right) ? -1 : less(right, left) ? 1 : 0));
}

function toTable(value: LuaValue, place: number, name: string): LuaTable {
  if (value instanceof LuaTable) return value;
  throw badArgument(value, place, name, "table");
}

function toText(value: LuaValue, place: number, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return general(value, 14);
  throw badArgument(value, place, name, "string");
}

function toNumberArg(value: LuaValue, place: number, name: string): number {
  const number = typeof value === "number" ? value : numberIn(value);
  if (number === undefined) throw badArgument(value, place, name, "number");
  return number;
}

function badArgument(value: LuaValue, place: number, name: string, expected: string): LuaError {
  const got = value === undefined ? "nil" : typeName(value);
  return new LuaError(`bad argument #${place} to '${name}' (${expected} expected, got ${got})`);
}
