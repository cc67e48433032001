import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { currentRequestId, inRequest, newRequestId } from "../observability/request-scope.ts";
import { bodyTooLarge } from "./bodies.ts";
import { encode, VARY } from "./compression.ts";
import { type Connections, createConnections } from "./connections.ts";
import { renderGraphiql } from "./graphiql.ts";
import type { Health } from "./health.ts";
import { ICON } from "./icon.ts";
import { landingPage } from "./landing-page.ts";
import { foreignCharset } from "./media-type.ts";
import { NOT_ACCEPTABLE, plainAccept, prefersHtml } from "./negotiation.ts";
import { createGate } from "./origin.ts";
import { createPage, type PageHandler } from "./page.ts";
import type { HttpConfig } from "./settings.ts";
import { readTarget, wantsWebSocket } from "./target.ts";
import { watchWrites } from "./write-timeouts.ts";

/** Where clients and their tools find the schema. */
const SCHEMA_PATH = "/schema.graphql";
const REQUEST_ID = /^[\w.:-]{1,100}$/;

export interface Routes {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly health: () => Promise<Health>;
  /** The schema as one file; none where clients aren't told it. */
  readonly schemaText?: string;
  readonly metrics: () => Promise<{ contentType: string; text: string }>;
  /** What went wrong unexpectedly, and is answered as 500. */
  readonly onError: (error: unknown) => void;
}

/** The HTTP server: what is asked of which part, and what is refused before any part sees it. */
export function createHttpServer(
  config: HttpConfig,
  routes: Routes,
): { server: Server; connections: Connections } {
  const gate = createGate(config);
  const pages = createPages(config, routes.schemaText);
  // A balancer may open a connection ahead of its first request, and keeps it as long as any other.
  const headersTimeout = Math.max(60_000, config.keepAliveMs + 5_000);
  const server = createServer({
    keepAliveTimeout: config.keepAliveMs,
    headersTimeout,
    requestTimeout: Math.max(300_000, headersTimeout),
    // Who offers HTTP/2 has sent a request in HTTP/1.1 all the same.
    shouldUpgradeCallback: wantsWebSocket,
  });
  watchWrites(server, config.writeTimeoutMs);
  const connections = createConnections(server, config);
  server.on("request", (request, response) =>
    connections.admit(request, response, () => serve(request, response)),
  );
  return { server, connections };

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && REQUEST_ID.test(given) ? given : newRequestId();
    response.setHeader("x-request-id", requestId);
    response.setHeader("x-content-type-options", "nosniff");
    // A cache between would know nothing of changes.
    response.setHeader("cache-control", "no-store");
    response.setHeader("vary", VARY);
    inRequest(requestId, () => {
      route(request, response).catch((error) => {
        routes.onError(error);
        if (response.headersSent) response.destroy();
        else refuse(response, 500, "INTERNAL_SERVER_ERROR", "Something went wrong here.");
      });
    });
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(request);
    if ("malformed" in target)
      return refuse(
        response,
        400,
        "BAD_USER_INPUT",
        `The request's ${target.malformed} is malformed.`,
        target.malformed,
      );
    const { path } = target;
    const foreign = gate.refuseHost(request.headers);
    if (foreign) return refuse(response, 403, "FORBIDDEN", foreign, "host");
    if (path === "/graphql") return graphql(request, response);
    const page = pages.get(path);
    if (!page && !["/health", "/ready", "/metrics"].includes(path))
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
    if (path === SCHEMA_PATH) {
      const stranger = gate.refuseOrigin(request.headers);
      if (stranger) return refuse(response, 403, "FORBIDDEN", stranger, "origin");
      if (gate.isInvited(request.headers))
        response.setHeader("access-control-allow-origin", request.headers.origin!);
    }
    if (page) return page(request, response);
    if (path === "/metrics") {
      const { contentType, text } = await routes.metrics();
      const { body, headers } = await encode(text, request.headers["accept-encoding"]);
      response.writeHead(200, { "content-type": contentType, ...headers }).end(body);
      return;
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
      if (method === "OPTIONS") return preflight(request, response);
    }
    const graphiql = pages.get("/graphql");
    if (graphiql && (method === "GET" || method === "HEAD") && prefersHtml(headers.accept))
      return graphiql(request, response);
    const [media, ...parameters] = (headers["content-type"] ?? "").split(";").map((part) => part.trim());
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
    if ((method === "POST" || media) && media?.toLowerCase() !== "application/json")
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
      return refuse(response, 413, "BAD_USER_INPUT", bodyTooLarge(config.maxBodyBytes), "body");
    const accept = plainAccept(headers.accept);
    if (accept === null) return refuse(response, 406, "BAD_USER_INPUT", NOT_ACCEPTABLE, "accept");
    // In the letters in which Yoga knows them.
    headers.accept = accept;
    if (media) headers["content-type"] = ["application/json", ...parameters].join("; ");
    await routes.graphql(request, response);
  }
}

/** What stays the same while the process runs, by its path. */
function createPages({ graphiql }: HttpConfig, schemaText: string | undefined): Map<string, PageHandler> {
  const html = "text/html; charset=utf-8";
  return new Map([
    ["/", createPage(html, () => landingPage(graphiql))],
    ["/favicon.ico", createPage("image/svg+xml", () => ICON)],
    ...(schemaText === undefined
      ? []
      : ([[SCHEMA_PATH, createPage("application/graphql; charset=utf-8", () => schemaText)]] as const)),
    ...(graphiql ? ([["/graphql", createPage(html, renderGraphiql)]] as const) : []),
  ]);
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
  const text = `${JSON.stringify(body)}\n`;
  const type = "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) }).end(text);
}
