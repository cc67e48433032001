import { type CachePolicies, type CachePolicy, cacheSetting, settings } from "./settings.ts";

/** What the environment says, parsed once; nothing else reads `process.env`. */
export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly allowAnonymous: boolean;
    /** Origins whose pages may use the API from a browser, beside the gateway's own. */
    readonly corsOrigins: readonly string[];
    readonly maxBodyBytes: number;
    readonly graphiql: boolean;
    /** How long an idle connection is kept, in milliseconds. */
    readonly keepAliveMs: number;
    /** How long a shutdown serves on before it begins, in milliseconds. */
    readonly delayMs: number;
    /** How long a shutdown waits for a last request on an idle connection, in milliseconds. */
    readonly idleMs: number;
    /** How long a shutdown waits for requests in flight, in milliseconds. */
    readonly drainMs: number;
    /** How long a client may take nothing of what it is sent, in milliseconds. */
    readonly writeTimeoutMs: number;
  };
  readonly limits: {
    readonly depth: number;
    readonly aliases: number;
    readonly directives: number;
    readonly tokens: number;
    readonly cost: number;
    /** Values in a request's body. */
    readonly values: number;
    /** Members of one object in a body. */
    readonly members: number;
    /** Brackets in brackets, in a body or a document. */
    readonly nesting: number;
    /** Characters in a document. */
    readonly documentLength: number;
    /** Pairs of fields of one name, and of fragments, side by side in a document. */
    readonly overlaps: number;
    /** Whether clients may ask for the schema. */
    readonly introspection: boolean;
    /** Bytes of one answer, or of one event. */
    readonly answerBytes: number;
  };
  /** What may be under way at once. */
  readonly load: LoadConfig;
  readonly store: {
    readonly provider: "sqlite" | "neo4j";
    readonly sqliteFile: string;
    readonly neo4j: Neo4jConfig;
    /** How long a call may wait for the store, in milliseconds. */
    readonly timeoutMs: number;
    /** Load the demo world into an empty store. */
    readonly demoWorld: boolean;
  };
  readonly cache: {
    readonly provider: "memory" | "redis";
    readonly redis: RedisConfig;
    readonly maxEntries: number;
    readonly maxBytes: number;
    /** T, in milliseconds. */
    readonly relayIntervalMs: number;
    /** Bounds one value, in process and in Redis, by its JSON. */
    readonly maxValueBytes: number;
    /** Entity type → how it is cached. */
    readonly policies: CachePolicies;
  };
  readonly log: { readonly level: string; readonly format: "pretty" | "json" };
}

/** What clients may have under way at once: on one connection, and on all of them. */
export interface LoadConfig {
  /** Bytes of answers that are being made, or that their clients haven't taken. */
  readonly unsentBytes: number;
  readonly unsentBytesTotal: number;
  /** Operations in flight; a subscription is one until it is in place. */
  readonly operations: number;
  readonly operationsTotal: number;
  readonly subscriptions: number;
  readonly subscriptionsTotal: number;
  /** Characters that all subscriptions keep: their variables, and their documents, each once. */
  readonly subscribedLength: number;
}

/** How Neo4j is reached. */
export interface Neo4jConfig {
  /** bolt:// or neo4j://, with +s for TLS. */
  readonly uri: string;
  readonly user: string;
  /** Empty: a server without authentication. */
  readonly password: string;
  /** Empty: the user's home database. */
  readonly database: string;
  readonly maxConnections: number;
}

/** How Redis is reached. */
export interface RedisConfig {
  /** redis:// or rediss://. */
  readonly url: string;
  /** Stands before one in the URL; empty: none. */
  readonly password: string;
  readonly db: number;
  /** Addresses of some nodes of a Redis Cluster; none: a single server, at `url`. */
  readonly clusterNodes: readonly { readonly host: string; readonly port: number }[];
  /** What one gateway opens at most. */
  readonly maxConnections: number;
  /** How long connecting may take, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** How long a request waits for Redis before the store answers, in milliseconds. */
  readonly commandTimeoutMs: number;
  /** A PEM file with the authority that signed the server's certificate; empty: the system's. */
  readonly caFile: string;
}

