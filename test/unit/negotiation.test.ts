import { describe, expect, test } from "vitest";
import { plainAccept, preferredCoding, prefersHtml } from "../../src/http/negotiation.ts";

const JSON_TYPE = "application/json";
const GRAPHQL = "application/graphql-response+json";
const SSE = "text/event-stream";

describe("Accept, in plain words,", () => {
  test.each([
    [undefined, `${SSE}, ${JSON_TYPE}`],
    ["", `${SSE}, ${JSON_TYPE}`],
    ["*/*", `${SSE}, ${JSON_TYPE}`],
    ["*", `${SSE}, ${JSON_TYPE}`],
    ["application/*", JSON_TYPE],
    [JSON_TYPE, JSON_TYPE],
    ["APPLICATION/JSON", JSON_TYPE],
    [`${GRAPHQL}, ${JSON_TYPE}`, GRAPHQL],
    [`${JSON_TYPE}, ${GRAPHQL}`, JSON_TYPE],
    [`${GRAPHQL};q=0.9, ${JSON_TYPE}`, JSON_TYPE],
    [`${GRAPHQL};q=0.9, ${JSON_TYPE};q=0.95`, JSON_TYPE],
    [`${GRAPHQL}, ${JSON_TYPE};q=0.9`, GRAPHQL],
    // A refusal is one, wherever it stands and however it is written.
    [`${JSON_TYPE};q=0, */*`, `${SSE}, ${GRAPHQL}`],
    [`*/*, ${JSON_TYPE};q=0`, `${SSE}, ${GRAPHQL}`],
    [`*/*, ${JSON_TYPE} ; Q = 0.000`, `${SSE}, ${GRAPHQL}`],
    [`application/*;q=0, */*`, SSE],
    [`${SSE};q=0, */*`, JSON_TYPE],
    [`text/*;q=0, */*;q=0.1`, JSON_TYPE],
    [`*/*;q=0, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    ["*/*;q=0", null],
    [`${JSON_TYPE};q=0`, null],
    ["text/xml", null],
    ["image/png, application/xml;q=0.9", null],
    // What isn't a subscription is a stream only where that is liked better.
    [SSE, SSE],
    [`${SSE}, ${JSON_TYPE}`, `${SSE}, ${JSON_TYPE}`],
    [`${SSE}, ${JSON_TYPE};q=0.5`, SSE],
    [`${SSE};q=0.5, ${JSON_TYPE}`, `${SSE}, ${JSON_TYPE}`],
    ["multipart/mixed", "multipart/mixed"],
    [`multipart/mixed;boundary="graphql, json";subscriptionSpec=1.0,${GRAPHQL},${JSON_TYPE};q=0.9`, GRAPHQL],
    // Parameters.
    [`${JSON_TYPE}; charset=utf-8`, JSON_TYPE],
    [`${JSON_TYPE}; charset="UTF-8"; q=1`, JSON_TYPE],
    [`${JSON_TYPE}; charset=iso-8859-1`, null],
    [`${JSON_TYPE};profile="a,b;q=0"`, JSON_TYPE],
    [`${JSON_TYPE};profile="never ended`, JSON_TYPE],
    [`,, ${JSON_TYPE} ,`, JSON_TYPE],
    // Who writes a weight that is none has named the type all the same.
    [`${JSON_TYPE};q=high`, JSON_TYPE],
  ])("%s is %s", (accept, plain) => expect(plainAccept(accept)).toBe(plain));

  test("is read in time that grows with its length", () => {
    const started = performance.now();
    plainAccept(`"${'\\"'.repeat(8_000)}`);
    plainAccept('"a'.repeat(8_000));
    plainAccept(",;".repeat(8_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a page is preferred to JSON", () => {
  test.each([
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true],
    ["text/html", true],
    ["Text/HTML;charset=utf-8", true],
    ["text/*", true],
    ["text/html, application/json;q=0.9", true],
    ["application/json;q=0, */*, text/html;q=0.1", false],
    ["text/html;q=0.1, application/json", false],
    ["application/json, text/html", false],
    ["text/html;q=0", false],
    ["text/html;q=0, */*", false],
    ["*/*", false],
    ["", false],
    [undefined, false],
    [SSE, false],
    ["x-text/html-y", false],
  ])("by %s: %s", (accept, prefers) => expect(prefersHtml(accept)).toBe(prefers));
});

describe("a body that isn't small is encoded", () => {
  test.each([
    [undefined, null],
    ["", null],
    ["gzip", "gzip"],
    ["x-gzip", "gzip"],
    ["GZIP", "gzip"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=1.0, br;q=0.9", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["gzip;q=0", null],
    ["gzip;q=0, br;q=0", null],
    ["deflate, zstd", null],
    ["identity", null],
    ["identity, gzip;q=0.5", null],
    ["identity;q=0.5, gzip", "gzip"],
    ["*", "br"],
    ["*;q=0", null],
    ["br;q=0, *", "gzip"],
    ["gzip;q=0.5, *;q=0", "gzip"],
  ])("as %s asks: %s", (header, coding) => expect(preferredCoding(header, false)).toBe(coding));

  test("and a small one only where it must not come as it is", () => {
    expect(preferredCoding("gzip, br", true)).toBeNull();
    expect(preferredCoding("identity;q=0, gzip", true)).toBe("gzip");
  });
});
