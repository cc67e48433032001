import { z } from "zod";
import { addresses, choice, flag, given, origins, text, url, whole } from "./setting-values.ts";

/** One setting, as `--help` prints it. */
export interface Setting {
  readonly name: string;
  readonly default: string;
  readonly description: string;
  readonly schema: z.ZodType;
}

/** What a definition says of how its type is cached; a setting may say otherwise. */
export interface CachePolicy {
  /** Seconds; null: until changed; undefined: CACHE_DEFAULT_TTL. */
  readonly ttl: number | null | undefined;
  /** False: entities of the type, and lists of them, are read from the store. */
  readonly cached: boolean;
  /** How much of the in-process cache the type may fill, from 0 to 1; null: all of it. */
  readonly share: number | null;
}

/** Entity type → what its definition says. */
export type CachePolicies = Readonly<Record<string, CachePolicy>>;

/** Every setting; the types that have some of their own come from the registry. */
export function settings(policies: CachePolicies): Setting[] {
  const setting = (name: string, fallback: string, description: string, schema: z.ZodType): Setting => ({
    name,
    default: fallback,
    description,
    schema,
  });
  return [
    setting(
      "HOST",
      "127.0.0.1",
      "address to listen on; beyond loopback, or under another name than localhost, it needs ALLOW_ANONYMOUS",
      given("an address"),
    ),
    setting("PORT", "4000", "port to listen on; 0: any free one", whole(0, 65_535)),
    setting(
      "ALLOW_ANONYMOUS",
      "false",
      "serve beyond this machine although everybody may change everything",
      flag,
    ),
    setting("CORS_ORIGINS", "", "origins whose pages may use the API, separated by commas", origins),
    setting("GRAPHIQL", "true", "serve GraphiQL to browsers at /graphql", flag),
    setting(
      "STORE_PROVIDER",
      "sqlite",
      "where worlds are kept: sqlite (in this process) or neo4j",
      choice("sqlite", "neo4j"),
    ),
    setting("SQLITE_FILE", "data/living-worlds.sqlite", "the database file, or :memory:", given("a path")),
    setting(
      "NEO4J_URI",
      "bolt://localhost:7687",
      "where Neo4j is; neo4j:// for a cluster, +s for TLS",
      url("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"),
    ),
    setting("NEO4J_USER", "neo4j", "its user", given("a name")),
    setting("NEO4J_PASSWORD", "", "the user's password; empty: no authentication", text),
    setting("NEO4J_DATABASE", "", "its database; empty: the user's own", text),
    setting("NEO4J_MAX_CONNECTIONS", "50", "connections to Neo4j at most", whole(2, 10_000)),
    setting("STORE_TIMEOUT_MS", "5000", "how long a call may wait for the store", whole(1, 600_000)),
    setting(
      "DEMO_WORLD",
      "",
      "load the demo world into an empty store; empty: on sqlite, but not on neo4j",
      z.union([z.literal("").transform(() => undefined), flag], { error: "true or false" }),
    ),
    setting(
      "CACHE_PROVIDER",
      "memory",
      "where values are cached: memory (this process) or redis (shared by gateways)",
      choice("memory", "redis"),
    ),
    setting("CACHE_ENABLED", "true", "false: nothing is cached, and every read asks the store", flag),
    setting("REDIS_ENABLED", "true", "false: CACHE_PROVIDER is memory, whatever it says", flag),
    setting(
      "REDIS_URL",
      "redis://localhost:6379/0",
      "where Redis is; rediss:// for TLS",
      url("redis", "rediss"),
    ),
    setting("REDIS_PASSWORD", "", "its password; empty: the one in REDIS_URL", text),
    setting(
      "REDIS_DB",
      "",
      "its database; empty: the one in REDIS_URL, or 0",
      z.union([z.literal("").transform(() => undefined), whole(0, 1_000_000)], { error: "a whole number" }),
    ),
    setting(
      "REDIS_CLUSTER_NODES",
      "",
      "addresses of some nodes of a Redis Cluster, separated by commas, instead of REDIS_URL's",
      addresses,
    ),
    setting(
      "REDIS_MAX_CONNECTIONS",
      "10",
      "connections to Redis that this gateway opens at most",
      whole(2, 1_000),
    ),
    setting(
      "REDIS_SOCKET_TIMEOUT",
      "5",
      "seconds that connecting to Redis may take",
      z
        .string()
        .regex(/^(?!0+(\.0*)?$)\d{1,3}(\.\d{1,3})?$/, { error: "seconds, such as 5 or 0.5" })
        .transform(Number),
    ),
    setting(
      "CACHE_TIMEOUT_MS",
      "250",
      "how long a query, a mutation's field or an event waits for Redis in all before the store answers; REDIS_SOCKET_TIMEOUT bounds it too",
      whole(1, 60_000),
    ),
    setting("REDIS_CA_FILE", "", "PEM file with the authority of a rediss:// server's certificate", text),
    setting("CACHE_MAX_ENTRIES", "200000", "values cached in process at most", whole(1, 100_000_000)),
    setting("CACHE_MAX_BYTES", "268435456", "their size as JSON at most", whole(1, 1e12)),
    setting(
      "CACHE_DEFAULT_TTL",
      "3600",
      "seconds that a cached entity lives where its type says nothing",
      whole(1, 31_536_000),
    ),
    setting(
      "CACHE_MAX_VALUE_BYTES",
      "1048576",
      "size as JSON of one cached value at most; larger ones are read from the store",
      whole(1_000, 1e9),
    ),
    ...Object.entries(policies).flatMap(([type, { ttl, cached, share }]) => [
      setting(
        cacheSetting(type, "TTL"),
        String(ttl ?? ""),
        `seconds that a cached ${type} lives${ttl === null ? " (empty: until it is changed)" : ttl === undefined ? " (empty: CACHE_DEFAULT_TTL)" : ""}`,
        z.union([z.literal(""), whole(1, 31_536_000)], { error: "a whole number from 1 to 31536000" }),
      ),
      setting(
        cacheSetting(type, "ENABLED"),
        String(cached),
        `false: every ${type} is read from the store, and so are lists of them`,
        flag,
      ),
      setting(
        cacheSetting(type, "SHARE"),
        share === null ? "" : String(Math.round(share * 100)),
        `percent of the in-process cache that ${type} values may fill (empty: all of it)`,
        z.union([z.literal("").transform(() => undefined), whole(1, 100)], {
          error: "a whole number from 1 to 100",
        }),
      ),
    ]),
    setting(
      "RELAY_INTERVAL_MS",
      "1000",
      "how often other writers' changes are asked for (T)",
      whole(10, 60_000),
    ),
    setting("MAX_BODY_BYTES", "4194304", "size of a request's body at most", whole(1_000, 1e9)),
    setting(
      "MAX_VALUES",
      "131072",
      "values in a request's body at most, lists and objects among them",
      whole(100, 10_000_000),
    ),
    setting("MAX_MEMBERS", "5000", "members of one object in a body at most", whole(100, 10_000_000)),
    setting("MAX_NESTING", "500", "brackets in brackets at most, in a body or a document", whole(20, 5_000)),
    setting("MAX_DOCUMENT_LENGTH", "1048576", "characters in a document at most", whole(1_000, 1e8)),
    setting(
      "MAX_OVERLAPS",
      "50000",
      "pairs of fields of one name, and of fragments, that stand side by side in a document at most",
      whole(0, 10_000_000),
    ),
    setting("MAX_DEPTH", "15", "levels of nested fields in an operation at most", whole(1, 200)),
    setting("MAX_ALIASES", "100", "aliases in a document at most", whole(0, 100_000)),
    setting("MAX_DIRECTIVES", "100", "directives in a document at most", whole(0, 100_000)),
    setting("MAX_TOKENS", "15000", "tokens in a document at most, and lines", whole(10, 10_000_000)),
    setting(
      "MAX_COST",
      "25000",
      "nodes that an operation may ask for at most, page sizes multiplied",
      whole(1, 1e9),
    ),
    setting(
      "MAX_ANSWER_BYTES",
      "33554432",
      "size of one answer, or of one event, at most",
      whole(1_000, 1e9),
    ),
    setting(
      "MAX_UNSENT_BYTES",
      "33554432",
      "answers that are made for one connection, and not taken by its client, at most",
      whole(1_000, 1e12),
    ),
    setting(
      "MAX_UNSENT_BYTES_TOTAL",
      "67108864",
      "the same for all connections; one may hold as much of it as is free",
      whole(1_000, 1e12),
    ),
    setting(
      "WRITE_TIMEOUT_MS",
      "30000",
      "how long a client may take nothing of what it is sent before it is cut off",
      whole(100, 3_600_000),
    ),
    setting("MAX_OPERATIONS", "500", "operations in flight on one connection at most", whole(1, 1e6)),
    setting("MAX_OPERATIONS_TOTAL", "10000", "operations in flight at most", whole(1, 1e7)),
    setting("MAX_SUBSCRIPTIONS", "1000", "subscriptions on one connection at most", whole(1, 1e6)),
    setting("MAX_SUBSCRIPTIONS_TOTAL", "10000", "subscriptions at most", whole(1, 1e7)),
    setting(
      "MAX_SUBSCRIBED_LENGTH",
      "4000000",
      "characters of all subscriptions' variables, and of their documents, each counted once, at most",
      whole(1_000, 1e9),
    ),
    setting(
      "INTROSPECTION",
      "true",
      "tell clients the schema: by introspection, and at /schema.graphql",
      flag,
    ),
    setting(
      "KEEP_ALIVE_TIMEOUT_MS",
      "65000",
      "how long an idle connection is kept; longer than a load balancer in front keeps it",
      whole(1_000, 3_600_000),
    ),
    setting(
      "SHUTDOWN_DELAY_MS",
      "0",
      "how long a shutdown serves on while /ready is 503, until load balancers have seen it",
      whole(0, 600_000),
    ),
    setting(
      "SHUTDOWN_IDLE_MS",
      "2000",
      "how long a shutdown then waits for a last request on an idle connection",
      whole(0, 600_000),
    ),
    setting(
      "SHUTDOWN_TIMEOUT_MS",
      "10000",
      "how long a shutdown waits for requests in flight",
      whole(0, 600_000),
    ),
    setting(
      "LOG_LEVEL",
      "info",
      "fatal, error, warn, info, debug, trace or silent",
      choice("fatal", "error", "warn", "info", "debug", "trace", "silent"),
    ),
    setting(
      "LOG_FORMAT",
      "auto",
      "pretty, json or auto (pretty on a terminal)",
      choice("auto", "pretty", "json"),
    ),
  ];
}

/** `WorldObject` → `CACHE_WORLD_OBJECT_TTL`. */
export function cacheSetting(type: string, what: "TTL" | "ENABLED" | "SHARE"): string {
  return `CACHE_${type.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}_${what}`;
}
