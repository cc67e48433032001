import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { currentRequestId } from "../observability/request-scope.ts";
import { tooLarge } from "./server.ts";

/**
 * Says in JSON, with a code, what Yoga would say in its own words, as an unexpected failure, or by a bare
 * status: a body that grew too large on its way, and a media type that can't be served.
 */
export function useRefusals(maxBodyBytes: number): Plugin {
  return {
    onRequestParse: ({ requestParser, setRequestParser }) => {
      if (!requestParser) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch (error) {
          throw explained(error, maxBodyBytes);
        }
      });
    },
    onResponse: ({ response, setResponse, fetchAPI }) => {
      if (response.status !== 406) return;
      const extensions = { code: "BAD_USER_INPUT", field: "accept", requestId: currentRequestId() };
      const message =
        "accept: expected application/json or application/graphql-response+json; for a subscription text/event-stream";
      setResponse(fetchAPI.Response.json({ errors: [{ message, extensions }] }, { status: 406 }));
    },
  };
}

function explained(error: unknown, maxBodyBytes: number): unknown {
  if (error instanceof GraphQLError && error.extensions.code === "REQUEST_ENTITY_TOO_LARGE")
    return new GraphQLError(tooLarge(maxBodyBytes), {
      extensions: { code: "BAD_USER_INPUT", field: "body", http: { status: 413 } },
    });
  return error;
}
