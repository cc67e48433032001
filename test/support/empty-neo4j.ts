import neo4j from "neo4j-driver";
import type { Neo4jAccess } from "./shared-neo4j.ts";

/** Removes every node of a server for tests; constraints and indexes stay. */
export async function emptyNeo4j({ uri, user, password }: Neo4jAccess): Promise<void> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
  try {
    await driver.executeQuery("MATCH (n) DETACH DELETE n");
  } finally {
    await driver.close();
  }
}
