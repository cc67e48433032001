import { poll } from "../support/poll.ts";
import type { Fault } from "./faults.ts";
import type { Fleet, Shared } from "./fleet.ts";
import { fingerprint, garble, keysLike, numberIn, withClient } from "./redis-hand.ts";
import { isApply } from "./wire.ts";

const redisKilled: Fault = {
  name: "Redis killed, and back empty",
  loses: true,
  happen: async ({ fleet, lasting }) => {
    const { current } = sharedOf(fleet);
    await current.signal("SIGKILL");
    await lasting();
    await current.restart();
    return 1;
  },
};

const redisEmptied: Fault = {
  name: "Redis back empty at once",
  loses: true,
  happen: async ({ fleet, lasting }) => {
    await sharedOf(fleet).current.restart();
    await lasting();
    return 1;
  },
};

const redisStopped: Fault = {
  name: "Redis stopped",
  loses: true,
  happen: async ({ fleet, lasting }) => {
    const { current } = sharedOf(fleet);
    await current.signal("SIGSTOP");
    await lasting();
    await current.signal("SIGCONT");
    return 1;
  },
};

const olderReplica: Fault = {
  name: "an older replica promoted",
  loses: true,
  happen: async ({ fleet, lasting }) => {
    const shared = sharedOf(fleet);
    const { current, spare } = shared;
    await withClient(spare, async (replica) => {
      await replica.replicaof(current.host, current.port);
      await poll("the replica is in step", async () =>
        /master_link_status:up/.test(await replica.info("replication")),
      );
      // From here on it hears of nothing.
      await replica.replicaof("NO", "ONE");
    });
    await lasting();
    const missed = (await fingerprint(current)) !== (await fingerprint(spare));
    shared.swap();
    await lasting();
    await shared.spare.restart();
    return Number(missed);
  },
};

const replyCut: Fault = {
  name: "connection cut after apply and before the reply",
  loses: false,
  happen: ({ fleet, random, lasting }) => {
    const cutter = random.pick(sharedOf(fleet).wires).cutReply(isApply);
    return lasting().then(() => {
      cutter.disarm();
      return cutter.hits;
    });
  },
};

const anyReplyCut: Fault = {
  name: "connection cut after any command and before the reply",
  loses: false,
  happen: async ({ fleet, random, lasting }) => {
    const dice = random.fork();
    const cutter = random.pick(sharedOf(fleet).wires).cutReply(() => dice.next() < 0.05);
    await lasting();
    cutter.disarm();
    return cutter.hits;
  },
};

const connectionsCut: Fault = {
  name: "all connections of a gateway cut",
  loses: false,
  happen: async ({ fleet, random, lasting }) => {
    const hits = random.pick(sharedOf(fleet).wires).cut();
    await lasting();
    return hits;
  },
};

const noticesDropped: Fault = {
  name: "notices dropped",
  loses: false,
  happen: async ({ fleet, random, lasting }) => {
    const dice = random.fork();
    const share = random.pick([1, 0.3]);
    const muted = random.pick(sharedOf(fleet).wires).mute(() => dice.next() < share);
    await lasting();
    muted.disarm();
    return muted.hits;
  },
};

const evicted: Fault = {
  name: "values evicted",
  loses: false,
  happen: ({ fleet, random, lasting }) =>
    withClient(sharedOf(fleet).current, async (redis) => {
      const evictions = async () => numberIn(await redis.info("stats"), "evicted_keys");
      const before = await evictions();
      const used = numberIn(await redis.info("memory"), "used_memory");
      await redis.config("SET", "maxmemory-policy", "volatile-lru");
      // Either nothing that can go may stay, or a little.
      await redis.config("SET", "maxmemory", String(used + random.pick([-1_000, 2_000, 8_000])));
      await lasting();
      await redis.config("SET", "maxmemory", "0");
      return (await evictions()) - before;
    }),
};

const recentExpired: Fault = {
  name: "recent expired",
  loses: false,
  happen: ({ fleet, lasting }) =>
    withClient(sharedOf(fleet).current, async (redis) => {
      const found = await keysLike(redis, "lw:*:recent");
      const recent = found.filter((key) => !key.includes(":timeline:"));
      const gone = recent.length > 0 ? await redis.del(recent) : 0;
      await lasting();
      return gone;
    }),
};

const valuesGarbled: Fault = {
  name: "garbage under values",
  loses: false,
  happen: ({ fleet, random, lasting }) =>
    withClient(sharedOf(fleet).current, async (redis) => {
      const values = (await keysLike(redis, "lw:*")).filter(
        (key) => !/:(ver|recent)$/.test(key) || key.includes(":timeline:"),
      );
      const chosen = values.filter(() => random.next() < 0.5);
      for (const key of chosen) await garble(redis, key, random);
      await lasting();
      return chosen.length;
    }),
};

const recentGarbled: Fault = {
  name: "garbage under recent",
  loses: false,
  happen: ({ fleet, random, lasting }) =>
    withClient(sharedOf(fleet).current, async (redis) => {
      const recent = (await keysLike(redis, "lw:*:recent")).filter((key) => !key.includes(":timeline:"));
      for (const key of recent) await redis.set(key, random.pick(["", "garbage", "12"]), "EX", 600);
      await lasting();
      return recent.length;
    }),
};

const versionGarbled: Fault = {
  name: "garbage under ver",
  loses: true,
  happen: ({ fleet, random, lasting }) =>
    withClient(sharedOf(fleet).current, async (redis) => {
      const marks = await keysLike(redis, "lw:*:ver");
      for (const key of marks) await garble(redis, key, random);
      await lasting();
      return marks.length;
    }),
};

/** Those of the Redis that gateways share, and of the way there. */
export const REDIS_FAULTS: readonly Fault[] = [
  redisKilled,
  redisEmptied,
  redisStopped,
  olderReplica,
  replyCut,
  anyReplyCut,
  connectionsCut,
  noticesDropped,
  evicted,
  recentExpired,
  valuesGarbled,
  recentGarbled,
  versionGarbled,
];

function sharedOf({ redis }: Fleet): Shared {
  if (!redis) throw new Error("these gateways share no Redis");
  return redis;
}
