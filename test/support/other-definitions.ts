import type { EntityDefinition } from "../../src/entities/define.ts";
import type { ListDefinition } from "../../src/entities/lists.ts";
import { definitions } from "../../src/worlds/registry.ts";

/** The program's definitions with some lists declared otherwise, as another release of it might. */
export function definitionsWith(
  lists: Readonly<Record<string, Partial<ListDefinition>>>,
  more: readonly EntityDefinition[] = [],
): EntityDefinition[] {
  const changed = definitions.map((definition) => ({
    ...definition,
    lists: definition.lists.map((list) => ({ ...list, ...lists[list.coordinate] })),
  }));
  return [...changed, ...more];
}
