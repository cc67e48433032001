import type { ExecutionResult } from "graphql";
import { CloseCode, MessageType, validateMessage } from "graphql-ws";
import { isAsyncIterable } from "graphql-yoga";
import type { ErrorMask } from "../graphql/errors.ts";
import { withoutStatus } from "../graphql/errors.ts";
import { endOfEvent, holdOf } from "../graphql/event-stream.ts";
import type { ClientConnection, Hold } from "../graphql/load.ts";

/** What a client asks to be executed. */
export interface OperationPayload {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/** Executes an operation: `gone` aborts when its client has ended it, or is gone. Throws what it is refused with. */
export type ExecuteOperation = (
  payload: OperationPayload,
  options: { readonly gone: AbortSignal; readonly hold: Hold },
) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** The client's side of graphql-transport-ws, as far as a socket has heard it. */
export interface Operations {
  /** Takes a message, parsed; resolves when all that it asked for is done. */
  hear(message: unknown): Promise<void>;
  /** The socket is closed: ends all that is under way. */
  end(): void;
}

/** Why something can't be sent: nobody is there any more. */
export class ClientGone extends Error {
  constructor(cause?: Error) {
    super(cause?.message ?? "the client is gone", { cause });
  }
}

/** How long a client may take to greet. */
const GREETING_MS = 3_000;

/** One operation; another one under the same id, later, is another operation. */
interface Operation {
  readonly id: string;
  readonly gone: AbortController;
}

export function createOperations(options: {
  connection: ClientConnection;
  /** Takes the greeting's payload, and says why the client is refused. */
  greet: (params: Record<string, unknown> | undefined) => string | undefined;
  run: ExecuteOperation;
  /** Resolves when the bytes are in the kernel's hands; rejects with ClientGone. */
  send: (text: string) => Promise<void>;
  close: (code: number, reason: string) => void;
  maskError: ErrorMask;
}): Operations {
  const { connection, greet, run, send, close, maskError } = options;
  const operations = new Map<string, Operation>();
  let greeted = false;
  const late = setTimeout(
    () => close(CloseCode.ConnectionInitialisationTimeout, "Connection initialisation timeout"),
    GREETING_MS,
  );

  const present = (errors: readonly unknown[]) => errors.map((error) => withoutStatus(maskError(error)));

  async function say(operation: Operation, message: object, hold?: Hold): Promise<void> {
    const text = JSON.stringify({ id: operation.id, ...message });
    hold?.settle(Buffer.byteLength(text));
    await send(text);
  }

  async function start(id: string, payload: OperationPayload): Promise<void> {
    const operation: Operation = { id, gone: new AbortController() };
    const { signal } = operation.gone;
    operations.set(id, operation);
    let hold: Hold | undefined;
    try {
      hold = connection.operation();
      const outcome = await run(payload, { gone: signal, hold });
      if (isAsyncIterable(outcome)) {
        for await (const result of outcome) {
          try {
            if (signal.aborted) break;
            await say(operation, { type: MessageType.Next, payload: shown(result) }, holdOf(result));
          } finally {
            endOfEvent(result);
          }
        }
      } else if (!signal.aborted)
        await say(operation, { type: MessageType.Next, payload: shown(outcome) }, hold);
      if (!signal.aborted) await say(operation, { type: MessageType.Complete });
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      // Nobody is left to be told.
      if (!signal.aborted)
        await say(operation, { type: MessageType.Error, payload: present(refusalsOf(error)) });
    } finally {
      hold?.end();
      if (operations.get(id) === operation) operations.delete(id);
    }
  }

  function shown(result: ExecutionResult): ExecutionResult {
    return result.errors ? { ...result, errors: present(result.errors) } : result;
  }

  return {
    hear: async (read) => {
      let message: ReturnType<typeof validateMessage>;
      try {
        message = validateMessage(read);
      } catch {
        return close(CloseCode.BadRequest, "Invalid message received");
      }
      switch (message.type) {
        case MessageType.ConnectionInit: {
          if (greeted)
            return close(CloseCode.TooManyInitialisationRequests, "Too many initialisation requests");
          clearTimeout(late);
          const refused = greet(message.payload ?? undefined);
          // Each operation would fail of it, and clients don't try again after this code.
          if (refused !== undefined) return close(CloseCode.BadRequest, refused);
          greeted = true;
          return send(JSON.stringify({ type: MessageType.ConnectionAck }));
        }
        case MessageType.Ping: {
          const { payload } = message;
          return send(JSON.stringify({ type: MessageType.Pong, ...(payload && { payload }) }));
        }
        case MessageType.Pong:
          return;
        case MessageType.Subscribe: {
          const { id, payload } = message;
          if (!greeted) return close(CloseCode.Unauthorized, "Unauthorized");
          if (operations.has(id))
            return close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
          return start(id, payload);
        }
        case MessageType.Complete: {
          const operation = operations.get(message.id);
          operations.delete(message.id);
          operation?.gone.abort();
          return;
        }
        default:
          return close(CloseCode.BadRequest, `Clients don't send ${message.type}`);
      }
    },
    end: () => {
      clearTimeout(late);
      for (const { gone } of operations.values()) gone.abort();
      operations.clear();
    },
  };
}

/** Several errors of one document are thrown as one list. */
function refusalsOf(error: unknown): readonly unknown[] {
  return Array.isArray(error) ? error : [error];
}
