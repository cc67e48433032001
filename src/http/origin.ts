import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "../loopback.ts";
import type { HttpConfig } from "./settings.ts";

/** Who may speak to the gateway, as far as a browser's headers tell. */
export interface Gate {
  /** Why a request is refused, or null. Everything that is served asks this. */
  refuseHost(headers: IncomingHttpHeaders): string | null;
  /** The same for what a page of another site must not reach. */
  refuseOrigin(headers: IncomingHttpHeaders): string | null;
  /** Whether the page is of another site, and may use the API all the same. */
  isInvited(headers: IncomingHttpHeaders): boolean;
}

/**
 * Browsers let any page send requests anywhere. Where the page comes from stands in Origin, which must be
 * the gateway's own or an invited one; what has none is no browser. And a page may call itself what it
 * likes by letting its own name point to 127.0.0.1: so a gateway that only this machine should reach
 * answers only to this machine's names.
 */
export function createGate(config: Pick<HttpConfig, "host" | "allowAnonymous" | "corsOrigins">): Gate {
  const local = isLoopback(config.host) && !config.allowAnonymous;
  const invited = new Set(config.corsOrigins);
  return {
    refuseHost: ({ host }) =>
      local && host !== undefined && !isLocalName(host)
        ? "This gateway answers only to names of this machine, such as localhost: set ALLOW_ANONYMOUS=true to serve it under others."
        : null,
    refuseOrigin: ({ origin, host }) =>
      origin === undefined || invited.has(origin) || isSame(origin, host)
        ? null
        : "This page's origin isn't allowed: add it to CORS_ORIGINS.",
    isInvited: ({ origin }) => origin !== undefined && invited.has(origin),
  };
}

/** `localhost:4000`, `127.0.0.1`, `[::1]:4000`. */
function isLocalName(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/:\d*$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  return isLoopback(name) || name.endsWith(".localhost");
}

/** Whether the page is of the gateway's own origin, by whatever protocol a proxy in front is reached; the port may be the usual one. */
function isSame(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  const asked = `${protocol}//${host}`;
  return own !== "" && URL.canParse(asked) && new URL(asked).host === own;
}
