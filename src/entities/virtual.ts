import type { Entity, EntityDefinition } from "./define.ts";
import { partsOf } from "./ids.ts";

/**
 * The entity that an id of a virtual type names, which is there as long as its world is; null: it names none.
 * `at`: RFC 3339, since when the world is there.
 */
export function virtualEntity(definition: EntityDefinition, id: string, at: string): Entity | null {
  const fields = definition.virtual!(partsOf(id).local);
  return (
    fields && {
      ...fields,
      __typename: definition.name,
      id,
      version: 0,
      born: 0,
      seq: 0,
      createdAt: at,
      updatedAt: at,
    }
  );
}
