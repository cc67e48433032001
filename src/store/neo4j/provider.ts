import type { StoreProvider } from "../provider.ts";
import { neo4jSettings } from "./settings.ts";

/** A Neo4j database, which other programs may query beside. */
export const neo4j: StoreProvider<typeof neo4jSettings> = {
  description: "a server of its own",
  settings: neo4jSettings,
  embedded: false,
  where: ({ uri }) => ({ name: `Neo4j at ${new URL(uri).host}`, change: "NEO4J_URI to another server" }),
  open: async (config, options) => (await import("./store.ts")).openNeo4jStore({ ...config, ...options }),
};
