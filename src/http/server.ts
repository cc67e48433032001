import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Config } from "../config.ts";
import { currentRequestId, inRequest, newRequestId } from "../observability/request-scope.ts";
import type { Health } from "./health.ts";
import { landingPage } from "./landing-page.ts";
import { foreignCharset } from "./media-type.ts";
import { createGate } from "./origin.ts";
import { SCHEMA_PATH } from "./schema-file.ts";

const REQUEST_ID = /^[\w.:-]{1,100}$/;

export interface Routes {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly health: () => Promise<Health>;
  /** The schema as a file; none where clients aren't told it. */
  readonly schemaFile?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly metrics: () => Promise<{ contentType: string; text: string }>;
  /** What went wrong unexpectedly, and is answered as 500. */
  readonly onError: (error: unknown) => void;
}

/** The HTTP server: what is asked of which part, and what is refused before any part sees it. */
export function createHttpServer(config: Config["http"], routes: Routes): Server {
  const gate = createGate(config);
  const server = createServer((request, response) => {
    // A client would keep its connection, and a shutdown would wait for it.
    response.once("close", () => {
      if (!server.listening) server.closeIdleConnections();
    });
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && REQUEST_ID.test(given) ? given : newRequestId();
    response.setHeader("x-request-id", requestId);
    response.setHeader("x-content-type-options", "nosniff");
    inRequest(requestId, () => {
      route(request, response).catch((error) => {
        routes.onError(error);
        if (response.headersSent) response.destroy();
        else refuse(response, 500, "INTERNAL_SERVER_ERROR", "Something went wrong here.");
      });
    });
  });
  return server;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = gate.refuseHost(request.headers);
    if (foreign) return refuse(response, 403, "FORBIDDEN", foreign, "host");
    const path = (request.url ?? "/").split("?", 1)[0];
    if (path === "/graphql") return graphql(request, response);
    const isSchema = path === SCHEMA_PATH && routes.schemaFile !== undefined;
    if (!isSchema && !["/", "/health", "/ready", "/metrics"].includes(path!))
      return refuse(
        response,
        404,
        "NOT_FOUND",
        "There is nothing at this path: GraphQL is at /graphql.",
        "path",
      );
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return refuse(response, 405, "BAD_USER_INPUT", "Only GET is answered here.", "method");
    }
    if (isSchema) {
      const stranger = gate.refuseOrigin(request.headers);
      if (stranger) return refuse(response, 403, "FORBIDDEN", stranger, "origin");
      if (gate.isInvited(request.headers))
        response.setHeader("access-control-allow-origin", request.headers.origin!);
      response.setHeader("vary", "origin");
      return routes.schemaFile!(request, response);
    }
    if (path === "/") return send(response, 200, "text/html; charset=utf-8", landingPage(config.graphiql));
    if (path === "/metrics") {
      const { contentType, text } = await routes.metrics();
      return send(response, 200, contentType, text);
    }
    const health = await routes.health();
    sendJson(response, path === "/health" || health.ready ? 200 : 503, health);
  }

  /**
   * A form of another site can send only a few media types without asking first, so nothing but JSON is
   * read; and what a page of another site sends is not answered at all, unless it was invited.
   */
  async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers } = request;
    const stranger = gate.refuseOrigin(headers);
    if (stranger) return refuse(response, 403, "FORBIDDEN", stranger, "origin");
    if (gate.isInvited(headers)) {
      response.setHeader("access-control-allow-origin", headers.origin!);
      response.setHeader("access-control-expose-headers", "x-request-id");
      response.setHeader("vary", "origin");
      if (method === "OPTIONS") return preflight(request, response);
    }
    const media = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
    if (method !== "GET" && method !== "POST") {
      response.setHeader("allow", "GET, POST");
      return refuse(
        response,
        405,
        "BAD_USER_INPUT",
        "GraphQL is sent by POST, or by GET for queries.",
        "method",
      );
    }
    if ((method === "POST" || media) && media !== "application/json")
      return refuse(
        response,
        415,
        "BAD_USER_INPUT",
        "Send the operation as application/json.",
        "content-type",
      );
    const charset = foreignCharset(headers["content-type"]);
    if (charset !== null)
      return refuse(response, 415, "BAD_USER_INPUT", "Send JSON in UTF-8, as it always is.", "content-type");
    // What is still under way is read and thrown away: cut off, the client might never see the answer.
    if (Number(headers["content-length"]) > config.maxBodyBytes)
      return refuse(response, 413, "BAD_USER_INPUT", tooLarge(config.maxBodyBytes), "body");
    await routes.graphql(request, response);
  }
}

/** What a body is refused with that is larger than MAX_BODY_BYTES. */
export function tooLarge(maxBodyBytes: number): string {
  return `The body is larger than ${maxBodyBytes} bytes.`;
}

/** A browser asks, before it sends JSON of a page of another site, whether it may. */
function preflight(request: IncomingMessage, response: ServerResponse): void {
  const asked = request.headers["access-control-request-headers"];
  response
    .writeHead(204, {
      "access-control-allow-methods": "GET, POST",
      ...(asked && { "access-control-allow-headers": asked }),
      "access-control-max-age": "600",
    })
    .end();
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  field?: string,
): void {
  const extensions = { code, ...(field && { field }), requestId: currentRequestId() };
  sendJson(response, status, { errors: [{ message, extensions }] });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}
