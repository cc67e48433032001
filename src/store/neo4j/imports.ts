import neo4j from "neo4j-driver";
import type { Entity } from "../../entities/define.ts";
import { partsOf, WORLDS, worldScope } from "../../entities/ids.ts";
import { placesOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import { type Built, createBuild } from "../build.ts";
import { createPlaceSorter } from "../place-sorter.ts";
import type { Importer } from "../store.ts";
import type { Database } from "./database.ts";
import { type Edge, edgesOf } from "./edges.ts";
import { entityKey, newIncarnation, placeKey, shelfKey } from "./keys.ts";
import { toProperties } from "./nodes.ts";
import { createPipeline, type Send } from "./pipeline.ts";
import { createPlaces } from "./places.ts";
import { createEdges, createMembers, memberRow } from "./writes.ts";

/** Rows written in one transaction, so that each ends long before the deadline. */
const ENTITIES = 1_000;
const PLACES = 5_000;
const EDGES = 2_000;

/**
 * Builds a world out of sight: nodes go under an incarnation that nothing reads, a batch a transaction, with
 * version 0, which stands for the version that `finish` makes. The world's own node has no label of its type
 * until then, so that queries by hand don't find it either. Places and edges wait for `finish`: an edge needs
 * both its ends, and in the order of their index places are written faster.
 */
export async function beginImport(options: {
  database: Database;
  registry: Registry;
  world: string;
  now: () => number;
  /** Makes the incarnation current, as one change. */
  publish: (incarnation: string, built: Built) => ReturnType<Importer["finish"]>;
}): Promise<Importer> {
  const { database, registry, world, now } = options;
  const scope = worldScope(world);
  const incarnation = newIncarnation();
  const rootKey = entityKey(registry, incarnation, scope);
  await database.commit(async ({ write }) => {
    await write(
      "MERGE (i:LwIncarnation {id: $incarnation}) " +
        "ON CREATE SET i.scope = $scope, i.status = 'building', i.touchedAt = $now, i.batches = 0 " +
        "MERGE (:LwEntity {_key: $rootKey})",
      { incarnation, scope, rootKey, now: neo4j.int(now()) },
    );
  });
  const places = createPlaceSorter();
  const edges = createPlaceSorter();
  const made = createBuild(registry);
  let batches = 0;
  let finishing = false;

  /** One transaction; numbered, so that one that was committed without an answer isn't done twice. */
  const build = async (work: (send: Send) => unknown) => {
    const batch = batches;
    batches += 1;
    await database.commit(async ({ write }) => {
      const [alive] = await write<{ done: number }>(
        "MATCH (i:LwIncarnation {id: $incarnation}) WHERE i.status = 'building' " +
          "SET i.touchedAt = $now RETURN i.batches AS done",
        { incarnation, now: neo4j.int(now()) },
      );
      if (!alive) throw conflict("the import was given up, or was silent for too long");
      if (alive.done > batch) return;
      const pipeline = createPipeline(write);
      await work(pipeline.send);
      await write("MATCH (i:LwIncarnation {id: $incarnation}) SET i.batches = $done", {
        incarnation,
        done: neo4j.int(batch + 1),
      });
      await pipeline.done();
    });
  };

  const close = () => {
    places.close();
    edges.close();
  };

  return {
    write: async (entities) => {
      for (let start = 0; start < entities.length || start === 0; start += ENTITIES) {
        const batch = entities.slice(start, start + ENTITIES);
        await build((send) => writeNodes(send, batch));
        for (const entity of batch) {
          spool(made.add(entity));
        }
      }
    },
    finish: async () => {
      const built = made.finished();
      finishing = true;
      try {
        await build(() => {});
        for (const batch of places.batches(PLACES))
          await build((send) =>
            createPlaces(
              send,
              batch.map(([shelf, sort, local]) => placeKey(shelf, sort, local)),
            ),
          );
        for (const batch of edges.batches(EDGES))
          await build((send) =>
            createEdges(
              send,
              batch.map(([, , edge]) => JSON.parse(edge) as Edge),
            ),
          );
      } finally {
        close();
      }
      return options.publish(incarnation, built);
    },
    abort: async () => {
      await database.commit(async ({ write }) => {
        await write(
          "MATCH (i:LwIncarnation {id: $incarnation}) WHERE i.status = 'building' SET i.status = 'retired'",
          { incarnation },
        );
      });
      // One that is being finished closes them when it finds that it was given up.
      if (!finishing) close();
    },
  };

  function writeNodes(send: Send, entities: readonly Entity[]): void {
    for (const [type, group] of Map.groupBy(entities, ({ __typename }) => __typename)) {
      const definition = registry.byName(type);
      if (definition.root)
        send("UNWIND $rows AS row MATCH (e:LwEntity {_key: row._key}) SET e = row", {
          rows: group.map((entity) => toProperties(definition, entity, rootKey)),
        });
      else
        createMembers(
          send,
          definition,
          group.map((entity) => memberRow(registry, definition, incarnation, entity)),
        );
    }
  }

  function spool(entity: Entity): void {
    const { local } = partsOf(entity.id);
    for (const { scope: home, shelf, sort } of placesOf(registry, entity))
      if (home !== WORLDS) places.add([shelfKey(incarnation, shelf), sort, local]);
    // By where they lead: the edges of one node are written together.
    for (const edge of edgesOf(registry, registry.byName(entity.__typename), incarnation, entity))
      edges.add([edge.type, edge.to, JSON.stringify(edge)]);
  }
}
