import { type Condition, meets } from "./condition.ts";
import type { Entity } from "./define.ts";
import type { ListDefinition } from "./lists.ts";

/*
 * Who is shown what of an entity, by its own fields. One that is unpublished is absent for everybody: from look-ups,
 * lists, counts, the latest entry, notices and caches. What may be shown to somebody all the same, its owner perhaps,
 * is read past the caches.
 */

type Publishing = { readonly published: Condition | null };

export function isPublished({ published }: Publishing, entity: Entity): boolean {
  return meets(published, entity);
}

/** What everybody may see of an entity; null: nothing. */
export function publicImage<E extends Entity>(definition: Publishing, entity: E | null): E | null {
  return entity && isPublished(definition, entity) ? entity : null;
}

/** Whether an entity stands in this list of its type, under whichever owner its fields name. */
export function standsIn(list: ListDefinition, definition: Publishing, entity: Entity): boolean {
  if (!meets(list.when, entity)) return false;
  return list.hidden || isPublished(definition, entity) !== list.unpublished;
}

/** Whether everybody may see the list: such lists are served, cached, and told of in notices. */
export function isPublic({ hidden, unpublished }: Pick<ListDefinition, "hidden" | "unpublished">): boolean {
  return !hidden && !unpublished;
}

/**
 * Whether whoever looks in this list finds all those that name an entity of that type in their field `by`: it is kept for
 * each such owner, and nobody is left out.
 */
export function findsAll(list: ListDefinition, definition: Publishing, by: string, type: string): boolean {
  return list.parent === by && [type, "Entity"].includes(list.owner) && holdsAll(list, definition);
}

/** Whether all entities that have an owner for it stand in the list, so that a store finds them there. */
export function holdsAll(list: ListDefinition, { published }: Publishing): boolean {
  return !list.when && (list.hidden || (isPublic(list) && !published));
}
