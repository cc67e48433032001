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
    "a loop passes over what is lost meanwhile",
    "local t, n = {a = 1, b = 2, c = 3}, 0 for k in pairs(t) do n = n + 1 t.a, t.b, t.c = nil, nil, nil end return n",
    1,
  ],
  [
    "names that JavaScript knows are as others",
    "local t = {} t['__proto__'] = 1 return {t['constructor'] == nil and 'nil', t['__proto__']}",
    ["nil", 1],
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
