import { GraphQLError } from "graphql";
import type { GraphQLParams, Plugin } from "graphql-yoga";
import { decodeUtf8, parseJson } from "../json/parse.ts";
import { type JsonBounds, JsonRefusal } from "../json/scan.ts";
import { readBody } from "./bodies.ts";
import type { NodeExchange } from "./http-load.ts";

type Params = GraphQLParams & Record<string, unknown>;

/**
 * Reads what comes over HTTP, in place of Yoga's parsers: those replace bytes and escapes that aren't UTF-8, round
 * numbers and drop members that are given twice, all without a word. A body is read as Node hands it over: on Yoga's
 * way it would pass several streams, and leave one that is too long half read, with its connection waiting.
 */
export function useRequests(bounds: JsonBounds, maxBodyBytes: number): Plugin<object, NodeExchange> {
  return {
    onRequestParse: ({ request, serverContext, setRequestParser }) => {
      if (request.method === "GET") setRequestParser(({ url }) => readSearch(url, bounds));
      if (request.method === "POST")
        setRequestParser(async () => paramsOf(await readBody(serverContext.req, maxBodyBytes), bounds));
    },
    onParams: ({ params }) => {
      if (asksForPersisted(params)) throw persistedQueryNotSupported();
    },
  };
}

/** The request that a POST's body holds; throws a GraphQLError with the field at fault. */
function paramsOf(bytes: Uint8Array, bounds: JsonBounds): Params {
  const body = readJson("body", () => parseJson(decodeUtf8(bytes), bounds), "POST body sent invalid JSON.");
  if (body === null || typeof body !== "object")
    throw refused(
      `POST body is expected to be object but received ${body === null ? null : typeof body}`,
      "body",
    );
  return body as Params;
}

/** The same of a GET's URL. */
function readSearch(url: string, bounds: JsonBounds): Params {
  const given = new Map<string, string>();
  const start = url.indexOf("?");
  for (const pair of start < 0 ? [] : url.slice(start + 1).split("&")) {
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals), "url");
    if (!PARAMETERS.has(name)) continue;
    if (given.has(name)) throw refused(`${name}: it is given twice`, name);
    given.set(name, equals < 0 ? "" : decode(pair.slice(equals + 1), name));
  }
  const json = (name: "variables" | "extensions") => {
    const text = given.get(name);
    return text
      ? readJson(name, () => parseJson(text, bounds), `${name}: this is no JSON; expected an object as JSON`)
      : undefined;
  };
  return {
    operationName: given.get("operationName") || undefined,
    query: given.get("query") || undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  } as Params;
}

/** Whether a request names a persisted query by its hash, and holds none. */
export function asksForPersisted(params: unknown): boolean {
  const { query, extensions } = (params ?? {}) as Record<string, unknown>;
  const { persistedQuery } = (extensions ?? {}) as Record<string, unknown>;
  return (
    (query === undefined || query === null || query === "") &&
    persistedQuery !== undefined &&
    persistedQuery !== null
  );
}

/** What Apollo's and urql's clients understand as: send the whole query, and no hash again. */
export function persistedQueryNotSupported(): GraphQLError {
  return new GraphQLError("PersistedQueryNotSupported", {
    extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED", http: { status: 200 } },
  });
}

const PARAMETERS: ReadonlySet<string> = new Set(["query", "operationName", "variables", "extensions"]);

/** A refusal with the field at fault: `part` is what was read. */
export function unreadable(
  part: "body" | "payload" | "variables" | "extensions",
  refusal: JsonRefusal,
): GraphQLError {
  // A body's and a payload's members are what clients call the request's.
  const whole = part === "body" || part === "payload";
  const path = whole
    ? refusal.path.replace(/^payload\./, "")
    : [part, refusal.path].filter(Boolean).join(".");
  const field = path || part;
  return refused(`${field}: ${refusal.message}`, field);
}

function readJson(part: "body" | "variables" | "extensions", read: () => unknown, broken: string): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonRefusal) throw unreadable(part, error);
    throw error instanceof SyntaxError ? refused(broken, part) : error;
  }
}

/** A name or a value of a URL. Broken escapes, and those that aren't UTF-8, stand for no text, and nor does what isn't escaped. */
function decode(written: string, field: string): string {
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what isn't ASCII has been decoded by nobody knows what.
    if (/^[\x00-\x7f]*$/.test(written)) return decodeURIComponent(written.replaceAll("+", " "));
  } catch {}
  throw refused(`${field}: this is no UTF-8 text, percent-encoded`, field);
}

function refused(message: string, field: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST", field, http: { status: 400 } } });
}
