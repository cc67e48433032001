import neo4j, { type Plan } from "neo4j-driver";
import { expect, test } from "vitest";
import { SCHEMA_VERSION } from "../../src/store/neo4j/schema.ts";
import type { Importer } from "../../src/store/store.ts";
import { indexingSession } from "../support/indexing-session.ts";
import { useNeo4j } from "../support/neo4j-store.ts";
import { character, location, timelineEvent, world, worldObject } from "../support/own-types.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { imported } from "../support/store.ts";
import { wholeSession } from "../support/whole-session.ts";

const ODYSSEY = "world:odyssey";
const CIRCE = "character:odyssey:circe";
const AEAEA = "location:odyssey:aeaea";
const ITHACA = "location:odyssey:ithaca";
const WAND = "object:odyssey:wand";

describeWith(ownNeo4j, "the graph", () => {
  const at = useNeo4j();

  /** The edges from the members of the current world, as a user would ask for them. */
  const edges = async (name = "odyssey") => {
    const rows = await at.ask<{ edge: string }>(
      "MATCH (:World {id: $id})<-[:IN]-(a)-[r]->(b) WHERE type(r) <> 'IN' " +
        "RETURN a.id + ' ' + type(r) + coalesce(' ' + r.label, '') + ' ' + b.id AS edge ORDER BY edge",
      { id: `world:${name}` },
    );
    return rows.map(({ edge }) => edge);
  };
  const named = async (label: string) =>
    (await at.ask<{ id: string }>(`MATCH (:World)<-[:IN]-(n:${label}) RETURN n.id AS id ORDER BY id`)).map(
      ({ id }) => id,
    );

  test("reads like what it means", async () => {
    await furnish();
    const [circe] = await at.ask(
      "MATCH (w:World {id: $id})<-[:IN]-(c:Character {name: 'Circe'})-[:AT]->(l:Location) " +
        "RETURN w.name AS world, c.id AS id, c.status AS status, c.traits AS traits, c.version AS version, " +
        "c.createdAt AS created, l.name AS place, labels(c) AS labels",
      { id: ODYSSEY },
    );
    expect(circe).toEqual({
      world: "The Odyssey",
      id: CIRCE,
      status: "ACTIVE",
      traits: ["divine", "fair-haired"],
      version: 4,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      place: "Aeaea",
      labels: expect.arrayContaining(["Character"]),
    });
    expect(await edges()).toEqual(
      [
        `${CIRCE} AT ${AEAEA}`,
        `event:odyssey:feast INVOLVES ${AEAEA}`,
        `event:odyssey:feast INVOLVES ${CIRCE}`,
        `${AEAEA} EXIT by sea ${ITHACA}`,
        `${AEAEA} EXIT in a dream ${ITHACA}`,
        `${WAND} HELD_BY ${CIRCE}`,
      ].sort(),
    );
  });

  test("has the edges of what refers to what, after every change", async () => {
    await furnish();
    await at.update(character, CIRCE, { location: ITHACA, name: "Kirke" });
    await at.update(worldObject, WAND, { holder: AEAEA });
    await at.update(location, AEAEA, { exits: [{ label: "by sea", to: AEAEA }] });
    expect(await edges()).toEqual(
      [
        `${CIRCE} AT ${ITHACA}`,
        `event:odyssey:feast INVOLVES ${AEAEA}`,
        `event:odyssey:feast INVOLVES ${CIRCE}`,
        `${AEAEA} EXIT by sea ${AEAEA}`,
        `${WAND} HELD_BY ${AEAEA}`,
      ].sort(),
    );
    await at.update(character, CIRCE, { location: null });
    await at.remove(location, AEAEA);
    expect(await edges()).toEqual([`event:odyssey:feast INVOLVES ${CIRCE}`]);
    // An event means the one that was there: another one under its id isn't involved.
    await at.remove(character, CIRCE);
    await at.create(character, CIRCE);
    expect(await edges()).toEqual([]);
    await at.change("odyssey", async (draft) => {
      const circe = await draft.need(character, CIRCE);
      await draft.update(character, circe, { location: ITHACA });
    });
    expect(await edges()).toEqual([`${CIRCE} AT ${ITHACA}`]);
  });

  test("shows an import when it is finished, and nothing of it before", async () => {
    await furnish();
    const before = { edges: await edges(), characters: await named("Character"), worlds: await worlds() };
    const importer = await at.store.beginImport("odyssey");
    await write(importer);
    expect({ edges: await edges(), characters: await named("Character"), worlds: await worlds() }).toEqual(
      before,
    );
    await importer.finish();
    expect(await worlds()).toEqual([ODYSSEY]);
    expect(await named("Character")).toEqual(["character:odyssey:nestor"]);
    expect(await edges()).toEqual([
      `character:odyssey:nestor AT location:odyssey:pylos`,
      "event:odyssey:war INVOLVES character:odyssey:nestor",
      "location:odyssey:pylos EXIT round location:odyssey:pylos",
    ]);
  });

  test("hasn't a world any more that was deleted, and after a sweep nothing of it at all", async () => {
    await furnish();
    await at.deleteWorld("odyssey");
    expect(await worlds()).toEqual([]);
    while (await at.store.sweep());
    const left = await at.ask("MATCH (n) WHERE n:LwEntity OR n:LwPlace OR n:LwShelf RETURN n");
    expect(left).toEqual([]);
    expect(await at.ask("MATCH (n:LwIncarnation) RETURN n")).toEqual([]);
  });

  test("of another program stays as it is, whatever a session does", async () => {
    await at.ask(`
      CREATE (w:World {id: '${ODYSSEY}', name: 'theirs'})<-[:IN {since: 1}]-(c:Character {id: '${CIRCE}', _key: 'x'}),
        (c)-[:AT]->(l:Location {id: '${AEAEA}', name: 'theirs'})-[:EXIT]->(l),
        (:TimelineEvent {id: 'event:odyssey:a'})-[:INVOLVES]->(c), (:World), (:WorldFlag:Character), ()
    `);
    const theirs = () =>
      at.ask(
        "MATCH (n) WHERE NOT any(label IN labels(n) WHERE label STARTS WITH 'Lw') " +
          "OPTIONAL MATCH (n)-[r]-(o) WITH n, r, o ORDER BY elementId(r) " +
          "RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties, " +
          "collect([type(r), properties(r), elementId(o)]) AS edges ORDER BY id",
      );
    const before = JSON.stringify(await theirs());
    await wholeSession(at.store);
    expect(JSON.stringify(await theirs())).toBe(before);
    expect(JSON.parse(before)).toHaveLength(7);
  });

  test("is found by its indexes: no statement of a request looks through all there is", async () => {
    const seen = new Map<string, unknown>();
    const restore = [neo4j.Session.prototype, neo4j.Transaction.prototype].map((prototype) => {
      // The driver's `run` is overloaded, by each class in its own way, so that no one function has the types of both.
      const { run } = prototype;
      prototype.run = function (this: never, ...given: never[]) {
        seen.set(String(given[0]), given[1]);
        return (run as (...all: never[]) => never).apply(this, given);
      } as never;
      return () => {
        prototype.run = run as never;
      };
    });
    try {
      await wholeSession(at.store);
      const trimming = await at.open({ retention: { entries: 1, ms: -1 } });
      await trimming.change({ scopes: [ODYSSEY], work: async (draft) => draft.purge(ODYSSEY, null) });
      for (const idempotencyKey of ["x", "y"])
        await trimming.change({ scopes: [ODYSSEY], idempotencyKey, work: async () => "nothing" });
      await indexingSession((registry, clock) => at.open({ registry, clock }));
    } finally {
      for (const undo of restore) undo();
    }
    const scans: string[] = [];
    for (const [statement, parameters] of seen) {
      if (/^(CREATE (CONSTRAINT|INDEX)|CALL db\.|RETURN 1)/.test(statement)) continue;
      for (const operator of await profileOf(statement, parameters as object))
        if (/Scan/.test(operator)) scans.push(`${operator}: ${statement}`);
    }
    expect(scans).toEqual([]);
    expect(await profileOf("MATCH (c:Character) RETURN c")).toContainEqual(expect.stringMatching(/Scan/));
    expect(seen.size).toBeGreaterThan(40);
  });

  /** The operators that a statement was carried out by; what it writes is undone, and was never there before. */
  async function profileOf(statement: string, parameters: object = {}): Promise<string[]> {
    const session = at.driver.session();
    const transaction = session.beginTransaction();
    try {
      await transaction.run("MATCH (n) DETACH DELETE n");
      const { summary } = await transaction.run(`PROFILE ${statement}`, parameters);
      return operatorsOf(summary.profile as Plan);
    } finally {
      await transaction.rollback();
      await session.close();
    }
  }

  test("is made ready by two gateways at once, and by one after another", async () => {
    await at.ask("MATCH (n) DETACH DELETE n");
    for (const { name } of await at.ask<{ name: string }>("SHOW CONSTRAINTS YIELD name RETURN name"))
      await at.ask(`DROP CONSTRAINT ${name}`);
    for (const { name } of await at.ask<{ name: string }>(
      "SHOW INDEXES YIELD name, type WHERE type = 'RANGE' RETURN name",
    ))
      await at.ask(`DROP INDEX ${name}`);
    const stores = await Promise.all([at.open(), at.open(), at.open()]);
    stores.push(await at.open());
    const ids = await Promise.all(stores.map(async (store) => (await store.versions([])).epoch));
    expect(new Set(ids).size).toBe(1);
    expect(await at.ask("MATCH (m:LwMeta) RETURN m.schema AS schema")).toEqual([{ schema: SCHEMA_VERSION }]);
    const names = await at.ask<{ name: string }>("SHOW CONSTRAINTS YIELD name RETURN name");
    expect(names).toHaveLength(10);
  });

  test("of a newer program is refused, and left as it is", async () => {
    await at.ask("MATCH (m:LwMeta) SET m.schema = 99");
    await expect(at.open()).rejects.toThrow(
      /^the Neo4j database has schema version 99, and this program knows \d+: start a newer version of the program, or name another NEO4J_DATABASE$/,
    );
  });

  async function worlds(): Promise<string[]> {
    return (await at.ask<{ id: string }>("MATCH (w:World) RETURN w.id AS id ORDER BY id")).map(
      ({ id }) => id,
    );
  }

  async function furnish(): Promise<void> {
    await at.createWorld("odyssey", { name: "The Odyssey" });
    await at.create(location, ITHACA);
    await at.create(location, AEAEA, {
      name: "Aeaea",
      exits: [
        { label: "by sea", to: ITHACA },
        { label: "in a dream", to: ITHACA },
      ],
    });
    await at.create(character, CIRCE, { name: "Circe", location: AEAEA, traits: ["divine", "fair-haired"] });
    await at.create(worldObject, WAND, { holder: CIRCE });
    await at.create(timelineEvent, "event:odyssey:feast", { involves: [CIRCE, AEAEA] });
  }

  /** Members before what they name, and all of them before their world. */
  async function write(importer: Importer): Promise<void> {
    const pylos = "location:odyssey:pylos";
    const nestor = "character:odyssey:nestor";
    await importer.write([
      imported(timelineEvent, "event:odyssey:war", { involves: [nestor] }),
      imported(character, nestor, { location: pylos }),
    ]);
    await importer.write([
      imported(location, pylos, { exits: [{ label: "round", to: pylos }] }),
      imported(world, ODYSSEY, { name: "New" }),
    ]);
  }
});

function operatorsOf({ operatorType, children }: Plan): string[] {
  return [operatorType, ...children.flatMap(operatorsOf)];
}