/** All that is wrong with an environment. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the configuration has ${problems.length} error${problems.length === 1 ? "" : "s"}:\n${problems.map((one) => `  ${one}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/**
 * Reads the environment. `policies`: the entity types with what their definitions say. Throws a ConfigError
 * with everything that is wrong.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  options: { policies?: CachePolicies; terminal?: boolean } = {},
): Config {
  const { policies = {}, terminal = false } = options;
  const problems: string[] = [];
  const values = new Map<string, unknown>();
  for (const { name, default: fallback, schema } of settings(policies)) {
    const result = schema.safeParse(env[name] ?? fallback);
    if (result.success) values.set(name, result.data);
    else problems.push(`${shown(name, env[name])}: expected ${result.error.issues[0]!.message}`);
  }
  const get = <T>(name: string) => values.get(name) as T;
  const host = get<string>("HOST");
  if (host && !isLoopback(host) && values.get("ALLOW_ANONYMOUS") === false)
    problems.push(
      `HOST=${JSON.stringify(host)}: expected a loopback address, or ALLOW_ANONYMOUS=true to let everybody change everything`,
    );
  const clusterNodes = get<RedisConfig["clusterNodes"]>("REDIS_CLUSTER_NODES");
  const redisUrl = values.has("REDIS_URL") ? new URL(get<string>("REDIS_URL")) : null;
  const dbInUrl = redisUrl?.pathname.replace("/", "") || "0";
  if (!/^\d{1,6}$/.test(dbInUrl))
    problems.push("REDIS_URL: expected the number of a database as its path, such as /0");
  const db = get<number | undefined>("REDIS_DB") ?? Number(dbInUrl);
  if (clusterNodes?.length && db > 0)
    problems.push(`REDIS_DB=${JSON.stringify(String(db))}: expected 0, since a cluster has no other`);
  const neo4jUri = values.has("NEO4J_URI") ? new URL(get<string>("NEO4J_URI")) : null;
  if (neo4jUri?.username || neo4jUri?.password)
    problems.push("NEO4J_URI: expected no user and password in it, but in NEO4J_USER and NEO4J_PASSWORD");
  const shares = Object.keys(policies).reduce(
    (sum, type) => sum + (get<number | undefined>(cacheSetting(type, "SHARE")) ?? 0),
    0,
  );
  if (shares >= 100)
    problems.push(
      `CACHE_<TYPE>_SHARE: expected less than 100 in all, since the other types need some; they are ${shares}`,
    );
  if (problems.length > 0) throw new ConfigError(problems);

  const cacheEnabled = get<boolean>("CACHE_ENABLED");
  const format = get<string>("LOG_FORMAT");
  const socketTimeoutMs = get<number>("REDIS_SOCKET_TIMEOUT") * 1000;
  return {
    http: {
      host,
      port: get("PORT"),
      allowAnonymous: get("ALLOW_ANONYMOUS"),
      corsOrigins: get("CORS_ORIGINS"),
      maxBodyBytes: get("MAX_BODY_BYTES"),
      graphiql: get("GRAPHIQL"),
      keepAliveMs: get("KEEP_ALIVE_TIMEOUT_MS"),
      delayMs: get("SHUTDOWN_DELAY_MS"),
      idleMs: get("SHUTDOWN_IDLE_MS"),
      drainMs: get("SHUTDOWN_TIMEOUT_MS"),
      writeTimeoutMs: get("WRITE_TIMEOUT_MS"),
    },
    limits: {
      depth: get("MAX_DEPTH"),
      aliases: get("MAX_ALIASES"),
      directives: get("MAX_DIRECTIVES"),
      tokens: get("MAX_TOKENS"),
      cost: get("MAX_COST"),
      values: get("MAX_VALUES"),
      members: get("MAX_MEMBERS"),
      nesting: get("MAX_NESTING"),
      documentLength: get("MAX_DOCUMENT_LENGTH"),
      overlaps: get("MAX_OVERLAPS"),
      introspection: get("INTROSPECTION"),
      // One that nothing else is under way beside is never told to wait.
      answerBytes: Math.min(
        get("MAX_ANSWER_BYTES"),
        get("MAX_UNSENT_BYTES"),
        Math.floor(get<number>("MAX_UNSENT_BYTES_TOTAL") / 2),
      ),
    },
    load: {
      unsentBytes: get("MAX_UNSENT_BYTES"),
      unsentBytesTotal: get("MAX_UNSENT_BYTES_TOTAL"),
      operations: get("MAX_OPERATIONS"),
      operationsTotal: get("MAX_OPERATIONS_TOTAL"),
      subscriptions: get("MAX_SUBSCRIPTIONS"),
      subscriptionsTotal: get("MAX_SUBSCRIPTIONS_TOTAL"),
      subscribedLength: get("MAX_SUBSCRIBED_LENGTH"),
    },
    store: {
      provider: get("STORE_PROVIDER"),
      sqliteFile: get("SQLITE_FILE"),
      neo4j: {
        uri: get("NEO4J_URI"),
        user: get("NEO4J_USER"),
        password: get("NEO4J_PASSWORD"),
        database: get("NEO4J_DATABASE"),
        maxConnections: get("NEO4J_MAX_CONNECTIONS"),
      },
      timeoutMs: get("STORE_TIMEOUT_MS"),
      demoWorld: get<boolean | undefined>("DEMO_WORLD") ?? get("STORE_PROVIDER") === "sqlite",
    },
    cache: {
      provider: cacheEnabled && get("REDIS_ENABLED") ? get("CACHE_PROVIDER") : "memory",
      redis: {
        url: get("REDIS_URL"),
        password: get("REDIS_PASSWORD"),
        db,
        clusterNodes,
        maxConnections: get("REDIS_MAX_CONNECTIONS"),
        connectTimeoutMs: socketTimeoutMs,
        commandTimeoutMs: Math.min(socketTimeoutMs, get("CACHE_TIMEOUT_MS")),
        caFile: get("REDIS_CA_FILE"),
      },
      maxEntries: get("CACHE_MAX_ENTRIES"),
      maxBytes: get("CACHE_MAX_BYTES"),
      relayIntervalMs: get("RELAY_INTERVAL_MS"),
      maxValueBytes: get("CACHE_MAX_VALUE_BYTES"),
      policies: Object.fromEntries(
        Object.entries(policies).map(([type, { ttl }]): [string, CachePolicy] => {
          const percent = get<number | undefined>(cacheSetting(type, "SHARE"));
          return [
            type,
            {
              ttl:
                get<number>(cacheSetting(type, "TTL")) ||
                (ttl === undefined ? get("CACHE_DEFAULT_TTL") : ttl),
              cached: cacheEnabled && get<boolean>(cacheSetting(type, "ENABLED")),
              share: percent === undefined ? null : percent / 100,
            },
          ];
        }),
      ),
    },
    log: {
      level: get("LOG_LEVEL"),
      format: format === "auto" ? (terminal ? "pretty" : "json") : (format as "pretty" | "json"),
    },
  };
}

/** Whether only this machine reaches the address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A setting as an error repeats it; addresses and passwords may hold secrets, and aren't. */
function shown(name: string, value: string | undefined): string {
  return /PASSWORD|UR[IL]$|NODES$/.test(name) ? name : `${name}=${JSON.stringify(value)}`;
}
