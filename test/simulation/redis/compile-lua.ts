import { compileFunction } from "node:vm";
import { parse } from "luaparse";
import { createScope } from "./compile-scope.ts";
import { functionBody } from "./compile-statement.ts";
import { RUNTIME } from "./lua-runtime.ts";
import type { LuaTable, LuaValue } from "./lua-table.ts";
import type { RedisCalls } from "./redis-commands.ts";

/** A script of Redis as JavaScript. */
export interface CompiledScript {
  /** Whether a full server runs it. */
  readonly allowsOom: boolean;
  /** Answers its first value. Throws what the script or a command of it raises. */
  run(redis: RedisCalls, keys: LuaTable, argv: LuaTable): LuaValue;
}

/**
 * Compiles the part of Lua that the project's scripts are written in. Throws at anything else, a function of a
 * library or a command as well, with its line: a script that has changed is never misread.
 */
export function compileLua(lua: string): CompiledScript {
  const [, flags] = /^#!lua(| flags=[\w,-]*)\n/.exec(lua) ?? [];
  if (flags === undefined) throw new Error("a script has to begin with #!lua");
  const named = flags.replace(" flags=", "").split(",").filter(Boolean);
  const unknown = named.find((flag) => flag !== "allow-oom");
  if (unknown) throw new Error(`a script's flag ${unknown} isn't supported`);
  return { allowsOom: named.length > 0, run: toFunction(lua.replace(/^#!.*/, "")) };
}

function toFunction(lua: string): CompiledScript["run"] {
  const { body } = parse(lua, {
    luaVersion: "5.1",
    encodingMode: "pseudo-latin1",
    comments: false,
    locations: true,
  });
  const code = `"use strict";
const { ${Object.keys(RUNTIME).join(", ")} } = runtime;
return function script(redis, KEYS, ARGV) {
${functionBody(body, createScope("one"))}
};`;
  return compileFunction(code, ["runtime"])(RUNTIME);
}
