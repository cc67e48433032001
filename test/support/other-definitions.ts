import type { EntityDefinition } from "../../src/entities/define.ts";
import { chronological, ordersOf } from "../../src/entities/list-orders.ts";
import type { ListDefinition } from "../../src/entities/lists.ts";
import { ownTypes } from "./own-types.ts";

/** `order`: of a list with one order that one, and of a timeline both. */
type Otherwise = Partial<Pick<ListDefinition, "filters">> & { readonly order?: readonly string[] };

/** Definitions with some lists declared otherwise, as another release of a program might. */
export function definitionsWith(
  lists: Readonly<Record<string, Otherwise>>,
  more: readonly EntityDefinition[] = [],
  definitions: readonly EntityDefinition[] = ownTypes,
): EntityDefinition[] {
  const changed = definitions.map((definition) => ({
    ...definition,
    lists: definition.lists.map((list) => otherwise(list, lists[list.coordinate])),
  }));
  return [...changed, ...more];
}

function otherwise(list: ListDefinition, { order, ...facts }: Otherwise = {}): ListDefinition {
  if (!order) return { ...list, ...facts };
  const orders = list.orders.length > 1 ? { orders: chronological(...order) } : { order };
  return { ...list, ...facts, orders: ordersOf(list.coordinate, orders) };
}
