import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  json(): any;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** An HTTP request with any headers, also those that `fetch` keeps to itself: Host and Origin. */
export async function send(url: string, options: Sent = {}): Promise<HttpAnswer> {
  const { status, headers, body } = await sendBinary(url, options);
  const text = String(body);
  return { status, headers, text, json: () => JSON.parse(text) };
}

export interface BinaryAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As `send`, with the answer's bytes as they come: nothing is decoded. */
export async function sendBinary(url: string, options: Sent = {}): Promise<BinaryAnswer> {
  const { method = "GET", headers, body } = options;
  const { promise, resolve, reject } = Promise.withResolvers<BinaryAnswer>();
  request(url, { method, headers, agent: false }, async (response) => {
    const content = await buffer(response);
    resolve({ status: response.statusCode!, headers: response.headers, body: content });
  })
    .on("error", reject)
    .end(body);
  return promise;
}
