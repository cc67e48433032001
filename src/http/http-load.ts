import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ClientConnection, Hold, Load } from "../graphql/load.ts";

/** What comes with each request, from Node's HTTP server. */
export interface NodeExchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** Which part of a load is which request's. */
export interface HttpLoad {
  /** Begins the request's operation, which ends with its answer. Throws RATE_LIMITED. */
  begin(exchange: NodeExchange): { connection: ClientConnection; hold: Hold };
  /** The answer turned out to be as large as this. */
  settle(exchange: NodeExchange, bytes: number): void;
}

export function createHttpLoad(load: Load): HttpLoad {
  /** A client may send several requests on one connection without waiting for the answers. */
  const connections = new WeakMap<Socket, ClientConnection>();
  const holds = new WeakMap<ServerResponse, Hold>();
  return {
    begin: ({ req: { socket }, res }) => {
      const connection = connections.get(socket) ?? load.connect();
      connections.set(socket, connection);
      const hold = connection.operation();
      holds.set(res, hold);
      if (res.closed) hold.end();
      else res.once("close", hold.end);
      return { connection, hold };
    },
    settle: ({ res }, bytes) => holds.get(res)?.settle(bytes),
  };
}
