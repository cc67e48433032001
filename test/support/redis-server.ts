import { dockerOr } from "./docker.ts";
import { freePort } from "./free-port.ts";
import { programVersion } from "./programs.ts";
import { type RedisOptions, redisArgs, redisCommand, redisUrl } from "./redis-args.ts";
import { startDockerRedis } from "./redis-docker.ts";
import {
  removeDirectory,
  type ServerProcess,
  serverDirectory,
  startServerProcess,
} from "./server-process.ts";

/** A Redis that tests may read and write, but that isn't theirs to restart. */
export interface RedisAddress {
  /** With its password, and rediss:// where it has TLS. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Ends it, if the tests started it. */
  stop(): Promise<void>;
}

/** A Redis of a test's own, on a port of its own: nothing is persisted. */
export interface RedisServer extends RedisAddress {
  /** Undefined in Docker. */
  readonly pid: number | undefined;
  signal(name: NodeJS.Signals): Promise<void>;
  /** Runs one command on a connection of its own. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Kills it, if it still runs, and starts it anew on the same port, empty; resolves when it answers. */
  restart(): Promise<void>;
}

/** How a Redis can be started here; throws why it can't. */
export function findOwnRedis(): "Docker" | "redis-server" {
  return dockerOr(findLocalRedis);
}

/** As `findOwnRedis`, of the redis-server on the PATH alone. */
export function findLocalRedis(): "redis-server" {
  const version = programVersion("redis-server", ["--version"], /v=(\d+)/);
  if (version < 7) throw new Error(`redis-server has version ${version}: 7 is needed`);
  return "redis-server";
}

/** Starts a Redis and resolves when it answers PING. */
export function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  return findOwnRedis() === "Docker" ? startDockerRedis(options) : startLocalRedis(options);
}

/** As `startRedis`, by the redis-server on the PATH; the ports that are `offsets` above its own are free too. */
export async function startLocalRedis(
  options: RedisOptions = {},
  offsets: readonly number[] = [],
): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startLocally(options, options.port ?? (await freePort(offsets)));
    } catch (error) {
      const lostTheRace =
        /Address already in use/.test((error as Error).message) && options.port === undefined;
      if (!lostTheRace || attempt === 5) throw error;
    }
  }
}

async function startLocally(options: RedisOptions, port: number): Promise<RedisServer> {
  const host = "127.0.0.1";
  const url = redisUrl(options, host, port);
  const directory = await serverDirectory();
  let server: ServerProcess;
  const start = async () => {
    server = startServerProcess("redis-server", redisArgs(options, port, host), directory);
    await server.line(/Ready to accept connections/);
    await redisCommand(url, "PING");
  };
  const stop = async () => {
    await server.kill();
    await removeDirectory(directory);
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    host,
    port,
    get pid() {
      return server.pid;
    },
    signal: async (name) => server.signal(name),
    command: (name, ...args) => redisCommand(url, name, ...args),
    restart: async () => {
      await server.kill();
      await start();
    },
    stop,
  };
}
