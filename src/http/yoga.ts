import type { GraphQLSchema } from "graphql";
import { createYoga, type YogaServerInstance } from "graphql-yoga";
import type { Config } from "../config.ts";
import { type Context, createContext, type Services } from "../graphql/context.ts";
import { createErrorMask } from "../graphql/errors.ts";
import { useCoherence } from "../graphql/plugins/coherence.ts";
import { useInputFields } from "../graphql/plugins/input-fields.ts";
import { useLimits } from "../graphql/plugins/limits.ts";
import type { Logger } from "../observability/logger.ts";
import { EXAMPLES } from "./examples.ts";

// biome-ignore lint/complexity/noBannedTypes: Yoga's own word for a server without context of its own.
export type Yoga = YogaServerInstance<{}, Context>;

/** GraphQL over HTTP and SSE, with GraphiQL. The plugins run in the order they stand in. */
export function createGraphQLServer(options: {
  schema: GraphQLSchema;
  services: Services;
  config: Config;
  logger: Logger;
}): Yoga {
  const { schema, services, config, logger } = options;
  return createYoga<object, Context>({
    schema,
    // Over WebSocket there is no Request, and the context is made where the operation comes in.
    context: (initial) =>
      "services" in initial
        ? (initial as unknown as Context)
        : createContext(services, (name) => initial.request.headers.get(name), initial.request.signal),
    graphqlEndpoint: "/graphql",
    landingPage: false,
    // Answered by the HTTP server, which also knows what Yoga doesn't.
    healthCheckEndpoint: "/-/yoga",
    multipart: false,
    batching: false,
    maxRequestBodySize: config.http.maxBodyBytes,
    cors:
      config.http.corsOrigins.length > 0
        ? { origin: [...config.http.corsOrigins], methods: ["GET", "POST", "OPTIONS"] }
        : false,
    graphiql: config.http.graphiql
      ? { title: "Living Worlds", defaultQuery: EXAMPLES, shouldPersistHeaders: true }
      : false,
    // Nine megabytes, so not before somebody opens it. The one that Yoga brings loads from a CDN.
    renderGraphiQL: async (graphiql) =>
      (await import("@graphql-yoga/render-graphiql")).renderGraphiQL(graphiql),
    maskedErrors: { maskError: createErrorMask(logger) },
    // Its messages would repeat what the error mask logs, and its own shape is about to change.
    logging: false,
    plugins: [
      // Before anything is executed.
      useLimits(config.limits),
      // Where something was refused: it says which field.
      useInputFields(),
      // After: it looks at what the readers did.
      useCoherence(),
    ],
  }) as unknown as Yoga;
}
