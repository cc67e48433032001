import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { openSse } from "./sse.ts";

/** What one event of a subscription, or a refusal, says. */
export interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly data?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly errors?: any[];
  /** The event's id, where the transport gives it one. */
  readonly id?: string;
}

/** A subscription as its client sees it. */
export interface Subscription {
  /** The next result; null when the server has ended the stream. */
  next(): Promise<Result | null>;
  /** Ends it as the transport would have it. */
  leave(): void;
  /** Breaks the connection without a word. */
  vanish(): void;
  /** Takes nothing from its socket any more, until it is resumed. */
  pause(): void;
  resume(): void;
}

/** A way to subscribe, with a real client over a real socket. */
export interface Transport {
  readonly name: string;
  subscribe(
    url: string,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Subscription;
}

export const sse: Transport = {
  name: "SSE",
  subscribe: (url, query, variables, headers) => {
    const stream = openSse(url, { query, variables }, headers);
    return {
      next: async () => {
        const message = await stream.next();
        if (message?.event !== "next") return null;
        return { ...JSON.parse(message.data), ...(message.id !== undefined && { id: message.id }) };
      },
      leave: stream.abort,
      vanish: stream.abort,
      // It reads when it is asked for the next message, and not before.
      pause: () => {},
      resume: () => {},
    };
  },
};

export const webSocket: Transport = {
  name: "WebSocket",
  subscribe: (url, query, variables, headers) => {
    let socket: WebSocket | undefined;
    const client = createClient({
      url: `${url.replace("http", "ws")}/graphql`,
      webSocketImpl: withHeaders(headers),
      retryAttempts: 0,
      on: { opened: (opened) => (socket = opened as WebSocket) },
    });
    const results = client.iterate({ query, variables });
    return {
      next: async () => {
        try {
          return ((await results.next()).value as Result | undefined) ?? null;
        } catch (errors) {
          if (Array.isArray(errors)) return { errors };
          throw errors;
        }
      },
      leave: () => void results.return?.(),
      vanish: () => socket?.terminate(),
      pause: () => socket?.pause(),
      resume: () => socket?.resume(),
    };
  },
};

export const transports: readonly Transport[] = [sse, webSocket];

/** A browser can't, but other clients send headers with a WebSocket's handshake. */
function withHeaders(headers: Record<string, string> | undefined): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, { headers });
    }
  } as typeof WebSocket;
}
