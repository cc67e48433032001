import type { Keyspace, SortedSet } from "./keyspace.ts";
import { withoutFraction } from "./lua-numbers.ts";
import { compareBytes } from "./lua-runtime.ts";
import { LuaTable, type LuaValue } from "./lua-table.ts";

/** An answer that is an error, in Redis' own words; named as the client's. */
export class ReplyError extends Error {
  override name = "ReplyError";
}

/** The commands that scripts may run, each with the numbers of arguments that it is supported with. */
export const COMMANDS = {
  GET: [1],
  SET: [2, 4],
  DEL: [1],
  TYPE: [1],
  PTTL: [1],
  PEXPIRE: [2],
  ZADD: [3],
  ZSCORE: [2],
  ZCARD: [1],
  ZRANGE: [4],
  ZREMRANGEBYRANK: [3],
  SPUBLISH: [2],
} as const satisfies Record<string, readonly number[]>;

export type CommandName = keyof typeof COMMANDS;

/** Those whose answers aren't simulated. */
export const UNANSWERED: readonly string[] = ["SPUBLISH"];

/** What a compiled script calls. */
export type RedisCalls = Readonly<Record<CommandName, Command>> & {
  /** `redis.pcall`. */
  readonly attempt: (command: Command, ...args: LuaValue[]) => LuaValue;
  /** `redis.acl_check_cmd`: everybody may run everything. */
  readonly mayRun: (command: LuaValue, ...args: LuaValue[]) => boolean;
};

type Command = (...args: LuaValue[]) => LuaValue;

export function createRedisCalls(
  space: Keyspace,
  publish: (channel: string, message: string) => void,
): RedisCalls {
  /** Undefined: nothing lies there. */
  function sortedSet(key: LuaValue): SortedSet | undefined {
    const item = space.get(text(key));
    if (item && item.type !== "zset") throw wrongType();
    return item;
  }

  return {
    GET: (key) => {
      const item = space.get(text(key));
      if (!item) return false;
      if (item.type !== "string") throw wrongType();
      return item.value;
    },

    SET: (key, value, option, ms) => {
      const until = option === undefined ? Number.POSITIVE_INFINITY : space.now() + lifetime(option, ms);
      space.set(text(key), { type: "string", value: text(value), until });
      return OK;
    },

    DEL: (key) => {
      const name = text(key);
      if (!space.get(name)) return 0;
      space.delete(name);
      return 1;
    },

    TYPE: (key) => TYPES[space.get(text(key))?.type ?? "none"],

    PTTL: (key) => {
      const item = space.get(text(key));
      if (!item) return -2;
      return item.until === Number.POSITIVE_INFINITY ? -1 : item.until - space.now();
    },

    PEXPIRE: (key, ms) => {
      const name = text(key);
      const left = integer(ms);
      const item = space.get(name);
      if (!item) return 0;
      if (left <= 0) space.delete(name);
      else space.set(name, { ...item, until: space.now() + left });
      return 1;
    },

    ZADD: (key, score, member) => {
      const name = text(member);
      const number = scoreOf(score);
      const set = sortedSet(key);
      if (!set) {
        const scores = new Map([[name, number]]);
        space.set(text(key), { type: "zset", scores, ranked: undefined, until: Number.POSITIVE_INFINITY });
        return 1;
      }
      const { size } = set.scores;
      set.scores.set(name, number);
      set.ranked = undefined;
      return set.scores.size - size;
    },

    ZSCORE: (key, member) => {
      const score = sortedSet(key)?.scores.get(text(member));
      return score === undefined ? false : withoutFraction(score);
    },

    ZCARD: (key) => sortedSet(key)?.scores.size ?? 0,

    ZRANGE: (key, first, last, option) => {
      if (option !== "WITHSCORES") throw new Error(`ZRANGE with ${String(option)} isn't supported`);
      const [from, to] = [rank(first), rank(last)];
      const answer: LuaValue[] = [];
      for (const [member, score] of rankedIn(sortedSet(key)).slice(from, to + 1))
        answer.push(member, withoutFraction(score));
      return new LuaTable(answer);
    },

    ZREMRANGEBYRANK: (key, first, last) => {
      const [from, to] = [rank(first), rank(last)];
      const set = sortedSet(key);
      if (!set) return 0;
      const all = rankedIn(set);
      const members = all.slice(from, to + 1);
      for (const [member] of members) set.scores.delete(member);
      set.ranked = [...all.slice(0, from), ...all.slice(from + members.length)];
      if (set.scores.size === 0) space.delete(text(key));
      return members.length;
    },

    SPUBLISH: (channel, message) => {
      publish(text(channel), text(message));
      return undefined;
    },

    attempt: (command, ...args) => {
      try {
        return command(...args);
      } catch (error) {
        if (error instanceof ReplyError) return new LuaTable([], { err: error.message });
        throw error;
      }
    },

    mayRun: (command) => {
      if (typeof command === "string" && KNOWN.has(command.toUpperCase())) return true;
      throw new Error(`the command ${String(command)} isn't supported`);
    },
  };
}

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(COMMANDS), "MGET"]);

const OK = status("OK");

const TYPES = {
  none: status("none"),
  string: status("string"),
  zset: status("zset"),
  hash: status("hash"),
  list: status("list"),
  set: status("set"),
};

/** Shared by all who are answered so: it can't be changed. */
function status(word: string): LuaTable {
  const table = new LuaTable([], Object.freeze({ ok: word }));
  Object.freeze(table.list);
  Object.freeze(table);
  return table;
}

/** By score, and by bytes where it is the same. */
function rankedIn(set: SortedSet | undefined): readonly (readonly [string, number])[] {
  if (!set) return [];
  set.ranked ??= [...set.scores].sort((one, other) => one[1] - other[1] || compareBytes(one[0], other[0]));
  return set.ranked;
}

function rank(value: LuaValue): number {
  const place = integer(value);
  if (place < 0) throw new Error("ranks from the end aren't supported");
  return place;
}

function lifetime(option: LuaValue, ms: LuaValue): number {
  if (option !== "PX") throw new Error(`SET with ${String(option)} isn't supported`);
  const left = integer(ms);
  if (left <= 0) throw new ReplyError("ERR invalid expire time in 'set' command");
  return left;
}

/** A command's argument. */
function text(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number")
    throw new ReplyError("ERR Lua redis lib command arguments must be strings or integers");
  if (!isExact(value)) throw new Error(`${value} as a command's argument isn't supported`);
  return withoutFraction(value);
}

function integer(value: LuaValue): number {
  if (Number.isSafeInteger(value)) return value as number;
  const isFraction = typeof value === "number" && !Number.isInteger(value);
  if (isFraction || !/^(?:0|-?[1-9]\d*)$/.test(text(value)))
    throw new ReplyError("ERR value is not an integer or out of range");
  const number = Number(value);
  if (!isExact(number)) throw new Error(`${number} as a command's argument isn't supported`);
  return number;
}

function scoreOf(value: LuaValue): number {
  if (typeof value === "number" && isExact(value)) return value;
  throw new Error(`the score ${String(value)} isn't supported`);
}

/** What Redis prints as the same whole number. */
function isExact(number: number): boolean {
  return Number.isInteger(number) && Math.abs(number) <= 2 ** 53;
}

function wrongType(): ReplyError {
  return new ReplyError("WRONGTYPE Operation against a key holding the wrong kind of value");
}
