/** One message of a stream of server-sent events. */
export interface SseMessage {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

export interface SseStream {
  /** Resolves when the answer begins. */
  readonly response: Promise<Response>;
  /** The next message; null when the server has ended the stream. */
  next(): Promise<SseMessage | null>;
  /** Leaves without a word, as a closed browser tab does. */
  abort(): void;
}

/** Sends an operation and reads what streams back, when it is asked for. */
export function openSse(
  url: string,
  body: { query: string; variables?: Record<string, unknown> },
  headers: Record<string, string> = {},
): SseStream {
  const leaving = new AbortController();
  const response = fetch(`${url}/graphql`, {
    method: "POST",
    headers: { accept: "text/event-stream", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: leaving.signal,
  });
  response.catch(() => {});
  const messages = (async function* () {
    yield* parseSse((await response).body!.pipeThrough(new TextDecoderStream()));
  })();
  return {
    response,
    next: async () => (await messages.next()).value ?? null,
    abort: () => leaving.abort(),
  };
}

/** Comments, which keep connections alive, are left out. */
async function* parseSse(chunks: AsyncIterable<string>): AsyncGenerator<SseMessage> {
  let rest = "";
  for await (const chunk of chunks) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map<string, string>();
      for (const line of block.split("\n")) {
        const colon = line.indexOf(":");
        if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
      }
      if (fields.size === 0) continue;
      const [event = "message", data = "", id] = ["event", "data", "id"].map((name) => fields.get(name));
      yield { event, data, ...(id !== undefined && { id }) };
    }
  }
}
