import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dockerOr } from "./docker.ts";
import { freePort } from "./free-port.ts";
import { answersCypher, setFirstPassword } from "./neo4j-client.ts";
import { startDockerNeo4j } from "./neo4j-docker.ts";
import { findLocalNeo4j, neo4jJars } from "./neo4j-jars.ts";
import { poll } from "./poll.ts";
import {
  removeDirectory,
  type ServerProcess,
  serverDirectory,
  startServerProcess,
} from "./server-process.ts";

/** A Neo4j that tests may read and write, but that isn't theirs to restart. */
export interface Neo4jAddress {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Ends it, if the tests started it. */
  stop(): Promise<void>;
}

/** A Neo4j of a test's own, on a port of its own. */
export interface Neo4jServer extends Neo4jAddress {
  readonly host: string;
  readonly port: number;
  /** Undefined in Docker. */
  readonly pid: number | undefined;
  signal(name: NodeJS.Signals): Promise<void>;
  /** Kills it, if it still runs, and starts it anew on the same port with its data; resolves when it answers. */
  restart(): Promise<void>;
}

export interface Neo4jOptions {
  /** Whether it asks for a password; default true. */
  readonly auth?: boolean;
  /** More lines of neo4j.conf. */
  readonly extraConf?: Readonly<Record<string, string>>;
}

/** How a Neo4j can be started here; throws why it can't. */
export function findOwnNeo4j(): "Docker" | "Maven" {
  return dockerOr(findLocalNeo4j);
}

/** Starts a Neo4j and resolves when it answers Cypher: 5 s and more, up to two minutes on a busy machine. */
export function startNeo4j(options: Neo4jOptions = {}): Promise<Neo4jServer> {
  return findOwnNeo4j() === "Docker" ? startDockerNeo4j(options) : startLocalNeo4j(options);
}

async function startLocalNeo4j(options: Neo4jOptions): Promise<Neo4jServer> {
  const jars = await neo4jJars();
  for (let attempt = 1; ; attempt++) {
    try {
      return await startLocally(options, jars, await freePort());
    } catch (error) {
      if (!/Address already in use/.test((error as Error).message) || attempt === 5) throw error;
    }
  }
}

async function startLocally(options: Neo4jOptions, jars: string, port: number): Promise<Neo4jServer> {
  const { auth = true, extraConf = {} } = options;
  const address = { uri: `bolt://127.0.0.1:${port}`, user: "neo4j", password: randomUUID() };
  const directory = await serverDirectory();
  await mkdir(join(directory, "conf"));
  const conf = Object.entries({ ...confFor(port), "dbms.security.auth_enabled": String(auth), ...extraConf });
  await writeFile(
    join(directory, "conf/neo4j.conf"),
    conf.map(([key, value]) => `${key}=${value}\n`).join(""),
  );

  let server: ServerProcess;
  const start = async (question: () => Promise<boolean>) => {
    server = startServerProcess("java", javaArgs(jars, directory), directory);
    let lastLines: string | undefined;
    void server.ended.then((lines) => {
      lastLines = lines;
    });
    await poll("Neo4j answers", async () => lastLines !== undefined || (await question()), START_MS);
    if (lastLines === undefined) return;
    throw new Error(`Neo4j ended before it answered:\n${lastLines}\n${await logged(directory)}`);
  };
  const stop = async () => {
    await server.kill();
    await removeDirectory(directory);
  };
  try {
    await start(() => (auth ? setFirstPassword(address) : answersCypher(address)));
    await poll("Neo4j answers Cypher", () => answersCypher(address), START_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...address,
    host: "127.0.0.1",
    port,
    get pid() {
      return server.pid;
    },
    signal: async (name) => server.signal(name),
    restart: async () => {
      await server.kill();
      await start(() => answersCypher(address));
    },
    stop,
  };
}

const START_MS = 120_000;

/** neo4j.conf: nothing but Bolt, on a port of this machine, and little memory. */
function confFor(port: number): Record<string, string> {
  return {
    "server.default_listen_address": "127.0.0.1",
    "server.bolt.listen_address": `127.0.0.1:${port}`,
    "server.bolt.advertised_address": `127.0.0.1:${port}`,
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.pagecache.size": "64m",
    "dbms.usage_report.enabled": "false",
  };
}

function javaArgs(jars: string, directory: string): string[] {
  const opened = ["java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"];
  return [
    ...["-Xms256m", "-Xmx512m"],
    // It lives for a few seconds or minutes: a third less work to start, for a lower top speed.
    ...["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"],
    ...opened.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    // A temp folder of its own, which goes with it.
    ...[`-Djava.io.tmpdir=${directory}`, "-XX:-UsePerfData"],
    ...["-cp", join(jars, "*"), "org.neo4j.server.CommunityEntryPoint"],
    ...[`--home-dir=${directory}`, `--config-dir=${join(directory, "conf")}`],
  ];
}

/** What Neo4j's own log says, without the stack traces; nothing, if it ended before it had one. */
async function logged(directory: string): Promise<string> {
  const log = await readFile(join(directory, "logs/neo4j.log"), "utf8").catch(() => "");
  return log.replaceAll(/^\s+(at|\.\.\.) .*\n/gm, "");
}
