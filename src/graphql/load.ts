import { rateLimited } from "../fault.ts";
import type { LoadConfig } from "./settings.ts";

/** What clients have under way, so that none of them, nor all together, end the process. */
export interface Load {
  /** A new connection, with nothing under way. */
  connect(): ClientConnection;
  /** Bytes of answers that are being made or aren't taken yet. */
  readonly bytes: number;
  readonly operations: number;
  readonly subscriptions: number;
}

/** What one client has under way. */
export interface ClientConnection {
  /** Begins an operation. Throws RATE_LIMITED. */
  operation(): Hold;
  /** Begins an event of a subscription, which is no operation of its own. */
  event(): Hold;
  /**
   * Begins a subscription, until the function returned is called. `length`: characters of its variables.
   * `document`: is kept once for all that share it. Throws RATE_LIMITED.
   */
  subscription(length: number, document: KeptDocument): () => void;
  /** Resolves when its client has taken enough for the next event; undefined: it has. */
  quiet(): Promise<void> | undefined;
  readonly bytes: number;
}

/** A parsed document, and how many characters it had. */
export interface KeptDocument {
  readonly parsed: object;
  readonly length: number;
}

/** The room that one answer takes. */
export interface Hold {
  /** So many bytes more are made. Throws RATE_LIMITED where they would be too many. */
  grow(bytes: number): void;
  /** It turned out to be as large as this. */
  settle(bytes: number): void;
  /** Its client has taken it, or is gone. */
  end(): void;
}

/** A connection with more than this unsent makes no further events until its client has read. */
const LOUD = 1_000_000;

export function createLoad(most: LoadConfig): Load {
  const total = { bytes: 0, operations: 0, subscriptions: 0, length: 0 };
  /** How many subscriptions keep each document. */
  const kept = new Map<object, number>();

  function connect(): ClientConnection {
    const own = { bytes: 0, operations: 0, subscriptions: 0 };
    let waiting: (() => void)[] = [];

    function move(bytes: number): void {
      own.bytes += bytes;
      total.bytes += bytes;
      if (own.bytes > LOUD || waiting.length === 0) return;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    }

    function hold(ended: () => void): Hold {
      let bytes = 0;
      let over = false;
      return {
        grow: (more) => {
          if (over) return;
          // No connection takes more than it leaves: however many don't read, those that do find room.
          const room = Math.min(most.unsentBytes, most.unsentBytesTotal - total.bytes - more);
          if (own.bytes + more > room)
            throw rateLimited(
              "Too much is being answered that clients haven't taken yet: read what was sent, and try again.",
            );
          bytes += more;
          move(more);
        },
        settle: (size) => {
          if (over) return;
          move(size - bytes);
          bytes = size;
        },
        end: () => {
          if (over) return;
          over = true;
          move(-bytes);
          ended();
        },
      };
    }

    return {
      operation: () => {
        if (own.operations >= most.operations)
          throw rateLimited(`${most.operations} operations are in flight on this connection: wait for one.`);
        if (total.operations >= most.operationsTotal)
          throw rateLimited("Too many operations are in flight here: try again.");
        own.operations++;
        total.operations++;
        return hold(() => {
          own.operations--;
          total.operations--;
        });
      },
      event: () => hold(() => {}),
      subscription: (length, { parsed, length: documentLength }) => {
        const keeping = kept.get(parsed) ?? 0;
        const more = length + (keeping === 0 ? documentLength : 0);
        if (own.subscriptions >= most.subscriptions)
          throw rateLimited(`This connection has ${most.subscriptions} subscriptions: end one.`);
        if (total.subscriptions >= most.subscriptionsTotal || total.length + more > most.subscribedLength)
          throw rateLimited("There are too many subscriptions here: try again later.");
        kept.set(parsed, keeping + 1);
        own.subscriptions++;
        total.subscriptions++;
        total.length += more;
        let over = false;
        return () => {
          if (over) return;
          over = true;
          own.subscriptions--;
          total.subscriptions--;
          total.length -= length;
          const left = kept.get(parsed)! - 1;
          if (left > 0) kept.set(parsed, left);
          else {
            kept.delete(parsed);
            total.length -= documentLength;
          }
        };
      },
      quiet: () => (own.bytes > LOUD ? new Promise((resolve) => waiting.push(resolve)) : undefined),
      get bytes() {
        return own.bytes;
      },
    };
  }

  return {
    connect,
    get bytes() {
      return total.bytes;
    },
    get operations() {
      return total.operations;
    },
    get subscriptions() {
      return total.subscriptions;
    },
  };
}
