import type { Entity, EntityDefinition } from "../entities/define.ts";
import { sortKey } from "../entities/list-indexes.ts";
import type { Registry } from "../entities/registry.ts";
import { isPublished } from "../entities/standing.ts";

/**
 * What a dump sorts entities of one type by, before their ids: where there is a chronology, those that stand in it
 * come first, and in its order.
 */
export function dumpOrder(registry: Registry, definition: EntityDefinition, entity: Entity): string {
  const index = registry.latestIndex(definition);
  if (!index) return "";
  return isPublished(definition, entity) ? `0${sortKey(index, entity)}` : "1";
}
