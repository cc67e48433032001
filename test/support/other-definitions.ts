import type { EntityDefinition } from "../../src/entities/define.ts";
import type { ListDefinition } from "../../src/entities/lists.ts";
import { ownTypes } from "./own-types.ts";

/** Definitions with some lists declared otherwise, as another release of a program might. */
export function definitionsWith(
  lists: Readonly<Record<string, Partial<ListDefinition>>>,
  more: readonly EntityDefinition[] = [],
  definitions: readonly EntityDefinition[] = ownTypes,
): EntityDefinition[] {
  const changed = definitions.map((definition) => ({
    ...definition,
    lists: definition.lists.map((list) => ({ ...list, ...lists[list.coordinate] })),
  }));
  return [...changed, ...more];
}
