import { z } from "zod";
import { ALWAYS, setting } from "../../setting.ts";
import { anyText, given, url, whole } from "../../setting-values.ts";

/** How Neo4j is reached. */
export const neo4jSettings = z
  .object({
    uri: setting(
      "NEO4J_URI",
      "bolt://localhost:7687",
      "where Neo4j is; neo4j:// for a cluster, +s for TLS",
      url("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"),
      { secret: true },
    ),
    user: setting("NEO4J_USER", "neo4j", "its user", given("a name")),
    password: setting("NEO4J_PASSWORD", "", "the user's password; empty: no authentication", anyText, {
      secret: true,
    }),
    database: setting("NEO4J_DATABASE", "", "its database; empty: the user's own", anyText),
    maxConnections: setting("NEO4J_MAX_CONNECTIONS", "50", "connections to Neo4j at most", whole(2, 10_000)),
  })
  .refine(({ uri }) => !URL.canParse(uri) || (!new URL(uri).username && !new URL(uri).password), {
    ...ALWAYS,
    path: ["uri"],
    error: "no user and password in it, but in NEO4J_USER and NEO4J_PASSWORD",
  });

export type Neo4jConfig = z.output<typeof neo4jSettings>;
