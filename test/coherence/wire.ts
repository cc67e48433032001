import { createHash } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { frameEnd, strings } from "./resp.ts";

/** A command on its way to Redis. */
export interface Request {
  /** In upper case, such as EVALSHA. */
  readonly name: string;
  readonly args: readonly string[];
  /** The source of the script that it calls; empty: none, or one that wasn't seen yet. */
  readonly script: string;
}

export type Wanted = (request: Request) => boolean;

/** The script that applies a change: the only one that publishes. */
export function isApply({ script }: Request): boolean {
  return /['"]S?PUBLISH['"]/i.test(script);
}

/** The script that offers what was loaded. */
export function isFill({ script }: Request): boolean {
  return script.includes("'BEHIND'");
}

/** A hold on commands or replies: what comes behind on the same connection waits, too. */
export interface Hold {
  /** Resolves when something is held. */
  readonly caught: Promise<void>;
  /** Lets everything go on; with `cut`, closes the connections instead, the held ones unsent. */
  release(options?: { cut?: boolean }): void;
}

/**
 * What lies between one gateway and Redis: a TCP proxy that understands as much of what passes as faults
 * need, and does nothing until it is told to.
 */
export interface Wire {
  readonly url: string;
  /** Sends new connections to another server, and closes the old ones. */
  point(port: number): void;
  /** Closes all connections; answers how many there were. */
  cut(): number;
  /** Lets such commands be executed, and closes the connection instead of passing on the reply. */
  cutReply(wanted: Wanted): { readonly hits: number; disarm(): void };
  /** Swallows notices until told to stop. */
  mute(wanted?: (channel: string, payload: string) => boolean): { readonly hits: number; disarm(): void };
  /** The highest version of which a notice has been passed on, by channel. */
  readonly noticed: ReadonlyMap<string, number>;
  /** Passes on commands that much later, in milliseconds; what comes behind on the same connection waits, too. */
  slow(ms: (request: Request) => number): void;
  /** Doesn't pass on such commands. */
  holdRequests(wanted: Wanted): Hold;
  /** Passes such commands on, and holds their replies. */
  holdReplies(wanted: Wanted): Hold;
  close(): Promise<void>;
}

/** Sources of scripts by their SHA-1, which is how they are called once Redis has them. */
const scripts = new Map<string, string>();

/** What Redis sends unasked, and what it sends in its place for those subscriptions. */
const NOTICES = new Set(["message", "smessage", "pmessage"]);
const SUBSCRIPTIONS = new Set([
  "subscribe",
  "ssubscribe",
  "psubscribe",
  "unsubscribe",
  "sunsubscribe",
  "punsubscribe",
]);

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  /** Commands that aren't answered yet. */
  readonly pending: Request[];
  close(): void;
}

