import type { Entity, EntityDefinition } from "../entities/define.ts";
import { sortKey } from "../entities/places.ts";
import { isPublished } from "../entities/standing.ts";

/**
 * What a dump sorts entities of one type by, before their ids: where there is a chronology, those that stand in it
 * come first, and in its order.
 */
export function dumpOrder(definition: EntityDefinition, entity: Entity): string {
  const list = definition.lists.find(({ coordinate }) => coordinate === definition.latestIn);
  if (!list) return "";
  return isPublished(definition, entity) ? `0${sortKey(list, entity)}` : "1";
}
