import { z } from "zod";

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
    /** How long a shutdown waits for requests in flight, in milliseconds. */
    readonly drainMs: number;
  };
  readonly limits: {
    readonly depth: number;
    readonly aliases: number;
    readonly directives: number;
    readonly tokens: number;
    readonly cost: number;
  };
  readonly store: {
    readonly provider: "sqlite";
    readonly sqliteFile: string;
    /** How long a call may wait for the store, in milliseconds. */
    readonly timeoutMs: number;
    /** Load the demo world into an empty store. */
    readonly demoWorld: boolean;
  };
  readonly cache: {
    readonly provider: "memory";
    readonly maxEntries: number;
    readonly maxBytes: number;
    /** T, in milliseconds. */
    readonly relayIntervalMs: number;
    /** Entity type → seconds. */
    readonly ttls: Readonly<Record<string, number>>;
  };
  readonly log: { readonly level: string; readonly format: "pretty" | "json" };
}

/** One setting, as `--help` prints it. */
export interface Setting {
  readonly name: string;
  readonly default: string;
  readonly description: string;
  readonly schema: z.ZodType;
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

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `a whole number from ${min} to ${max}` });
const flag = z
  .enum(["true", "false", "1", "0"], { error: "true or false" })
  .transform((value) => value === "true" || value === "1");
const choice = (...values: [string, ...string[]]) => z.enum(values, { error: values.join(" or ") });
const given = (what: string) => z.string().min(1, { error: what });
const origins = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: "origins such as https://example.org, separated by commas",
  });

/** Entity type → the seconds that its definition says; null: until changed; undefined: CACHE_DEFAULT_TTL. */
export type Ttls = Readonly<Record<string, number | null | undefined>>;

/** Every setting; the types that may have a TTL of their own come from the registry. */
export function settings(ttls: Ttls): Setting[] {
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
    setting("STORE_PROVIDER", "sqlite", "where worlds are kept: sqlite", choice("sqlite")),
    setting("SQLITE_FILE", "data/living-worlds.sqlite", "the database file, or :memory:", given("a path")),
    setting("STORE_TIMEOUT_MS", "5000", "how long a call may wait for the store", whole(1, 600_000)),
    setting("DEMO_WORLD", "true", "load the demo world into an empty store", flag),
    setting("CACHE_PROVIDER", "memory", "where values are cached: memory", choice("memory")),
    setting("CACHE_MAX_ENTRIES", "200000", "values cached in process at most", whole(1, 100_000_000)),
    setting("CACHE_MAX_BYTES", "268435456", "their size as JSON at most", whole(1, 1e12)),
    setting(
      "CACHE_DEFAULT_TTL",
      "3600",
      "seconds that a cached entity lives where its type says nothing",
      whole(1, 31_536_000),
    ),
    ...Object.entries(ttls).map(([type, ttl]) =>
      setting(
        ttlName(type),
        String(ttl ?? ""),
        `seconds that a cached ${type} lives${ttl === null ? " (empty: until it is changed)" : ttl === undefined ? " (empty: CACHE_DEFAULT_TTL)" : ""}`,
        z.union([z.literal(""), whole(1, 31_536_000)], { error: "a whole number from 1 to 31536000" }),
      ),
    ),
    setting(
      "RELAY_INTERVAL_MS",
      "1000",
      "how often other writers' changes are asked for (T)",
      whole(10, 60_000),
    ),
    setting("MAX_BODY_BYTES", "4194304", "size of a request's body at most", whole(1_000, 1e9)),
    setting("MAX_DEPTH", "15", "levels of nested fields in an operation at most", whole(1, 200)),
    setting("MAX_ALIASES", "100", "aliases in a document at most", whole(0, 100_000)),
    setting("MAX_DIRECTIVES", "100", "directives in a document at most", whole(0, 100_000)),
    setting("MAX_TOKENS", "15000", "tokens in a document at most", whole(10, 10_000_000)),
    setting(
      "MAX_COST",
      "25000",
      "nodes that an operation may ask for at most, page sizes multiplied",
      whole(1, 1e9),
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

/** `WorldObject` → `CACHE_WORLD_OBJECT_TTL` (H4). */
function ttlName(type: string): string {
  return `CACHE_${type.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}_TTL`;
}

/**
 * Reads the environment. `ttls`: the entity types with the seconds that their definitions say. Throws a
 * ConfigError with everything that is wrong.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  options: { ttls?: Ttls; terminal?: boolean } = {},
): Config {
  const { ttls = {}, terminal = false } = options;
  const problems: string[] = [];
  const values = new Map<string, unknown>();
  for (const { name, default: fallback, schema } of settings(ttls)) {
    const result = schema.safeParse(env[name] ?? fallback);
    if (result.success) values.set(name, result.data);
    else problems.push(`${name}=${JSON.stringify(env[name])}: expected ${result.error.issues[0]!.message}`);
  }
  const get = <T>(name: string) => values.get(name) as T;
  const host = get<string>("HOST");
  if (host && !isLoopback(host) && values.get("ALLOW_ANONYMOUS") === false)
    problems.push(
      `HOST=${JSON.stringify(host)}: expected a loopback address, or ALLOW_ANONYMOUS=true to let everybody change everything`,
    );
  if (problems.length > 0) throw new ConfigError(problems);

  const format = get<string>("LOG_FORMAT");
  return {
    http: {
      host,
      port: get("PORT"),
      allowAnonymous: get("ALLOW_ANONYMOUS"),
      corsOrigins: get("CORS_ORIGINS"),
      maxBodyBytes: get("MAX_BODY_BYTES"),
      graphiql: get("GRAPHIQL"),
      drainMs: get("SHUTDOWN_TIMEOUT_MS"),
    },
    limits: {
      depth: get("MAX_DEPTH"),
      aliases: get("MAX_ALIASES"),
      directives: get("MAX_DIRECTIVES"),
      tokens: get("MAX_TOKENS"),
      cost: get("MAX_COST"),
    },
    store: {
      provider: "sqlite",
      sqliteFile: get("SQLITE_FILE"),
      timeoutMs: get("STORE_TIMEOUT_MS"),
      demoWorld: get("DEMO_WORLD"),
    },
    cache: {
      provider: "memory",
      maxEntries: get("CACHE_MAX_ENTRIES"),
      maxBytes: get("CACHE_MAX_BYTES"),
      relayIntervalMs: get("RELAY_INTERVAL_MS"),
      ttls: Object.fromEntries(
        Object.entries(ttls).flatMap(([type, ttl]) => {
          const own = values.get(ttlName(type)) || (ttl === undefined && get<number>("CACHE_DEFAULT_TTL"));
          return typeof own === "number" ? [[type, own]] : [];
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
