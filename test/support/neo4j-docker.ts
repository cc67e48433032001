import { randomUUID } from "node:crypto";
import { startContainer } from "./docker.ts";
import { freePort } from "./free-port.ts";
import { answersCypher } from "./neo4j-client.ts";
import type { Neo4jOptions, Neo4jServer } from "./neo4j-server.ts";
import { poll } from "./poll.ts";

const IMAGE = "neo4j:5.26-community";

/** As `startNeo4j`, in a container. */
export async function startDockerNeo4j({ auth = true, extraConf = {} }: Neo4jOptions): Promise<Neo4jServer> {
  const port = await freePort();
  const user = "neo4j";
  const password = randomUUID();
  const addressAt = (host: string) => ({ uri: `bolt://${host}:${port}`, user, password });
  const conf = {
    "server.bolt.advertised_address": `localhost:${port}`,
    "server.memory.heap.max_size": "512m",
    "server.memory.pagecache.size": "64m",
    "dbms.usage_report.enabled": "false",
    ...extraConf,
  };
  const server = await startContainer({
    image: IMAGE,
    inside: 7687,
    port,
    prepare: (container) =>
      container.withEnvironment({
        NEO4J_AUTH: auth ? `${user}/${password}` : "none",
        ...Object.fromEntries(Object.entries(conf).map(([key, value]) => [variableOf(key), value])),
      }),
    answers: (host) => poll("Neo4j answers Cypher", () => answersCypher(addressAt(host)), 120_000),
  });
  return { ...server, ...addressAt(server.host), pid: undefined };
}

/** The image takes settings as variables: `_` is doubled, `.` becomes `_`. */
function variableOf(setting: string): string {
  return `NEO4J_${setting.replaceAll("_", "__").replaceAll(".", "_")}`;
}
