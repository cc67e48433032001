import type { ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import { type FetchAPI, isAsyncIterable, type Plugin } from "graphql-yoga";
import { withoutStatus } from "../graphql/errors.ts";
import { eventIdOf, holdOf } from "../graphql/event-stream.ts";
import type { Hold } from "../graphql/load.ts";
import type { NodeExchange } from "./http-load.ts";

/** Intermediaries close connections on which nothing comes for a while. */
const PING_MS = 12_000;

/**
 * Answers subscriptions over server-sent events, in the distinct connections mode of the GraphQL over SSE protocol.
 * Yoga's own encoder knows no ids, by which clients go on where they were cut off, and says `complete` to clients
 * that should come back.
 */
export function useStreams(closing: AbortSignal): Plugin<object, NodeExchange> {
  return {
    onResultProcess: ({ result, resultProcessor, setResultProcessor, serverContext: { res } }) => {
      if (!isAsyncIterable(result)) return;
      // The client takes no events: Yoga answers 406 and leaves the subscription waiting for ever.
      if (!resultProcessor) return endOf(result);
      setResultProcessor(
        (events, fetchAPI) => respond(events as AsyncIterable<ExecutionResult>, { fetchAPI, closing, res }),
        EVENT_STREAM,
      );
    },
    onResponse: ({ response }) => {
      if (!response.headers.get("content-type")?.startsWith(EVENT_STREAM)) return;
      response.headers.set("cache-control", "no-store");
      // Or nginx collects events until it has a page of them.
      response.headers.set("x-accel-buffering", "no");
    },
  };
}

const EVENT_STREAM = "text/event-stream";

async function endOf(events: AsyncIterable<unknown>): Promise<void> {
  await events[Symbol.asyncIterator]().return?.();
}

/** Takes one event when the client has taken the one before. */
function respond(
  events: AsyncIterable<ExecutionResult>,
  { fetchAPI, closing, res }: { fetchAPI: FetchAPI; closing: AbortSignal; res: ServerResponse },
): Response {
  const { Response, ReadableStream, TextEncoder } = fetchAPI;
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  let pings: NodeJS.Timeout | undefined;
  let failed = false;
  /** Of events that the client may not have yet. */
  const unsent: Hold[] = [];
  const end = () => {
    clearInterval(pings);
    for (const hold of unsent.splice(0)) hold.end();
  };
  // Nobody asks for another event then.
  res.once("close", end);

  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const ping = () => controller.enqueue(encoder.encode(":\n\n"));
      // Some browsers wait for the first bytes before they say that the stream is open.
      ping();
      pings = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) ping();
      }, PING_MS);
    },
    pull: async (controller) => {
      // What was asked for before the last one has been written by now.
      if (unsent.length > 1) unsent.shift()!.end();
      const { done, value } = await iterator.next();
      if (value) {
        // Without data it isn't an event but the reason why there are no more.
        failed = !("data" in value);
        const bytes = encoder.encode(encode(value));
        const hold = holdOf(value);
        hold?.settle(bytes.length);
        if (hold) unsent.push(hold);
        controller.enqueue(bytes);
      }
      if (!done) return;
      clearInterval(pings);
      // Who is told that it is complete stays away; who is cut off comes back, and finds another gateway.
      if (failed || !closing.aborted) controller.enqueue(encoder.encode("event: complete\ndata:\n\n"));
      controller.close();
    },
    cancel: async () => {
      clearInterval(pings);
      await iterator.return?.();
    },
  });
  return new Response(stream, { headers: { "content-type": EVENT_STREAM } });
}

function encode(result: ExecutionResult): string {
  const id = eventIdOf(result);
  const shown = result.errors ? { ...result, errors: result.errors.map(withoutStatus) } : result;
  return `event: next\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(shown)}\n\n`;
}
