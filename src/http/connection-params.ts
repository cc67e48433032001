import type { IncomingHttpHeaders } from "node:http";
import { badInput } from "../fault.ts";
import { readConsistency } from "../graphql/consistency.ts";

/** A request header's value by its lower-case name. */
export type HeaderLookup = (name: string) => string | undefined;

/** What `connectionParams` may carry, since browsers can't send headers with a WebSocket's handshake. */
const CARRIED = ["x-min-version", "x-consistency", "authorization"];

/**
 * The headers of a socket's operations: those of its handshake, in whose place stand those of the same name, in any
 * case, that `connectionParams` carry. Null is none given, and what else they carry is somebody else's. Throws
 * BAD_USER_INPUT for one that no header could be.
 */
export function headersOf(
  handshake: IncomingHttpHeaders,
  params: Readonly<Record<string, unknown>> | undefined,
): HeaderLookup {
  const carried = new Map<string, string>();
  for (const [key, value] of Object.entries(params ?? {})) {
    const name = key.toLowerCase();
    if (!CARRIED.includes(name) || value === null) continue;
    if (carried.has(name)) throw badInput(name, "one value", "it is given twice");
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value))
      throw badInput(name, "what its header says, as a string");
    carried.set(name, value);
  }
  const carriedHeader: HeaderLookup = (name) => carried.get(name);
  // What is malformed in the handshake is each operation's error, as over HTTP.
  readConsistency(carriedHeader);
  return (name) => {
    const value = carriedHeader(name) ?? handshake[name];
    return Array.isArray(value) ? value.join(",") : value;
  };
}
