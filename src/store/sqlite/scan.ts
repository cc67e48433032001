import { partsOf } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import type { Scan } from "../aggregates.ts";
import type { Database } from "./database.ts";
import { createQueries, type EntityRow, toEntity } from "./queries.ts";

const BATCH = 500;

/** All entities of a type as of one moment, on a connection of their own: nobody waits for whoever takes them. */
export function createScan(database: Database, registry: Registry): Scan {
  return async (scope, type) => {
    const definition = registry.byName(type);
    const { world } = partsOf(scope);
    const stream = database.stream(function* (connection) {
      const row = createQueries(connection, registry).scope(scope);
      yield { version: row?.version ?? null, entities: [] };
      for (let after = ""; row?.incarnation; ) {
        const rows = connection.all<EntityRow>(
          "SELECT id, version, born, data FROM entity WHERE incarnation = ? AND type = ? AND id > ? ORDER BY id LIMIT ?",
          row.incarnation,
          type,
          after,
          BATCH,
        );
        if (rows.length > 0)
          yield {
            version: row.version,
            entities: rows.map((one) => toEntity(definition, world, row.base, one)),
          };
        if (rows.length < BATCH) return;
        after = rows.at(-1)!.id;
      }
    });
    const pieces = stream[Symbol.asyncIterator]();
    const first = await pieces.next();
    const version = first.done ? null : first.value.version;
    if (version === null) {
      await pieces.return?.();
      return null;
    }
    return {
      version,
      entities: (async function* () {
        for await (const { entities } of { [Symbol.asyncIterator]: () => pieces }) yield entities;
      })(),
    };
  };
}