export async function openWire(port: number): Promise<Wire> {
  let target = port;
  const connections = new Set<Connection>();
  const cutters = new Set<{ wanted: Wanted; hits: number }>();
  const mutes = new Set<{ wanted: (channel: string, payload: string) => boolean; hits: number }>();
  const noticed = new Map<string, number>();
  let lateness: (request: Request) => number = () => 0;
  const requestHolds = new Set<Holding>();
  const replyHolds = new Set<Holding>();

  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    const connection: Connection = {
      client,
      server: upstream,
      pending: [],
      close: () => {
        connections.delete(connection);
        client.destroy();
        upstream.destroy();
      },
    };
    connections.add(connection);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", connection.close);
      socket.on("close", connection.close);
    }
    pump(client, (frame) => request(connection, frame));
    pump(upstream, (frame) => reply(connection, frame));
  });

  async function request(connection: Connection, frame: Buffer): Promise<void> {
    const asked = requestOf(frame);
    const hold = [...requestHolds].find(({ wanted }) => wanted(asked));
    if (hold) await hold.wait(connection);
    const late = lateness(asked);
    if (late > 0) await new Promise((resolve) => setTimeout(resolve, late).unref());
    if (!SUBSCRIPTIONS.has(asked.name.toLowerCase())) connection.pending.push(asked);
    connection.server.write(frame);
  }

  async function reply(connection: Connection, frame: Buffer): Promise<void> {
    const [kind = "", ...rest] = strings(frame);
    const type = String.fromCharCode(frame[0]!);
    if (type === ">" || ((NOTICES.has(kind) || SUBSCRIPTIONS.has(kind)) && connection.pending.length === 0)) {
      const [channel = "", payload = ""] = rest.slice(-2);
      const muting = NOTICES.has(kind) && [...mutes].find(({ wanted }) => wanted(channel, payload));
      if (muting) {
        muting.hits++;
        return;
      }
      connection.client.write(frame);
      if (NOTICES.has(kind)) {
        const version = Number(/"version":(\d+)/.exec(payload)?.[1]);
        noticed.set(channel, Math.max(noticed.get(channel) ?? 0, version));
      }
      return;
    }
    const asked = connection.pending.shift();
    if (asked) {
      const cutter = [...cutters].find(({ wanted }) => wanted(asked));
      if (cutter) {
        cutter.hits++;
        return connection.close();
      }
      const hold = [...replyHolds].find(({ wanted }) => wanted(asked));
      if (hold) await hold.wait(connection);
    }
    connection.client.write(frame);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    point: (next) => {
      target = next;
      for (const { close } of [...connections]) close();
    },
    cut: () => {
      const count = connections.size;
      for (const { close } of [...connections]) close();
      return count;
    },
    cutReply: (wanted) => armed(cutters, { wanted, hits: 0 }),
    mute: (wanted = () => true) => armed(mutes, { wanted, hits: 0 }),
    noticed,
    slow: (ms) => {
      lateness = ms;
    },
    holdRequests: (wanted) => createHold(requestHolds, wanted),
    holdReplies: (wanted) => createHold(replyHolds, wanted),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const { close } of [...connections]) close();
      await closed;
    },
  };
}

function armed<T extends { hits: number }>(all: Set<T>, one: T) {
  all.add(one);
  return {
    get hits() {
      return one.hits;
    },
    disarm: () => void all.delete(one),
  };
}

interface Holding {
  readonly wanted: Wanted;
  wait(connection: Connection): Promise<void>;
}

function createHold(all: Set<Holding>, wanted: Wanted): Hold {
  const caught = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = new Set<Connection>();
  const holding: Holding = {
    wanted,
    wait: (connection) => {
      held.add(connection);
      caught.resolve();
      return released.promise;
    },
  };
  all.add(holding);
  return {
    caught: caught.promise,
    release: ({ cut = false } = {}) => {
      all.delete(holding);
      if (cut) for (const { close } of held) close();
      released.resolve();
    },
  };
}

function requestOf(frame: Buffer): Request {
  const [name = "", ...args] = strings(frame);
  const upper = name.toUpperCase();
  if (upper === "EVAL") scripts.set(sha1(args[0]!), args[0]!);
  if (upper === "SCRIPT" && args[0]?.toUpperCase() === "LOAD") scripts.set(sha1(args[1]!), args[1]!);
  const script = upper === "EVAL" ? args[0]! : upper === "EVALSHA" ? (scripts.get(args[0]!) ?? "") : "";
  return { name: upper, args, script };
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

/** Hands over one frame after the other, each once the one before has been dealt with. */
function pump(socket: Socket, deal: (frame: Buffer) => Promise<void>): void {
  let rest: Buffer = Buffer.alloc(0);
  let last: Promise<void> = Promise.resolve();
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let start = 0; ; ) {
      const end = start < rest.length ? frameEnd(rest, start) : -1;
      if (end < 0) {
        rest = rest.subarray(start);
        return;
      }
      const frame = rest.subarray(start, end);
      start = end;
      last = last.then(() => deal(frame));
    }
  });
}
