import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type { ClusterOptions, RedisOptions } from "ioredis";
import { isLoopback } from "../../loopback.ts";
import type { RedisConfig } from "./settings.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, as logs show it: without user and password. */
export function shownAddress({ url, clusterNodes }: RedisConfig): string {
  return clusterNodes.length > 0 ? clusterNodes.map(nodeName).join(", ") : nodeName(addressOf(url));
}

export function nodeName({ host, port }: Address): string {
  return `${host}:${port}`;
}

/** `host:port`; a host may be an IPv6 address. Without a host it is the one that said so. */
export function parseNodeName(name: string, saidBy: Address): Address {
  const colon = name.lastIndexOf(":");
  return { host: name.slice(0, colon) || saidBy.host, port: Number(name.slice(colon + 1)) };
}

export function addressOf(url: string): Address {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, "") || "localhost", port: Number(port) || 6379 };
}

/** What keeps others on the way to a Redis beyond this machine from reading and changing it, and is missing; null: nothing. */
export function exposureOf(config: RedisConfig): string | null {
  const hosts = config.clusterNodes.length > 0 ? config.clusterNodes : [addressOf(config.url)];
  if (hosts.every(({ host }) => isLoopback(host))) return null;
  const { password, protocol } = new URL(config.url);
  const missing = [
    ...(config.password || password ? [] : ["a password"]),
    ...(protocol === "rediss:" ? [] : ["TLS"]),
  ];
  return missing.length > 0 ? missing.join(" and ") : null;
}

/** What every connection has in common. Throws if the certificate's authority can't be read. */
function commonOptions(config: RedisConfig) {
  const { url, password, connectTimeoutMs, caFile } = config;
  const { protocol, username, password: passwordInUrl } = new URL(url);
  const given = password || decodeURIComponent(passwordInUrl);
  const tls: ConnectionOptions = caFile ? { ca: readFileSync(caFile) } : {};
  return {
    ...(username && given ? { username: decodeURIComponent(username) } : {}),
    ...(given ? { password: given } : {}),
    ...(protocol === "rediss:" ? { tls } : {}),
    connectionName: "living-worlds",
    connectTimeout: connectTimeoutMs,
    // Not a request's deadline, which is shorter and includes redirections: it settles what got lost.
    commandTimeout: connectTimeoutMs,
    // A connection that only looks alive is given up.
    socketTimeout: connectTimeoutMs,
    // A lost reply must not run a script twice, and nobody waits for a Redis that isn't there.
    enableOfflineQueue: false,
    // What a new connection leads to is judged by us, and told by our logger.
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Whoever listens must know of the gap, so subscribing again is theirs.
    autoResubscribe: false,
  } satisfies RedisOptions;
}

/** A connection to a single server, which comes back for ever. */
export function singleOptions(config: RedisConfig): RedisOptions {
  return {
    ...commonOptions(config),
    ...addressOf(config.url),
    db: config.db,
    retryStrategy: backoff,
  };
}

/** A connection to one node of a cluster, which ends when it breaks. */
export function nodeOptions(config: RedisConfig, address: Address): RedisOptions {
  return { ...commonOptions(config), ...address, retryStrategy: () => null };
}

export function clusterOptions(config: RedisConfig): ClusterOptions {
  const { enableOfflineQueue, ...redisOptions } = commonOptions(config);
  return {
    redisOptions,
    enableOfflineQueue,
    clusterRetryStrategy: backoff,
    // A command is sent again only where it certainly didn't run: after MOVED, ASK and TRYAGAIN.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // Five of them are less than a request waits.
    retryDelayOnTryAgain: 20,
    maxRedirections: 5,
    slotsRefreshTimeout: Math.min(config.connectTimeoutMs, 1_000),
    slotsRefreshInterval: 5_000,
    // Certificates are for names.
    dnsLookup: (host, callback) => callback(null, host),
  };
}

/** Milliseconds before the nth attempt. */
function backoff(attempt: number): number {
  return Math.min(100 * 2 ** (attempt - 1), 2_000) * (0.9 + Math.random() / 5);
}
