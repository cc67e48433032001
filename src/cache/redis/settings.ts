import { z } from "zod";
import { ALWAYS, setting } from "../../setting.ts";
import { addresses, anyText, flag, url, whole } from "../../setting-values.ts";

/** How Redis is reached. */
export const redisSettings = z
  .object({
    enabled: setting("REDIS_ENABLED", "true", "false: CACHE_PROVIDER is memory, whatever it says", flag),
    url: setting(
      "REDIS_URL",
      "redis://localhost:6379/0",
      "where Redis is; rediss:// for TLS",
      url("redis", "rediss"),
      { secret: true },
    ),
    password: setting("REDIS_PASSWORD", "", "its password; empty: the one in REDIS_URL", anyText, {
      secret: true,
    }),
    db: setting(
      "REDIS_DB",
      "",
      "its database; empty: the one in REDIS_URL, or 0",
      z.union([z.literal("").transform(() => undefined), whole(0, 1_000_000)], { error: "a whole number" }),
    ),
    clusterNodes: setting(
      "REDIS_CLUSTER_NODES",
      "",
      "addresses of some nodes of a Redis Cluster, separated by commas, instead of REDIS_URL's",
      addresses,
      { secret: true },
    ),
    maxConnections: setting(
      "REDIS_MAX_CONNECTIONS",
      "10",
      "connections to Redis that this gateway opens at most",
      whole(2, 1_000),
    ),
    connectTimeoutMs: setting(
      "REDIS_SOCKET_TIMEOUT",
      "5",
      "seconds that connecting to Redis may take",
      z
        .string()
        .regex(/^(?!0+(\.0*)?$)\d{1,3}(\.\d{1,3})?$/, { error: "seconds, such as 5 or 0.5" })
        .transform((seconds) => Number(seconds) * 1000),
    ),
    commandTimeoutMs: setting(
      "CACHE_TIMEOUT_MS",
      "250",
      "how long a query, a mutation's field or an event waits for Redis in all before the store answers; REDIS_SOCKET_TIMEOUT bounds it too",
      whole(1, 60_000),
    ),
    caFile: setting(
      "REDIS_CA_FILE",
      "",
      "PEM file with the authority of a rediss:// server's certificate",
      anyText,
    ),
  })
  .refine(({ url }) => databaseIn(url) !== undefined, {
    ...ALWAYS,
    path: ["url"],
    error: "the number of a database as its path, such as /0",
  })
  .refine(({ db, clusterNodes }) => clusterNodes.length === 0 || !db, {
    path: ["db"],
    error: "0, since a cluster has no other",
  })
  .refine(({ db, url, clusterNodes }) => clusterNodes.length === 0 || db !== undefined || !databaseIn(url), {
    path: ["url"],
    error: "0 as its path, or none, since a cluster has no other database",
  })
  .transform((redis) => ({
    ...redis,
    db: redis.db ?? databaseIn(redis.url) ?? 0,
    commandTimeoutMs: Math.min(redis.connectTimeoutMs, redis.commandTimeoutMs),
  }));

export type RedisConfig = z.output<typeof redisSettings>;

/** The database that an address names, by default 0; undefined: its path is no number. */
function databaseIn(url: string): number | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname.replace("/", "") : "";
  return /^\d{0,6}$/.test(path) ? Number(path) : undefined;
}
