import { saysTheSame } from "../canonical.ts";
import { type Entity, type EntityDefinition, isEntity } from "../entities/define.ts";
import { sourcesOf, withComputed } from "../entities/derived-fields.ts";
import { scopeOf } from "../entities/ids.ts";
import type { ListDefinition } from "../entities/lists.ts";
import type { Registry } from "../entities/registry.ts";
import { isPublished, publicImage } from "../entities/standing.ts";
import type { Touched } from "./draft-images.ts";
import { MAX_KEYS } from "./log.ts";
import { isEntityQuery, type StoreQuery } from "./query.ts";

/*
 * What an entity repeats of others is kept nowhere but in cached values. So whoever reads rows looks up what they name,
 * in the same reading, and a change finds those who repeat what it makes another.
 */

/** Whether these queries may answer entities with copies, for which rows are read in a second turn. */
export function askForCopies(registry: Registry, queries: readonly StoreQuery[]): boolean {
  if (!registry.hasCopies) return false;
  return queries.some((query) => {
    if (!isEntityQuery(query) && query.kind !== "together") return false;
    const definition = isEntityQuery(query) ? registry.ofId(query.id) : registry.byName(query.type);
    return !!definition && sourcesOf(definition).copies.length > 0;
  });
}

/** The ids of all that is copied from for these answers, entities as the rows have them. */
export function copiedIds(registry: Registry, values: readonly unknown[]): Set<string> {
  const ids = new Set<string>();
  for (const entity of values.flat().filter(isEntity))
    for (const { reference } of sourcesOf(registry.byName(entity.__typename)).copies)
      if (entity[reference] !== null) ids.add(entity[reference] as string);
  return ids;
}

/** The answers with copies of what was found under {@link copiedIds}; null of what nobody is shown or can't be read. */
export function withCopies<T>(
  registry: Registry,
  values: readonly T[],
  found: ReadonlyMap<string, unknown>,
): T[] {
  const complete = (value: unknown) =>
    isEntity(value) ? copied(registry, value, (id) => found.get(id)) : value;
  return values.map((value) => (Array.isArray(value) ? value.map(complete) : complete(value)) as T);
}

/** The entity with what follows from its stored fields, and from others as `find` has them by now. */
export async function withDerived(
  registry: Registry,
  entity: Entity,
  find: (id: string) => Promise<unknown>,
): Promise<Entity> {
  const definition = registry.byName(entity.__typename);
  const found = new Map<string, unknown>();
  for (const { reference } of sourcesOf(definition).copies) {
    const id = entity[reference] as string | null;
    if (id !== null && !found.has(id)) found.set(id, await find(id));
  }
  return copied(registry, withComputed(definition, entity), (id) => found.get(id));
}

function copied(registry: Registry, entity: Entity, find: (id: string) => unknown): Entity {
  const { copies } = sourcesOf(registry.byName(entity.__typename));
  if (copies.length === 0) return entity;
  const values = copies.map(({ name, reference, field }) => {
    const target = entity[reference] === null ? null : find(entity[reference] as string);
    return [name, isEntity(target) ? publicValue(registry.byName(target.__typename), target, field) : null];
  });
  return { ...entity, ...Object.fromEntries(values) };
}

/** What everybody may see of an entity's field. */
function publicValue(definition: EntityDefinition, entity: Entity, field: string): unknown {
  return publicImage(definition, entity)?.[field] ?? null;
}

/** Those of a scope whose copies a change makes others, though it touches nothing of their own. */
export interface Repeats {
  /** Id → its fields that do. */
  readonly entities: ReadonlyMap<string, { readonly type: string; readonly fields: readonly string[] }>;
  /** Types of which there are too many to name them. */
  readonly types: ReadonlySet<string>;
}

/**
 * Scope → who repeats there what a change made another (protocol line 1), found by the lists of those who name it. Those that the
 * change touched get their copies anew, in `touched` itself. `list`: the ids in a list as the change has made it; `read`:
 * entities as the store has them.
 */
export async function findRepeats(
  registry: Registry,
  touched: Map<string, Touched>,
  list: (list: ListDefinition, owner: string) => AsyncIterable<string>,
  read: (queries: readonly StoreQuery[]) => Promise<readonly unknown[]>,
): Promise<ReadonlyMap<string, Repeats>> {
  const scopes = new Map<
    string,
    { entities: Map<string, { type: string; fields: string[] }>; types: Set<string> }
  >();
  if (!registry.hasCopies) return scopes;
  for (const { definition, before, after } of [...touched.values()])
    for (const { definition: repeating, copy, list: those } of registry.repeatsOf(definition.name)) {
      if (!after) continue;
      const now = publicValue(definition, after, copy.field);
      for (const [id, change] of touched)
        if (change.after?.[copy.reference] === after.id && change.definition.name === repeating.name)
          touched.set(id, { ...change, after: { ...change.after, [copy.name]: now } });
      // What wasn't there before was named by nobody.
      if (!before || saysTheSame(publicValue(definition, before, copy.field), now)) continue;
      const scope = scopeOf(after.id);
      const found = scopes.get(scope) ?? { entities: new Map(), types: new Set() };
      scopes.set(scope, found);
      for await (const id of list(those, after.id)) {
        if (touched.has(id)) continue;
        if (found.types.has(repeating.name)) break;
        const known = found.entities.get(id);
        if (known) known.fields.push(copy.name);
        else found.entities.set(id, { type: repeating.name, fields: [copy.name] });
        if (found.entities.size <= MAX_KEYS) continue;
        found.types.add(repeating.name);
        for (const [other, { type }] of found.entities)
          if (type === repeating.name) found.entities.delete(other);
      }
    }
  for (const { entities } of scopes.values()) await leaveOutUnpublished(registry, entities, read);
  return scopes;
}

/** Of those whom nobody is shown there is nothing to tell. */
async function leaveOutUnpublished(
  registry: Registry,
  entities: Map<string, { type: string }>,
  read: (queries: readonly StoreQuery[]) => Promise<readonly unknown[]>,
): Promise<void> {
  const ids = [...entities].filter(([, { type }]) => registry.byName(type).published).map(([id]) => id);
  if (ids.length === 0) return;
  const found = await read(ids.map((id) => ({ kind: "entity", id })));
  for (const [index, one] of found.entries())
    if (!isEntity(one) || !isPublished(registry.byName(one.__typename), one)) entities.delete(ids[index]!);
}
