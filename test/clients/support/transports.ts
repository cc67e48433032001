import { setTimeout as pause } from "node:timers/promises";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import { WebSocket } from "ws";

/** Soon, as the gateways of tests are not away for long. */
const RETRY_MS = 50;

/** graphql-sse's client, which goes on trying. */
export function sseClient(url: string, headers: () => Record<string, string> = () => ({})) {
  return createSseClient({
    url: `${url}/graphql`,
    headers,
    retryAttempts: Number.POSITIVE_INFINITY,
    retry: () => pause(RETRY_MS),
  });
}

/** graphql-ws's client, which goes on trying, also where nothing listens. */
export function wsClient(url: string) {
  return createWsClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => pause(RETRY_MS),
    shouldRetry: () => true,
  });
}
