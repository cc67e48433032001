import { type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  json(): any;
}

/** An HTTP request with any headers, also those that `fetch` keeps to itself: Host and Origin. */
export async function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<HttpAnswer> {
  const { method = "GET", headers, body } = options;
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  request(url, { method, headers, agent: false }, async (response) => {
    const content = await text(response);
    resolve({
      status: response.statusCode!,
      headers: response.headers,
      text: content,
      json: () => JSON.parse(content),
    });
  })
    .on("error", reject)
    .end(body);
  return promise;
}
