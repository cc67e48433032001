import type { Plugin } from "graphql-yoga";
import { codingFor, encode, varyOf } from "./compression.ts";

/** What an answer says to whatever lies between here and the client, and how it is encoded. */
export function useAnswers(): Plugin {
  return {
    onResponse: async ({ request, response, setResponse, fetchAPI }) => {
      const { status, statusText, headers } = response;
      // The server's business; it knows when a connection is the last one.
      headers.delete("connection");
      headers.set("cache-control", "no-store");
      // What is streamed is passed on as it comes.
      if (headers.get("content-type")?.match(/^(text\/event-stream|multipart\/)/)) return;
      const accepted = request.headers.get("accept-encoding") ?? undefined;
      const size = Number(headers.get("content-length"));
      if (!codingFor(size, accepted)) return headers.set("vary", varyOf(size));
      const encoded = await encode(await response.text(), accepted);
      for (const [name, value] of Object.entries(encoded.headers)) headers.set(name, value);
      const body = typeof encoded.body === "string" ? encoded.body : new Uint8Array(encoded.body);
      setResponse(new fetchAPI.Response(body, { status, statusText, headers }));
    },
  };
}
