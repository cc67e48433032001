import { decodeExactly } from "./cjson-decoder.ts";
import { general } from "./lua-numbers.ts";
import { type Fields, LuaError, LuaTable, type LuaValue, NULL } from "./lua-table.ts";

/** What was read lately: the same mark is read again and again. */
const lately = new Map<string, LuaTable>();
const MAX_LATELY = 100;

/** As the cjson in Redis reads it. */
export function decodeJson(text: string): LuaValue {
  const known = lately.get(text);
  if (known) return copyOf(known);
  const value = decode(text);
  if (!(value instanceof LuaTable)) return value;
  if (lately.size === MAX_LATELY) lately.clear();
  lately.set(text, value);
  return copyOf(value);
}

/** JavaScript reads several times as fast what both understand in the same way. */
function decode(text: string): LuaValue {
  if (text.length <= 1_000 && !text.includes("\\"))
    try {
      return toLua(JSON.parse(text));
    } catch {
      // It may be what only cjson takes.
    }
  return decodeExactly(text);
}

/** Objects are taken over, not copied. */
function toLua(value: unknown): LuaValue {
  if (value === null) return NULL;
  if (typeof value !== "object") return value as string | number | boolean;
  if (Array.isArray(value)) return new LuaTable(value.map(toLua));
  const fields = value as Record<string, unknown>;
  for (const name in fields) if (typeof fields[name] === "object") fields[name] = toLua(fields[name]);
  return new LuaTable([], fields as Fields);
}

/** Of what was read, which has no other parts. */
function copyOf({ list, fields }: LuaTable): LuaTable {
  const copies = { ...fields };
  for (const name in copies) {
    const value = copies[name];
    if (value instanceof LuaTable) copies[name] = copyOf(value);
  }
  return new LuaTable(
    list.map((value) => (value instanceof LuaTable ? copyOf(value) : value)),
    copies,
  );
}

/** As the cjson in Redis writes it: 14 digits, and slashes with a backslash. Tables have no order, and are refused. */
export function encodeJson(value: LuaValue): string {
  switch (typeof value) {
    case "string":
      return PLAIN.test(value)
        ? `"${value}"`
        : JSON.stringify(value).replaceAll("/", "\\/").replaceAll("\x7f", "\\u007f");
    case "number":
      if (!Number.isFinite(value)) throw new LuaError("Cannot serialise number: must not be NaN or Inf");
      return general(value, 14);
    case "boolean":
      return String(value);
    case "symbol":
      return "null";
    default:
      throw new Error("cjson.encode of nil or a table isn't supported");
  }
}

const PLAIN = /^[\w .:+=-]*$/;
