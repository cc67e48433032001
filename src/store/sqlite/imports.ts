import { setImmediate as nextTurn } from "node:timers/promises";
import type { Entity } from "../../entities/define.ts";
import { partsOf, WORLDS, worldScope } from "../../entities/ids.ts";
import { placesOf } from "../../entities/places.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import { type Built, createBuild } from "../build.ts";
import { createPlaceSorter } from "../place-sorter.ts";
import type { Importer } from "../store.ts";
import type { Database, SqliteConnection } from "./database.ts";
import { addPlace } from "./places.ts";
import { toData } from "./queries.ts";

/** Places written in one transaction: other writers, and this process's event loop, wait for it. */
const PLACES = 5_000;

/**
 * Builds a world out of sight: rows go under an incarnation that nothing reads, a batch a transaction,
 * with version 0, which stands for the version that `finish` makes. Places wait for `finish`, which
 * writes them in their table's order.
 */
export async function beginImport(options: {
  database: Database;
  registry: Registry;
  world: string;
  now: () => number;
  /** Makes the incarnation current, as one change. */
  publish: (incarnation: number, built: Built) => ReturnType<Importer["finish"]>;
}): Promise<Importer> {
  const { database, registry, world, now } = options;
  const scope = worldScope(world);
  const incarnation = await database.write(async (connection) => {
    connection.run(
      "INSERT INTO incarnation (scope, status, touched_at) VALUES (?, 'building', ?)",
      scope,
      now(),
    );
    return connection.get<{ id: number }>("SELECT last_insert_rowid() AS id")!.id;
  });
  const sorter = createPlaceSorter();
  const made = createBuild(registry);
  let finishing = false;
  const build = (work: (connection: SqliteConnection) => void) =>
    database.write(async (connection) => {
      const alive = connection.run(
        "UPDATE incarnation SET touched_at = ? WHERE id = ? AND status = 'building'",
        now(),
        incarnation,
      );
      if (!alive) throw conflict("the import was given up, or was silent for too long");
      work(connection);
    });

  return {
    write: async (entities) => {
      await build((connection) => {
        for (const entity of entities) writeRow(connection, registry, incarnation, entity);
      });
      for (const given of entities) {
        const entity = made.add(given);
        const { local } = partsOf(entity.id);
        for (const { scope: home, shelf, sort } of placesOf(registry, entity))
          if (home !== WORLDS) sorter.add([shelf, sort, local]);
      }
    },
    finish: async () => {
      const built = made.finished();
      finishing = true;
      try {
        await build(() => {});
        for (const places of sorter.batches(PLACES)) {
          await build((connection) => {
            for (const place of places) addPlace(connection, incarnation, place);
          });
          await nextTurn();
        }
      } finally {
        sorter.close();
      }
      return options.publish(incarnation, built);
    },
    abort: async () => {
      await database.write(async (connection) => {
        connection.run(
          "UPDATE incarnation SET status = 'retired' WHERE id = ? AND status = 'building'",
          incarnation,
        );
      });
      // One that is being finished closes it when it finds that it was given up.
      if (!finishing) sorter.close();
    },
  };
}

function writeRow(
  connection: SqliteConnection,
  registry: Registry,
  incarnation: number,
  entity: Entity,
): void {
  connection.run(
    "INSERT INTO entity (incarnation, type, id, version, born, data) VALUES (?, ?, ?, 0, 0, ?)",
    incarnation,
    entity.__typename,
    partsOf(entity.id).local,
    toData(registry.byName(entity.__typename), entity),
  );
}
