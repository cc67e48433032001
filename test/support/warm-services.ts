import { neo4jJars } from "./neo4j-jars.ts";
import { findOwnNeo4j, startNeo4j } from "./neo4j-server.ts";
import { findOwnRedis, startRedis } from "./redis-server.ts";

// Run by itself, before the tests: what their services have to download is then there, and no test waits for it.
if (findOwnNeo4j() === "Maven") await neo4jJars();
else await (await startNeo4j()).stop();
if (findOwnRedis() === "Docker") await (await startRedis()).stop();
