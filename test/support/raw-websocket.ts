import { once } from "node:events";
import { WebSocket } from "ws";

/** A WebSocket on which a test says what no proper client would. */
export interface RawWebSocket {
  readonly socket: WebSocket;
  /** Objects go as JSON. */
  send(message: string | Record<string, unknown>): void;
  /** The next message, or how the server closed the connection. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages of many shapes.
  next(): Promise<any>;
}

export async function openWebSocket(
  url: string,
  options: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<RawWebSocket> {
  const { protocol = "graphql-transport-ws", headers } = options;
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, protocol, { headers });
  const heard: unknown[] = [];
  const waiting: ((heard: unknown) => void)[] = [];
  const hear = (what: unknown) => {
    const wake = waiting.shift();
    if (wake) wake(what);
    else heard.push(what);
  };
  socket.on("message", (data) => hear(JSON.parse(String(data))));
  socket.on("close", (code, reason) => hear({ closed: code, reason: String(reason) }));
  socket.on("error", () => {});
  await once(socket, "open");
  return {
    socket,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    next: async () => heard.shift() ?? new Promise((resolve) => waiting.push(resolve)),
  };
}

/** As `openWebSocket`, past the protocol's greeting. */
export async function openAcknowledged(
  url: string,
  options: { headers?: Record<string, string> } = {},
): Promise<RawWebSocket> {
  const opened = await openWebSocket(url, options);
  opened.send({ type: "connection_init" });
  const { type } = await opened.next();
  if (type !== "connection_ack") throw new Error(`the server answered ${type}`);
  return opened;
}
