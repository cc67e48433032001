import type { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import type { RedisOptions } from "./redis-args.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { clientOf } from "./redis-tier.ts";

/** A Redis of their own for the tests of the describe block that calls this, and a client that sees all of it. */
export function useRedis(options: RedisOptions = {}): {
  readonly server: RedisServer;
  readonly client: Redis;
} {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis(options);
    client = clientOf(server);
  });
  afterAll(async () => {
    client?.disconnect();
    await server?.stop();
  });
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
  };
}
