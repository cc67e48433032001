import type { Entity } from "../../entities/define.ts";
import { partsOf, WORLDS, worldScope } from "../../entities/ids.ts";
import { laterPosition, placesOf, sortKey } from "../../entities/lists.ts";
import type { Registry } from "../../entities/registry.ts";
import { conflict } from "../../fault.ts";
import type { Importer, Position } from "../store.ts";
import type { Connection, Database } from "./database.ts";
import { toData } from "./queries.ts";

/** An importer that was silent for this long is taken for dead, and what it built is swept away. */
export const ABANDONED_MS = 60 * 60_000;

/**
 * Builds a world out of sight: rows go under an incarnation that nothing reads, a batch a transaction,
 * with version 0, which stands for the version that `finish` makes.
 */
export async function beginImport(options: {
  database: Database;
  registry: Registry;
  world: string;
  now: () => number;
  /** Makes the incarnation current, as one change. */
  publish: (built: Built) => ReturnType<Importer["finish"]>;
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
  const counts: Record<string, number> = {};
  const latest: Record<string, Position> = {};
  let root: Entity | null = null;

  return {
    write: (entities) =>
      database.write(async (connection) => {
        const alive = connection.run(
          "UPDATE incarnation SET touched_at = ? WHERE id = ? AND status = 'building'",
          now(),
          incarnation,
        );
        if (!alive) throw conflict("the import was silent for too long and was given up");
        for (const entity of entities) {
          const definition = registry.byName(entity.__typename);
          if (definition.root) root = entity;
          writeRow(connection, registry, incarnation, entity);
          counts[definition.name] = (counts[definition.name] ?? 0) + 1;
          const list = definition.lists.find(({ coordinate }) => coordinate === definition.latestIn);
          if (list)
            latest[definition.name] = laterPosition(latest[definition.name], {
              id: entity.id,
              sort: sortKey(list, entity),
            });
        }
      }),
    finish: () => {
      if (!root) throw new Error("an import holds its world's own record");
      return options.publish({ incarnation, root, counts, latest });
    },
    abort: () =>
      database.write(async (connection) => {
        connection.run(
          "UPDATE incarnation SET status = 'retired' WHERE id = ? AND status = 'building'",
          incarnation,
        );
      }),
  };
}

/** What an import has built, ready to be made current. */
export interface Built {
  readonly incarnation: number;
  /** The world's record. */
  readonly root: Entity;
  readonly counts: Readonly<Record<string, number>>;
  readonly latest: Readonly<Record<string, Position>>;
}

function writeRow(connection: Connection, registry: Registry, incarnation: number, entity: Entity): void {
  const { local } = partsOf(entity.id);
  connection.run(
    "INSERT INTO entity (incarnation, type, id, version, born, data) VALUES (?, ?, ?, 0, 0, ?)",
    incarnation,
    entity.__typename,
    local,
    toData(entity),
  );
  for (const place of placesOf(registry, entity))
    if (place.scope !== WORLDS)
      connection.run(
        "INSERT INTO place (incarnation, shelf, sort, id) VALUES (?, ?, ?, ?)",
        incarnation,
        place.shelf,
        place.sort,
        local,
      );
}
