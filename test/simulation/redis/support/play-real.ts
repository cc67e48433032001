import type { Redis } from "ioredis";
import { markKey, prefixOf } from "../../../../src/cache/redis/keys.ts";
import { type ScriptName, scriptTexts } from "../simulated-redis.ts";
import { type Step, UNIT, type WrongType } from "./made-up-steps.ts";
import { inOrder, type Outcome } from "./outcome.ts";
import { withoutPlace } from "./server-words.ts";

/** A server that steps are played on. */
export interface RealPlayer {
  /** Sends it at once, so that steps may be played without waiting for the ones before. */
  play(step: Step): Promise<Outcome>;
  /** Empty, and with room. */
  reset(): Promise<void>;
}

/** `client`: answers numbers as texts, since ioredis 6 reads those from 2^53 - 48 on as others. */
export async function createRealPlayer(client: Redis, recentKeys: number): Promise<RealPlayer> {
  const shas = new Map<string, string>();
  for (const [name, lua] of Object.entries(scriptTexts(recentKeys)))
    shas.set(name, (await client.script("LOAD", lua)) as string);
  const run = (name: ScriptName, [count, ...args]: readonly (string | number)[]) =>
    client.evalsha(shas.get(name)!, count!, ...args);
  const room = (full: boolean) => client.config("SET", "maxmemory", full ? 1 : 0);
  let full = false;

  function send(step: Step): Promise<unknown> {
    switch (step.kind) {
      case "script":
        return run(step.name, step.args);
      case "tryOut": {
        const key = markKey(prefixOf(step.scope));
        return run("trial", [1, key, key]);
      }
      case "mget":
        return client.mget(...step.keys);
      case "put":
        return nothing(room(false), client.del(step.key), put(step.key, step.garbage), room(full));
      case "drop":
        return nothing(client.del(step.key));
      case "age":
        return nothing(client.eval(AGE, 0, step.ms));
      case "full":
        full = step.full;
        return nothing(room(full));
    }
  }

  function put(key: string, garbage: string | { readonly type: WrongType }): Promise<unknown> {
    if (typeof garbage === "string") return client.set(key, garbage);
    switch (garbage.type) {
      case "hash":
        return client.hset(key, "field", "x");
      case "list":
        return client.rpush(key, "x");
      case "set":
        return client.sadd(key, "x");
    }
  }

  return {
    play: async (step) => {
      const answer = send(step).catch((error: Error) => `refused: ${withoutPlace(error.message)}`);
      const dump = client.eval(DUMP, 0) as Promise<[string, string, string, string][]>;
      const items = (await dump).map(([key, type, value, left]) => ({
        key,
        type,
        value,
        units: left === "-1" ? null : Math.ceil(Number(left) / UNIT),
      }));
      return { answer: await answer, items: inOrder(items) };
    },
    reset: async () => {
      full = false;
      await nothing(room(false), client.flushall());
    },
  };
}

async function nothing(...commands: readonly Promise<unknown>[]): Promise<null> {
  await Promise.all(commands);
  return null;
}

const AGE = `#!lua flags=allow-oom
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end`;

const DUMP = `#!lua flags=no-writes
local items = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local type = redis.call('TYPE', key).ok
  local value = ''
  if type == 'string' then value = redis.call('GET', key) end
  if type == 'zset' then value = table.concat(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES'), ' ') end
  items[#items + 1] = {key, type, value, redis.call('PTTL', key)}
end
return items`;
