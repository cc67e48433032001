import { Fault } from "../../fault.ts";

/** What keeps Redis from being used, told apart so that one outage gives one line. */
export interface RedisProblem {
  readonly kind:
    | "unreachable"
    | "slow"
    | "password"
    | "database"
    | "tls"
    | "rights"
    | "not-a-cluster"
    | "a-cluster"
    | "too-old"
    | "connections"
    | "state";
  /** What is wrong and which setting to change, for the log. */
  readonly line: string;
}

/** Redis wasn't asked, or didn't answer: the caller does without it. */
export class RedisFault extends Fault {
  readonly reason: "slow" | "unavailable";

  constructor(reason: "slow" | "unavailable", message: string) {
    super("UNAVAILABLE", message);
    this.reason = reason;
  }
}

/**
 * Finds what a failed command or connection says of the server; null: the server is well and answered so,
 * for instance that it is full. `where`: its address without a password.
 */
export function problemOf(error: unknown, where: string): RedisProblem | null {
  const { message, code } = redisError(error);
  const at = `Redis at ${where}`;
  const problem = (kind: RedisProblem["kind"], line: string): RedisProblem => ({
    kind,
    line: `${at} ${line}`,
  });
  if (message.includes("WRONGPASS") || message.includes("invalid password"))
    return problem("password", "refuses the password: set REDIS_PASSWORD (or the one in REDIS_URL)");
  if (message.startsWith("NOAUTH") || message.includes("without any password configured"))
    return problem("password", "asks for a password: set REDIS_PASSWORD");
  if (message.includes("DB index is out of range") || message.includes("SELECT is not allowed"))
    return problem("database", "has no database of that number: set REDIS_DB to one that it has, such as 0");
  if (message.includes("cluster support disabled"))
    return problem("not-a-cluster", "is no node of a cluster: set REDIS_URL instead of REDIS_CLUSTER_NODES");
  if (message.startsWith("MOVED") || message.startsWith("ASK "))
    return problem("a-cluster", "is a node of a cluster: set REDIS_CLUSTER_NODES instead of REDIS_URL");
  if (/^NOPERM|^ERR unknown command|The user executing the script|ACL failure in script/.test(message))
    return problem("rights", `doesn't let its user do what is needed (${message}): change the user's rights`);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return problem("tls", "has a certificate for another name: set REDIS_URL to the name in its certificate");
  if (code === "CERT_HAS_EXPIRED") return problem("tls", "has a certificate that has expired: renew it");
  if (/SELF_SIGNED|VERIFY|ISSUER_CERT|CERT_/.test(code))
    return problem(
      "tls",
      `has a certificate that isn't trusted (${code}): set REDIS_CA_FILE to its authority`,
    );
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH/.test(code) || /before secure TLS|EPROTO/.test(message))
    return problem("tls", "doesn't speak TLS: set REDIS_URL to one that begins with redis://");
  if (STATES.some((state) => message.startsWith(state)))
    return problem("state", `can't serve just now: ${message}`);
  if (isReply(error)) return null;
  if (message.includes("timed out") || message.startsWith("Socket timeout"))
    return problem("slow", "doesn't answer in time; the store answers until it does");
  return problem(
    "unreachable",
    `can't be reached (${code || message}): see that it runs, and that REDIS_URL or REDIS_CLUSTER_NODES names it`,
  );
}

/** Why a connection ended, or wasn't made; null: nothing said so. `used`: there was one that worked. */
export function connectionProblem(
  error: unknown,
  { where, overTls, used }: { where: string; overTls: boolean; used: boolean },
): RedisProblem {
  const { code } = redisError(error ?? "");
  const hungUp = error === null || code === "ECONNRESET" || code === "EPIPE";
  if (used && hungUp)
    return {
      kind: "unreachable",
      line: `lost the connection to Redis at ${where}; the store answers until it is back`,
    };
  // Whoever is spoken to in the wrong way hangs up, or waits for more.
  if (hungUp && !overTls)
    return {
      kind: "unreachable",
      line: `Redis at ${where} hangs up at once: if it speaks TLS, set REDIS_URL to one that begins with rediss://`,
    };
  if (overTls && (hungUp || code === "ETIMEDOUT"))
    return {
      kind: "unreachable",
      line: `Redis at ${where} doesn't answer over TLS: if it speaks none, set REDIS_URL to one that begins with redis://`,
    };
  return problemOf(error, where) ?? unreachable(error, where);
}

export function unreachable(error: unknown, where: string): RedisProblem {
  const { message } = redisError(error);
  return { kind: "unreachable", line: `Redis at ${where} can't be used: ${message}` };
}

/** An error's message and code alone: ioredis hangs the command on it, with keys, values and passwords. */
export function redisError(error: unknown): { message: string; code: string } {
  const { message = String(error), code = "", lastNodeError } = error as Partial<NodeError>;
  if (lastNodeError) return redisError(lastNodeError);
  return { message: message.replace(/,? with args beginning with:.*/s, ""), code };
}

/** A command was understood, and this is what the server answered. */
export function answered(error: unknown): Error {
  return new Error(`Redis answered: ${redisError(error).message}`);
}

export function isFull(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Redis answered: OOM");
}

/** What was refused are the keys of one scope, or its slot of a cluster; others may be served all the same. */
export function concernsScope(error: unknown, inCluster: boolean): boolean {
  const { message } = redisError(error);
  if (/permissions to access (a|one of the) key/.test(message)) return true;
  return (
    inCluster && /^(MOVED|ASK|TRYAGAIN) |^CLUSTERDOWN Hash slot|^Too many Cluster redirections/.test(message)
  );
}

/** It takes no writes, as another server does now. */
export function isReplica(error: unknown): boolean {
  return redisError(error).message.startsWith("READONLY");
}

interface NodeError extends Error {
  readonly code: string;
  /** Why the last of a cluster's nodes that were asked didn't answer. */
  readonly lastNodeError: unknown;
}

/** What a server answers that can't work now and may later. */
const STATES = [
  "LOADING",
  "MASTERDOWN",
  "READONLY",
  "CLUSTERDOWN",
  "TRYAGAIN",
  "MISCONF",
  "NOREPLICAS",
  "BUSY",
  "ERR max number of clients",
];

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError";
}
