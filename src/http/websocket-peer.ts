import type { IncomingMessage } from "node:http";
import { CloseCode, type Server } from "graphql-ws";
import type { WebSocket } from "ws";
import type { ErrorMask } from "../graphql/errors.ts";
import { inRequest, newRequestId } from "../observability/request-scope.ts";
import type { Messages } from "./websocket-messages.ts";

export interface SocketExtra extends Record<PropertyKey, unknown> {
  /** The handshake. */
  readonly request: IncomingMessage;
  /** Closes the socket for what its client did, in words that fit into a close frame. */
  readonly refuse: (reason: string) => void;
}

/** Bytes that a close frame has for its reason. */
const MAX_REASON = 123;

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
    messages,
    maskError,
  }: { protocol: Server<SocketExtra>; request: IncomingMessage; messages: Messages; maskError: ErrorMask },
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
        socket.on("message", (message, isBinary) => {
          lives();
          // What was sent behind a refusal isn't executed while the close frame travels.
          if (socket.readyState !== socket.OPEN) return;
          // What isn't UTF-8 in a text `ws` refuses itself, by 1007.
          if (isBinary) return socket.close(1003, "Only text is understood here.");
          // Parsed by us; the protocol takes objects, though its types don't say so.
          const read = messages.read(String(message)) as string;
          // A message is a request of its own: what it logs and answers carries one id.
          inRequest(newRequestId(), () => handle(read).catch(fail));
        }),
    },
    {
      request,
      refuse: (reason) =>
        socket.close(
          CloseCode.BadRequest,
          Buffer.from(reason)
            .subarray(0, MAX_REASON)
            .toString()
            .replace(/\uFFFD+$/, ""),
        ),
    },
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
