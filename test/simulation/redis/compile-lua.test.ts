import { describe, expect, test } from "vitest";
import * as scripts from "../../../src/cache/redis/scripts.ts";
import { describeWith, ownRedis } from "../../support/services.ts";
import { useRedis } from "../../support/use-redis.ts";
import { compileLua } from "./compile-lua.ts";
import { createSimulatedRedis } from "./simulated-redis.ts";
import { LIBRARIES, REFUSALS } from "./support/library-snippets.ts";
import { ARGS, LANGUAGE } from "./support/lua-snippets.ts";
import { withoutPlace } from "./support/server-words.ts";

const script = (lua: string) => `#!lua\n${lua}`;
const simulated = () => createSimulatedRedis({ now: () => 0, publish: () => {} });

test.each(Object.entries(scripts))("the script %s compiles", (_, lua) => {
  expect(compileLua(lua).allowsOom).toBe(lua.includes("allow-oom"));
});

describe("compiled Lua", () => {
  test.each([...LANGUAGE, ...LIBRARIES])("%s", (_, lua, answer) => {
    expect(simulated().eval(script(lua), ...ARGS)).toEqual(answer);
  });

  test.each(REFUSALS)("%s", (_, lua, message) => {
    expect(() => simulated().eval(script(lua), ...ARGS)).toThrow(
      expect.objectContaining({ name: "ReplyError", message }),
    );
  });
});

describeWith(ownRedis, "a server's Lua", () => {
  const redis = useRedis();
  const run = async (lua: string) => {
    await redis.client.flushall();
    const [count, ...args] = ARGS;
    return redis.client.eval(script(lua), count, ...args);
  };

  test.each([...LANGUAGE, ...LIBRARIES])("%s", async (_, lua, answer) => {
    expect(await run(lua)).toEqual(answer);
  });

  test.each(REFUSALS)("%s", async (_, lua, message) => {
    const error = await run(lua).catch((error: Error) => error);
    expect(withoutPlace((error as Error).message)).toBe(message);
  });
});

