import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { readTarget, wantsWebSocket } from "../../src/http/target.ts";

const request = (url: string, host: string | undefined = "localhost:4000") =>
  ({ url, headers: host === undefined ? {} : { host } }) as IncomingMessage;

describe("a target is read", () => {
  test.each([
    ["/graphql", "/graphql", "/graphql"],
    ["/graphql?query={a}", "/graphql", "/graphql?query={a}"],
    ["/graphql?a=/b?c", "/graphql", "/graphql?a=/b?c"],
    ["/%67raphql", "/graphql", "/graphql"],
    ["/health%2D", "/health-", "/health-"],
    // What means something else when it is escaped stays so.
    ["/%2Fgraphql", "/%2Fgraphql", "/%2Fgraphql"],
    ["/graphql%3Fquery", "/graphql%3Fquery", "/graphql%3Fquery"],
    ["//graphql", "//graphql", "//graphql"],
    ["/../graphql", "/../graphql", "/../graphql"],
    ["/graphql?query=%zz", "/graphql", "/graphql?query=%zz"],
    ["*", "*", "*"],
  ])("%s", (url, path, plain) => {
    const one = request(url);
    expect(readTarget(one)).toEqual({ path });
    expect(one.url).toBe(plain);
    expect(one.headers.host).toBe("localhost:4000");
  });

  test.each([
    ["http://example.org/health", "/health", "example.org"],
    ["HTTP://Example.org:4000/health?x=1", "/health?x=1", "Example.org:4000"],
    ["https://example.org", "/", "example.org"],
    ["http://example.org?x=1", "/?x=1", "example.org"],
    ["http://[::1]:4000/graphql", "/graphql", "[::1]:4000"],
  ])("that is absolute, and its host counts: %s", (url, plain, host) => {
    const one = request(url);
    expect(readTarget(one)).toEqual({ path: plain.split("?")[0] });
    expect([one.url, one.headers.host]).toEqual([plain, host]);
  });

  test.each([
    ["http://[::1/health", "host"],
    ["http:///health", "host"],
    ["http://user:secret@localhost/health", "host"],
    ["http://localhost:99999/health", "host"],
    ["http://a b/health", "host"],
    ["ftp://localhost/health", "path"],
    ["health", "path"],
    ["", "path"],
    ["/%zz", "path"],
    ["/%6", "path"],
    ["/graphql#x", "path"],
    ["/graphql?query=x#y", "path"],
    ["/gräph", "path"],
    ["/graphql?query=a b", "path"],
  ])("and refused where it is malformed: %s", (url, malformed) => {
    expect(readTarget(request(url))).toEqual({ malformed });
  });

  test.each(["a b", "[", "a/b", "a?b", "a@b", "localhost:x", "a\\b"])(
    "and refused with a malformed host: %s",
    (host) => expect(readTarget(request("/health", host))).toEqual({ malformed: "host" }),
  );

  test("without a host, as HTTP/1.0 has it", () => {
    expect(readTarget(request("/health", undefined))).toEqual({ path: "/health" });
    expect(readTarget(request("/health", ""))).toEqual({ path: "/health" });
  });
});

describe("an upgrade is one", () => {
  const offer = (upgrade: string | undefined, rest: object = {}) =>
    ({ method: "GET", httpVersion: "1.1", headers: { upgrade }, ...rest }) as IncomingMessage;

  test.each([
    ["websocket", true],
    ["WebSocket", true],
    ["h2c, websocket", true],
    ["WEBSOCKET , h2c", true],
    ["h2c", false],
    ["HTTP/2.0", false],
    ["TLS/1.0", false],
    ["websockets", false],
    ["", false],
    [undefined, false],
  ])("by Upgrade: %s: %s", (upgrade, wanted) => expect(wantsWebSocket(offer(upgrade))).toBe(wanted));

  test("by GET alone, and not before HTTP/1.1", () => {
    expect(wantsWebSocket(offer("websocket", { method: "POST" }))).toBe(false);
    expect(wantsWebSocket(offer("websocket", { httpVersion: "1.0" }))).toBe(false);
  });
});
