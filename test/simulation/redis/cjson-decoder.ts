import { readNumber } from "./lua-numbers.ts";
import { LuaError, LuaTable, type LuaValue, NULL } from "./lua-table.ts";

/**
 * JSON as the cjson in Redis reads it, which takes more than JSON: numbers such as 007, 0x10 and Infinity, and raw
 * control characters in strings.
 */
export function decodeExactly(text: string): LuaValue {
  let at = 0;
  let depth = 0;

  const fail = (expected: string): never => {
    throw new LuaError(`Expected ${expected} at character ${at + 1}`);
  };

  function skipSpace(): void {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return;
      at++;
    }
  }

  function take(char: string): boolean {
    skipSpace();
    if (text[at] !== char) return false;
    at++;
    return true;
  }

  function takeWord(word: string): boolean {
    if (!text.startsWith(word, at)) return false;
    at += word.length;
    return true;
  }

  function value(): LuaValue {
    skipSpace();
    switch (text[at]) {
      case "{":
        return nested(object);
      case "[":
        return nested(array);
      case '"':
        return string();
    }
    if (takeWord("true")) return true;
    if (takeWord("false")) return false;
    if (takeWord("null")) return NULL;
    return number();
  }

  function nested(read: () => LuaTable): LuaTable {
    at++;
    if (++depth > 1_000) throw new LuaError("Found too many nested data structures (1001)");
    const table = read();
    depth--;
    return table;
  }

  function object(): LuaTable {
    const table = new LuaTable();
    if (take("}")) return table;
    do {
      skipSpace();
      if (text[at] !== '"') fail("object key string");
      const key = string();
      if (!take(":")) fail("colon");
      table.set(key, value());
    } while (take(","));
    if (!take("}")) fail("comma or object end");
    return table;
  }

  function array(): LuaTable {
    const list: LuaValue[] = [];
    if (take("]")) return new LuaTable();
    do list.push(value());
    while (take(","));
    if (!take("]")) fail("comma or array end");
    return new LuaTable(list);
  }

  function string(): string {
    const begin = ++at;
    const end = text.indexOf('"', begin);
    if (end < 0) fail("string end");
    const raw = text.slice(begin, end);
    if (!/[\\\0]/.test(raw)) {
      at = end + 1;
      return raw;
    }
    let read = "";
    while (text[at] !== '"') {
      if (at >= text.length || text[at] === "\0") fail("string end");
      read += text[at] === "\\" ? escaped() : text[at++]!;
    }
    at++;
    return read;
  }

  function escaped(): string {
    at += 2;
    const char = text[at - 1];
    if (char !== "u") return ESCAPES[char ?? ""] ?? fail("escape code");
    const unit = codeUnit();
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    if (unit >= 0xdc00 || !takeWord("\\u")) fail("unicode escape code");
    const second = codeUnit();
    if (second < 0xdc00 || second > 0xdfff) fail("unicode escape code");
    return String.fromCharCode(unit, second);
  }

  function codeUnit(): number {
    const digits = /^[0-9a-f]{4}$/i.exec(text.slice(at, at + 4)) ?? fail("unicode escape code");
    at += 4;
    return Number.parseInt(digits[0], 16);
  }

  function number(): number {
    const found = /[-+\diIn]/i.test(text[at] ?? "") && readNumber(text, at);
    if (!found) return fail("value");
    at = found.end;
    return found.value;
  }

  if (text[0] === "\0" || text[1] === "\0")
    throw new LuaError("JSON parser does not support UTF-16 or UTF-32");
  const whole = value();
  skipSpace();
  // To C a NUL is the end.
  if (at < text.length && text[at] !== "\0") fail("the end");
  return whole;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
