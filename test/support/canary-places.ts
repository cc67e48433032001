import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Redis } from "ioredis";
import neo4j from "neo4j-driver";
import { emptyNeo4j } from "./empty-neo4j.ts";
import type { Neo4jAccess } from "./shared-neo4j.ts";
import { until } from "./until.ts";

/** A store, and all that is in it: what stands in entities' own rows, and the rest. */
export interface StorePlace {
  readonly env: Record<string, string>;
  contents(): Promise<{ readonly rows: string; readonly rest: string }>;
  remove(): void;
}

/** A shared tier, and all that was sent to it and lies there. */
export interface TierPlace {
  readonly env: Record<string, string>;
  contents(): Promise<string>;
  close(): void;
}

/** A file in a folder of its own. */
export async function filePlace(): Promise<StorePlace> {
  const folder = mkdtempSync(join(tmpdir(), "canaries-"));
  const file = join(folder, "worlds.sqlite");
  return {
    env: { SQLITE_FILE: file },
    contents: async () => {
      const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
      const copy = join(folder, "copy.sqlite");
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      const texts = tables.map(({ name }) => [
        name,
        JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all()),
      ]);
      // Without what is free in it, which SQLite overwrites when it needs the room.
      db.exec(`VACUUM INTO '${copy}'`);
      db.close();
      const bytes = readFileSync(copy, "latin1");
      rmSync(copy);
      const own = texts.filter(([name]) => name === "entity");
      return { rows: own.join() + bytes, rest: texts.filter(([name]) => name !== "entity").join() };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** No shared tier. */
export async function memoryPlace(): Promise<TierPlace> {
  return { env: { CACHE_PROVIDER: "memory" }, contents: async () => "", close: () => {} };
}

/** All commands that a Redis gets, those within scripts too, and all that lies in it. */
export async function redisPlace(client: Redis, url: string): Promise<TierPlace> {
  await client.flushall();
  const monitor = await client.monitor();
  const commands: string[] = [];
  monitor.on("monitor", (_, args: string[]) => commands.push(args.join(" ")));
  return {
    env: { CACHE_PROVIDER: "redis", REDIS_URL: url, CACHE_TIMEOUT_MS: "5000" },
    contents: async () => {
      await client.echo("the end");
      await until(() => commands.some((command) => command.includes("the end")));
      const keys = await client.keys("*");
      const values = await Promise.all(
        keys.map(async (key) =>
          (await client.type(key)) === "zset" ? client.zrange(key, "0", "-1", "WITHSCORES") : client.get(key),
        ),
      );
      if (keys.length < 10) throw new Error("Redis has hardly anything");
      return JSON.stringify([commands, keys, values]);
    },
    close: () => monitor.disconnect(),
  };
}

/** An empty Neo4j. */
export async function neo4jPlace(server: Neo4jAccess): Promise<StorePlace> {
  await emptyNeo4j(server);
  const { uri, user, password } = server;
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
  const textsOf = async (query: string) =>
    JSON.stringify((await driver.executeQuery(query)).records.map((record) => record.toObject()));
  return {
    env: { STORE_PROVIDER: "neo4j", NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password },
    contents: async () => ({
      rows: await textsOf("MATCH (n:LwEntity) RETURN labels(n), properties(n)"),
      rest:
        (await textsOf("MATCH (n) WHERE NOT n:LwEntity RETURN labels(n), properties(n)")) +
        (await textsOf("MATCH ()-[r]->() RETURN type(r), properties(r)")),
    }),
    remove: () => void driver.close(),
  };
}
