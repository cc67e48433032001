import { unlessUnavailable } from "../../src/fault.ts";
import type { Random } from "../coherence/random.ts";
import type { Cluster } from "./cluster.ts";
import type { Stroke } from "./faults.ts";
import type { Snapshot } from "./redis/simulated-redis.ts";
import type { Backup } from "./store/model-data.ts";
import type { TruthBackup } from "./truth.ts";

/** What is done to a cluster, now and then. */
export interface Strokes {
  /** One of the life's own, if there are any. */
  strike(): void;
  /** Takes a copy now and then, for Redis to fall back to and the store to be restored from. */
  copy(): void;
  /** All is well again. */
  end(): void;
}

/** A pause, and a leap of time that outlasts what the tier remembers of changes, in milliseconds. */
const PAUSE_MS = [500, 8_000] as const;
const LEAP_MS = 601_000;

export function createStrokes(random: Random, cluster: Cluster): Strokes {
  const { scheduler, faults, redis, store, judge, truth } = cluster;
  let replica: Snapshot | null = null;
  let backup: { store: Backup; truth: TruthBackup } | null = null;

  /** Whom a server can't be reached by any more: some, or if some can't, nobody is left out. */
  function toggleAway(away: Set<string>): boolean {
    const names = cluster.seats.map(({ name }) => name);
    if (away.size > 0) away.clear();
    else for (const name of names) if (random.chance(0.6)) away.add(name);
    return away.size > 0;
  }

  /** True: it hit something. */
  const acts: Record<Stroke, () => boolean> = {
    eviction: () => {
      let hit = false;
      redis.redis.evict((key) => {
        const gone = random.chance(0.5);
        hit ||= gone;
        if (gone && key.endsWith("}:ver")) redis.onLoss();
        return gone;
      });
      return hit;
    },
    "recent-expired": () => {
      const keys = [...redis.redis.keys()].filter((key) => key.endsWith("}:recent"));
      for (const key of keys) redis.redis.drop(key);
      return keys.length > 0;
    },
    "redis-empty": () => {
      redis.replace(null);
      return true;
    },
    "redis-behind": () => {
      if (!replica) return false;
      redis.replace(replica);
      return true;
    },
    "redis-full": () => {
      redis.redis.full = !redis.redis.full;
      return redis.redis.full;
    },
    "redis-away": () => {
      const hit = toggleAway(redis.away);
      redis.channels.drop(({ name }) => redis.away.has(name));
      return hit;
    },
    "subscription-lost": () => {
      const { name } = random.pick(cluster.seats);
      redis.channels.drop((party) => party.name === name);
      return true;
    },
    crash: () => {
      cluster.restart(random.below(cluster.seats.length));
      return true;
    },
    pause: () => {
      const gateway = cluster.gateways.length > 0 ? random.pick(cluster.gateways) : null;
      if (gateway) gateway.party.pausedUntil = scheduler.now() + PAUSE_MS[0] + random.below(PAUSE_MS[1]);
      return !!gateway;
    },
    "log-trimmed": () => store.trim(random.below(3)),
    "store-away": () => toggleAway(store.away),
    restored: () => {
      if (!backup) return false;
      restore();
      renew();
      return true;
    },
    "restored-under-old-epoch": () => {
      if (store.unrenewed) {
        renew();
        return false;
      }
      if (!backup) return false;
      restore();
      return true;
    },
    leap: () => {
      scheduler.advance(LEAP_MS);
      return true;
    },
    "another-store": () => {
      cluster.disturb();
      return true;
    },
  };

  function restore(): void {
    store.restore(backup!.store);
    truth.restore(backup!.truth);
    judge.restored();
  }

  function renew(): void {
    // It isn't if the store is restored once more meanwhile.
    store.renew().then(judge.renewed, unlessUnavailable).catch(cluster.onError);
  }

  return {
    strike: () => {
      const { strokes } = faults;
      if (strokes.length === 0) return;
      const stroke = random.pick(strokes);
      cluster.tell?.(() => `*** ${stroke}`);
      if (acts[stroke]()) faults.hit(stroke);
    },
    copy: () => {
      if (faults.has("redis-behind")) replica = redis.redis.snapshot();
      if (!faults.has("restored") && !faults.has("restored-under-old-epoch")) return;
      // Half of a commit is in no backup.
      if (!truth.isSettled()) return;
      backup = { store: store.backup(), truth: truth.backup() };
    },
    end: () => {
      redis.redis.full = false;
      redis.away.clear();
      store.away.clear();
      for (const { party } of cluster.gateways) party.pausedUntil = 0;
      if (store.unrenewed) renew();
    },
  };
}
