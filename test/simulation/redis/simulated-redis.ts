import type { RedisCommands, ScriptArgs } from "../../../src/cache/redis/commands.ts";
import { markKey, prefixOf } from "../../../src/cache/redis/keys.ts";
import { APPLY, APPLY_WHEN_FULL, FILL, OPEN, TRIAL } from "../../../src/cache/redis/scripts.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import { type CompiledScript, compileLua } from "./compile-lua.ts";
import { copyOf, type Item } from "./keyspace.ts";
import { LuaError, LuaTable, type LuaValue } from "./lua-table.ts";
import { createRedisCalls, ReplyError } from "./redis-commands.ts";

/** One redis-server in the process: it runs the project's scripts, and nothing takes time. */
export interface SimulatedRedis {
  readonly commands: SimulatedCommands;
  /** As EVAL: the number of keys, the keys, the arguments. */
  eval(lua: string, ...args: ScriptArgs): unknown;
  /** It has no room: it refuses scripts that may write, unless they say that they need none. */
  full: boolean;
  /** All that lies there now; what happens afterwards doesn't change it. */
  snapshot(): Snapshot;
  /** As it was then; null: empty. */
  restore(snapshot: Snapshot | null): void;
  /** Drops those with a time to live that are chosen, as a server that runs out of room does. */
  evict(choose: (key: string) => boolean): void;
  drop(key: string): void;
  /** Puts there what no script has: text, or something of another type. */
  put(key: string, garbage: string | { readonly type: "hash" | "list" | "set" }): void;
  /** Those that haven't expired. */
  keys(): Iterable<string>;
  /** What lies there and hasn't expired. */
  item(key: string): Item | undefined;
}

/** As `Commands`, but they answer, or throw (a ReplyError in Redis' own words), at once. */
export type SimulatedCommands = {
  readonly [Name in "mget" | "open" | "fill" | "applyEntry" | "applyWhenFull" | "tryOut"]: (
    ...args: Parameters<RedisCommands[Name]>
  ) => Awaited<ReturnType<RedisCommands[Name]>>;
};

/** All that lay there at a time. */
export type Snapshot = ReadonlyMap<string, Item>;

export interface SimulatedRedisOptions {
  /** In whole milliseconds. */
  readonly now: () => number;
  readonly publish: (channel: string, message: string) => void;
  /** How many keys `recent` keeps; by default what the scripts say. */
  readonly recentKeys?: number;
}

const OOM = "OOM command not allowed when used memory > 'maxmemory'.";

export function createSimulatedRedis({
  now,
  publish,
  recentKeys = MAX_KEYS,
}: SimulatedRedisOptions): SimulatedRedis {
  let items = new Map<string, Item>();

  function get(key: string): Item | undefined {
    const item = items.get(key);
    if (!item || now() <= item.until) return item;
    items.delete(key);
    return undefined;
  }

  const calls = createRedisCalls(
    { get, now, set: (key, item) => void items.set(key, item), delete: (key) => void items.delete(key) },
    publish,
  );

  function run({ allowsOom, run: script }: CompiledScript, args: ScriptArgs): unknown {
    if (self.full && !allowsOom) throw new ReplyError(OOM);
    const count = Number(args[0]);
    const keys: string[] = [];
    const argv: string[] = [];
    for (let place = 1; place < args.length; place++)
      (place <= count ? keys : argv).push(String(args[place]));
    try {
      return toReply(script(calls, new LuaTable(keys), new LuaTable(argv)));
    } catch (error) {
      if (error instanceof LuaError) throw new ReplyError(`ERR ${error.message}`);
      throw error;
    }
  }

  const scripts = scriptsWith(recentKeys);
  // As with Commands, that the scripts answer so is for their tests to claim.
  const scriptOn =
    <T>(script: CompiledScript) =>
    (...args: ScriptArgs) =>
      run(script, args) as T;

  const self: SimulatedRedis = {
    full: false,

    commands: {
      mget: (...keys) =>
        keys.map((key) => {
          const item = get(key);
          return item?.type === "string" ? item.value : null;
        }),
      open: scriptOn(scripts.open),
      fill: scriptOn(scripts.fill),
      applyEntry: scriptOn(scripts.applyEntry),
      applyWhenFull: scriptOn(scripts.applyWhenFull),
      tryOut: (scope, where) => {
        const key = markKey(prefixOf(scope));
        run(scripts.trial, where === "anywhere" ? [0, key] : [1, key, key]);
      },
    },

    eval: (lua, ...args) => run(compileLua(lua), args),

    snapshot: () => copyOf(items),
    restore: (snapshot) => {
      items = snapshot ? copyOf(snapshot) : new Map();
    },
    evict: (choose) => {
      for (const [key, { until }] of items)
        if (until !== Number.POSITIVE_INFINITY && choose(key)) items.delete(key);
    },
    drop: (key) => void items.delete(key),
    put: (key, garbage) => {
      const until = Number.POSITIVE_INFINITY;
      items.set(
        key,
        typeof garbage === "string"
          ? { type: "string", value: garbage, until }
          : { type: garbage.type, until },
      );
    },
    keys: () => [...items.keys()].filter(get),
    item: get,
  };
  return self;
}

export type ScriptName = "open" | "fill" | "applyEntry" | "applyWhenFull" | "trial";

const compiled = new Map<number, Readonly<Record<ScriptName, CompiledScript>>>();

/** Compiled once for each number of keys that `recent` keeps. */
function scriptsWith(recentKeys: number): Readonly<Record<ScriptName, CompiledScript>> {
  const known = compiled.get(recentKeys);
  if (known) return known;
  const texts = scriptTexts(recentKeys);
  const scripts = {
    open: compileLua(texts.open),
    fill: compileLua(texts.fill),
    applyEntry: compileLua(texts.applyEntry),
    applyWhenFull: compileLua(texts.applyWhenFull),
    trial: compileLua(texts.trial),
  };
  compiled.set(recentKeys, scripts);
  return scripts;
}

/** The commands' scripts, with another number of keys that `recent` keeps. */
export function scriptTexts(recentKeys: number): Readonly<Record<ScriptName, string>> {
  return {
    open: OPEN,
    fill: FILL,
    applyEntry: keeping(recentKeys, APPLY),
    applyWhenFull: keeping(recentKeys, APPLY_WHEN_FULL),
    trial: TRIAL,
  };
}

/** Throws where the script doesn't say in one place how many keys `recent` keeps. */
export function keeping(recentKeys: number, lua: string): string {
  const pieces = lua.split(`redis.call('ZCARD', KEYS[2]) - ${MAX_KEYS}\n`);
  if (pieces.length !== 2) throw new Error("where the script says how many keys recent keeps has changed");
  return pieces.join(`redis.call('ZCARD', KEYS[2]) - ${recentKeys}\n`);
}

/** What Redis answers for what a script returns. */
function toReply(value: LuaValue): unknown {
  if (value instanceof LuaTable) {
    const error = value.get("err");
    if (typeof error === "string") throw new ReplyError(error);
    return value.get("ok") ?? value.list.map(toReply);
  }
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value === "string") return value;
  return value === true ? 1 : null;
}
