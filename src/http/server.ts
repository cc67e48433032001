import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "../config.ts";
import { inRequest } from "../observability/request-scope.ts";
import type { Health } from "./health.ts";
import { landingPage } from "./landing-page.ts";
import { isOwnOrigin } from "./origin.ts";

const REQUEST_ID = /^[\w.:-]{1,100}$/;

export interface Routes {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly health: () => Promise<Health>;
  readonly metrics: () => Promise<{ contentType: string; text: string }>;
}

/** The HTTP server: what is asked of which part, and what is refused before any part sees it. */
export function createHttpServer(config: Config["http"], routes: Routes): Server {
  return createServer((request, response) => {
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && REQUEST_ID.test(given) ? given : uuidv7();
    response.setHeader("x-request-id", requestId);
    response.setHeader("x-content-type-options", "nosniff");
    inRequest(requestId, () => {
      route(request, response).catch(() => {
        if (!response.headersSent)
          sendJson(response, 500, refusal("INTERNAL_SERVER_ERROR", "Something went wrong here."));
        else response.destroy();
      });
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?", 1)[0];
    if (path === "/graphql") return graphql(request, response);
    if (request.method !== "GET" && request.method !== "HEAD")
      return sendJson(response, 405, refusal("BAD_USER_INPUT", "Only GET is answered here."));
    if (path === "/") return send(response, 200, "text/html; charset=utf-8", landingPage(config.graphiql));
    if (path === "/health") return sendJson(response, 200, await routes.health());
    if (path === "/ready") {
      const health = await routes.health();
      return sendJson(response, health.ready ? 200 : 503, health);
    }
    if (path === "/metrics") {
      const { contentType, text } = await routes.metrics();
      return send(response, 200, contentType, text);
    }
    return sendJson(
      response,
      404,
      refusal("NOT_FOUND", "There is nothing at this path: GraphQL is at /graphql."),
    );
  }

  /**
   * A form of another site can send only a few media types without asking first, so nothing but JSON is
   * read; and what a page of another site sends is not answered at all.
   */
  async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { "content-type": type, "content-length": length, origin, host } = request.headers;
    const media = type?.split(";", 1)[0]?.trim().toLowerCase();
    if (!isOwnOrigin(origin, host, config.corsOrigins))
      return sendJson(
        response,
        403,
        refusal("FORBIDDEN", "This page's origin isn't allowed: add it to CORS_ORIGINS."),
      );
    const reads = request.method === "GET" || request.method === "HEAD";
    if ((request.method === "POST" || (reads && media)) && media !== "application/json")
      return sendJson(
        response,
        415,
        refusal("BAD_USER_INPUT", "Send the operation as application/json.", "content-type"),
      );
    if (Number(length) > config.maxBodyBytes) {
      response.setHeader("connection", "close");
      return sendJson(
        response,
        413,
        refusal("BAD_USER_INPUT", `The body is larger than ${config.maxBodyBytes} bytes.`, "body"),
      );
    }
    await routes.graphql(request, response);
  }
}

function refusal(code: string, message: string, field?: string) {
  return { errors: [{ message, extensions: { code, ...(field && { field }) } }] };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}
