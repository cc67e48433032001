import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../src/config.ts";
import { isLoopback } from "../../src/loopback.ts";

const cacheOn = { read: true, write: "through" } as const;
const policy = { cached: true, cacheOn, share: null, lists: {} };
const policies = {
  World: { ...policy, ttl: 3600 },
  WorldFlag: { ...policy, ttl: null },
  Location: { ...policy, ttl: 300, lists: { "World.locations": 600, "Location.sideExits": 60 } },
};
const read = (env: Record<string, string>, terminal = false) => readConfig(env, { policies, terminal });

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("an empty environment", () => {
  test("means every default", () => {
    expect(read({})).toEqual({
      http: {
        host: "127.0.0.1",
        port: 4000,
        allowAnonymous: false,
        corsOrigins: [],
        maxBodyBytes: 4_194_304,
        graphiql: true,
        keepAliveMs: 65_000,
        delayMs: 0,
        idleMs: 2_000,
        drainMs: 10_000,
        writeTimeoutMs: 30_000,
      },
      limits: {
        depth: 15,
        aliases: 100,
        directives: 100,
        tokens: 15_000,
        cost: 25_000,
        values: 131_072,
        members: 5_000,
        nesting: 500,
        documentLength: 1_048_576,
        overlaps: 50_000,
        introspection: true,
        answerBytes: 33_554_432,
      },
      load: {
        unsentBytes: 33_554_432,
        unsentBytesTotal: 67_108_864,
        operations: 500,
        operationsTotal: 10_000,
        subscriptions: 1_000,
        subscriptionsTotal: 10_000,
        subscribedLength: 4_000_000,
      },
      store: {
        provider: "sqlite",
        settings: {
          sqlite: { file: "data/living-worlds.sqlite" },
          neo4j: {
            uri: "bolt://localhost:7687",
            user: "neo4j",
            password: "",
            database: "",
            maxConnections: 50,
          },
        },
        timeoutMs: 5_000,
        demoWorld: true,
      },
      cache: {
        provider: "memory",
        settings: {
          memory: {},
          redis: {
            enabled: true,
            url: "redis://localhost:6379/0",
            password: "",
            db: 0,
            clusterNodes: [],
            maxConnections: 10,
            connectTimeoutMs: 5_000,
            commandTimeoutMs: 250,
            caFile: "",
          },
        },
        maxEntries: 200_000,
        maxBytes: 268_435_456,
        relayIntervalMs: 1_000,
        maxValueBytes: 1_048_576,
        policies,
      },
      log: { level: "info", format: "json" },
    });
  });
});

describe("Redis", () => {
  test("isn't used where REDIS_ENABLED is false, whatever CACHE_PROVIDER says", () => {
    expect(read({ CACHE_PROVIDER: "redis" }).cache.provider).toBe("redis");
    expect(read({ CACHE_PROVIDER: "redis", REDIS_ENABLED: "false" }).cache.provider).toBe("memory");
  });

  test("has the database of its URL, unless REDIS_DB names one", () => {
    expect(read({ REDIS_URL: "redis://a:6379/3" }).cache.settings.redis.db).toBe(3);
    expect(read({ REDIS_URL: "redis://a:6379" }).cache.settings.redis.db).toBe(0);
    expect(read({ REDIS_URL: "redis://a:6379/3", REDIS_DB: "0" }).cache.settings.redis.db).toBe(0);
  });

  test("is waited for no longer than for a connection", () => {
    expect(read({ REDIS_SOCKET_TIMEOUT: "0.1" }).cache.settings.redis).toMatchObject({
      connectTimeoutMs: 100,
      commandTimeoutMs: 100,
    });
  });

  test("may be a cluster, by the addresses of some of its nodes", () => {
    expect(read({ REDIS_CLUSTER_NODES: "a:6379, [::1]:7000" }).cache.settings.redis.clusterNodes).toEqual([
      { host: "a", port: 6379 },
      { host: "::1", port: 7000 },
    ]);
    expect(problemsOf({ REDIS_CLUSTER_NODES: "a:6379", REDIS_DB: "2" })).toEqual([
      'REDIS_DB="2": expected 0, since a cluster has no other',
    ]);
    expect(problemsOf({ REDIS_CLUSTER_NODES: "a:6379", REDIS_URL: "redis://a/2" })).toEqual([
      "REDIS_URL: expected 0 as its path, or none, since a cluster has no other database",
    ]);
  });
});

