import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "vitest";
import { findOwnNeo4j, type Neo4jAddress, startNeo4j } from "./neo4j-server.ts";
import { programVersion } from "./programs.ts";
import { findRedisCluster } from "./redis-cluster.ts";
import { findLocalRedis, findOwnRedis, type RedisAddress, startRedis } from "./redis-server.ts";

/**
 * Something that tests use and that isn't an npm package. `find` says where it is, or throws why it
 * can't be had here.
 */
export interface Service<T> {
  readonly name: string;
  find(): T;
}

/** Chromium, as the path of its program. */
export const chromium: Service<string> = {
  name: "chromium",
  find: () =>
    process.env.CHROMIUM_PATH ??
    firstProgram([
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]),
};

/** nginx and Varnish, each as the path of its program: suites start their own. */
export const nginx: Service<string> = { name: "nginx", find: () => serverProgram("nginx", "NGINX_PATH") };
export const varnish: Service<string> = {
  name: "varnish",
  find: () => serverProgram("varnishd", "VARNISHD_PATH"),
};

/** Somewhere to get a server from. */
export interface Place<T> {
  /** Such as "TEST_REDIS_URL", "Docker" or "redis-server". */
  readonly how: string;
  /** Resolves when the server answers. Who has started it stops it. */
  start(): Promise<T>;
}

/** A Redis to read and write, at the address in TEST_REDIS_URL if there is one. It may hold what isn't the test's. */
export const redis: Service<Place<RedisAddress>> = {
  name: "redis",
  find: () => {
    const { TEST_REDIS_URL: url } = process.env;
    return url
      ? { how: "TEST_REDIS_URL", start: async () => redisAt(url) }
      : { how: findOwnRedis(), start: () => startRedis() };
  },
};

/** A Redis by `startRedis`, never the one of TEST_REDIS_URL: to stop, to fill, to be asked for TLS or a password. */
export const ownRedis: Service<string> = { name: "redis", find: findOwnRedis };

/** The programs redis-server and redis-cli, to run as people do. */
export const redisPrograms: Service<string> = {
  name: "redis",
  find: () => {
    programVersion("redis-cli", ["--version"], /(\d+)/);
    return findLocalRedis();
  },
};

/** curl, as pages use it. */
export const curl: Service<string> = {
  name: "curl",
  find: () => `curl ${programVersion("curl", ["--version"], /(\d+)/)}`,
};

/** A cluster by `startRedisCluster`. */
export const redisCluster: Service<string> = { name: "redis", find: findRedisCluster };

/**
 * A Neo4j to read and write, at the address in TEST_NEO4J_URI if there is one (TEST_NEO4J_USER, by default
 * neo4j, and TEST_NEO4J_PASSWORD say who we are there). It may hold what isn't the test's.
 */
export const neo4j: Service<Place<Neo4jAddress>> = {
  name: "neo4j",
  find: () => {
    const { TEST_NEO4J_URI: uri, TEST_NEO4J_USER: user, TEST_NEO4J_PASSWORD: password } = process.env;
    if (!uri) return { how: findOwnNeo4j(), start: () => startNeo4j() };
    const address = { uri, user: user || "neo4j", password: password ?? "", stop: notOurs };
    return { how: "TEST_NEO4J_URI", start: async () => address };
  },
};

/** A Neo4j by `startNeo4j`, never the one of TEST_NEO4J_URI: to stop, or to set up in another way. */
export const ownNeo4j: Service<string> = { name: "neo4j", find: findOwnNeo4j };

/** The services whose lack is a failure: REQUIRE_SERVICES=redis,neo4j,chromium,nginx,varnish,curl */
const required = (process.env.REQUIRE_SERVICES ?? "").split(",").map((name) => name.trim());

/** As `describe`; where the service is missing the suite is skipped, unless it is required, and says why. */
export function describeWith<T>(service: Service<T>, name: string, suite: (found: T) => void): void {
  let found: T;
  try {
    found = service.find();
  } catch (error) {
    const reason = `${service.name} is missing: ${(error as Error).message}`;
    describe(name, () => {
      if (required.includes(service.name))
        test(`runs, as REQUIRE_SERVICES names ${service.name}`, () => {
          throw new Error(reason);
        });
      else {
        console.warn(`"${name}" is skipped: ${reason}`);
        test.skip(reason);
      }
    });
    return;
  }
  describe(name, () => suite(found));
}

function firstProgram(paths: readonly string[]): string {
  const found = paths.find(isProgram);
  if (!found) throw new Error(`there is none of ${paths.join(", ")}, and CHROMIUM_PATH isn't set`);
  return found;
}

/** On the PATH, or where systems keep servers, which isn't on everybody's PATH. */
function serverProgram(program: string, variable: string): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const found = process.env[variable] ?? folders.map((folder) => join(folder, program)).find(isProgram);
  if (!found) throw new Error(`${program} isn't on the PATH, and ${variable} isn't set`);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function redisAt(address: string): RedisAddress {
  if (!URL.canParse(address)) throw new Error("TEST_REDIS_URL isn't a URL");
  const { hostname, port } = new URL(address);
  return { url: address, host: hostname, port: Number(port || 6379), stop: notOurs };
}

/** What runs elsewhere goes on running. */
async function notOurs(): Promise<void> {}
