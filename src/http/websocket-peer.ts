import type { IncomingMessage } from "node:http";
import { CloseCode, type Server } from "graphql-ws";
import type { WebSocket } from "ws";
import type { ErrorMask } from "../graphql/errors.ts";
import { inRequest, newRequestId } from "../observability/request-scope.ts";

export interface SocketExtra extends Record<PropertyKey, unknown> {
  /** The handshake. */
  readonly request: IncomingMessage;
}

/** A client that gave no sign of life for twice as long is gone. Networks are slow in real time, so no clock is moved here. */
const HEARTBEAT_MS = 12_000;
/** Bytes that wait for a client to read them; with more it is not listened to until it has. */
const MAX_WAITING = 1_000_000;

/** Speaks the protocol with one client, until its socket closes. */
export function serveSocket(
  socket: WebSocket,
  {
    protocol,
    request,
    maskError,
  }: { protocol: Server<SocketExtra>; request: IncomingMessage; maskError: ErrorMask },
): void {
  let alive = true;
  const lives = () => {
    alive = true;
  };
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT_MS);

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      close: (code, reason) => socket.close(code, reason),
      // Resolves when the bytes are in the kernel's hands, so that the next event is asked for no sooner.
      send: (message) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return reject(new Error("the client is gone"));
          socket.send(message, (error) => {
            lives();
            if (socket.isPaused && socket.bufferedAmount <= MAX_WAITING / 2) socket.resume();
            if (error) reject(error);
            else resolve();
          });
          // Or somebody who asks and never reads would fill the memory with answers.
          if (socket.bufferedAmount > MAX_WAITING) socket.pause();
        }),
      onMessage: (handle) =>
        socket.on("message", (message) => {
          lives();
          // A message is a request of its own: what it logs and answers carries one id.
          inRequest(newRequestId(), () => handle(String(message)).catch(fail));
        }),
    },
    { request },
  );

  function fail(error: unknown): void {
    if (socket.readyState !== socket.OPEN) return;
    maskError(error);
    socket.close(CloseCode.InternalServerError, "Something went wrong here.");
  }

  socket.on("pong", lives);
  // What a client does wrong on the wire is answered by the close code that `ws` chooses.
  socket.on("error", () => {});
  socket.once("close", (code, reason) => {
    clearInterval(heartbeat);
    closed(code, String(reason)).catch(maskError);
  });
}
