import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, inject } from "vitest";
import { emptyNeo4j } from "./empty-neo4j.ts";
import type { Lent } from "./neo4j-keeper.ts";
import type { Neo4jServer } from "./neo4j-server.ts";

/** Where a Neo4j is, and who we are there. */
export type Neo4jAccess = Pick<Neo4jServer, "uri" | "user" | "password" | "host" | "port">;

/**
 * The Neo4j that the suites of a run share, for the describe block that calls this and for no other until that is
 * over. It has no nodes then; constraints and indexes may be there.
 */
export function useSharedNeo4j(): { readonly server: Neo4jAccess } {
  let borrowed: Awaited<ReturnType<typeof borrow>> | undefined;
  beforeAll(async () => {
    borrowed = await borrow();
    await emptyNeo4j(borrowed.server);
  }, BORROWING_MS);
  afterAll(() => borrowed?.giveBack());
  return {
    get server() {
      return borrowed!.server;
    },
  };
}

/** A Neo4j starts within two minutes, or its start says why not. */
export const STARTING_MS = 300_000;

/** All other suites that share it may be before this one. */
const BORROWING_MS = 900_000;

/** The keeper answers when it is our turn, and takes the end of the connection for the end of it. */
async function borrow(): Promise<{ server: Neo4jAccess; giveBack(): Promise<void> }> {
  const keeper = connect(inject("neo4jKeeper"), "127.0.0.1");
  const closed = once(keeper, "close");
  const told = await Promise.race([once(keeper, "data"), closed.then(() => null)]);
  if (!told) throw new Error("the keeper of the shared Neo4j is gone");
  const giveBack = async () => {
    keeper.destroy();
    await closed;
  };
  const lent = JSON.parse(String(told[0])) as Lent;
  if (!("failure" in lent)) return { server: lent, giveBack };
  await giveBack();
  throw new Error(lent.failure);
}
