import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Fault } from "../fault.ts";
import type { Logger } from "../observability/logger.ts";
import { currentRequestId } from "../observability/request-scope.ts";

export type ErrorMask = (error: unknown) => GraphQLError;

/**
 * What a client sees of an error: faults with their code and field; what is wrong with the document or
 * its variables as BAD_USER_INPUT; everything else masked, with the id under which it was logged.
 */
export function createErrorMask(logger: Logger): ErrorMask {
  return (error) => {
    if (error instanceof GraphQLError && presented.has(error)) return error;
    const shown = present(error, logger);
    presented.add(shown);
    return shown;
  };
}

/** Errors pass several hooks, and each is logged once. */
const presented = new WeakSet<GraphQLError>();

/** Gives those errors a code and the request's id that come from before the execution: of a document that isn't valid. */
export function usePresentedErrors(mask: ErrorMask): Plugin {
  return {
    onExecutionResult: ({ result, setResult }) => {
      if (!result || !("errors" in result) || !result.errors?.length) return;
      setResult({ ...result, errors: result.errors.map(mask) });
    },
  };
}

/** As it goes over a WebSocket, where there is no HTTP response to give a status. */
export function withoutStatus(error: GraphQLError): GraphQLError {
  const { http: _, ...extensions } = error.extensions;
  const bare = copyOf(error, error.message, extensions);
  presented.add(bare);
  return bare;
}

/** An error at the same place. Where that is isn't counted again, line by line of a document that may have thousands. */
export function copyOf(
  place: unknown,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  if (!(place instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, locations, path } = place;
  return Object.assign(new GraphQLError(message, { path, extensions }), {
    nodes,
    source,
    positions,
    locations,
  });
}

function present(error: unknown, logger: Logger): GraphQLError {
  const { path } = error instanceof GraphQLError ? error : {};
  const original = originalOf(error);
  const requestId = currentRequestId();

  if (original instanceof Fault) {
    const { code, message, field, expected, extensions, cause } = original;
    // What is away says nothing about this program, so no stack; whoever watches the store tells once.
    if (code === "UNAVAILABLE") logger.debug({ reason: ((cause ?? original) as Error).message }, message);
    const http = path ? undefined : statusOf(code);
    return copyOf(error, abridged(message), {
      ...extensions,
      code,
      ...(field && { field: abridged(field) }),
      ...(expected && { expected }),
      requestId,
      ...(http && { http }),
    });
  }

  if (original instanceof GraphQLError && !isInternal(original, path)) {
    const { code, originalError: _, http, ...extensions } = original.extensions;
    const shown = FROM_LIBRARIES[String(code)] ?? code ?? "BAD_USER_INPUT";
    const { field = fieldOf(original.message) } = extensions as { field?: string };
    // What can't be pinned down is wrong with the document.
    const blamed = field ?? (shown === "BAD_USER_INPUT" && !path ? "query" : undefined);
    const at4xx = code === "BAD_REQUEST" ? { ...BAD_REQUEST, ...(http as object), spec: false } : http;
    return copyOf(error, abridged(original.message), {
      ...extensions,
      ...(blamed && { field: abridged(blamed) }),
      code: shown,
      requestId,
      ...(at4xx !== undefined && { http: at4xx }),
    });
  }

  logger.error({ err: original }, "unexpected error");
  return copyOf(error, "Something went wrong here; it was logged under this request's id.", {
    code: "INTERNAL_SERVER_ERROR",
    requestId,
    ...(!path && { http: { status: 500 } }),
  });
}

/** Libraries wrap errors, sometimes more than once. */
function originalOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/** The status of a request of which nothing was executed; 200 for those that read plain JSON, as the protocol has it. */
function statusOf(code: Fault["code"]): object {
  if (code === "RATE_LIMITED") return { status: 429, headers: { "retry-after": RETRY_AFTER_SECONDS } };
  return code === "UNAVAILABLE" ? { status: 503 } : { status: 400, spec: true };
}

/** Answers are soon taken, and operations soon over. */
const RETRY_AFTER_SECONDS = "1";

/** What isn't a GraphQL request at all is refused as such, whatever media type the client would like. */
const BAD_REQUEST = { status: 400 };

/** What graphql-js and the server find wrong with a request is the client's to mend. */
const FROM_LIBRARIES: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: "BAD_USER_INPUT",
  GRAPHQL_VALIDATION_FAILED: "BAD_USER_INPUT",
  BAD_REQUEST: "BAD_USER_INPUT",
  OPERATION_RESOLUTION_FAILURE: "BAD_USER_INPUT",
};

/** An executor's own complaint about a field: about its arguments it is the client's, else it is ours. */
function isInternal({ message, extensions }: GraphQLError, path: GraphQLError["path"]): boolean {
  if (extensions.code !== undefined) return extensions.code === "INTERNAL_SERVER_ERROR";
  return path !== undefined && !/^(Argument|Variable|Directive) /.test(message);
}

const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^POST body|^Batching/, "body"],
  [/^Must provide query|^Syntax Error/, "query"],
  [/^Could not determine what operation/, "operationName"],
  [/^Expected "(\w+)" param|^Unexpected parameter "(\w+)"/, ""],
];

/** The part of the request that a library's message complains of. */
function fieldOf(message: string): string | undefined {
  for (const [pattern, field] of FIELDS) {
    const match = pattern.exec(message);
    if (match) return field || match.slice(1).find(Boolean);
  }
  // A variable that was given as null although it has a default is found out when its field is executed.
  const [, name, path = ""] =
    /^Argument "[@\w.]+\((\w+):\)"(?: has invalid value at (\S+):)?/.exec(message) ?? [];
  return name && name + path.replace(/\[(\d+)\]/g, ".$1");
}

const MAX_MESSAGE = 500;

/** Messages quote the request, and a request may be megabytes. */
function abridged(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
}
