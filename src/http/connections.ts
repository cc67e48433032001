import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import type { HttpConfig } from "./settings.ts";

/** The connections of an HTTP server, and how they end without a request being lost. */
export interface Connections {
  /** Called with every request before anything is done for it; `serve` does it, unless it can't be answered any more. */
  admit(request: IncomingMessage, response: ServerResponse, serve: () => void): void;
  /** Takes no new connections, and says `Connection: close` on every answer that is still to come. */
  stop(): Promise<void>;
  /**
   * Resolves when no connection is left. A client that keeps an idle one may just be sending a request on
   * it, so it is closed only if none comes.
   */
  drained(): Promise<void>;
}

/** How many connections the kernel makes ahead at most. */
const BACKLOG = 511;
/** A turn of the loop in which hardly a connection can have been made after Node has looked. */
const SHORT_MS = 0.5;

export function createConnections(
  server: HttpServer,
  { idleMs, drainMs }: Pick<HttpConfig, "idleMs" | "drainMs">,
): Connections {
  let stopped: Promise<void> | null = null;
  const sockets = new Set<Socket>();
  let accepted = 0;
  /** Requests that came while the listener is being closed. */
  let held: (() => void)[] | null = null;
  /** The answers of a connection that aren't sent yet, in the order of their requests. */
  const open = new Map<Socket, Set<ServerResponse>>();
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  /**
   * The kernel makes connections ahead, on which requests may have come already, and closing the listener cuts
   * them off. Node accepts one in a turn of its loop: one that brought none, and was short, has left none.
   * Meanwhile nobody is answered, or who is might come again.
   */
  async function acceptAll(): Promise<void> {
    // To the end of this turn, which may have begun anywhere.
    await setImmediate();
    for (let turn = 0; turn < BACKLOG; turn++) {
      const before = accepted;
      const started = performance.now();
      await setImmediate();
      if (accepted === before && performance.now() - started < SHORT_MS) return;
    }
  }

  function begin({ socket }: IncomingMessage, response: ServerResponse, serve: () => void): void {
    const answers = open.get(socket) ?? new Set();
    if (stopped) {
      const before = [...answers].at(-1);
      // Only the last of several says it: nothing can be sent after it.
      if (before?.headersSent && before.getHeader("connection") === "close") return;
      if (before && !before.headersSent) before.removeHeader("connection");
      announceEnd(response);
    }
    open.set(socket, answers.add(response));
    response.once("close", () => {
      answers.delete(response);
      if (answers.size === 0) open.delete(socket);
    });
    serve();
  }

  return {
    admit: (request, response, serve) => {
      if (held) held.push(() => begin(request, response, serve));
      else begin(request, response, serve);
    },

    stop: async () => {
      const waiting: (() => void)[] = [];
      held = waiting;
      await acceptAll();
      // Not the HTTP server's own `close`, which cuts off every idle connection at once.
      stopped = new Promise((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      for (const answers of open.values()) {
        const last = [...answers].at(-1)!;
        if (!last.headersSent) announceEnd(last);
      }
      held = null;
      for (const one of waiting) one();
    },

    drained: async () => {
      // Of an answer that has begun before, and couldn't say it, the connection is idle afterwards.
      server.keepAliveTimeout = Math.max(idleMs, 1);
      server.keepAliveTimeoutBuffer = 0;
      const idle = setTimeout(() => {
        server.closeIdleConnections();
        // One that was opened ahead of its first request isn't idle by Node's count.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, idleMs);
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await stopped;
      clearTimeout(idle);
      clearTimeout(late);
      // It still has a timer.
      server.close();
    },
  };
}

function announceEnd(response: ServerResponse): void {
  response.setHeader("connection", "close");
}
