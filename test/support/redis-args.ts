import { Redis } from "ioredis";

/** PEM files. With them the server speaks TLS only, and asks its clients for no certificate. */
export interface RedisTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

export interface RedisOptions {
  /** More of redis-server's arguments, such as `["--maxmemory", "2mb"]`. */
  readonly args?: readonly string[];
  readonly password?: string;
  readonly tls?: RedisTls;
  /** Any free one, unless given. */
  readonly port?: number;
}

/** redis-server's arguments for `options`: it listens on `port` of the address `bind`, and persists nothing. */
export function redisArgs(options: RedisOptions, port: number, bind: string): string[] {
  const { args = [], password, tls } = options;
  return [
    ...["--bind", bind, "--save", "", "--appendonly", "no", "--daemonize", "no"],
    ...(tls ? ["--port", "0", "--tls-port", String(port)] : ["--port", String(port)]),
    ...(tls ? ["--tls-cert-file", tls.cert, "--tls-key-file", tls.key, "--tls-ca-cert-file", tls.ca] : []),
    ...(tls ? ["--tls-auth-clients", "no"] : []),
    ...(password === undefined ? [] : ["--requirepass", password]),
    ...args,
  ];
}

/** Where a gateway finds such a server: with its password, and rediss:// where it has TLS. */
export function redisUrl({ password, tls }: RedisOptions, host: string, port: number): string {
  const user = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return `${tls ? "rediss" : "redis"}://${user}${host}:${port}`;
}

/** Runs one command on a connection of its own; rejects after some seconds of trying to get one. */
export async function redisCommand(url: string, name: string, ...args: string[]): Promise<unknown> {
  const client = new Redis(url, {
    lazyConnect: true,
    // Whose certificate it is, is for the tests to ask.
    ...(url.startsWith("rediss:") ? { tls: { rejectUnauthorized: false } } : {}),
  });
  // It tells of failed attempts, while it goes on trying.
  client.on("error", () => {});
  try {
    return await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}
