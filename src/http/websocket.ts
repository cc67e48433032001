import type { IncomingHttpHeaders, IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
} from "graphql";
import { handleProtocols } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { isRateLimited } from "../fault.ts";
import { createContext, type Services } from "../graphql/context.ts";
import type { ErrorMask } from "../graphql/errors.ts";
import type { ClientConnection, Load } from "../graphql/load.ts";
import type { LimitsConfig } from "../graphql/settings.ts";
import type { Logger } from "../observability/logger.ts";
import { type HeaderLookup, headersOf } from "./connection-params.ts";
import { createGate } from "./origin.ts";
import type { HttpConfig } from "./settings.ts";
import { readTarget } from "./target.ts";
import { createMessages, type Messages } from "./websocket-messages.ts";
import type { ExecuteOperation } from "./websocket-operations.ts";
import { serveSocket } from "./websocket-peer.ts";
import type { Yoga } from "./yoga.ts";

/**
 * graphql-transport-ws on the path of the HTTP endpoint, through the same plugins. Browsers let any page
 * open a WebSocket anywhere, so a page of another site is refused here.
 */
export function serveWebSockets(options: {
  server: Server;
  yoga: Yoga;
  services: Services;
  config: HttpConfig;
  limits: LimitsConfig;
  load: Load;
  maskError: ErrorMask;
  logger: Logger;
}): { close(): Promise<void> } {
  const { server, config, maskError, logger } = options;
  const gate = createGate(config);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.maxBodyBytes, handleProtocols });
  const messages = createMessages(options.limits);

  const refusal = (request: IncomingMessage): string | null => {
    const target = readTarget(request);
    if ("malformed" in target) return "400 Bad Request";
    if (gate.refuseHost(request.headers) ?? gate.refuseOrigin(request.headers)) return "403 Forbidden";
    return target.path === "/graphql" ? null : "404 Not Found";
  };

  server.on("upgrade", (request, socket: Duplex, head) => {
    const refused = refusal(request);
    if (refused) {
      // A client that is gone by now must not bring the process down.
      socket.on("error", () => {});
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, request.headers));
  });

  function serve(socket: WebSocket, handshake: IncomingHttpHeaders): void {
    const connection = options.load.connect();
    /** There once the client has greeted: nothing is executed before. */
    let header: HeaderLookup;
    serveSocket(socket, {
      connection,
      messages,
      maskError,
      logger,
      greet: (params) => {
        try {
          header = headersOf(handshake, params);
          return undefined;
        } catch (error) {
          return maskError(error).message;
        }
      },
      run: createRun({ ...options, messages, connection, header: () => header }),
    });
  }

  return {
    close: () =>
      new Promise((resolve) => {
        // Not complete: clients take "going away" for a reason to subscribe again, to another gateway.
        for (const client of sockets.clients) client.close(1001, "Going away");
        const late = setTimeout(() => {
          for (const client of sockets.clients) client.terminate();
        }, config.drainMs);
        sockets.close(() => {
          clearTimeout(late);
          resolve();
        });
      }),
  };
}

/** Yoga's pipeline, so that limits and masking hold here as they do over HTTP. */
function createRun(options: {
  yoga: Yoga;
  services: Services;
  messages: Messages;
  connection: ClientConnection;
  header: () => HeaderLookup;
}): ExecuteOperation {
  const { yoga, services, messages, connection, header } = options;
  return async (payload, { gone, hold }) => {
    const refusal = messages.refusalOf(payload);
    if (refusal) throw refusal;
    const contextValue = await createContext(services, { header: header(), gone, connection, hold });
    const { schema, execute, subscribe, parse, validate } = yoga.getEnveloped(contextValue);
    const document: DocumentNode = parse(payload.query);
    const errors = validate(schema, document);
    if (errors.length > 0) throw errors;
    const { operationName, variables } = payload;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new GraphQLError(UNKNOWN_OPERATION, { extensions: { field: "operationName" } });
    const args = { schema, document, operationName, variableValues: variables, contextValue };
    const result = await attempt(operation.operation === "subscription" ? subscribe : execute, args);
    const { errors: refusals = [] } = result as ExecutionResult;
    if (!("data" in result) && refusals.some(isRateLimited)) throw refusals;
    // What else is around them masks errors, as is done here.
    return contextValue.events ?? result;
  };
}

/** What is refused before it is executed is a result, as over HTTP. */
async function attempt(
  work: (args: ExecutionArgs) => unknown,
  args: ExecutionArgs,
): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
  try {
    return (await work(args)) as ExecutionResult;
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}

const UNKNOWN_OPERATION = "Could not determine what operation to execute.";
