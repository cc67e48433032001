import type { RedisCommands, ScriptArgs } from "../../src/cache/redis/commands.ts";
import type { RedisConnections } from "../../src/cache/redis/connection.ts";
import { answered, RedisFault } from "../../src/cache/redis/problems.ts";
import { readConfig } from "../../src/config.ts";
import { type Channels, createChannels } from "./bus.ts";
import type { Faults } from "./faults.ts";
import type { Server, Wire, WireOptions } from "./network.ts";
import { createSimulatedRedis, type SimulatedRedis, type Snapshot } from "./redis/simulated-redis.ts";
import type { Party, Scheduler } from "./scheduler.ts";

/** The Redis that all gateways share. */
export interface RedisNode extends Server {
  readonly redis: SimulatedRedis;
  readonly channels: Channels;
  /** It has this now, or nothing, instead of what it had, and has lost its connections. */
  replace(by: Snapshot | null): void;
  /** Called when it has lost what it had, or had it replaced by what is another store's. */
  onLoss: () => void;
  /** What wires to it have in common. */
  readonly wire: Pick<WireOptions, "to" | "slow" | "fault" | "answered">;
}

/** Few enough that lives are long enough to have some trimmed. */
const RECENT_KEYS = 4;

export function createRedisNode(scheduler: Scheduler, faults: Faults, party: Party): RedisNode {
  const channels = createChannels(faults);
  const redis = createSimulatedRedis({
    now: scheduler.clockOf(party).now,
    publish: channels.publish,
    recentKeys: RECENT_KEYS,
  });
  const self: RedisNode = {
    party,
    away: new Set(),
    redis,
    channels,
    onLoss: () => {},
    replace: (by) => {
      redis.restore(by);
      self.onLoss();
      channels.drop(() => true);
    },
    get wire() {
      const fault = (message: string) => new RedisFault("unavailable", message);
      return { to: self, slow: 0, fault, answered };
    },
  };
  return self;
}

const { redis: CONFIG } = readConfig({ CACHE_PROVIDER: "redis" }).cache.settings;
const HOME = { host: "redis", port: 6379 };

/** What a gateway has in the place of its connections. */
export function createConnections(options: {
  node: RedisNode;
  wire: Wire;
  party: Party;
  /** The store's epoch: scripts that name another one replace what is its own. */
  epoch: () => string;
}): RedisConnections {
  const { node, wire, party, epoch } = options;
  const { commands: server } = node.redis;

  const script =
    <T>(kind: string, execute: (...args: ScriptArgs) => T) =>
    (...args: ScriptArgs) =>
      wire.call(
        kind,
        () => {
          if (args[(args[0] as number) + 1] !== epoch()) node.onLoss();
          return execute(...args);
        },
        { script: true },
      );
  const commands: RedisCommands = {
    mget: (...keys) => wire.call("redis read", () => server.mget(...keys)),
    open: script("redis open", server.open),
    fill: script("redis fill", server.fill),
    applyEntry: script("redis apply", server.applyEntry),
    applyWhenFull: script("redis apply", server.applyWhenFull),
    load: async () => {},
    tryOut: async () => {},
  };

  return connectionsOver(commands, node.party.ahead - party.ahead);
}

/** Connections that work as long as anybody asks, to a server whose clock is ahead by this. */
export function connectionsOver(commands: RedisCommands, ahead: number): RedisConnections {
  return {
    config: CONFIG,
    address: "redis:6379",
    settled: Promise.resolve(),
    run: (_, work) => work(commands),
    ask: async () => [],
    facts: async () => [],
    ahead: () => ahead,
    nodeOf: () => "",
    homeOf: () => HOME,
    suspect: () => {},
    usable: () => true,
    healthy: () => true,
    opened: () => 1,
    countWith: () => {},
    reporter: { say: () => {}, unsay: () => {}, warnings: () => [] },
    close: () => {},
  };
}
