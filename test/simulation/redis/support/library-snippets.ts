import type { Snippet } from "./lua-snippets.ts";

/** What the project's scripts rely on of Lua's libraries, and of Redis' own. */
export const LIBRARIES: readonly Snippet[] = [
  [
    "a number joins a text with 14 digits",
    "return {1 .. '', 0.1 .. '', 12345678901234 .. '', 123456789012345 .. '', 9007199254740991 .. ''}",
    ["1", "0.1", "12345678901234", "1.2345678901234e+14", "9.007199254741e+15"],
  ],
  [
    "%.0f prints all digits, and halves as the even neighbour",
    "return string.format('%.0f %.0f %.0f %.0f %.0f %.0f', 9007199254740991, 1e21, 0.5, 1.5, 2.5, -0.4)",
    "9007199254740991 1000000000000000000000 0 2 2 -0",
  ],
  ["%s takes numbers too", "return string.format('%s=%s%%', 'a', 1.5)", "a=1.5%"],
  [
    "tonumber reads what C does",
    "return {tonumber('12'), tonumber(' 12 '), tonumber('1e2'), tonumber('0x10'), tonumber('-0x10'), tonumber('0x1.8p1')}",
    [12, 12, 100, 16, -16, 3],
  ],
  [
    "tonumber gives nil for what is no number",
    "local n = 0 for _, t in ipairs({'', ' ', 'a', '1a', '1 2', '--1', '0b1'}) do if tonumber(t) == nil then n = n + 1 end end return {n, tonumber(nil) == nil and 1, tonumber(false) == nil and 1}",
    [7, 1, 1],
  ],
  ["tonumber rounds", "return string.format('%.0f', tonumber('9007199254740993'))", "9007199254740992"],
  [
    "type names all",
    "return {type(nil), type(1), type(''), type(true), type({}), type(cjson.decode('[null]')[1])}",
    ["nil", "number", "string", "boolean", "table", "userdata"],
  ],
  [
    "floor goes down, max takes the largest",
    "return {math.floor(-1.5), math.max(1, 3, 2), math.max('4', 3)}",
    [-2, 3, 4],
  ],
  [
    "concat joins numbers and texts",
    "return {table.concat({1, 'a', 2.5}), table.concat({'a', 'b'}, ','), table.concat({})}",
    ["1a2.5", "a,b", ""],
  ],
  [
    "sort puts numbers and texts in order",
    "local t, u = {3, 1, 2}, {'b', 'ab', 'a'} table.sort(t) table.sort(u) return {t[1], t[3], u[1], u[3]}",
    [1, 3, "a", "b"],
  ],
  [
    "cjson prints 14 digits",
    "return {cjson.encode(1), cjson.encode(0.1), cjson.encode(12345678901234), cjson.encode(9007199254740991), cjson.encode(-0.5), cjson.encode(1e-7)}",
    ["1", "0.1", "12345678901234", "9.007199254741e+15", "-0.5", "1e-07"],
  ],
  [
    "cjson escapes slashes and what can't be seen",
    "return cjson.encode('a/b\"\\\\\\n\\t\\r\\1\\127') .. cjson.encode(ARGV[1])",
    '"a\\/b\\"\\\\\\n\\t\\r\\u0001\\u007f""\u{10000}"',
  ],
  [
    "cjson's null is true",
    "local t = cjson.decode('{\"a\":null}') return {t.a and 'true', t.a == nil and 1, cjson.encode(t.a)}",
    ["true", null, "null"],
  ],
  [
    "cjson reads a table of its own each time",
    'local t = cjson.decode(\'{"a":{"b":1}}\') t.a.b = 2 t = cjson.decode(\'{"a":{"b":1}}\') return t.a.b',
    1,
  ],
  [
    "cjson reads numbers that JSON has not",
    "local t = cjson.decode('[007, 0x10, 1., -Infinity]') return {t[1], t[2], t[3], t[4] < 0 and 'less'}",
    [7, 16, 1, "less"],
  ],
  [
    "pcall tells of an error and goes on",
    "local ok, text = pcall(cjson.decode, '{') return {ok and 1 or 0, type(text)}",
    [0, "string"],
  ],
  [
    "pcall gives what was computed",
    "local ok, n = pcall(cjson.decode, '7') return {ok and 1 or 0, n}",
    [1, 7],
  ],
  ["what isn't there is false", "return redis.call('GET', KEYS[1]) == false and 'false'", "false"],
  [
    "a status is a table",
    "return {redis.call('SET', KEYS[1], 'x').ok, redis.call('TYPE', KEYS[1]).ok, redis.call('TYPE', KEYS[2]).ok}",
    ["OK", "string", "none"],
  ],
  [
    "a number is stored with all its digits",
    "redis.call('SET', KEYS[1], 9007199254740991) return redis.call('GET', KEYS[1])",
    "9007199254740991",
  ],
  [
    "pcall of a command gives the error",
    "redis.call('ZADD', KEYS[1], 1, 'a') local reply = redis.pcall('GET', KEYS[1]) return {type(reply), reply.err}",
    ["table", "WRONGTYPE Operation against a key holding the wrong kind of value"],
  ],
  [
    "a sorted set is ordered by score, then by bytes",
    "for i = 1, #ARGV do redis.call('ZADD', KEYS[1], 2, ARGV[i]) end redis.call('ZADD', KEYS[1], 1, 'z') redis.call('ZADD', KEYS[1], 9007199254740991, 'a') return redis.call('ZRANGE', KEYS[1], 0, 9, 'WITHSCORES')",
    ["z", "1", "\uffff", "2", "\u{10000}", "2", "a", "9007199254740991"],
  ],
  [
    "a sorted set counts, and forgets by rank",
    "local added = redis.call('ZADD', KEYS[1], 1, 'a') + redis.call('ZADD', KEYS[1], 2, 'a') + redis.call('ZADD', KEYS[1], 1, 'b') return {added, redis.call('ZCARD', KEYS[1]), redis.call('ZREMRANGEBYRANK', KEYS[1], 0, 0), redis.call('ZSCORE', KEYS[1], 'a'), redis.call('ZSCORE', KEYS[1], 'b'), redis.call('ZREMRANGEBYRANK', KEYS[1], 0, 5), redis.call('TYPE', KEYS[1]).ok, redis.call('ZCARD', KEYS[1])}",
    [2, 2, 1, "2", null, 1, "none", 0],
  ],
  [
    "a time to live ends with the value that had it",
    "redis.call('SET', KEYS[1], 'x', 'PX', 5000) local left = redis.call('PTTL', KEYS[1]) redis.call('SET', KEYS[1], 'y') return {left, redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2])}",
    [5000, -1, -2],
  ],
  [
    "a time to live of nothing drops the key",
    "redis.call('SET', KEYS[1], 'x') return {redis.call('PEXPIRE', KEYS[1], 0), redis.call('DEL', KEYS[1]), redis.call('PEXPIRE', KEYS[1], 5)}",
    [1, 0, 0],
  ],
  ["a status can be answered", "return redis.status_reply('FINE')", "FINE"],
];

