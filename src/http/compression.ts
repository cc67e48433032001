import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { type Coding, preferredCoding } from "./negotiation.ts";

/** What answers depend on besides their address. */
export const VARY = "accept, origin, authorization";
/** Below, the bytes saved aren't worth the work. */
const SMALL = 1_024;

/** A body as it is sent, and the headers that say so. */
export interface Encoded {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a body of that size is sent to a client that asks so by Accept-Encoding; null: as it is. */
export function codingFor(size: number, acceptEncoding: string | undefined): Coding | null {
  return preferredCoding(acceptEncoding, size <= SMALL);
}

/** What the answer depends on, if its body is of that size. */
export function varyOf(size: number): string {
  return size > SMALL ? `${VARY}, accept-encoding` : VARY;
}

/** Encodes a body as the client asks; in the thread pool, so that nobody else waits for it. */
export async function encode(body: string | Buffer, acceptEncoding: string | undefined): Promise<Encoded> {
  const size = Buffer.byteLength(body);
  const coding = codingFor(size, acceptEncoding);
  const vary = varyOf(size);
  if (!coding) return { body, headers: { vary, "content-length": String(size) } };
  const encoded = await compress(body, coding);
  const headers = { vary, "content-encoding": coding, "content-length": String(encoded.length) };
  return { body: encoded, headers };
}

/** Both at a level that costs little: an answer is encoded each time that it is sent. */
function compress(body: string | Buffer, coding: Coding): Promise<Buffer> {
  return coding === "br" ? brotli(body, BROTLI) : deflate(body, GZIP);
}

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const GZIP = { level: 5 };
