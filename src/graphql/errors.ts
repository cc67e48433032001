import { GraphQLError } from "graphql";
import { Fault } from "../fault.ts";
import type { Logger } from "../observability/logger.ts";
import { currentRequestId } from "../observability/request-scope.ts";

/**
 * What a client sees of an error: faults with their code and field; what is wrong with the document or
 * its variables as BAD_USER_INPUT; everything else masked, with the id under which it was logged.
 */
export function createErrorMask(logger: Logger): (error: unknown) => GraphQLError {
  return (error) => {
    const outer = error instanceof GraphQLError ? error : undefined;
    const original = originalOf(error);
    const { nodes, source, positions, path } = outer ?? {};
    const at = { nodes, source, positions, path };
    const requestId = currentRequestId();
    if (original instanceof Fault) {
      if (original.code === "UNAVAILABLE") logger.warn({ err: original.cause ?? original }, original.message);
      const { code, field, expected } = original;
      return new GraphQLError(original.message, {
        ...at,
        extensions: { code, ...(field && { field }), ...(expected && { expected }), requestId },
      });
    }
    if (original instanceof GraphQLError) {
      const { code, originalError: _, ...extensions } = original.extensions;
      if (code === "INTERNAL_SERVER_ERROR") logger.error({ err: original }, "unexpected error");
      return new GraphQLError(original.message, {
        ...at,
        extensions: {
          ...extensions,
          ...(code === "BAD_REQUEST" && NOT_GRAPHQL),
          code: codeOf(code),
          requestId,
        },
      });
    }
    logger.error({ err: original }, "unexpected error");
    return new GraphQLError("Something went wrong here; it was logged under this request's id.", {
      ...at,
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
    });
  };
}

/** What isn't a GraphQL request at all is 400 whatever media type the client would like. */
const NOT_GRAPHQL = { http: { status: 400 } };

/** Libraries wrap errors, sometimes more than once. */
function originalOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/** What graphql-js and the server find wrong with a request is the client's to mend. */
function codeOf(code: unknown): string {
  const known = typeof code === "string" ? code : "BAD_USER_INPUT";
  return ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"].includes(known)
    ? "BAD_USER_INPUT"
    : known;
}
