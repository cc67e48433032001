import neo4j from "neo4j-driver";
import { v7 as uuidv7 } from "uuid";
import { WORLDS } from "../../entities/ids.ts";
import type { Database, RunQuery, Transaction } from "./database.ts";

/**
 * Each migration brings a database one version further. They are never edited, only added to: entity types
 * and fields need none. Constraints bind our own labels alone, so that nothing that another program put
 * there, whatever its labels, is bound by them or found by our statements.
 *
 * LwMeta: the store's id and schema. LwScope: what a change locks; `head` is what it is at its version.
 * LwIncarnation: what a world's rows hang on. LwEntity: every entity, beside the label of its type.
 * LwPlace: an entry of a list. LwShelf: how many there are of one list under one filter. LwChange: an entry of a scope's log. LwListSet: the lists that a program knows
 * which writes here. LwAnswer: what was asked for with an idempotency key and changed nothing.
 */
const MIGRATIONS: readonly Migration[] = [
  {
    schema: [
      "CREATE CONSTRAINT lw_meta_name IF NOT EXISTS FOR (m:LwMeta) REQUIRE m.name IS UNIQUE",
      "CREATE CONSTRAINT lw_scope_id IF NOT EXISTS FOR (s:LwScope) REQUIRE s.id IS UNIQUE",
      "CREATE CONSTRAINT lw_incarnation_id IF NOT EXISTS FOR (i:LwIncarnation) REQUIRE i.id IS UNIQUE",
      "CREATE INDEX lw_incarnation_status IF NOT EXISTS FOR (i:LwIncarnation) ON (i.status)",
      "CREATE CONSTRAINT lw_entity_key IF NOT EXISTS FOR (e:LwEntity) REQUIRE e._key IS UNIQUE",
      "CREATE INDEX lw_place_at IF NOT EXISTS FOR (p:LwPlace) ON (p.at)",
      "CREATE CONSTRAINT lw_change_version IF NOT EXISTS FOR (c:LwChange) REQUIRE (c.scope, c.version) IS UNIQUE",
      "CREATE CONSTRAINT lw_change_id IF NOT EXISTS FOR (c:LwChange) REQUIRE (c.scope, c.changeId) IS UNIQUE",
    ],
    // `lock`: Neo4j takes no lock for the removal of a property whose name it has never seen.
    data: `
      MATCH (m:LwMeta {name: $meta}) SET m.storeId = $storeId, m.lock = true
      MERGE (s:LwScope {id: $worlds})
      SET s.version = 0, s.head = $head
    `,
  },
  {
    schema: ["CREATE CONSTRAINT lw_list_set_id IF NOT EXISTS FOR (l:LwListSet) REQUIRE l.id IS UNIQUE"],
    // One that is forgotten in a day, when the sweeper goes through all shelves: those of the first schema have no hash.
    data: `
      CALL { MATCH (p:LwPlace) USING INDEX p:LwPlace(at) WHERE p.at > '' RETURN p LIMIT 1 }
      MERGE (l:LwListSet {id: ''}) SET l.lists = [], l.knownAt = timestamp()
    `,
  },
  {
    schema: [
      "CREATE CONSTRAINT lw_answer_seq IF NOT EXISTS FOR (a:LwAnswer) REQUIRE (a.scope, a.seq) IS UNIQUE",
      "CREATE CONSTRAINT lw_answer_key IF NOT EXISTS FOR (a:LwAnswer) REQUIRE (a.scope, a.key) IS UNIQUE",
    ],
    data: "MATCH (m:LwMeta {name: $meta}) SET m.lock = true",
  },
  {
    schema: ["CREATE CONSTRAINT lw_shelf_at IF NOT EXISTS FOR (s:LwShelf) REQUIRE s.at IS UNIQUE"],
    data: "MATCH (m:LwMeta {name: $meta}) SET m.lock = true",
  },
];

interface Migration {
  /** Each in a transaction of its own, and harmless where it was done before. */
  readonly schema: readonly string[];
  readonly data: string;
}

export const SCHEMA_VERSION = MIGRATIONS.length;

/** The name of the one LwMeta node. */
export const META = "living-worlds";

/** Brings the database up to {@link SCHEMA_VERSION}. Several gateways may do so at once. */
export async function migrate(database: Database): Promise<void> {
  const found = await database.look(({ run }) => readSchema(run));
  if (found > SCHEMA_VERSION)
    throw new Error(
      `the Neo4j database has schema version ${found}, and this program knows ${SCHEMA_VERSION}: ` +
        "start a newer version of the program, or name another NEO4J_DATABASE",
    );
  for (const [index, { schema, data }] of MIGRATIONS.entries()) {
    if (index < found) continue;
    for (const statement of schema) await database.look(({ run }) => run(statement));
    await database.look(({ run }) => run("CALL db.awaitIndexes(60)"));
    await database.commit(async ({ run, write }) => {
      // Whoever comes second waits here, and finds it done.
      await run("MERGE (m:LwMeta {name: $meta}) ON CREATE SET m.schema = 0 SET m.lock = true", {
        meta: META,
      });
      if ((await readSchema(run)) > index) return;
      await write(data, {
        meta: META,
        storeId: uuidv7(),
        worlds: WORLDS,
        head: JSON.stringify({ version: 0, incarnation: WORLDS, base: 0, counts: {}, latest: {} }),
      });
      await write("MATCH (m:LwMeta {name: $meta}) SET m.schema = $schema", {
        meta: META,
        schema: neo4j.int(index + 1),
      });
    });
  }
}

/** The store's epoch. */
export async function readEpoch(run: RunQuery): Promise<string> {
  const [row] = await run<{ epoch: string }>("MATCH (m:LwMeta {name: $meta}) RETURN m.storeId AS epoch", {
    meta: META,
  });
  return row!.epoch;
}

/**
 * Gives the store another epoch. Every scope is locked first, so that no change under way is committed in another
 * epoch than it has read; one that makes a world holds the lock of the list of worlds.
 */
export async function writeEpoch({ run, write }: Transaction, epoch: string): Promise<string> {
  await run("MATCH (s:LwScope) WITH s ORDER BY s.id REMOVE s.lock");
  await write("MATCH (m:LwMeta {name: $meta}) SET m.storeId = $epoch", { meta: META, epoch });
  return epoch;
}

async function readSchema(run: RunQuery): Promise<number> {
  const [row] = await run<{ schema: number }>("MATCH (m:LwMeta {name: $meta}) RETURN m.schema AS schema", {
    meta: META,
  });
  return row?.schema ?? 0;
}
