import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "./free-port.ts";

/** One client's way through the proxy. */
export interface ProxyConnection {
  /** Breaks it on both sides at once; what hasn't been passed on is lost. */
  cut(): void;
}

/**
 * Sees the bytes of one direction before they are passed on, in chunks as they come, and may cut the connection:
 * then they aren't. Returns other bytes to pass on in their place (none: an empty Buffer), or nothing.
 */
export type ProxyHook = (chunk: Buffer, connection: ProxyConnection) => Buffer | undefined;

export interface ProxyHooks {
  /** From the client. To cut here is to lose the request before it is executed. */
  onRequest?: ProxyHook | undefined;
  /** From the server. To cut here is to lose the reply after the request was executed. */
  onReply?: ProxyHook | undefined;
}

/** A TCP proxy on this machine through which a test breaks what runs between a client and a server. */
export interface TcpProxy {
  readonly host: string;
  readonly port: number;
  /** May be set and taken away at any time. */
  readonly hooks: ProxyHooks;
  /** How many clients are connected. */
  readonly connections: number;
  /** Cuts all connections; new ones are let in. */
  cut(): void;
  /** Lets no new connections in (ECONNREFUSED); those that are there stay. */
  refuse(): Promise<void>;
  /** Lets new connections in again, on the same port. */
  accept(): Promise<void>;
  /** Holds all bytes, both ways, on new connections too: nothing fails, nothing answers. */
  pause(): void;
  /** Passes on what was held, in order. */
  resume(): void;
  /** From now on replies come so much later, in milliseconds, and in order. */
  lag(ms: number): void;
  stop(): Promise<void>;
}

interface Pair extends ProxyConnection {
  readonly sockets: readonly [Socket, Socket];
}

/** Starts a proxy to a server, which needn't run yet: a client whose connection it doesn't take is cut. */
export async function startTcpProxy(
  target: { readonly host: string; readonly port: number },
  hooks: ProxyHooks = {},
): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let paused = false;
  let lagMs = 0;

  const join = (client: Socket) => {
    const server = connect({ host: target.host, port: target.port, allowHalfOpen: true });
    const pair: Pair = {
      sockets: [client, server],
      cut: () => {
        pairs.delete(pair);
        client.resetAndDestroy();
        server.resetAndDestroy();
      },
    };
    pairs.add(pair);
    pass(
      client,
      server,
      () => 0,
      (chunk) => hooks.onRequest?.(chunk, pair),
    );
    pass(
      server,
      client,
      () => lagMs,
      (chunk) => hooks.onReply?.(chunk, pair),
    );
    for (const socket of pair.sockets) {
      socket.setNoDelay(true);
      // The close that follows an error is what cuts the other side.
      socket.on("error", () => {});
      socket.on("close", pair.cut);
      if (paused) socket.pause();
    }
  };
  const listen = async (port: number) => {
    const server = createServer({ allowHalfOpen: true }, join);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };

  const port = await freePort();
  let listener: Server | undefined = await listen(port);
  const cut = () => {
    for (const pair of pairs) pair.cut();
  };
  const refuse = async () => {
    const closing = listener;
    listener = undefined;
    // It stops listening at once; its close event would wait for the connections that stay.
    closing?.close();
    await new Promise(setImmediate);
  };

  return {
    host: "127.0.0.1",
    port,
    hooks,
    get connections() {
      return pairs.size;
    },
    cut,
    refuse,
    accept: async () => {
      listener ??= await listen(port);
    },
    pause: () => {
      paused = true;
      for (const { sockets } of pairs) for (const socket of sockets) socket.pause();
    },
    resume: () => {
      paused = false;
      for (const { sockets } of pairs) for (const socket of sockets) socket.resume();
    },
    lag: (ms) => {
      lagMs = ms;
    },
    stop: async () => {
      await refuse();
      cut();
    },
  };
}

/** Passes on what comes, in order, and the end of it; `lagOf` says how much later. */
function pass(
  from: Socket,
  to: Socket,
  lagOf: () => number,
  hook: (chunk: Buffer) => Buffer | undefined,
): void {
  let due = 0;
  const later = (work: () => void) => {
    due = Math.max(due, performance.now() + lagOf());
    const wait = due - performance.now();
    if (wait <= 0) work();
    else setTimeout(work, wait);
  };
  from.on("data", (chunk: Buffer) => {
    const passed = hook(chunk) ?? chunk;
    later(() => {
      if (!to.destroyed && passed.length > 0) to.write(passed);
    });
  });
  from.on("end", () => later(() => to.end()));
}