describe("what can't be compiled is named with its line:", () => {
  test.each([
    ["a loop of another kind", "while true do end", "WhileStatement"],
    ["a loop that ends by a condition", "repeat until true", "RepeatStatement"],
    ["a loop that is broken off", "for i = 1, 2 do break end", "BreakStatement"],
    ["a loop with a step", "for i = 3, 1, -1 do end", "a loop with a step"],
    ["a loop by an iterator", "for k in next, {} do end", "a loop with an iterator of its own"],
    ["a loop by another function", "for w in string.gmatch('a', 'a') do end", "a loop by other than pairs"],
    ["a block", "do local a = 1 end", "DoStatement"],
    ["a function as a value", "local f = function() end", "FunctionDeclaration"],
    ["a global function", "function f() end", "a function that isn't local"],
    ["any number of arguments", "local function f(...) end", "a function of any number of arguments"],
    ["a function that is passed on", "local function f() end local g = f", "the name f as a value"],
    ["a function that is replaced", "local function f() end f = 1", "an assignment to f"],
    ["a call of a variable", "local f = 1 f()", "a call of the variable f"],
    ["a call of what is computed", "local t = {} t[1]()", "a call of what has no name"],
    [
      "several values of a function that gives one",
      "local function f() return 1, 2 end local function g() return f() end",
      "to return several values here",
    ],
    [
      "all values of a call as arguments",
      "local function f() return 1, 2 end return math.max(f())",
      "to take all values of a call here",
    ],
    [
      "all values of a call for a command",
      "local function f() return 1, 2 end redis.call('SET', f(), f())",
      "to take all values of a call here",
    ],
    [
      "all values of a call to be formatted",
      "local function f() return 1, 2 end return string.format('%s', f())",
      "to take all values of a call here",
    ],
    ["a function that JavaScript knows", "return constructor(1)", "constructor"],
    [
      "all values of a call in a list",
      "local function f() return 1, 2 end return {f()}",
      "to take all values of a call here",
    ],
    [
      "all values of a call and others",
      "local function f() return 1, 2 end local a, b, c = 0, f()",
      "to take all values of a call here",
    ],
    [
      "a call in parentheses",
      "local function f() return 1, 2 end local a, b = (f())",
      "a call in parentheses",
    ],
    ["more values than variables", "local a = 1, 2", "more values than variables"],
    ["a global variable", "return global", "the name global as a value"],
    ["an assignment to a global variable", "global = 1", "an assignment to global"],
    ["a method", "local s = 'a' return s:upper()", "a call of what has no name"],
    ["another function of a library", "return string.rep('a', 2)", "string.rep"],
    ["another number of arguments", "return tonumber('10', 2)", "tonumber with 2 arguments"],
    ["another operator", "return 2 ^ 3", "the operator ^"],
    ["a table with keys of its own", "return {[1] = 1}", "a table of other than names, or values alone,"],
    [
      "a name that JavaScript takes for another",
      "local t = {} return t.constructor",
      "a field that is called constructor",
    ],
    ["characters that are several bytes", "return '\\200'", "a string of other than ASCII characters"],
    ["another format", "return string.format('%d', 1)", "the format '%d'"],
    ["a format that is computed", "return string.format(ARGV[1], 1)", "a format that doesn't stand there"],
    [
      "a format without its argument",
      "return string.format('%s')",
      "the format '%s' without all its arguments",
    ],
    ["another command", "redis.call('INCR', KEYS[1])", "the command INCR"],
    [
      "a command that is computed",
      "redis.call(ARGV[1], KEYS[1])",
      "a command whose name doesn't stand there",
    ],
    ["another form of a command", "redis.call('ZADD', KEYS[1], 'NX', 1, 'a')", "ZADD with 4 arguments"],
    ["the answer to a notice", "return redis.call('SPUBLISH', KEYS[1], 'x')", "what this command answers"],
    [
      "pcall of a function of the script's own",
      "local function f() end pcall(f)",
      "pcall of other than a library's function",
    ],
  ])("%s", (_, lua, message) => {
    expect(() => compileLua(script(`\n${lua}`))).toThrow(`line 3: ${message}`);
  });

  test.each([
    ["a script without its kind", "return 1", "a script has to begin with #!lua"],
    ["another flag", "#!lua flags=no-writes\nreturn 1", "a script's flag no-writes isn't supported"],
  ])("%s", (_, lua, message) => {
    expect(() => compileLua(lua)).toThrow(message);
  });

  test.each([
    [
      "the length of a table with holes",
      "return #{1, nil, 3}",
      "the length of a table with holes isn't defined",
    ],
    [
      "another option of a command",
      "redis.call('SET', KEYS[1], 'x', 'EX', 1)",
      "SET with EX isn't supported",
    ],
    [
      "ranks from the end",
      "redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1)",
      "ranks from the end aren't supported",
    ],
    ["scores that aren't whole", "redis.call('ZADD', KEYS[1], 0.5, 'a')", "the score 0.5 isn't supported"],
    [
      "a table as JSON, where errors are caught",
      "return pcall(cjson.encode, {}) and 1",
      "cjson.encode of nil or a table isn't supported",
    ],
    [
      "scores that aren't whole, where errors are caught",
      "return redis.pcall('ZADD', KEYS[1], 0.5, 'a')",
      "the score 0.5 isn't supported",
    ],
    ["a table as JSON", "return cjson.encode({})", "cjson.encode of nil or a table isn't supported"],
    ["more in a command's answer", "local r = redis.call('TYPE', KEYS[1]) r[1] = 'x'", "not extensible"],
    ["other keys in a command's answer", "local r = redis.call('TYPE', KEYS[1]) r[true] = 'x'", "read only"],
    ["a change of a command's answer", "local r = redis.call('TYPE', KEYS[1]) r.ok = 'x'", "read only"],
  ])("%s, once it is met", (_, lua, message) => {
    expect(() => simulated().eval(script(lua), ...ARGS)).toThrow(message);
    expect(() => simulated().eval(script(lua), ...ARGS)).not.toThrow(
      expect.objectContaining({ name: "ReplyError" }),
    );
  });
});
