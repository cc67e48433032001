import { type Cache, createCache } from "../../src/cache/cache.ts";
import { createEpoch } from "../../src/cache/epoch.ts";
import type { Outcomes } from "../../src/cache/outcomes.ts";
import { createRedisTier } from "../../src/cache/redis/redis-tier.ts";
import { isUnavailable } from "../../src/fault.ts";
import type { Store } from "../../src/store/store.ts";
import type { Random } from "../coherence/random.ts";
import { createSimulatedBus, type SimulatedBus } from "./bus.ts";
import type { Release } from "./definitions.ts";
import type { Faults } from "./faults.ts";
import { createWire, type Wire } from "./network.ts";
import { createConnections, type RedisNode } from "./redis-node.ts";
import type { Party, Scheduler } from "./scheduler.ts";
import type { StoreNode } from "./store-node.ts";
import { SCOPES } from "./targets.ts";

/** A gateway's process from its start to its end: the real cache over the real tier. */
export interface Gateway {
  readonly party: Party;
  readonly release: Release;
  readonly cache: Cache;
  /** The store, over its wire. */
  readonly store: Store;
  /** Null: it keeps nothing in memory. */
  readonly bus: SimulatedBus | null;
  readonly wires: { readonly redis: Wire; readonly store: Wire };
  /** Whether it keeps fewer scopes in use than there are: one may fall out in the midst of a read, which then helps nobody. */
  readonly crowded: boolean;
  /** How long a piece of work waits for Redis, in milliseconds; null: as long as it takes. */
  readonly budgetMs: number | null;
}

/** How a gateway is set up, whenever it is started. */
export interface Seat {
  readonly name: string;
  readonly release: Release;
  /** Whether it has an L1. */
  readonly local: boolean;
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead: number;
  readonly maxScopes: number;
  readonly maxEntries: number;
  readonly budgetMs: number | null;
}

/** What all gateways of a life share. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly redis: RedisNode;
  readonly store: StoreNode;
  readonly haste: number;
  readonly outcomes: Outcomes;
  readonly onNotice: (gateway: Gateway, scope: string, version: number) => void;
  /** What goes wrong though nothing that may was away. */
  readonly onError: (error: unknown) => void;
}

/** T, in milliseconds. */
export const INTERVAL_MS = 1_000;
export const LEASE_MS = 3 * INTERVAL_MS;

/** Begins as a program does, and tries again where that fails; `onReady` when it may be used. */
export function startGateway(
  seat: Seat,
  surroundings: Surroundings,
  onReady: (gateway: Gateway) => void,
): Party {
  const { scheduler, onError } = surroundings;
  const party: Party = { name: seat.name, ended: false, pausedUntil: 0, ahead: seat.ahead };
  const again = (error: unknown) => {
    if (isUnavailable(error)) scheduler.post(party, "start", () => void attempt());
    else onError(error);
  };
  const attempt = () => begin(seat, party, surroundings).then(onReady, again);
  void attempt();
  return party;
}

async function begin(seat: Seat, party: Party, surroundings: Surroundings): Promise<Gateway> {
  const { scheduler, random, faults, redis, store: node, haste, outcomes, onError } = surroundings;
  const { release } = seat;
  const common = { scheduler, random, faults, from: party, haste };
  const wires = {
    store: createWire({ ...common, ...node.wire }),
    redis: createWire({ ...common, ...redis.wire }),
  };
  const store = node.over(wires.store, release);
  const epoch = createEpoch((await store.versions([])).epoch);
  const clock = scheduler.clockOf(party);
  const onGarbage = (scope: string, key = "notices") =>
    onError(new Error(`garbage under ${key} of ${scope}`));
  const bus = createSimulatedBus({
    wire: wires.redis,
    channels: redis.channels,
    scheduler,
    random,
    faults,
    party,
    epoch: epoch.current,
    onNotice: ({ scope, version }) => {
      if (epoch.current() === node.epoch()) surroundings.onNotice(gateway, scope, version);
    },
    onGarbage,
  });
  const tier = createRedisTier({
    connections: createConnections({ node: redis, wire: wires.redis, party, epoch: node.epoch }),
    bus,
    clock,
    epoch: epoch.current,
    untimed: [release.definitions.flag.together!],
    random: random.next,
    onGarbage,
  });
  const cache = createCache({
    store,
    tier: seat.local ? tier : { ...tier, bus: undefined },
    clock,
    outcomes,
    epoch,
    registry: release.registry,
    labelOf: release.registry.labelOf,
    relayIntervalMs: INTERVAL_MS,
    budgetMs: seat.budgetMs ?? undefined,
    maxScopes: seat.maxScopes,
    local: { maxEntries: seat.maxEntries, maxBytes: 1_000_000 },
    onError: (error) => {
      if (!isUnavailable(error)) onError(error);
    },
  });
  const crowded = seat.maxScopes < SCOPES.length;
  const gateway: Gateway = {
    party,
    release,
    cache,
    store,
    bus: seat.local ? bus : null,
    wires,
    crowded,
    budgetMs: seat.budgetMs,
  };
  await cache.relay.start();
  return gateway;
}
