import { Neo4jError } from "neo4j-driver";
import { expect, test } from "vitest";
import { asFault, refuseOldServer, startFailure } from "../../src/store/neo4j/failures.ts";

const URI = "bolt+s://graph.example:7687";

/** What no server that tests can start answers: an older one, and one with roles. */
test("a server before version 5 is refused, and later ones aren't", () => {
  expect(() => refuseOldServer("Neo4j/4.4.41", URI)).toThrow(
    "can't use Neo4j at graph.example:7687: it is Neo4j/4.4.41: set NEO4J_URI to a server of version 5 or newer",
  );
  for (const agent of ["Neo4j/5.26.28", "Neo4j/2026.10.1", "Another/1.0"]) refuseOldServer(agent, URI);
});

test("a user without rights is told which", () => {
  expect(startFailure(errorWith("Neo.ClientError.Security.Forbidden"), URI).message).toBe(
    "can't use Neo4j at graph.example:7687: the user may not read, write and make constraints and indexes there: " +
      "give these rights to NEO4J_USER, or let another user start it once to make them",
  );
});

test.each([
  ["Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "no", /can only be read/],
  ["Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "no", /can only be read/],
  ["SessionExpired", "No longer possible to write to server at graph.example:7687", /can only be read/],
  ["SessionExpired", "the connection ended", /can't be reached/],
  ["ServiceUnavailable", "no", /can't be reached/],
  ["Neo.ClientError.Security.Unauthorized", "no", /refuses this gateway's user/],
  ["Neo.ClientError.Database.DatabaseNotFound", "no", /isn't there, or isn't online/],
  ["Neo.TransientError.Database.DatabaseUnavailable", "no", /isn't there, or isn't online/],
  ["Neo.TransientError.General.OutOfMemoryError", "no", /no memory or disk space/],
  ["Neo.ClientError.Transaction.TransactionTimedOut", "no", /didn't answer in time/],
  ["Neo.DatabaseError.Transaction.TransactionLogError", "no", /a failure of its own/],
  ["Neo.ClientError.Cluster.NotALeader", "no", /no leader/],
])("%s (%s) has words of its own", (code, said, words) => {
  expect(asFault(errorWith(code, said))).toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(words),
  });
});

test("what the server says of a value is repeated to nobody", () => {
  const secret = "Node(1) already exists with label `LwEntity` and property `name` = 'secret'";
  for (const code of [
    "Neo.ClientError.Schema.ConstraintValidationFailed",
    "Neo.TransientError.Transaction.DeadlockDetected",
    "Neo.ClientError.Security.Forbidden",
  ]) {
    for (const told of [asFault(errorWith(code, secret)), startFailure(errorWith(code, secret), URI)])
      for (let one = told; one instanceof Error; one = one.cause as Error)
        expect(one.message + JSON.stringify(one)).not.toContain("secret");
  }
});

function errorWith(code: string, message = "no"): Neo4jError {
  return new Neo4jError(message, code, "50N42", "general processing exception");
}
