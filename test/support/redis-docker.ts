import { startContainer } from "./docker.ts";
import { freePort } from "./free-port.ts";
import { type RedisOptions, redisArgs, redisCommand, redisUrl } from "./redis-args.ts";
import type { RedisServer } from "./redis-server.ts";

const IMAGE = "redis:7-alpine";

/** As `startRedis`, in a container. */
export async function startDockerRedis(options: RedisOptions): Promise<RedisServer> {
  const { tls } = options;
  const inside = tls && { cert: "/tls/cert.pem", key: "/tls/key.pem", ca: "/tls/ca.pem" };
  const args = redisArgs({ ...options, tls: inside }, INSIDE, "0.0.0.0");
  const port = options.port ?? (await freePort());
  const server = await startContainer({
    image: IMAGE,
    inside: INSIDE,
    port,
    prepare: (container) =>
      container.withCommand(["redis-server", "--protected-mode", "no", ...args]).withCopyFilesToContainer(
        tls && inside
          ? [
              { source: tls.cert, target: inside.cert, mode: 0o444 },
              { source: tls.key, target: inside.key, mode: 0o444 },
              { source: tls.ca, target: inside.ca, mode: 0o444 },
            ]
          : [],
      ),
    answers: async (host) => {
      await redisCommand(redisUrl(options, host, port), "PING");
    },
  });
  const url = redisUrl(options, server.host, port);
  return { ...server, url, pid: undefined, command: (name, ...args) => redisCommand(url, name, ...args) };
}

const INSIDE = 6379;
