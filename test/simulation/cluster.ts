import { createOutcomes, type Outcomes } from "../../src/cache/outcomes.ts";
import { decodeMark } from "../../src/cache/redis/codec.ts";
import { markKey, prefixOf } from "../../src/cache/redis/keys.ts";
import type { Random } from "../coherence/random.ts";
import type { Faults } from "./faults.ts";
import { type Gateway, LEASE_MS, type Seat, type Surroundings, startGateway } from "./gateway.ts";
import { createJudge, type Judge, Violation } from "./judge.ts";
import { createRedisNode, type RedisNode } from "./redis-node.ts";
import type { Party, Scheduler } from "./scheduler.ts";
import { createStoreNode, type StoreNode } from "./store-node.ts";
import { createStranger } from "./stranger.ts";
import { SCOPES } from "./targets.ts";
import type { Tell } from "./tell.ts";
import { createTruth, type Truth } from "./truth.ts";

/** Gateways on one store, and the Redis that they share. */
export interface Cluster {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly redis: RedisNode;
  readonly store: StoreNode;
  readonly judge: Judge;
  readonly truth: Truth;
  readonly outcomes: Outcomes;
  readonly seats: readonly Seat[];
  /** Those that may be used. */
  readonly gateways: Gateway[];
  /** The gateway of a seat ends, at whatever point it is, and another one is started in its place. */
  restart(seat: number): void;
  /** A gateway of another store uses the same Redis. */
  disturb(): void;
  /** How what Redis has differs from what the store has, when there was time for all; null: it doesn't. */
  difference(): Violation | null;
  /** What goes wrong though nothing that may was away. */
  onError: (error: unknown) => void;
  /** A gateway may be used. */
  onReady: (gateway: Gateway) => void;
  /** A process has ended. */
  onEnd: (party: Party) => void;
  readonly tell: Tell | null;
}

export function createCluster(options: {
  random: Random;
  scheduler: Scheduler;
  faults: Faults;
  seats: readonly Seat[];
  /** The store is one that shows one moment in a reading. */
  snapshot: boolean;
  haste: number;
  redisAhead: number;
  tell: Tell | null;
}): Cluster {
  const { random, scheduler, faults, seats, snapshot, haste, redisAhead, tell } = options;
  const server = (name: string, ahead: number): Party => ({ name, ended: false, pausedUntil: 0, ahead });
  const truth = createTruth(snapshot);
  const judge = createJudge({ truth, now: scheduler.now, leaseMs: LEASE_MS });
  const redis = createRedisNode(scheduler, faults, server("redis", redisAhead));
  redis.onLoss = judge.lost;
  const store = createStoreNode({
    scheduler,
    random,
    party: server("store", 0),
    snapshot,
    haste,
    truth,
    tell,
  });
  const outcomes = createOutcomes();
  const gateways: Gateway[] = [];
  const processes: Party[] = [];
  const stranger = createStranger(redis, random);

  const surroundings: Surroundings = {
    scheduler,
    random,
    faults,
    redis,
    store,
    haste,
    outcomes,
    onNotice: (gateway, scope, version) => {
      tell?.(() => `${gateway.party.name} hears ${scope}=${version}`);
      judge.heard(gateway, scope, version);
    },
    onError: (error) => self.onError(error),
  };

  function start(index: number): void {
    const party = startGateway(seats[index]!, surroundings, (gateway) => {
      if (party.ended) return;
      tell?.(() => `${party.name} is ready`);
      gateways.push(gateway);
      self.onReady(gateway);
    });
    processes[index] = party;
  }

  const self: Cluster = {
    scheduler,
    faults,
    redis,
    store,
    judge,
    truth,
    outcomes,
    seats,
    gateways,
    restart: (index) => {
      const party = processes[index]!;
      party.ended = true;
      const at = gateways.findIndex((gateway) => gateway.party === party);
      if (at >= 0) gateways.splice(at, 1);
      self.onEnd(party);
      start(index);
    },
    disturb: () => {
      stranger.disturb();
      redis.onLoss();
    },
    difference: () => {
      for (const [index, scope] of SCOPES.entries()) {
        const item = redis.redis.item(markKey(prefixOf(scope)));
        const mark = item?.type === "string" ? decodeMark(item.value) : undefined;
        const version = truth.version(index);
        if (mark?.epoch !== store.epoch() || mark.version === version) continue;
        const polled = gateways.some(({ cache }) => cache.scopes.heard(scope) === version);
        if (polled)
          return new Violation(
            "all converge",
            `Redis has ${scope} at ${mark.version}, the store at ${version}`,
          );
      }
      return null;
    },
    onError: () => {},
    onReady: () => {},
    onEnd: () => {},
    tell,
  };
  for (const index of seats.keys()) start(index);
  return self;
}
