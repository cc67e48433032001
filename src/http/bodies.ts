import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { GraphQLError } from "graphql";

const DECODERS: ReadonlyMap<string, () => Transform & { readonly bytesWritten: number }> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["br", createBrotliDecompress],
]);
const ACCEPTED = "gzip, br";
/** Nobody encodes a body more often than this but to make work. */
const MAX_CODINGS = 2;

/**
 * A request's whole body, its Content-Encoding undone. Rejects with a GraphQLError with the field at fault as soon as it
 * is larger than `maxBytes` at any step; what is still under way is then read and thrown away, so that the client sees
 * the answer.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const codings = codingsOf(request.headers["content-encoding"]);
  const makers = codings.map((coding) => DECODERS.get(coding));
  if (makers.length > MAX_CODINGS || makers.includes(undefined)) return Promise.reject(unknownCoding());
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const decoders = makers.reverse().map((make) => make!());
  const steps: readonly Readable[] = [request, ...decoders];
  const fail = (error: Error) => {
    request.unpipe();
    request.resume();
    for (const decoder of decoders) decoder.destroy();
    reject(error);
  };
  // The client is gone: nobody will read this.
  request.once("error", () => fail(broken(codings)));
  request.once("close", () => {
    if (!request.readableEnded) fail(broken(codings));
  });
  const sizes = steps.map((step) => {
    const counted = { bytes: 0 };
    step.on("data", (chunk: Buffer) => {
      counted.bytes += chunk.length;
      if (counted.bytes > maxBytes) fail(refusal(413, "body", bodyTooLarge(maxBytes)));
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

/** What a body is refused with that is larger than MAX_BODY_BYTES. */
export function bodyTooLarge(maxBytes: number): string {
  return `The body is larger than ${maxBytes} bytes.`;
}

/** In the order in which they were applied. */
function codingsOf(header = ""): string[] {
  return header
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "" && one !== "identity");
}

function broken(codings: readonly string[]): GraphQLError {
  if (codings.length === 0) return refusal(400, "body", "body: not all of it has come");
  return refusal(400, "body", `body: this isn't ${codings.join(", ")}, or not all of it`);
}

function unknownCoding(): GraphQLError {
  const message = `content-encoding: expected ${ACCEPTED}, or none`;
  return refusal(415, "content-encoding", message, { "accept-encoding": ACCEPTED });
}

function refusal(
  status: number,
  field: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): GraphQLError {
  const http = { status, headers };
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", field, http } });
}
