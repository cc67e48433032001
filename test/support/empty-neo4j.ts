import neo4j from "neo4j-driver";
import type { Neo4jAddress } from "./neo4j-server.ts";

/** Removes every node of a test's own server; constraints and indexes stay. */
export async function emptyNeo4j({ uri, user, password }: Neo4jAddress): Promise<void> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
  try {
    await driver.executeQuery("MATCH (n) DETACH DELETE n");
  } finally {
    await driver.close();
  }
}
