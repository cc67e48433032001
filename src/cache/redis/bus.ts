import { Redis } from "ioredis";
import type { Clock } from "../../clock.ts";
import type { Bus } from "../tier.ts";
import { TRIAL_MS } from "./breaker.ts";
import { type Address, nodeName, nodeOptions, parseNodeName } from "./client-options.ts";
import { decodeNotice } from "./codec.ts";
import type { RedisConnections } from "./connection.ts";
import { channelOf, scopeOfChannel } from "./keys.ts";
import { RedisFault, redisError } from "./problems.ts";
import { createRefusals } from "./refusals.ts";
import { createTimeout } from "./timeout.ts";

/**
 * Notices by sharded channels, over one connection to each server that serves a scope in use. Not over
 * ioredis's sharded subscribers: these subscribe again without a word, and what was published meanwhile is lost.
 */
export interface RedisBus extends Bus {
  close(): void;
}

/** MOVED answers that are followed for one subscription. */
const MAX_HOPS = 3;

interface Line {
  readonly address: Address;
  readonly client: Redis;
  readonly ready: Promise<void>;
  /** Those that are subscribed to here, or about to be, each with what tells it from an earlier time. */
  readonly scopes: Map<string, object>;
  readonly confirmed: Set<string>;
}

export function createBus(options: {
  connections: RedisConnections;
  clock: Clock;
  /** The store's, at the moment. */
  epoch: () => string;
  /** A message that isn't a notice came in. */
  onGarbage: (scope: string) => void;
}): RedisBus {
  const { connections, clock, epoch, onGarbage } = options;
  const { config } = connections;
  const inCluster = config.clusterNodes.length > 0;
  const withTimeout = createTimeout(config.connectTimeoutMs);
  const lines = new Map<string, Line>();
  const refusals = createRefusals(connections);
  const listeners: Parameters<Bus["listen"]>[0][] = [];
  const closing = new AbortController();
  connections.countWith(() => lines.size);
  void tend();

  function closed(scopes: readonly string[]): void {
    if (scopes.length > 0) for (const { onClosed } of listeners) onClosed(scopes);
  }

  /** Takes scopes off a line, and tells of those that notices came for until now. */
  function lose(line: Line, scopes: readonly string[]): void {
    const told = scopes.filter((scope) => line.confirmed.delete(scope));
    for (const scope of scopes) line.scopes.delete(scope);
    closed(told);
  }

  function lineTo(address: Address): Line {
    const name = nodeName(address);
    const known = lines.get(name);
    if (known) return known;
    if (connections.opened() >= config.maxConnections)
      throw new RedisFault("unavailable", "no more connections may be opened: REDIS_MAX_CONNECTIONS");
    const client = new Redis({ ...nodeOptions(config, address), lazyConnect: true });
    const line: Line = {
      address,
      client,
      ready: client.connect(),
      scopes: new Map(),
      confirmed: new Set(),
    };
    lines.set(name, line);
    line.ready.catch(() => {});
    // Told of by the connection for commands.
    client.on("error", () => {});
    client.on("end", () => {
      if (lines.get(name) === line) lines.delete(name);
      lose(line, [...line.scopes.keys()]);
    });
    // A slot has gone elsewhere, and its channels with it.
    client.on("moved", () => {
      const { subscriber } = client.condition ?? {};
      const kept = new Set(subscriber ? subscriber.channels("ssubscribe") : []);
      lose(
        line,
        [...line.confirmed].filter((scope) => !kept.has(channelOf(scope))),
      );
    });
    client.on("smessage", (channel, message) => receive(line, channel, message));
    return line;
  }

  function receive(line: Line, channel: string, message: string): void {
    const scope = scopeOfChannel(channel);
    if (!line.scopes.has(scope)) return;
    const notice = decodeNotice(scope, epoch(), message);
    if (notice) for (const { onNotice } of listeners) onNotice(notice);
    if (notice !== undefined) return;
    // It may have been a change's, so nothing can be said of what is kept.
    onGarbage(scope);
    endAtServer(line, scope);
    lose(line, [scope]);
  }

  /** Sent at once, so that whoever subscribes again comes after it. */
  function endAtServer({ client }: Line, scope: string): void {
    client.sunsubscribe(channelOf(scope)).catch(() => {});
  }

  async function subscribe(scope: string): Promise<void> {
    const channel = channelOf(scope);
    let address = connections.homeOf(scope);
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const line = lineTo(address);
      const wish = line.scopes.get(scope) ?? {};
      line.scopes.set(scope, wish);
      try {
        await line.ready;
        await line.client.ssubscribe(channel);
      } catch (error) {
        const { message } = redisError(error);
        const moved = /^MOVED \d+ (\S+)$/.exec(message);
        const wished = line.scopes.get(scope) === wish;
        // Whatever became of it there: nobody waits for it.
        if (wished && !moved) endAtServer(line, scope);
        if (wished) lose(line, [scope]);
        if (message.startsWith("NOPERM")) refusals.add(scope);
        if (!wished || !moved) throw new RedisFault("unavailable", `can't listen to Redis: ${message}`);
        connections.suspect();
        address = parseNodeName(moved[1]!, address);
        continue;
      }
      // It may have been lost again, or given up, in the meantime.
      if (!line.scopes.has(scope)) endAtServer(line, scope);
      if (line.scopes.get(scope) !== wish) throw new RedisFault("unavailable", "the subscription was lost");
      line.confirmed.add(scope);
      refusals.remove(scope);
      return;
    }
    throw new RedisFault("unavailable", "can't listen to Redis: no node serves the scope");
  }

  function unsubscribe(scope: string): void {
    for (const line of lines.values()) {
      if (!line.scopes.delete(scope)) continue;
      line.confirmed.delete(scope);
      endAtServer(line, scope);
    }
  }

  /** Whoever wants to listen to what was refused is told so at once; whether it still is, is found out here. */
  async function tryRefused(): Promise<void> {
    if (!connections.usable()) return;
    await refusals.retry(async (scope) => {
      await subscribe(scope);
      unsubscribe(scope);
    });
  }

  /** A connection that only looks alive would be deaf for long. */
  async function tend(): Promise<void> {
    const { signal } = closing;
    while (!signal.aborted) {
      await clock.sleep(TRIAL_MS, signal).catch(() => {});
      if (signal.aborted) return;
      await Promise.all([
        tryRefused(),
        ...[...lines.values()].map(async (line) => {
          const { client, scopes, confirmed } = line;
          if (inCluster) {
            // A master that has become a replica may go on to pass on notices, or may not.
            const astray = [...confirmed].filter((scope) => !isAt(line, connections.homeOf(scope)));
            for (const scope of astray) endAtServer(line, scope);
            lose(line, astray);
            if (scopes.size === 0) return client.disconnect();
          }
          if (client.status === "ready")
            await withTimeout(() => client.ping()).catch(() => client.disconnect());
        }),
      ]);
    }
  }

  return {
    subscribe: async (scope) => {
      if (!connections.usable()) throw new RedisFault("unavailable", "Redis can't be reached");
      if (refusals.has(scope)) throw new RedisFault("unavailable", "can't listen to Redis: no right to");
      if ([...lines.values()].some(({ confirmed }) => confirmed.has(scope))) return;
      await subscribe(scope);
    },

    unsubscribe,

    connected: () =>
      connections.usable() &&
      refusals.none() &&
      [...lines.values()].every(({ client }) => client.status === "ready"),

    listen: (listener) => void listeners.push(listener),

    close: () => {
      closing.abort();
      listeners.length = 0;
      for (const { client } of lines.values()) client.disconnect();
    },
  };
}

function isAt({ address }: Line, home: Address): boolean {
  return nodeName(address) === nodeName(home);
}
