import { RECENT_MS } from "../../../src/cache/mark.ts";
import { decodeMark } from "../../../src/cache/redis/codec.ts";
import type { RedisCommands, ScriptArgs } from "../../../src/cache/redis/commands.ts";
import { markKey, prefixOf, recentKey } from "../../../src/cache/redis/keys.ts";
import { createRedisTier } from "../../../src/cache/redis/redis-tier.ts";
import type { Tier } from "../../../src/cache/tier.ts";
import { createSimulatedRedis } from "../../simulation/redis/simulated-redis.ts";
import { connectionsOver } from "../../simulation/redis-node.ts";
import { createHandClock } from "../../support/clock.ts";
import { entry, SCOPE, slot } from "../tier-contract.ts";
import type { Call, Player, Reply, State } from "./player.ts";

/** A Redis that nobody else uses, and nothing lies in. */
export interface EmptyRedis {
  readonly commands: RedisCommands;
  /** As EVAL: the number of keys, the keys, the arguments. */
  eval(lua: string, ...args: ScriptArgs): Promise<unknown>;
}

const PREFIX = prefixOf(SCOPE);
const KEYS: ScriptArgs = [2, markKey(PREFIX), recentKey(PREFIX)];

const PUT = `#!lua
if ARGV[1] ~= '' then redis.call('SET', KEYS[1], ARGV[1]) end
for i = 1, tonumber(ARGV[2]) do redis.call('ZADD', KEYS[2], tonumber(ARGV[2 + 2 * i]), ARGV[3 + 2 * i]) end
if ARGV[3] ~= '' then redis.call('PEXPIRE', KEYS[2], tonumber(ARGV[3])) end
return 1`;

const GET = `#!lua
return {redis.call('GET', KEYS[1]) or '', redis.call('ZRANGE', KEYS[2], 0, 9999, 'WITHSCORES')}`;

/** The scripts, as the tier runs them. `empty` makes another Redis for each call, or empties the one. */
export function createRedisPlayer(empty: () => Promise<EmptyRedis>): Player {
  return async (before, call, epoch, age) => {
    const redis = await empty();
    await put(redis, before, age);
    const tier = createRedisTier({
      connections: connectionsOver(redis.commands, 0),
      clock: createHandClock(),
      epoch: () => epoch,
      untimed: [],
      onGarbage: (_, key) => {
        throw new Error(`garbage under ${key}`);
      },
    });
    const answer = await ask(tier, call);
    await tier.close();
    const reply = call.kind === "apply" ? await withStored(redis, call.puts, answer) : answer;
    return { reply, after: await get(redis) };
  };
}

/** A Redis in the process, which runs the scripts compiled. */
export async function simulatedRedis(): Promise<EmptyRedis> {
  const { commands, eval: run } = createSimulatedRedis({ now: () => 0, publish: () => {} });
  return {
    commands: {
      mget: async (...keys) => commands.mget(...keys),
      open: async (...args) => commands.open(...args),
      fill: async (...args) => commands.fill(...args),
      applyEntry: async (...args) => commands.applyEntry(...args),
      applyWhenFull: async (...args) => commands.applyWhenFull(...args),
      load: async () => {},
      tryOut: async (scope) => commands.tryOut(scope),
    },
    eval: async (lua, ...args) => run(lua, ...args),
  };
}

async function put(redis: EmptyRedis, { mark, recent }: State, age: number): Promise<void> {
  const left = RECENT_MS - age;
  const noted = left > 0 ? Object.entries(recent ?? {}) : [];
  const ver = mark && JSON.stringify({ ...mark, store: mark.epoch });
  const scores = noted.flatMap(([key, version]) => [version, key]);
  await redis.eval(PUT, ...KEYS, ver ?? "", noted.length, noted.length > 0 ? left : "", ...scores);
}

async function get(redis: EmptyRedis): Promise<State> {
  const [ver, scores] = (await redis.eval(GET, ...KEYS)) as [string, string[]];
  const recent: Record<string, number> = {};
  for (let at = 0; at < scores.length; at += 2) recent[scores[at]!] = Number(scores[at + 1]);
  return { mark: ver ? decodeMark(ver) : undefined, recent: scores.length > 0 ? recent : null };
}

async function ask(tier: Tier, call: Call): Promise<Reply> {
  switch (call.kind) {
    case "open":
      await tier.open(SCOPE, call.version, { anew: call.anew ?? false });
      return null;
    case "fill": {
      const { fence, version } = call;
      const values = call.values.map(([key, about]) => ({
        slot: slot(key, { about, part: key }),
        value: { key },
      }));
      const known = new Map(call.values.map(([key, , knowing]) => [key, knowing]));
      return (await tier.fill(SCOPE, {
        fence,
        version,
        values,
        knowing: (part) => known.get(part)!,
      })) as Reply;
    }
    case "apply": {
      const { version, keys, ...more } = call.entry;
      const puts = call.puts.map((key) => ({ slot: slot(key), value: { key } }));
      return { kind: (await tier.apply(entry(version, keys, more), puts)).kind, stored: [] };
    }
  }
}

/** With what lies there now, where nothing did before. */
async function withStored({ commands }: EmptyRedis, puts: readonly string[], reply: Reply): Promise<Reply> {
  if (reply?.kind !== "APPLIED" && reply?.kind !== "OPENED") return reply && ({ kind: reply.kind } as Reply);
  const lying = puts.length > 0 ? await commands.mget(...puts.map((key) => PREFIX + key)) : [];
  return { kind: reply.kind, stored: puts.filter((_, at) => lying[at] !== null) };
}
