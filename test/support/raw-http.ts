import { connect, type Socket } from "node:net";

/** A connection on which a test says what no HTTP client would, or not in one piece. */
export interface RawConnection {
  readonly socket: Socket;
  write(text: string | Uint8Array): void;
  /** Resolves with the next answer: its head, and its body as far as its length is told. */
  answer(): Promise<string>;
  /** Resolves when the server has closed it, with what has come and wasn't asked for. */
  readonly closed: Promise<string>;
}

export function connectRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("latin1");
  let heard = "";
  let over = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const one of waiting) one();
  };
  socket.on("data", (chunk) => {
    heard += chunk;
    wake();
  });
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  socket.on("error", () => {});
  socket.on("close", () => {
    over = true;
    wake();
    resolve(heard);
  });

  return {
    socket,
    write: (text) => void socket.write(text),
    closed,
    answer: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          const end = heard.indexOf("\r\n\r\n");
          const length =
            end < 0 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(heard.slice(0, end))?.[1] ?? 0);
          if (end >= 0 && heard.length >= end + 4 + length) {
            waiting.delete(look);
            const answer = heard.slice(0, end + 4 + length);
            heard = heard.slice(answer.length);
            resolve(answer);
          } else if (over) reject(new Error(`the connection was closed after ${JSON.stringify(heard)}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A POST of an operation, as it goes over the wire. */
export function rawPost(query: string, headers = ""): string {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** A GET without a body, as it goes over the wire. */
export function rawGet(target: string, headers = ""): string {
  return `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
}
