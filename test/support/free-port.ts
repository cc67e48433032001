import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port that nothing listens on, nor on any of those `offsets` above it. It lies below the ports that
 * systems give to outgoing connections, so a server that restarts finds it free again; suites that start
 * at once seldom pick the same one, and who loses that race picks anew.
 */
export async function freePort(offsets: readonly number[] = []): Promise<number> {
  for (;;) {
    const port = randomInt(10_240, 22_000);
    const ports = [port, ...offsets.map((offset) => port + offset)];
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = once(server, "listening").then(
    () => true,
    () => false,
  );
  server.listen(port, "127.0.0.1");
  if (!(await free)) return false;
  server.close();
  await once(server, "close");
  return true;
}
