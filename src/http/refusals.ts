import type { Plugin } from "graphql-yoga";
import { currentRequestId } from "../observability/request-scope.ts";

/** Says in JSON, with a code, what Yoga would say by a bare status: that a media type can't be served. */
export function useRefusals(): Plugin {
  return {
    onResponse: ({ response, setResponse, fetchAPI }) => {
      if (response.status !== 406) return;
      const extensions = { code: "BAD_USER_INPUT", field: "accept", requestId: currentRequestId() };
      const message =
        "accept: expected application/json or application/graphql-response+json; for a subscription text/event-stream";
      setResponse(fetchAPI.Response.json({ errors: [{ message, extensions }] }, { status: 406 }));
    },
  };
}
