import type { DocumentNode, GraphQLSchema } from "graphql";
import { createYoga, type YogaServerInstance } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import type { Config } from "../config.ts";
import { type Context, createContext, type Services } from "../graphql/context.ts";
import { createErrorMask, usePresentedErrors } from "../graphql/errors.ts";
import type { Load } from "../graphql/load.ts";
import { useCoherence } from "../graphql/plugins/coherence.ts";
import { useGraphqlExecution } from "../graphql/plugins/execution.ts";
import { useInputFields } from "../graphql/plugins/input-fields.ts";
import { useLimits } from "../graphql/plugins/limits.ts";
import { useUnreadable } from "../graphql/plugins/unreadable.ts";
import type { Logger } from "../observability/logger.ts";
import { useAnswers } from "./answers.ts";
import { createHttpLoad, type NodeExchange } from "./http-load.ts";
import { useRefusals } from "./refusals.ts";
import { useRequests } from "./requests.ts";
import { useStreams } from "./streams.ts";

export type Yoga = YogaServerInstance<NodeExchange, Context>;

/** GraphQL over HTTP and SSE, with GraphiQL. The plugins run in the order they stand in. */
export function createGraphQLServer(options: {
  schema: GraphQLSchema;
  services: Services;
  load: Load;
  config: Pick<Config, "http" | "limits">;
  logger: Logger;
}): Yoga {
  const { schema, services, config, logger } = options;
  const load = createHttpLoad(options.load);
  const maskError = createErrorMask(logger);
  return createYoga<NodeExchange, Context>({
    schema,
    // Over WebSocket the context is made where the operation comes in.
    context: ({ request, ...exchange }) =>
      createContext(services, {
        ...load.begin(exchange),
        header: (name) => request.headers.get(name),
        gone: request.signal,
        lastEventId: request.headers.get("last-event-id"),
      }),
    graphqlEndpoint: "/graphql",
    landingPage: false,
    // Answered by the HTTP server, which also knows what Yoga doesn't.
    healthCheckEndpoint: "/-/yoga",
    multipart: false,
    batching: false,
    // Read, and bounded, by a plugin.
    maxRequestBodySize: false,
    // The HTTP server's business, as are origins.
    cors: false,
    parserAndValidationCache: {
      documentCache: createDocumentCache<DocumentNode>(),
      errorCache: createDocumentCache<object>(),
    },
    // Served by the HTTP server, once for all.
    graphiql: false,
    maskedErrors: { maskError },
    // Its messages would repeat what the error mask logs, and its own shape is about to change.
    logging: false,
    plugins: [
      // In place of Yoga's parsers.
      useRequests(config.limits, config.http.maxBodyBytes),
      // Around everything that Yoga itself refuses.
      useRefusals(),
      usePresentedErrors(maskError),
      useGraphqlExecution(config.limits.answerBytes),
      // Before anything is executed.
      useLimits(config.limits),
      // Where something was refused: it says which field.
      useInputFields(),
      // After: it looks at what the readers did.
      useCoherence(),
      useUnreadable(),
      // Last: Yoga has chosen how to answer, or found nothing.
      useStreams(services.closing),
      // Last as well: the answer is whole.
      useAnswers(load),
    ],
  });
}

/**
 * Parsed documents by their text. Yoga's own cache counts them, and a thousand documents of four
 * megabytes, with values written into them instead of variables, would fill the memory.
 */
function createDocumentCache<V extends object>() {
  const cache = new LRUCache<string, V>({
    max: 1_000,
    maxSize: 4_000_000,
    maxEntrySize: 100_000,
    sizeCalculation: (_, text) => text.length + 1,
  });
  return {
    get: (text: string) => cache.get(text),
    set: (text: string, value: V) => void cache.set(text, value),
  };
}
