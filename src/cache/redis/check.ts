import type { Redis } from "ioredis";
import type { RedisProblem } from "./problems.ts";
import type { Reporter } from "./reporter.ts";

/** What is known of the server, for health and metrics. */
export interface RedisCheck {
  /** Whether it is used at this moment. */
  readonly connected: boolean;
  readonly version: string | null;
  readonly usedBytes: number | null;
  /** Null: it has no bound, or isn't known. */
  readonly maxBytes: number | null;
  readonly evictionPolicy: string | null;
  /** Since the server's start. */
  readonly evictedKeys: number | null;
  /** Connections of this gateway, and how many it may open. */
  readonly connections: number;
  readonly maxConnections: number;
  /** What keeps it from being used, or should be changed. */
  readonly warnings: readonly string[];
}

/** What one server says of itself. */
export interface ServerFacts {
  readonly version: string;
  readonly inCluster: boolean;
  readonly usedBytes: number | null;
  readonly maxBytes: number | null;
  readonly evictionPolicy: string | null;
  readonly evictedKeys: number | null;
  /** What its clock says, in milliseconds since 1970. */
  readonly time: number | null;
}

/** Scripts with flags and sharded channels came with it. */
const OLDEST = 7;

export async function factsOf(master: Redis): Promise<ServerFacts> {
  return readInfo(await master.info());
}

/** Reads the answer to INFO; CONFIG GET, which says the same, is often forbidden. */
export function readInfo(info: string): ServerFacts {
  const fields = new Map(
    info.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  const number = (name: string) => {
    const value = fields.get(name);
    return value ? Number(value) : null;
  };
  const micros = number("server_time_usec");
  return {
    version: fields.get("redis_version") ?? "unknown",
    inCluster: fields.get("cluster_enabled") === "1",
    usedBytes: number("used_memory"),
    maxBytes: number("maxmemory") || null,
    evictionPolicy: fields.get("maxmemory_policy") ?? null,
    evictedKeys: number("evicted_keys"),
    time: micros === null ? null : micros / 1_000,
  };
}

/** Why such a server isn't used at all; null: it is. */
export function refusalOf(facts: ServerFacts, where: string, asCluster: boolean): RedisProblem | null {
  if (!(Number.parseInt(facts.version, 10) >= OLDEST))
    return {
      kind: "too-old",
      line: `Redis at ${where} has version ${facts.version}, which is too old: upgrade it to ${OLDEST}.0 or newer`,
    };
  if (facts.inCluster && !asCluster)
    return {
      kind: "a-cluster",
      line: `Redis at ${where} is a node of a cluster: set REDIS_CLUSTER_NODES instead of REDIS_URL`,
    };
  return null;
}

/** Whatever has no TTL mustn't be evicted, and what has one may be (protocol line 15); null: so it is. */
export function adviceOn({ evictionPolicy }: ServerFacts, where: string): string | null {
  if (evictionPolicy === null || evictionPolicy.startsWith("volatile-")) return null;
  const harm =
    evictionPolicy === "noeviction"
      ? "a full Redis then takes no new values"
      : "what has to stay may then be evicted, and caches are emptied needlessly";
  return `Redis at ${where} has the eviction policy ${evictionPolicy}: set its maxmemory-policy to volatile-lru; ${harm}`;
}

/** Warns of what should be changed in one of the servers, once as long as it holds. */
export function tellAdvice(
  { say, unsay }: Pick<Reporter, "say" | "unsay">,
  servers: readonly ServerFacts[],
  address: string,
): void {
  const advice = servers.map((facts) => adviceOn(facts, address)).find((line) => line !== null);
  if (advice) say("policy", { level: "warn", message: advice, facts: { address } });
  else unsay("policy");
}

/** All of a cluster's masters as one. */
export function sumOf(servers: readonly ServerFacts[]): Omit<ServerFacts, "inCluster" | "time"> | null {
  const [first] = servers;
  if (!first) return null;
  const sum = (pick: (facts: ServerFacts) => number | null) => {
    const values = servers.map(pick);
    return values.includes(null) ? null : values.reduce<number>((total, value) => total + value!, 0);
  };
  const unfit = servers.find((facts) => adviceOn(facts, "") !== null);
  return {
    version: first.version,
    usedBytes: sum(({ usedBytes }) => usedBytes),
    maxBytes: sum(({ maxBytes }) => maxBytes),
    evictionPolicy: (unfit ?? first).evictionPolicy,
    evictedKeys: sum(({ evictedKeys }) => evictedKeys),
  };
}
