import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecutionArgs, ExecutionResult, GraphQLError } from "graphql";
import { handleProtocols, makeServer, type ServerOptions } from "graphql-ws";
import { WebSocketServer } from "ws";
import type { Config } from "../config.ts";
import { createContext, type Services } from "../graphql/context.ts";
import { type ErrorMask, withoutStatus } from "../graphql/errors.ts";
import { type HeaderLookup, headersOf } from "./connection-params.ts";
import { createGate } from "./origin.ts";
import { readTarget } from "./target.ts";
import { createMessages, type Messages } from "./websocket-messages.ts";
import { type SocketExtra, serveSocket } from "./websocket-peer.ts";
import type { Yoga } from "./yoga.ts";

/**
 * graphql-transport-ws on the path of the HTTP endpoint, through the same plugins. Browsers let any page
 * open a WebSocket anywhere, so a page of another site is refused here.
 */
export function serveWebSockets(options: {
  server: Server;
  yoga: Yoga;
  services: Services;
  config: Config["http"];
  limits: Config["limits"];
  maskError: ErrorMask;
}): { close(): Promise<void> } {
  const { server, config, maskError } = options;
  const gate = createGate(config);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.maxBodyBytes, handleProtocols });
  const messages = createMessages(options.limits);
  const protocol = makeServer(operationsOf({ ...options, messages }));

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
    sockets.handleUpgrade(request, socket, head, (ws) =>
      serveSocket(ws, { protocol, request, messages, maskError }),
    );
  });

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
function operationsOf({
  yoga,
  services,
  messages,
  maskError,
}: {
  yoga: Yoga;
  services: Services;
  messages: Messages;
  maskError: ErrorMask;
}): ServerOptions<Record<string, unknown>, SocketExtra> {
  const present = (errors: readonly unknown[]) => errors.map((error) => withoutStatus(maskError(error)));
  /** Of sockets whose `connectionParams` were taken: nothing else is executed. */
  const headers = new WeakMap<SocketExtra, HeaderLookup>();
  return {
    onConnect: ({ extra, connectionParams }) => {
      try {
        headers.set(extra, headersOf(extra.request.headers, connectionParams));
        return true;
      } catch (error) {
        // Each operation would fail of it, and clients don't try again after this code.
        extra.refuse(maskError(error).message);
        return false;
      }
    },
    onSubscribe: async ({ extra }, _, payload) => {
      const { request } = extra;
      try {
        const refusal = messages.refusalOf(payload);
        if (refusal) throw refusal;
        const base = await createContext(services, headers.get(extra)!);
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          ...base,
          req: request,
          params: payload,
        } as never);
        const document = parse(payload.query);
        const errors = validate(schema, document);
        if (errors.length > 0) return present(errors);
        return {
          schema,
          document,
          operationName: payload.operationName,
          variableValues: payload.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        } as never;
      } catch (error) {
        return present([error]);
      }
    },
    execute: (args) => attempt(args as EnvelopedArgs, "execute"),
    subscribe: (args) => attempt(args as EnvelopedArgs, "subscribe"),
    onError: (_, __, ___, errors) => present(errors),
    onNext: (_, __, ___, ____, result) => withPresented(result as ExecutionResult, present),
  };
}

interface EnvelopedArgs extends ExecutionArgs {
  rootValue: Record<"execute" | "subscribe", (args: ExecutionArgs) => ReturnType<never>>;
}

/** What is refused before it is executed is a result as well: thrown, it would cost the client its socket. */
async function attempt(args: EnvelopedArgs, how: "execute" | "subscribe"): Promise<never> {
  try {
    return await args.rootValue[how](args);
  } catch (error) {
    return { errors: [error] } as never;
  }
}

function withPresented(
  result: ExecutionResult,
  present: (errors: readonly unknown[]) => GraphQLError[],
): ExecutionResult {
  return result.errors ? { ...result, errors: present(result.errors) } : result;
}
