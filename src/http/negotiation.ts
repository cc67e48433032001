import { remembered } from "../remembered.ts";

/** What an operation's answer can be, the more usual first. */
const JSON_TYPES = ["application/json", "application/graphql-response+json"] as const;

/** Why an answer that nobody wants isn't made. */
export const NOT_ACCEPTABLE =
  "accept: expected application/json or application/graphql-response+json; for a subscription text/event-stream";

/** Whether the client would rather have a page than JSON: a browser says so, a client that takes anything doesn't. */
export function prefersHtml(accept: string | undefined): boolean {
  return preferred(mediaRanges(accept), [...JSON_TYPES, "text/html"])?.offer === "text/html";
}

/**
 * Accept in words that can't be misread: the one JSON type that is liked best, and text/event-stream if a
 * subscription may be sent so; null if nothing will do. Yoga knows neither weights nor refusals (`q=0`).
 */
export function plainAccept(accept = ""): string | null {
  return plainWords(accept) ?? null;
}

/** A client says the same each time, and many clients are of one kind. */
const plainWords = remembered(100, (accept) => {
  const ranges = mediaRanges(accept);
  const json = preferred(ranges, JSON_TYPES);
  const stream = preferred(ranges, ["text/event-stream"]);
  if (!json) return (stream ?? preferred(ranges, ["multipart/mixed"]))?.offer;
  if (!stream) return json.offer;
  // What isn't a subscription would be JSON wherever JSON stands here.
  return stream.q > json.q ? stream.offer : `${stream.offer}, ${json.offer}`;
});

/** How an answer is encoded; null: as it is. `small`: encoding it would gain nothing. */
export function preferredCoding(acceptEncoding: string | undefined, small: boolean): Coding | null {
  if (!acceptEncoding) return null;
  const wishes = parseWeighted(acceptEncoding);
  const of = (name: string) => wishes.find((one) => one.name === name)?.q;
  const any = of("*") ?? 0;
  const br = of("br") ?? any;
  const gzip = Math.max(of("gzip") ?? any, of("x-gzip") ?? 0);
  const identity = of("identity") ?? (of("*") === 0 ? 0 : undefined);
  if (small && identity !== 0) return null;
  if (Math.max(br, gzip) === 0 || (identity !== undefined && identity > Math.max(br, gzip))) return null;
  return br >= gzip ? "br" : "gzip";
}

export type Coding = "br" | "gzip";

/** A member of a header such as Accept: what it names, in lower case, and how much that is wanted. */
interface Weighted {
  readonly name: string;
  readonly parameters: readonly string[];
  /** 0: not at all; to 1. */
  readonly q: number;
}

/** A comma or a semicolon may stand within quotes, and the last quote may be missing. */
const MEMBERS = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;
const PARTS = /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g;

function parseWeighted(header: string): Weighted[] {
  return (header.match(MEMBERS) ?? []).flatMap((member) => {
    const [name = "", ...parameters] = (member.match(PARTS) ?? []).map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => /^q\s*=/.test(one));
    const q = weight === undefined ? 1 : Number(weight.slice(weight.indexOf("=") + 1));
    return name === "" ? [] : [{ name, parameters, q: Number.isNaN(q) ? 1 : Math.min(Math.max(q, 0), 1) }];
  });
}

function mediaRanges(accept: string | undefined): Weighted[] {
  const ranges = parseWeighted(accept?.trim() || "*/*");
  // Nothing here is made in another charset.
  return ranges.filter(({ parameters }) =>
    parameters.every((one) => !/^charset\s*=/.test(one) || /=\s*"?utf-?8"?$/.test(one)),
  );
}

/** The offer that is wanted most; of those wanted alike, the one named first, then the one offered first. */
function preferred<T extends string>(ranges: readonly Weighted[], offers: readonly T[]) {
  let best: { offer: T; q: number; at: number } | null = null;
  for (const offer of offers) {
    const at = closestRange(ranges, offer);
    const q = ranges[at]?.q ?? 0;
    if (q > 0 && (!best || q > best.q || (q === best.q && at < best.at))) best = { offer, q, at };
  }
  return best;
}

/** Where the range stands that speaks of the type most precisely; -1: none does. */
function closestRange(ranges: readonly Weighted[], type: string): number {
  for (const names of [[type], [`${type.split("/", 1)[0]}/*`], ["*/*", "*"]]) {
    const at = ranges.findIndex(({ name }) => names.includes(name));
    if (at >= 0) return at;
  }
  return -1;
}
