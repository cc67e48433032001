import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import type { Plugin } from "graphql-yoga";
import { currentRequestId } from "../observability/request-scope.ts";
import type { NodeExchange } from "./http-load.ts";
import { tooLarge } from "./server.ts";

const DECODERS: ReadonlyMap<string, () => Transform & { readonly bytesWritten: number }> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["br", createBrotliDecompress],
]);
const ACCEPTED = "gzip, br";
/** Nobody encodes a body more often than this but to make work. */
const MAX_CODINGS = 2;

/**
 * Decodes bodies with a Content-Encoding, within what a body may measure once it is decoded; and reads those that
 * don't say how long they are, since Yoga would leave one that is too long half read, and its connection waiting.
 */
export function useEncodedBodies(maxBodyBytes: number): Plugin<object, NodeExchange> {
  return {
    onRequest: ({ request, setRequest, serverContext, endResponse, fetchAPI }) => {
      const header = request.headers.get("content-encoding");
      if (request.method !== "POST") return;
      if (header === null && request.headers.has("content-length")) return;
      return readDecoded(serverContext.req, codingsOf(header ?? ""), maxBodyBytes).then(
        (body) => {
          const headers = new fetchAPI.Headers(request.headers);
          headers.delete("content-encoding");
          headers.set("content-length", String(body.length));
          const { url, method, signal } = request;
          setRequest(new fetchAPI.Request(url, { method, headers, signal, body: new Uint8Array(body) }));
        },
        (error) => {
          if (!(error instanceof BodyRefusal)) throw error;
          const { status, message, field } = error;
          const extensions = { code: "BAD_USER_INPUT", field, requestId: currentRequestId() };
          const headers = status === 415 ? { "accept-encoding": ACCEPTED } : undefined;
          endResponse(fetchAPI.Response.json({ errors: [{ message, extensions }] }, { status, headers }));
        },
      );
    },
  };
}

/** Why a body isn't read. */
class BodyRefusal extends Error {
  readonly status: 400 | 413 | 415;
  readonly field: "body" | "content-encoding";

  constructor(status: 400 | 413 | 415, field: "body" | "content-encoding", message: string) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** In the order in which they were applied. */
function codingsOf(header: string): string[] {
  return header
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "" && one !== "identity");
}

/**
 * Reads a whole body, and undoes its codings. It throws a BodyRefusal as soon as one of them yields more than
 * `maxBytes`, and reads and throws away what is still under way, so that the client sees the answer.
 */
function readDecoded(source: Readable, codings: readonly string[], maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const makers = codings.map((coding) => DECODERS.get(coding));
  if (makers.length > MAX_CODINGS || makers.includes(undefined))
    return Promise.reject(
      new BodyRefusal(415, "content-encoding", `content-encoding: expected ${ACCEPTED}, or none`),
    );
  const decoders = makers.reverse().map((make) => make!());
  const steps: readonly Readable[] = [source, ...decoders];
  const fail = (error: Error) => {
    source.unpipe();
    source.resume();
    for (const decoder of decoders) decoder.destroy();
    reject(error);
  };
  // The client is gone: nobody will read this.
  source.once("error", () => fail(broken(codings)));
  source.once("close", () => {
    if (!source.readableEnded) fail(broken(codings));
  });
  const sizes = steps.map((step) => {
    const counted = { bytes: 0 };
    step.on("data", (chunk: Buffer) => {
      counted.bytes += chunk.length;
      if (counted.bytes > maxBytes) fail(new BodyRefusal(413, "body", tooLarge(maxBytes)));
    });
    return counted;
  });
  decoders.forEach((decoder, at) => {
    steps[at]!.pipe(decoder);
    decoder.once("error", () => fail(broken(codings)));
  });
  const chunks: Buffer[] = [];
  const last = steps.at(-1)!;
  last.on("data", (chunk: Buffer) => void chunks.push(chunk));
  last.once("end", () => {
    const whole = decoders.every((decoder, at) => decoder.bytesWritten === sizes[at]!.bytes);
    if (whole) resolve(Buffer.concat(chunks));
    else fail(broken(codings));
  });
  return promise;
}

function broken(codings: readonly string[]): BodyRefusal {
  if (codings.length === 0) return new BodyRefusal(400, "body", "body: not all of it has come");
  return new BodyRefusal(400, "body", `body: this isn't ${codings.join(", ")}, or not all of it`);
}
