import type { CacheOn } from "./caching.ts";
import { type Condition, checkCondition } from "./condition.ts";
import type { Entity, EntitySpec, FieldMap } from "./define.ts";
import type { ListDefinition } from "./lists.ts";
import { isPublic } from "./standing.ts";

/** What a definition says of all entities of its type beside their fields and lists; docs/new-entity-types.md explains it. */
export interface EntityOptions {
  /** What its fields say of an entity that is there for everybody; null: each is. */
  readonly published: Condition | null;
  /** Whether this entity may be cached; null: each may. Lists of ids don't ask. */
  readonly cacheable: ((entity: Entity) => boolean) | null;
  readonly cacheOn: CacheOn;
  /** It has no GraphQL type: nobody is told of it, or finds it by its id. */
  readonly internal: boolean;
  /**
   * Its entities have no row: each id names one that is there with its world. The fields that a local id tells; it
   * answers null for one that names nothing.
   */
  readonly virtual: ((local: string) => Readonly<Record<string, unknown>> | null) | null;
  /** False: it is left out of world files, and an import leaves none of it. */
  readonly worldFile: boolean;
}

/** How a declaration says them: each may be left out. */
export interface EntityOptionsSpec {
  published?: Condition;
  cacheable?: (entity: Entity) => boolean;
  cacheOn?: Partial<CacheOn>;
  internal?: boolean;
  virtual?: (local: string) => Readonly<Record<string, unknown>> | null;
  worldFile?: boolean;
}

/** The options of a declaration; throws where they contradict one another, or the rest of it. */
export function optionsOf(
  name: string,
  spec: EntitySpec<FieldMap>,
  lists: readonly ListDefinition[],
): EntityOptions {
  const refuse = refuseFor(name);
  if (spec.published) checkPublished(name, spec);
  if (spec.virtual) checkVirtual(name, spec);
  if (spec.internal && spec.root)
    refuse("is the root of its scope", "internal", "its scopes are what clients ask for");
  if (spec.internal && spec.latestIn)
    refuse("has its latest in the world's state", "internal", "nobody could be shown it");
  if (spec.worldFile === false && spec.root)
    refuse("is the root of its scope", "worldFile: false", "a world file begins with it");
  if (spec.cacheable && spec.together)
    refuse("is cached together", "cacheable", "one of them can't be kept out of what all are cached as");
  if (spec.cached === false && (spec.cacheable || spec.cacheOn))
    refuse("has cached: false", spec.cacheable ? "cacheable" : "cacheOn", "none of it is cached");
  const { read = true, write = "through" } = spec.cacheOn ?? {};
  for (const list of lists) checkList(name, spec, list);
  return {
    published: spec.published ?? null,
    cacheable: spec.cacheable ?? null,
    cacheOn: { read, write },
    internal: spec.internal ?? false,
    virtual: spec.virtual ?? null,
    worldFile: spec.worldFile ?? !spec.virtual,
  };
}

/** Throws: of two things that a declaration says, the second has to go. */
function refuseFor(name: string) {
  return (says: string, option: string, why: string): never => {
    throw new Error(`${name} ${says}: leave ${option} out, since ${why}`);
  };
}

function checkPublished(name: string, spec: EntitySpec<FieldMap>): void {
  const refuse = refuseFor(name);
  const option = "published";
  checkCondition(`${name}'s ${option}`, name, spec.fields, spec.published!);
  if (spec.root) refuse("is the root of its scope", option, "a world is there for everybody");
  if (spec.internal) refuse("is internal", option, "nobody is told of any");
  if (spec.together) refuse("is cached together", option, "what all are cached as is everybody's");
  if (spec.max !== undefined)
    refuse("has a max", option, "those that are unpublished are counted nowhere, and so have no bound");
}

/** What speaks of rows, or of what is kept of them, has no meaning for a type that has none. */
const OF_ROWS = [
  ...["root", "lists", "together", "localField", "latestIn", "max", "published", "internal"],
  ...["key", "shape", "ttl", "share", "cached", "cacheable", "cacheOn", "worldFile"],
] as const satisfies readonly (keyof EntitySpec<FieldMap>)[];

function checkVirtual(name: string, spec: EntitySpec<FieldMap>): void {
  for (const option of OF_ROWS)
    if (spec[option as keyof EntitySpec<FieldMap>] !== undefined)
      refuseFor(name)("is virtual", option, "its entities have no rows");
  for (const [field, { reference }] of Object.entries(spec.fields))
    if (reference) refuseFor(name)("is virtual", `the reference ${field}`, "an id tells plain values alone");
}

function checkList(name: string, spec: EntitySpec<FieldMap>, list: ListDefinition): void {
  const { coordinate, when, hidden, unpublished, cacheable } = list;
  const refuse = refuseFor(coordinate);
  if (when) checkCondition(`${coordinate}'s when`, name, spec.fields, when);
  if (unpublished && !spec.published)
    throw new Error(`${coordinate} is of unpublished entities: say what makes a ${name} published`);
  if (unpublished && hidden)
    refuse("is hidden", "unpublished", "all entities stand in it, for the store's own look-ups");
  if (cacheable && !isPublic(list))
    refuse(hidden ? "is hidden" : "is of unpublished entities", "cacheable", "it is never cached");
  if (coordinate === spec.latestIn && (when || !isPublic(list)))
    throw new Error(`${name} has its latest in ${coordinate}: leave when, hidden and unpublished out there`);
}
