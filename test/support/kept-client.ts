import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

/** What one request came to. */
export interface Outcome {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client that sends one request after another on one connection, as long as that is kept. */
export interface KeptClient {
  /** Rejects with the connection's error: ECONNREFUSED says that nothing was sent. */
  send(path: string, options?: { body?: string; headers?: Record<string, string> }): Promise<Outcome>;
  close(): void;
}

/** `keepAlive` false: each request has a connection of its own. */
export function createKeptClient(url: string, { keepAlive = true } = {}): KeptClient {
  const agent = new Agent({ keepAlive, maxSockets: 1 });
  return {
    send: (path, { body, headers } = {}) =>
      new Promise((resolve, reject) => {
        const method = body === undefined ? "GET" : "POST";
        const json = body === undefined ? {} : { "content-type": "application/json" };
        request(url + path, { method, agent, headers: { ...json, ...headers } }, async (response) => {
          try {
            const content = await text(response);
            resolve({ status: response.statusCode!, headers: response.headers, text: content });
          } catch (error) {
            reject(error);
          }
        })
          .on("error", reject)
          .end(body);
      }),
    close: () => agent.destroy(),
  };
}
