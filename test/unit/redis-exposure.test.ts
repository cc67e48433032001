import { expect, test } from "vitest";
import { exposureOf } from "../../src/cache/redis/client-options.ts";
import { readConfig } from "../../src/config.ts";

test.each([
  [{ REDIS_URL: "redis://localhost:6379" }, null],
  [{ REDIS_URL: "redis://[::1]:6379" }, null],
  [{ REDIS_URL: "redis://10.0.0.7" }, "a password and TLS"],
  [{ REDIS_URL: "redis://:pw@10.0.0.7" }, "TLS"],
  [{ REDIS_URL: "redis://cache.example", REDIS_PASSWORD: "pw" }, "TLS"],
  [{ REDIS_URL: "rediss://cache.example" }, "a password"],
  [{ REDIS_URL: "rediss://:pw@cache.example" }, null],
  [{ REDIS_CLUSTER_NODES: "127.0.0.1:7000,10.0.0.7:7000" }, "a password and TLS"],
  [{ REDIS_CLUSTER_NODES: "127.0.0.1:7000" }, null],
])("a Redis as in %j lacks %s", (env, missing) => {
  expect(exposureOf(readConfig(env).cache.settings.redis)).toBe(missing);
});
