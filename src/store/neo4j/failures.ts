import { isRetryableError, Neo4jError } from "neo4j-driver";
import { Fault } from "../../fault.ts";
import { StoreFault } from "../store-fault.ts";

/** What the driver's errors mean: to a transaction that may be tried again, to a caller, and at start. */

const LOST = new Set(["ServiceUnavailable", "SessionExpired"]);

/** What another gateway did at the same moment, and what the next attempt therefore finds done. */
const OVERTAKEN = new Set([
  // A row that was removed between finding and reading it.
  "Neo.ClientError.Statement.EntityNotFound",
  // An index or a constraint that was made between looking for it and making it.
  "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
  "Neo.ClientError.Schema.ConstraintAlreadyExists",
  "Neo.ClientError.Schema.IndexAlreadyExists",
]);

/** The server, its lock or its time is gone, and nothing that this program did is to blame. */
const UNAVAILABLE =
  /^(ServiceUnavailable|SessionExpired|Neo\.TransientError\..*|Neo\.DatabaseError\..*|Neo\.ClientError\.(Security|Cluster|Database)\..*|Neo\.ClientError\.Transaction\.(TransactionTimedOut.*|Terminated|LockClientStopped|TransactionTerminated|TransactionMarkedAsFailed)|Neo\.ClientError\.General\.(ForbiddenOnReadOnlyDatabase|WriteOnReadOnlyAccessDatabase))$/;

/** What a caller is told of them. */
const WORDS: readonly (readonly [RegExp, string, "change"?])[] = [
  [/ReadOnly/, "the store's database can only be read: no change can be made", "change"],
  [/\.Cluster\./, "the store's cluster has no leader that takes changes"],
  [/\.Security\./, "the store refuses this gateway's user, or what it wants to do"],
  [/^Neo\.ClientError\.Database\.|DatabaseUnavailable/, "the store's database isn't there, or isn't online"],
  [/OutOfMemory|OutOfDisk|DiskSpace|StackOverflow/, "the store has no memory or disk space left"],
  [/TransactionTimedOut|LockAcquisitionTimeout|LockClientStopped/, "the store didn't answer in time"],
  [/^Neo\.DatabaseError\./, "the store reports a failure of its own"],
  [/^Neo\./, "the store can't do it just now"],
  [/^/, "the store can't be reached"],
];

/** Whether the same transaction may succeed if it is tried again. */
export function isTransient(error: unknown): boolean {
  return error instanceof Neo4jError && (isRetryableError(error) || OVERTAKEN.has(codeOf(error)));
}

/** Of an error that a commit ended in: whether the transaction may have been committed all the same. */
export function isAmbiguous(error: unknown): boolean {
  return LOST.has(codeOf(error)) || codeOf(error).startsWith("Neo.DatabaseError.");
}

/**
 * What the caller is told. The server's own words stay out of it, since they may repeat a value; only of a
 * statement that it doesn't understand they are kept, which holds no values.
 */
export function asFault(error: unknown): unknown {
  if (error instanceof Fault || !(error instanceof Neo4jError)) return error;
  const code = codeOf(error);
  if (UNAVAILABLE.test(code)) {
    // By neo4j:// a server that takes no changes is given up as a lost one.
    const noWrites = error.message.includes("No longer possible to write");
    const [, message, until] = WORDS.find(([pattern]) => pattern.test(noWrites ? "ReadOnly" : code))!;
    return new StoreFault(message, { ...(until && { until }), cause: new Error(code) });
  }
  const words = code === "Neo.ClientError.Statement.SyntaxError" ? `: ${(error as Error).message}` : "";
  return new Error(`Neo4j refuses a statement (${code})${words}`);
}

/** The one line that says why the store can't be used, and which setting to change. */
export function startFailure(error: unknown, uri: string): Error {
  const { host } = new URL(uri);
  const failure = (reason: string, remedy: string) =>
    new Error(`can't use Neo4j at ${host}: ${reason}: ${remedy}`, { cause: new Error(codeOf(error)) });
  const code = codeOf(error);
  if (error instanceof Fault)
    return failure(error.message, "set NEO4J_URI to the address of a server that is up");
  if (/^Neo\.ClientError\.Security\.(Unauthorized|AuthenticationRateLimit)$/.test(code))
    return failure("it refuses the user or the password", "set NEO4J_USER and NEO4J_PASSWORD");
  if (code === "Neo.ClientError.Security.CredentialsExpired")
    return failure("the user's first password has to be changed", "change it and set NEO4J_PASSWORD");
  if (/^Neo\.ClientError\.Database\.(DatabaseNotFound|IllegalAliasChain)/.test(code))
    return failure("there is no such database", "set NEO4J_DATABASE to one that is there");
  if (code === "Neo.ClientError.Statement.SemanticError")
    return failure("its database holds no graph", "set NEO4J_DATABASE to one that does, such as neo4j");
  if (code === "N/A" || code === "ProtocolError")
    return failure("what answers there is no Neo4j", "set NEO4J_URI to the address of its Bolt port");
  if (/ReadOnly/.test(code))
    return failure("its database can only be read", "set NEO4J_DATABASE to one that can be written to");
  if (/^Neo\.ClientError\.Security\.Forbidden/.test(code))
    return failure(
      "the user may not read, write and make constraints and indexes there",
      "give these rights to NEO4J_USER, or let another user start it once to make them",
    );
  const reason = reasonOf(error);
  if (LOST.has(code) && TLS.test(reason))
    return failure(
      `TLS failed (${reason})`,
      "set NEO4J_URI to bolt+s:// or neo4j+s:// with a name that the certificate has, NODE_EXTRA_CA_CERTS to " +
        "the authority that signed it, or use +ssc to trust any; bolt:// or neo4j:// if the server speaks no TLS",
    );
  if (LOST.has(code))
    return failure(
      `no Neo4j answers (${reason})`,
      "set NEO4J_URI to the address of a server that is up, bolt:// or neo4j://, with +s if it wants TLS",
    );
  return asFault(error) as Error;
}

/** The same for a server that answers and isn't one that this program knows. */
export function refuseOldServer(agent: string | undefined, uri: string): void {
  const version = /^Neo4j\/(\d+)\./.exec(agent ?? "");
  if (version && Number(version[1]) < 5)
    throw new Error(
      `can't use Neo4j at ${new URL(uri).host}: it is ${agent}: set NEO4J_URI to a server of version 5 or newer`,
    );
}

const TLS = /certificate|altnames|self.signed|\bTLS\b|\bSSL\b|EPROTO/i;

/** What the system or OpenSSL says of a connection that failed: the driver has it in its own words alone. */
function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let one = error; one instanceof Error && messages.length < 10; one = one.cause)
    messages.push(one.message);
  const caused = messages.findLast((message) => message.includes(CAUSED_BY));
  // OpenSSL adds where in its sources it found that.
  const reason = caused
    ?.split(CAUSED_BY)
    .at(-1)
    ?.replace(/^[0-9A-F]+:error:[0-9A-F]*:/, "");
  return reason?.split(/:\.{0,2}\/|\n/)[0] ?? "the connection ends at once";
}

const CAUSED_BY = "Caused by: ";

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as Partial<Neo4jError>;
  return typeof code === "string" ? code : "";
}