test("Neo4j's user and password have settings of their own", () => {
  expect(problemsOf({ NEO4J_URI: "bolt://neo4j:hunter2@a:7687" })).toEqual([
    "NEO4J_URI: expected no user and password in it, but in NEO4J_USER and NEO4J_PASSWORD",
  ]);
});

test("an error repeats no address and no password, which may be secret", () => {
  const secret = "hunter2";
  const problems = problemsOf({
    REDIS_URL: `http://:${secret}@a`,
    REDIS_CLUSTER_NODES: `${secret}@a:1`,
    NEO4J_URI: `postgres://${secret}`,
    NEO4J_USER: "",
  });
  expect(problems.map((problem) => problem.split(/[:=]/)[0])).toEqual([
    "NEO4J_URI",
    "NEO4J_USER",
    "REDIS_URL",
    "REDIS_CLUSTER_NODES",
  ]);
  expect(problems.join()).not.toContain(secret);
});

describe("a setting", () => {
  test("is read in its form", () => {
    const { http, cache, store, log } = read({
      HOST: "localhost",
      PORT: "0",
      ALLOW_ANONYMOUS: "1",
      CORS_ORIGINS: " https://a.example ,http://b.example:8080,",
      GRAPHIQL: "0",
      SQLITE_FILE: ":memory:",
      DEMO_WORLD: "false",
      CACHE_WORLD_TTL: "60",
      CACHE_WORLD_FLAG_TTL: "7",
      CACHE_LOCATION_TTL: "",
      CACHE_LIST_LOCATION_SIDE_EXITS_TTL: "5",
      LOG_LEVEL: "silent",
    });
    expect(http).toMatchObject({ host: "localhost", port: 0, allowAnonymous: true, graphiql: false });
    expect(http.corsOrigins).toEqual(["https://a.example", "http://b.example:8080"]);
    expect(store).toMatchObject({ settings: { sqlite: { file: ":memory:" } }, demoWorld: false });
    expect(cache.policies).toMatchObject({
      World: { ttl: 60 },
      WorldFlag: { ttl: 7 },
      Location: { ttl: 300, lists: { "World.locations": 600, "Location.sideExits": 5 } },
    });
    expect(log.level).toBe("silent");
  });

  test.each([
    ["PORT", "", "a whole number from 0 to 65535"],
    ["PORT", "65536", "a whole number from 0 to 65535"],
    ["PORT", "-1", "a whole number from 0 to 65535"],
    ["PORT", "4000.5", "a whole number from 0 to 65535"],
    ["PORT", "0x10", "a whole number from 0 to 65535"],
    ["PORT", " 80", "a whole number from 0 to 65535"],
    ["HOST", "", "an address"],
    ["ALLOW_ANONYMOUS", "yes", "true or false"],
    ["SQLITE_FILE", "", "a path"],
    ["STORE_PROVIDER", "mysql", "sqlite or neo4j"],
    ["CACHE_PROVIDER", "memcached", "memory or redis"],
    ["LOG_FORMAT", "xml", "auto or pretty or json"],
    ["CORS_ORIGINS", "*", "origins such as https://example.org, separated by commas"],
    ["CORS_ORIGINS", "https://a.example/", "origins such as https://example.org, separated by commas"],
    ["CORS_ORIGINS", "null", "origins such as https://example.org, separated by commas"],
    ["CACHE_WORLD_TTL", "0", "a whole number from 1 to 31536000"],
    ["CACHE_LIST_WORLD_LOCATIONS_TTL", "", "a whole number from 1 to 31536000"],
    ["RELAY_INTERVAL_MS", "1", "a whole number from 10 to 60000"],
  ])("is refused with what it expects: %s=%j", (name, value, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name}=${JSON.stringify(value)}: expected ${expected}`]);
  });

  test("is named, with all others that are wrong", () => {
    const env = { PORT: "x", DEMO_WORLD: "x", MAX_COST: "x" };
    expect(() => read(env)).toThrow(
      /^the configuration has 3 errors:\n {2}PORT.*\n {2}DEMO_WORLD.*\n {2}MAX_COST.*$/,
    );
    expect(() => read({ PORT: "x" })).toThrow(/^the configuration has 1 error:\n/);
  });

  test("is told once, beside what several say together", () => {
    const env = { HOST: "0.0.0.0", PORT: "x", NEO4J_URI: "bolt://a:b@c", NEO4J_MAX_CONNECTIONS: "x" };
    expect(problemsOf(env).map((problem) => problem.split(/[:=]/)[0])).toEqual([
      "PORT",
      "HOST",
      "NEO4J_MAX_CONNECTIONS",
      "NEO4J_URI",
    ]);
  });

  test("that nobody knows is somebody else's", () => {
    expect(problemsOf({ PATH: "/bin", SOME_OTHER: "x" })).toEqual([]);
  });
});

describe("an address beyond this machine", () => {
  test.each(["0.0.0.0", "::", "192.168.1.2", "example.org", "127.0.0.1.example.org", "1270.0.0.1"])(
    "needs ALLOW_ANONYMOUS: %s",
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([
        `HOST="${host}": expected a loopback address, or ALLOW_ANONYMOUS=true to let everybody change everything`,
      ]);
      expect(read({ HOST: host, ALLOW_ANONYMOUS: "true" }).http.host).toBe(host);
    },
  );

  test.each(["127.0.0.1", "127.1.2.3", "localhost", "::1"])("isn't %s", (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(read({ HOST: host }).http.host).toBe(host);
  });
});

describe("the form of the logs", () => {
  test.each([
    [{}, true, "pretty"],
    [{}, false, "json"],
    [{ LOG_FORMAT: "json" }, true, "json"],
    [{ LOG_FORMAT: "pretty" }, false, "pretty"],
  ])("with %j, on a terminal: %s, is %s", (env, terminal, format) => {
    expect(read(env, terminal).log.format).toBe(format);
  });

  test("gives CACHE_DEFAULT_TTL to the types that say nothing, unless they have a setting of their own", () => {
    const types = { World: undefined, WorldObject: undefined, Location: 300 };
    const ttls = (env: Record<string, string>) => {
      const declared = Object.entries(types).map(([type, ttl]) => [type, { ...policy, ttl }]);
      const { cache } = readConfig(env, { policies: Object.fromEntries(declared) });
      return Object.fromEntries(Object.entries(cache.policies).map(([type, { ttl }]) => [type, ttl]));
    };
    expect(ttls({})).toEqual({ World: 3600, WorldObject: 3600, Location: 300 });
    const env = { CACHE_DEFAULT_TTL: "60", CACHE_WORLD_OBJECT_TTL: "7" };
    expect(ttls(env)).toEqual({ World: 60, WorldObject: 7, Location: 300 });
  });

  test("lets a type be uncached, or all, and gives it a share, all of them together less than everything", () => {
    const { cache } = read({ CACHE_WORLD_ENABLED: "false", CACHE_LOCATION_SHARE: "25" });
    expect(cache.policies).toMatchObject({
      World: { cached: false, share: null },
      Location: { cached: true, share: 0.25 },
    });
    const off = read({ CACHE_ENABLED: "false", CACHE_PROVIDER: "redis" }).cache;
    expect(off.provider).toBe("memory");
    expect(Object.values(off.policies).map(({ cached }) => cached)).toEqual([false, false, false]);
    expect(() => read({ CACHE_LOCATION_SHARE: "60", CACHE_WORLD_SHARE: "40" })).toThrow(
      /CACHE_<TYPE>_SHARE: expected less than 100 in all.*they are 100/,
    );
  });
});
