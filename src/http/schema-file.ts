import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

export const SCHEMA_PATH = "/schema.graphql";

/** Answers the schema's file; it changes with the program, so who has it asks whether it is still the one. */
export function createSchemaRoute(
  text: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return (request, response) => {
    response.setHeader("etag", etag);
    response.setHeader("cache-control", "no-cache");
    if (matches(request.headers["if-none-match"], etag)) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, {
      "content-type": "application/graphql; charset=utf-8",
      "content-length": Buffer.byteLength(text),
    });
    response.end(request.method === "HEAD" ? undefined : text);
  };
}

/** A weak tag is as good here: a proxy that compresses makes it one. */
function matches(given: string | undefined, etag: string): boolean {
  return (given ?? "").split(",").some((one) => ["*", etag, `W/${etag}`].includes(one.trim()));
}
