import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How often within the time a connection is looked at. */
const LOOKS = 4;

/** How far a connection has come. */
interface Progress {
  /** Bytes of what is written whole. */
  readonly whole: number;
  /** What the kernel hasn't taken of the piece after that: only the handle knows, and a large answer is one piece. */
  readonly rest: number;
}

/**
 * Cuts off every connection whose client takes nothing of what it is sent for so long, whatever is spoken on it, and
 * whatever the client itself goes on sending. Networks are slow in real time, so no clock is moved here.
 */
export function watchWrites(server: Server, timeoutMs: number): void {
  const stalls = new Map<Socket, { before: Progress | null; times: number }>();
  server.on("connection", (socket: Socket) => {
    stalls.set(socket, { before: null, times: 0 });
    socket.once("close", () => stalls.delete(socket));
  });
  const looking = setInterval(() => {
    for (const [socket, stall] of stalls) {
      const now = progressOf(socket);
      const stands = now && stall.before && now.whole === stall.before.whole && now.rest >= stall.before.rest;
      stall.times = stands ? stall.times + 1 : 0;
      stall.before = now;
      if (stall.times >= LOOKS) socket.destroy();
    }
  }, timeoutMs / LOOKS);
  looking.unref();
  server.once("close", () => clearInterval(looking));
}

/** Null where nothing waits. */
function progressOf(socket: Socket): Progress | null {
  if (socket.writableLength === 0) return null;
  const { _handle: handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
  return { whole: socket.bytesWritten - socket.writableLength, rest: handle?.writeQueueSize ?? 0 };
}
