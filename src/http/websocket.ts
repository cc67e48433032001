import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecutionArgs, ExecutionResult, GraphQLError } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { v7 as uuidv7 } from "uuid";
import { WebSocketServer } from "ws";
import type { Config } from "../config.ts";
import { createContext, type Services } from "../graphql/context.ts";
import { type ErrorMask, withoutStatus } from "../graphql/errors.ts";
import { inRequest } from "../observability/request-scope.ts";
import { createGate } from "./origin.ts";
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
  maskError: ErrorMask;
}): { close(): Promise<void> } {
  const { server, yoga, services, config, maskError } = options;
  const gate = createGate(config);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.maxBodyBytes });
  const present = (errors: readonly unknown[]) => errors.map((error) => withoutStatus(maskError(error)));

  const disposable = useServer(
    {
      // Yoga's pipeline, so that limits and masking hold here as they do over HTTP.
      execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
      subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
      onSubscribe: async (context, _, payload) => {
        const { request } = context.extra;
        try {
          const base = await createContext(services, (name) => header(request.headers[name]));
          const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
            ...base,
            req: request,
            socket: context.extra.socket,
            params: payload,
          } as never);
          const document = parse(payload.query);
          const errors = validate(schema, document);
          if (errors.length > 0) return present(errors) as GraphQLError[];
          return {
            schema,
            document,
            operationName: payload.operationName,
            variableValues: payload.variables,
            contextValue: await contextFactory(),
            rootValue: { execute, subscribe },
          } as never;
        } catch (error) {
          return present([error]) as GraphQLError[];
        }
      },
      onError: (_, __, ___, errors) => present(errors) as GraphQLError[],
      onNext: (_, __, ___, ____, result) => withPresented(result as ExecutionResult, present),
    },
    sockets,
  );

  server.on("upgrade", (request, socket: Duplex, head) => {
    const path = (request.url ?? "/").split("?")[0];
    const refused = gate.refuseHost(request.headers) ?? gate.refuseOrigin(request.headers);
    if (path !== "/graphql" || refused) {
      // A client that is gone by now must not bring the process down.
      socket.on("error", () => {});
      socket.end(`HTTP/1.1 ${refused ? "403 Forbidden" : "404 Not Found"}\r\nConnection: close\r\n\r\n`);
      return;
    }
    inRequest(uuidv7(), () =>
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request)),
    );
  });

  return { close: async () => void (await disposable.dispose()) };
}

interface EnvelopedArgs extends ExecutionArgs {
  rootValue: {
    execute: (args: ExecutionArgs) => ReturnType<never>;
    subscribe: (args: ExecutionArgs) => ReturnType<never>;
  };
}

function withPresented(
  result: ExecutionResult,
  present: (errors: readonly unknown[]) => GraphQLError[],
): ExecutionResult {
  return result.errors ? { ...result, errors: present(result.errors) } : result;
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
