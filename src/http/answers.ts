import type { FetchAPI, Plugin } from "graphql-yoga";
import { codingFor, encode, varyOf } from "./compression.ts";
import type { HttpLoad, NodeExchange } from "./http-load.ts";

/** What an answer says to whatever lies between here and the client, and how it is encoded. */
export function useAnswers(load: HttpLoad): Plugin<object, NodeExchange> {
  return {
    onResponse: ({ request, response, setResponse, fetchAPI, serverContext }) => {
      const { headers } = response;
      // The server's business; it knows when a connection is the last one.
      headers.delete("connection");
      headers.set("cache-control", "no-store");
      // What is streamed has no length, and is passed on as it comes.
      const size = Number(headers.get("content-length"));
      const accepted = request.headers.get("accept-encoding") ?? undefined;
      headers.set("vary", varyOf(size));
      if (size > 0) load.settle(serverContext, size);
      if (size === 0 || !codingFor(size, accepted)) return;
      return encoded(response, accepted, fetchAPI).then(setResponse);
    },
  };
}

async function encoded(
  response: Response,
  acceptEncoding: string | undefined,
  fetchAPI: FetchAPI,
): Promise<Response> {
  const { status, statusText, headers } = response;
  const { body, headers: told } = await encode(await response.text(), acceptEncoding);
  for (const [name, value] of Object.entries(told)) headers.set(name, value);
  return new fetchAPI.Response(body as string, { status, statusText, headers });
}
