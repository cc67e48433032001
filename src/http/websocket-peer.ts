import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import type { WebSocket } from "ws";
import type { ErrorMask } from "../graphql/errors.ts";
import type { ClientConnection } from "../graphql/load.ts";
import type { Logger } from "../observability/logger.ts";
import { inRequest, newRequestId } from "../observability/request-scope.ts";
import type { Messages } from "./websocket-messages.ts";
import { ClientGone, createOperations, type ExecuteOperation } from "./websocket-operations.ts";

/** Bytes that a close frame has for its reason. */
const MAX_REASON = 123;
/** A client that gave no sign of life for twice as long is gone. Networks are slow in real time, so no clock is moved here. */
const HEARTBEAT_MS = 12_000;
/** Bytes that wait for a client to read them; with more it is not listened to until it has. */
const MAX_WAITING = 1_000_000;

/** What a client is told by, and what it says; `greet` and `run` as its operations need them. */
export interface PeerOptions {
  readonly connection: ClientConnection;
  readonly messages: Messages;
  readonly greet: (params: Record<string, unknown> | undefined) => string | undefined;
  readonly run: ExecuteOperation;
  readonly maskError: ErrorMask;
  readonly logger: Logger;
}

/** Speaks the protocol with one client, until its socket closes. */
export function serveSocket(socket: WebSocket, options: PeerOptions): void {
  const { messages, maskError, logger } = options;
  const close = (code: number, reason: string) => socket.close(code, shortened(reason));
  // What a client does wrong on the wire is answered by the close code that `ws` chooses.
  socket.on("error", () => {});
  if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
    close(CloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable");
    return;
  }
  let alive = true;
  const lives = () => {
    alive = true;
  };
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT_MS);

  // Resolves when the bytes are in the kernel's hands, so that the next event is asked for no sooner.
  const send = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) return reject(new ClientGone());
      socket.send(text, (error) => {
        lives();
        if (socket.isPaused && socket.bufferedAmount <= MAX_WAITING / 2) socket.resume();
        if (error) reject(new ClientGone(error));
        else resolve();
      });
      // Or somebody who asks and never reads would fill the memory with answers.
      if (socket.bufferedAmount > MAX_WAITING) socket.pause();
    });

  function fail(error: unknown): void {
    // Whoever leaves while something is on its way has done nothing wrong.
    if (error instanceof ClientGone) {
      logger.debug({ reason: error.message }, "a client has left");
      return;
    }
    maskError(error);
    if (socket.readyState === socket.OPEN) close(CloseCode.InternalServerError, "Something went wrong here.");
  }

  const operations = createOperations({ ...options, send, close });
  socket.on("message", (message, isBinary) => {
    lives();
    // What was sent behind a refusal isn't executed while the close frame travels.
    if (socket.readyState !== socket.OPEN) return;
    // What isn't UTF-8 in a text `ws` refuses itself, by 1007.
    if (isBinary) return close(1003, "Only text is understood here.");
    // A message is a request of its own: what it logs and answers carries one id.
    void inRequest(newRequestId(), () => operations.hear(messages.read(String(message))).catch(fail));
  });
  socket.on("pong", lives);
  socket.once("close", () => {
    clearInterval(heartbeat);
    operations.end();
  });
}

/** As much of a reason as a close frame takes; it may repeat what a client said, and `ws` throws at longer ones. */
function shortened(reason: string): string {
  const cut = Buffer.from(reason).subarray(0, MAX_REASON).toString();
  return cut === reason ? reason : cut.replace(/\uFFFD+$/, "");
}