/** What is refused, and in which words, without the place. */
export const REFUSALS: readonly (readonly [claim: string, lua: string, message: string])[] = [
  ["nil has no size", "return nil < 1", "ERR attempt to compare nil with number"],
  ["a text has no size beside a number", "return 1 >= '1'", "ERR attempt to compare string with number"],
  ["tables have no size", "return {} <= {}", "ERR attempt to compare two table values"],
  ["nil can't be added", "local a return a + 1", "ERR attempt to perform arithmetic on a nil value"],
  [
    "text that is no number can't be added",
    "return 'x' + 1",
    "ERR attempt to perform arithmetic on a string value",
  ],
  ["nil has no fields", "local a return a.b", "ERR attempt to index a nil value"],
  ["nil takes no fields", "local a a.b = 1", "ERR attempt to index a nil value"],
  ["nil joins no text", "local a return 'x' .. a", "ERR attempt to concatenate a nil value"],
  ["true joins no text", "return 'x' .. true", "ERR attempt to concatenate a boolean value"],
  ["nil has no length", "local a return #a", "ERR attempt to get length of a nil value"],
  ["nil is no key", "local a, t = nil, {} t[a] = 1", "ERR table index is nil"],
  ["nil bounds no loop", "local a for i = 1, a do end", "ERR 'for' limit must be a number"],
  [
    "nil has no parts",
    "local a for _ in pairs(a) do end",
    "ERR bad argument #1 to 'pairs' (table expected, got nil)",
  ],
  [
    "nil isn't formatted",
    "local a return string.format('%s%.0f', 'x', a)",
    "ERR bad argument #3 to 'format' (number expected, got nil)",
  ],
  [
    "nil isn't the largest",
    "local a return math.max(1, a)",
    "ERR bad argument #2 to 'max' (number expected, got nil)",
  ],
  [
    "tables aren't joined",
    "return table.concat({'a', {}})",
    "ERR invalid value (table) at index 2 in table for 'concat'",
  ],
  [
    "numbers and texts have no order",
    "local t = {1, 'a'} table.sort(t)",
    "ERR attempt to compare string with number",
  ],
  [
    "nil is no argument of a command",
    "local a return redis.call('GET', a)",
    "ERR Lua redis lib command arguments must be strings or integers",
  ],
  [
    "a fraction is no time to live",
    "redis.call('SET', KEYS[1], 'x', 'PX', 1000.9999999999999)",
    "ERR value is not an integer or out of range",
  ],
  [
    "text is no time to live",
    "redis.call('PEXPIRE', KEYS[1], '1x')",
    "ERR value is not an integer or out of range",
  ],
  [
    "nothing lives for no time",
    "redis.call('SET', KEYS[1], 'x', 'PX', 0)",
    "ERR invalid expire time in 'set' command",
  ],
  [
    "a text is no sorted set",
    "redis.call('SET', KEYS[1], 'x') redis.call('ZADD', KEYS[1], 1, 'a')",
    "WRONGTYPE Operation against a key holding the wrong kind of value",
  ],
  ["an error can be answered", "return redis.error_reply('NOPERM not you')", "NOPERM not you"],
];
