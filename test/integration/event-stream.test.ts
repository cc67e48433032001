import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useStreams } from "../../src/http/streams.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** The answer that is made of these events. */
async function respond(events: AsyncIterable<unknown>, closing: AbortSignal): Promise<Response> {
  const answer = Promise.withResolvers<Response>();
  // Of yoga's event, whose type asks for all that any plugin may use, these are what the plugin uses.
  await useStreams(closing).onResultProcess?.({
    result: events,
    resultProcessor: () => {},
    serverContext: { res: new ServerResponse(new IncomingMessage(new Socket())) },
    setResultProcessor: (process: (result: unknown, fetchAPI: unknown) => Response) =>
      answer.resolve(process(events, globalThis)),
  } as never);
  return answer.promise;
}

async function text(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | null> {
  const { done, value } = await reader.read();
  return done ? null : new TextDecoder().decode(value);
}

test("a quiet stream says something each 12 seconds, and nothing when it has ended", async () => {
  const event = Promise.withResolvers<unknown>();
  const events = (async function* () {
    yield await event.promise;
  })();
  const reader = (await respond(events, new AbortController().signal)).body!.getReader();
  expect(await text(reader)).toBe(":\n\n");
  for (let n = 0; n < 2; n++) {
    const next = text(reader);
    vi.advanceTimersByTime(12_000);
    expect(await next).toBe(":\n\n");
  }
  event.resolve({ data: {} });
  expect(await text(reader)).toBe('event: next\ndata: {"data":{}}\n\n');
  expect(await text(reader)).toBe("event: complete\ndata:\n\n");
  expect(await text(reader)).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

test("a client that doesn't read is sent neither comments nor events that would have to be kept", async () => {
  let made = 0;
  const events = (async function* () {
    for (;;) yield { data: { made: made++ } };
  })();
  const stream = (await respond(events, new AbortController().signal)).body!;
  vi.advanceTimersByTime(120_000);
  const reader = stream.getReader();
  expect(await text(reader)).toBe(":\n\n");
  expect(await text(reader)).toBe('event: next\ndata: {"data":{"made":0}}\n\n');
  expect(made).toBeLessThanOrEqual(2);
  await reader.cancel();
  expect(vi.getTimerCount()).toBe(0);
});

test("an error that ends a subscription is followed by `complete`, also while the gateway shuts down", async () => {
  const events = (async function* () {
    yield { errors: [] };
  })();
  const reader = (await respond(events, AbortSignal.abort())).body!.getReader();
  expect(await text(reader)).toBe(":\n\n");
  expect(await text(reader)).toBe('event: next\ndata: {"errors":[]}\n\n');
  expect(await text(reader)).toBe("event: complete\ndata:\n\n");
});
