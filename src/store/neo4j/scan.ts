import neo4j from "neo4j-driver";
import { partsOf } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { unavailable } from "../../fault.ts";
import type { Scan } from "../aggregates.ts";
import { sameRows } from "../readings.ts";
import { unreadableState } from "../unreadable.ts";
import type { Database } from "./database.ts";
import { parseEntityKey, typeRange } from "./keys.ts";
import { type Properties, toEntity } from "./nodes.ts";
import { lockAndRead, readHeads } from "./scopes.ts";

const BATCH = 1_000;

/**
 * All entities of a type, a statement at a time: each of them as of the version that is settled when it begins, or of a
 * change since. Throws UNAVAILABLE if the world is replaced on the way.
 */
export function createScan(database: Database, registry: Registry): Scan {
  return async (scope, type) => {
    const definition = registry.byName(type);
    const head = await database.look(async ({ begin }) =>
      (await lockAndRead(begin().run, [scope])).get(scope),
    );
    if (!head) return null;
    if (head.lost) throw unreadableState(scope);
    const { version, incarnation, base } = head;
    if (incarnation === null) return { version, entities: [] };
    const { world } = partsOf(scope);
    const entities = async function* () {
      for (let after = ""; ; ) {
        const rows = await database.look(({ run }) =>
          run<{ key: string; entity: Properties }>(
            "MATCH (e:LwEntity) USING INDEX e:LwEntity(_key) WHERE e._key > $from AND e._key < $to " +
              "RETURN e._key AS key, properties(e) AS entity ORDER BY key LIMIT $limit",
            { ...typeRange(incarnation, type, after), limit: neo4j.int(BATCH) },
          ),
        );
        const locals = rows.map(({ key }) => parseEntityKey(key).local);
        yield rows.map(({ entity }, index) =>
          toEntity(definition, definition.id(world, locals[index]!), base, entity),
        );
        if (rows.length < BATCH) break;
        after = locals.at(-1)!;
      }
      const now = await database.look(({ run }) => readHeads(run, [scope]));
      if (!sameRows(head, now.get(scope)))
        throw unavailable(`${scope} was replaced while it was computed of`);
    };
    return { version, entities: entities() };
  };
}
