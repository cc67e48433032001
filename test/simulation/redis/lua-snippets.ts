/** What is claimed, the script that shows it, and what a server answers: null for false and nil, whole numbers. */
export type Snippet = readonly [claim: string, lua: string, answer: unknown];

/** With these two keys, which nothing lies under, and these arguments, of which the second comes first in UTF-8. */
export const ARGS = [2, "{snippet}:a", "{snippet}:b", "\u{10000}", "\uffff"] as const;

/** What the project's scripts rely on of Lua 5.1. */
export const LANGUAGE: readonly Snippet[] = [
  ["0 is true", "return 0 and 'yes' or 'no'", "yes"],
  ["the empty text is true", "if '' then return 'yes' end return 'no'", "yes"],
  ["nil and false aren't true", "return {nil and 1 or 2, false and 1 or 2, not nil and 1 or 2}", [2, 2, 1]],
  [
    "`and` and `or` give what decided",
    "return {0 and 7, nil or '', false or 0, 1 or 2, false and 1}",
    [7, "", 0, 1, null],
  ],
  ["`or` computes no more than it needs", "local n = nil return {1 or n.x, n and n.x or 'no'}", [1, "no"]],
  ["a variable without a value is nil", "local a, b = 1 return {a, b == nil and 'nil'}", [1, "nil"]],
  ["an answer ends at the first nil", "return {1, nil, 3}", [1]],
  [
    "ipairs ends at the first nil",
    "local n = 0 for _, v in ipairs({1, 2, nil, 4}) do n = n + v end return n",
    3,
  ],
  ["pairs goes on after a nil", "local n = 0 for _, v in pairs({1, 2, nil, 4}) do n = n + v end return n", 7],
  ["a list that loses its last is shorter", "local t = {1, 2, 3} t[3] = nil return {#t, t[2]}", [2, 2]],
  ["a list whose hole is filled is whole", "local t = {1} t[3] = 3 t[2] = 2 return {#t, t[3]}", [3, 3]],
  [
    "a list that loses one in the middle keeps those after it",
    "local t = {1, 2, 3} t[2] = nil return {t[3], t[2] == nil and 'nil', t[1]}",
    [3, "nil", 1],
  ],
  [
    "lists begin at 1",
    "local t = {'a', 'b'} return {not t[0] and 'nil', t[1], not t[1.5] and 'nil'}",
    ["nil", "a", "nil"],
  ],
  ["# counts values without names", "local t = {} t.a = 1 t[#t + 1] = 'x' t[#t + 1] = 'y' return #t", 2],
  ["# of a text counts bytes", "return {#'', #'abc', #ARGV[1]}", [0, 3, 4]],
  [
    "1 and '1' are two keys",
    "local t = {} t[1] = 'number' t['1'] = 'text' return {t[1], t['1']}",
    ["number", "text"],
  ],
  ["a field by its name is one by its text", "local t = {a = 1} t['b'] = 2 return {t['a'], t.b}", [1, 2]],
  [
    "a field that is made nil is gone",
    "local t, n = {a = 1, b = 2}, 0 t.a = nil for _ in pairs(t) do n = n + 1 end return {n, t['a'] == nil and 'nil'}",
    [1, "nil"],
  ],
  [
    "names that JavaScript knows are no fields",
    "local t = {} return t['constructor'] == nil and 'nil'",
    "nil",
  ],
  [
    "1 and '1' aren't equal",
    "return {1 == '1' and 1 or 0, '1' == '1' and 1 or 0, 1 ~= '1' and 1 or 0}",
    [0, 1, 1],
  ],
  [
    "numbers compare by size",
    "return {10 < 9 and 1 or 0, 9 <= 9 and 1 or 0, 2 > 10 and 1 or 0, 2 >= 3 and 1 or 0}",
    [0, 1, 0, 0],
  ],
  [
    "texts compare by characters",
    "return {'10' < '9' and 1 or 0, '' < 'a' and 1 or 0, 'b' <= 'a' and 1 or 0}",
    [1, 1, 0],
  ],
  ["a table is equal to itself alone", "local t = {} return {t == t and 1 or 0, t == {} and 1 or 0}", [1, 0]],
  ["texts are numbers in arithmetic", "return {'10' + 1, '0x10' * 2, ' 7 ' - 1, -'3'}", [11, 32, 6, -3]],
  ["a remainder has the sign of the divisor", "return {5 % 3, -5 % 3, 5 % -3}", [2, 1, -1]],
  ["an answer has no fractions", "return {7 / 2, -7 / 2, 9007199254740900}", [3, -3, 9007199254740900]],
  [
    "a function gives several values",
    "local function f() return 1, nil, 3 end local a, b, c = f() return {a, b == nil and 2, c}",
    [1, 2, 3],
  ],
  [
    "variables take as many as there are",
    "local function f() return 1, 2 end local a, b, c = f() local d = f() local e, g = 0, f() return {a, b, c == nil and 'nil', d, g}",
    [1, 2, "nil", 1, 1],
  ],
  [
    "an operand is one value",
    "local function f() return 1, 2 end return {f() + 1, f() == 1 and 'one'}",
    [2, "one"],
  ],
  [
    "what a function doesn't give is nil",
    "local function f(n) if n then return 1 end end local a, b = f(false), f(true) return {a == nil and 'nil', b}",
    ["nil", 1],
  ],
  [
    "an argument that isn't given is nil",
    "local function f(a, b) return b == nil end return f(1) and 'nil'",
    "nil",
  ],
  ["two variables can be exchanged", "local a, b = 1, 2 a, b = b, a return {a, b}", [2, 1]],
  [
    "places are known before values go there",
    "local i, t = 1, {} i, t[i] = 2, 'x' return {i, t[1]}",
    [2, "x"],
  ],
  ["a name hides the one around", "local a = 1 local a = a + 1 if a then local a = a + 10 end return a", 2],
  [
    "a function changes what is around it",
    "local n = 1 local function f() n = n + 1 return n end f() return {f(), n}",
    [3, 3],
  ],
  ["a loop's end is computed once", "local n, c = 3, 0 for i = 1, n do n = 10 c = c + i end return c", 6],
  ["a loop counts by itself", "local c = 0 for i = 1, 3 do c = c + 1 i = 10 end return c", 3],
  ["a loop that is over runs never", "local c = 0 for i = 4, 3 do c = c + 1 end return c", 0],
  ["a return leaves a loop", "for i = 1, 9 do if i == 4 then return i end end", 4],
  ["a script that returns nothing answers nothing", "local a = 1", null],
];

/** What they rely on of its libraries, and of Redis' own. */
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
