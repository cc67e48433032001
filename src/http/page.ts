import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { codingFor, type Encoded, encode, varyOf } from "./compression.ts";

/** Answers GET and HEAD with a page that stays the same while the process runs. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A page that is made when it is first asked for, and encoded once for each coding. Browsers keep it, and ask whether it is still the same. */
export function createPage(type: string, render: () => string | Promise<string>): PageHandler {
  let made: Promise<{ text: string; size: number; tag: string }> | undefined;
  const encodings = new Map<string, Promise<Encoded>>();
  return async ({ headers }, response) => {
    made ??= Promise.resolve(render()).then((text) => ({
      text,
      size: Buffer.byteLength(text),
      tag: hashOf(text),
    }));
    const { text, size, tag } = await made;
    const accepted = headers["accept-encoding"];
    const coding = codingFor(size, accepted) ?? "identity";
    // Another encoding is another sequence of bytes.
    const etag = `"${tag}-${coding}"`;
    response
      .setHeader("content-type", type)
      .setHeader("cache-control", "no-cache")
      .setHeader("vary", varyOf(size))
      .setHeader("etag", etag);
    if (isKnown(headers["if-none-match"], etag)) return void response.writeHead(304).end();
    if (!encodings.has(coding)) encodings.set(coding, encode(text, accepted));
    const encoded = await encodings.get(coding)!;
    response.writeHead(200, encoded.headers).end(encoded.body);
  };
}

/** A proxy that encodes anew makes a tag weak, which is still the same page. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? "").split(",").some((one) => {
    const known = one.trim().replace(/^W\//, "");
    return known === "*" || known === etag;
  });
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
