import { saysTheSame } from "../canonical.ts";
import type { Entity, EntityDefinition } from "../entities/define.ts";
import { sourcesOf } from "../entities/derived-fields.ts";
import { scopeOf } from "../entities/ids.ts";
import type { ListDefinition } from "../entities/lists.ts";
import type { Registry } from "../entities/registry.ts";
import type { Touched } from "./draft.ts";
import { MAX_KEYS } from "./log.ts";
import type { StoreQuery } from "./query.ts";

/*
 * What an entity repeats of others is kept nowhere but in cached values. So whoever reads rows looks up what they name,
 * in the same reading, and a change finds those who repeat what it makes another.
 */

/** Whether these queries may answer entities with copies, for which rows are read in a second turn. */
export function askForCopies(registry: Registry, queries: readonly StoreQuery[]): boolean {
  if (!registry.hasCopies) return false;
  return queries.some((query) => {
    if (query.kind !== "entity" && query.kind !== "together") return false;
    const definition = query.kind === "entity" ? registry.ofId(query.id) : registry.byName(query.type);
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

/** The answers with copies of what was found under {@link copiedIds}; null of what isn't there or can't be read. */
export function withCopies<T>(
  registry: Registry,
  values: readonly T[],
  found: ReadonlyMap<string, unknown>,
): T[] {
  const complete = (value: unknown) =>
    isEntity(value) ? copied(registry.byName(value.__typename), value, (id) => found.get(id)) : value;
  return values.map((value) => (Array.isArray(value) ? value.map(complete) : complete(value)) as T);
}

/** The entity with copies of what it names, as `find` has it. */
export function copied(definition: EntityDefinition, entity: Entity, find: (id: string) => unknown): Entity {
  const { copies } = sourcesOf(definition);
  if (copies.length === 0) return entity;
  const values = copies.map(({ name, reference, field }) => {
    const target = entity[reference] === null ? null : find(entity[reference] as string);
    return [name, isEntity(target) ? (target[field] ?? null) : null];
  });
  return { ...entity, ...Object.fromEntries(values) };
}

function isEntity(value: unknown): value is Entity {
  return typeof value === "object" && value !== null && !(value instanceof Error) && "__typename" in value;
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
 * change touched get their copies anew, in `touched` itself. `list`: the ids in a list as the change has made it.
 */
export async function findRepeats(
  registry: Registry,
  touched: Map<string, Touched>,
  list: (list: ListDefinition, owner: string) => AsyncIterable<string>,
): Promise<ReadonlyMap<string, Repeats>> {
  const scopes = new Map<
    string,
    { entities: Map<string, { type: string; fields: string[] }>; types: Set<string> }
  >();
  if (!registry.hasCopies) return scopes;
  for (const { definition, before, after } of [...touched.values()])
    for (const { definition: repeating, copy, list: those } of registry.repeatsOf(definition.name)) {
      if (!after) continue;
      for (const [id, change] of touched)
        if (change.after?.[copy.reference] === after.id && change.definition.name === repeating.name)
          touched.set(id, { ...change, after: { ...change.after, [copy.name]: after[copy.field] ?? null } });
      // What wasn't there before was named by nobody.
      if (!before || saysTheSame(before[copy.field], after[copy.field])) continue;
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
  return scopes;
}
