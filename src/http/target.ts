import type { IncomingMessage } from "node:http";

/** What a request asks for, or which part of that makes no sense. */
export type Target = { readonly path: string } | { readonly malformed: "path" | "host" };

/**
 * Reads a request's target, and makes all forms of it one: an absolute one (`GET http://localhost:4000/health`)
 * is the same request, and its host stands above the Host header; a letter that was escaped without need is
 * the letter.
 */
export function readTarget(request: IncomingMessage): Target {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url ?? "");
  if (absolute) {
    const [, authority = "", rest = ""] = absolute;
    if (authority === "") return { malformed: "host" };
    request.headers.host = authority;
    request.url = rest.startsWith("/") ? rest : `/${rest}`;
  }
  const { url = "" } = request;
  if (!isHost(request.headers.host ?? "")) return { malformed: "host" };
  if (!TARGET.test(url)) return { malformed: "path" };
  const at = url.indexOf("?");
  const path = unescaped(at < 0 ? url : url.slice(0, at));
  request.url = at < 0 ? path : path + url.slice(at);
  return { path };
}

/** Whether the request wants a WebSocket. Whoever offers another protocol is answered in the one it used. */
export function wantsWebSocket({ method, httpVersion, headers }: IncomingMessage): boolean {
  const offers = (headers.upgrade ?? "").split(",").map((one) => one.trim().toLowerCase());
  if (method !== "GET" || httpVersion === "1.0" || !offers.includes("websocket")) return false;
  // It is what is chosen among several.
  headers.upgrade = "websocket";
  return true;
}

/** A path of ASCII without a fragment, and whatever its reader makes of the query; or `*`, the server as a whole. */
const TARGET = /^(?:\/(?:[!-"$&->@-~]|%[0-9a-f]{2})*(?:\?[^#\s]*)?|\*)$/i;

/** A name or an address, perhaps with a port; empty where there is none. */
function isHost(host: string): boolean {
  return host === "" || (!/[\s/?#@\\]/.test(host) && URL.canParse(`http://${host}`));
}

function unescaped(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const letter = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(letter) ? letter : code;
  });
}
