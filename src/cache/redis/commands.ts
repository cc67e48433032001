import { createHash } from "node:crypto";
import type { Cluster, Redis } from "ioredis";
import { markKey, prefixOf } from "./keys.ts";
import { redisError } from "./problems.ts";
import { APPLY, APPLY_WHEN_FULL, FILL, OPEN, TRIAL } from "./scripts.ts";

/** What this program says to Redis. */
export interface RedisCommands {
  mget(...keys: string[]): Promise<(string | null)[]>;
  open(...args: ScriptArgs): Promise<string[]>;
  fill(...args: ScriptArgs): Promise<string[]>;
  applyEntry(...args: ScriptArgs): Promise<string[]>;
  applyWhenFull(...args: ScriptArgs): Promise<string[]>;
  /** Has the server keep all scripts, so that none has to be sent when it is first needed. */
  load(): Promise<void>;
  /** Changes nothing, and is refused as a change of the scope would be; "anywhere": whichever node it is sent to. */
  tryOut(scope: string, where?: "anywhere"): Promise<void>;
}

const ALL = [OPEN, FILL, APPLY, APPLY_WHEN_FULL, TRIAL];

/** The number of keys, the keys, the arguments. */
export type ScriptArgs = (string | number)[];

/** Commands over one connection, or over a cluster's. */
export function commandsOver(client: Redis | Cluster): RedisCommands {
  const trial = scriptOn(client, TRIAL);
  return {
    mget: (...keys) => client.mget(...keys),
    open: scriptOn(client, OPEN),
    fill: scriptOn(client, FILL),
    applyEntry: scriptOn(client, APPLY),
    applyWhenFull: scriptOn(client, APPLY_WHEN_FULL),
    load: async () => {
      await Promise.all(ALL.map((lua) => client.script("LOAD", lua)));
    },
    tryOut: async (scope, where) => {
      const key = markKey(prefixOf(scope));
      await (where === "anywhere" ? trial(0, key) : trial(1, key, key));
    },
  };
}

/**
 * Not ioredis's own scripts: these take a script that was sent once for one that Redis keeps, and a Redis that
 * refuses it, being full or without replicas, keeps nothing.
 */
function scriptOn<T>(client: Redis | Cluster, lua: string): (...args: ScriptArgs) => Promise<T> {
  const sha = createHash("sha1").update(lua).digest("hex");
  return async (...args) => {
    const [count, ...rest] = args as [number, ...ScriptArgs];
    const answer = await client.evalsha(sha, count, ...rest).catch((error) => {
      // It certainly didn't run.
      if (!redisError(error).message.startsWith("NOSCRIPT")) throw error;
      return client.eval(lua, count, ...rest);
    });
    return answer as T;
  };
}
