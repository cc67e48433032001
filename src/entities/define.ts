import { type AggregateDefinition, type AggregateSpec, defineAggregate } from "./aggregates.ts";
import type { Upgrade } from "./content.ts";
import { checkDerivations } from "./derivation-checks.ts";
import type { Field, ValueOf } from "./fields.ts";
import { formatId } from "./ids.ts";
import { termsOf } from "./list-indexes.ts";
import { defineList, type ListDefinition, type ListSpec } from "./lists.ts";
import { type EntityOptions, type EntityOptionsSpec, optionsOf } from "./options.ts";
import { checkPrivateFields, sensitiveFields } from "./private-fields.ts";
import { findsAll } from "./standing.ts";

/**
 * An entity type, declared once. Its cache key, loader, TTL, lists, tags, validation, store mapping,
 * world-file form and metric label are all read from here.
 */
export interface EntityDefinition<N extends string = string, F extends FieldMap = FieldMap>
  extends EntityOptions {
  /** The GraphQL type, and the metric label. */
  readonly name: N;
  /** The first part of its ids, and its lookup field on Query. */
  readonly prefix: string;
  /** Its section in a world file. */
  readonly plural: string;
  /** A world is the root of its scope; everything else is a member of one. */
  readonly root: boolean;
  readonly fields: F;
  /** The names of those fields whose values the store alone keeps. */
  readonly sensitive: readonly string[];
  readonly lists: readonly ListDefinition[];
  readonly aggregates: readonly AggregateDefinition[];
  /** Seconds that a cached value may live; null: until it is changed. */
  readonly ttl: number | null;
  /** False: neither its entities nor lists of them are cached anywhere. */
  readonly cached: boolean;
  /** How much of an in-process cache its values may fill, from 0 to 1; null: all of it. */
  readonly share: number | null;
  /** The definition says nothing of a TTL, so CACHE_DEFAULT_TTL decides. */
  readonly ttlByDefault: boolean;
  /** Raised whenever what was kept in the old form, in rows and in caches, can't be read as the new one. */
  readonly shape: number;
  /** Older shape → what makes its content that of the next shape. */
  readonly upgrade: Readonly<Record<number, Upgrade>>;
  /** All entities of the type in a scope are cached as one value under this key. */
  readonly together: string | null;
  /** The field whose value is the local id, if clients choose it under that name. */
  readonly localField: string | null;
  /** The list whose last entry the scope's state names. */
  readonly latestIn: string | null;
  /** The most that one world may hold; null: no bound. */
  readonly max: number | null;
  /** The cache key within the scope of the entity with this local id. */
  key(local: string): string;
  /** The id of the entity with this local id in that world. */
  id(world: string, local: string): string;
}

export type FieldMap = Readonly<Record<string, Field>>;

/** What every entity carries beside its own fields. Entities are frozen; a change makes new ones. */
export interface Entity {
  readonly __typename: string;
  readonly id: string;
  /** The version of the change that last touched its own fields. */
  readonly version: number;
  /** The version of the change that made it; tells it from another one under the same id. */
  readonly born: number;
  /** Its place in the batch that made it. */
  readonly seq: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly [field: string]: unknown;
}

export function isEntity(value: unknown): value is Entity {
  return typeof value === "object" && value !== null && "__typename" in value && "born" in value;
}

/** The type of a definition's entities, with all that a change reads of them. */
export type EntityOf<D> =
  D extends EntityDefinition<infer N, infer F>
    ? Entity & { readonly __typename: N } & { readonly [K in keyof F]: ValueOf<F[K]> }
    : never;

/** The same as everybody reads them: without sensitive fields. */
export type ShownOf<D> =
  D extends EntityDefinition<infer N, infer F>
    ? Entity & { readonly __typename: N } & {
        readonly [K in keyof F as F[K] extends { readonly sensitive: true } ? never : K]: ValueOf<F[K]>;
      }
    : never;

export interface EntitySpec<F extends FieldMap> extends EntityOptionsSpec {
  prefix: string;
  plural: string;
  fields: F;
  lists?: Readonly<Record<string, ListSpec>>;
  /** By name; the metric label is that behind the type's, `Vessel.dearest`. */
  aggregates?: Readonly<Record<string, AggregateSpec>>;
  ttl?: number | null;
  cached?: boolean;
  share?: number;
  key?: (local: string) => string;
  shape?: number;
  upgrade?: Readonly<Record<number, Upgrade>>;
  root?: boolean;
  together?: string;
  localField?: string;
  latestIn?: string;
  max?: number;
}

/** Declares an entity type; throws where the declaration contradicts itself. */
export function defineEntity<const N extends string, F extends FieldMap>(
  name: N,
  spec: EntitySpec<F>,
): EntityDefinition<N, F> {
  const lists = Object.entries(spec.lists ?? {}).map(([coordinate, list]) =>
    defineList(coordinate, name, list),
  );
  checkDerivations(name, spec, lists);
  const options = optionsOf(name, spec, lists);
  for (const [field, { reference, derived }] of Object.entries(spec.fields)) {
    // Nobody clears what follows from other fields.
    if (!reference || reference.loose || derived) continue;
    for (const type of reference.types)
      if (!lists.some((list) => findsAll(list, options, field, type)))
        throw new Error(
          `${name}.${field} names other entities: give ${name} a list "${type}.…" with parent "${field}" ` +
            `in which each of them stands (it may be hidden), or nobody finds what to clear when a ${type} is deleted`,
        );
  }
  for (const list of lists) {
    for (const field of [list.parent, ...list.filters])
      if (field && !spec.fields[field])
        throw new Error(`${list.coordinate} speaks of ${name}.${field}, which isn't declared`);
    if (list.parent && list.filters.length > 0 && spec.fields[list.parent]?.reference?.loose)
      throw new Error(
        `${list.coordinate} has filters, and a parent that is named loosely: nobody could tell which of its filtered ` +
          "lists are others once what is named is made again; leave the filters out",
      );
    // Throws for what has no order.
    for (const order of list.orders) termsOf(list, { name, fields: spec.fields }, order);
  }
  checkPrivateFields(name, { ...spec, lists });
  checkLatest(name, spec, lists);
  checkShape(name, spec);
  const { prefix } = spec;
  return {
    ...options,
    name,
    prefix,
    plural: spec.plural,
    root: spec.root ?? false,
    fields: spec.fields,
    sensitive: sensitiveFields(spec.fields),
    lists,
    aggregates: Object.entries(spec.aggregates ?? {}).map(([aggregate, one]) =>
      defineAggregate(aggregate, { name, fields: spec.fields }, one),
    ),
    ttl: spec.ttl === undefined ? DEFAULT_TTL : spec.ttl,
    cached: spec.cached ?? true,
    share: spec.share ?? null,
    ttlByDefault: spec.ttl === undefined,
    shape: spec.shape ?? 1,
    upgrade: spec.upgrade ?? {},
    together: spec.together ?? null,
    localField: spec.localField ?? null,
    latestIn: spec.latestIn ?? null,
    max: spec.max ?? null,
    key: spec.together ? () => spec.together! : (spec.key ?? ((local) => `${prefix}:${local}:state`)),
    id: (world, local) => formatId(prefix, world, local),
  };
}

/** The latest entry is the first of a list that begins with it. */
function checkLatest<F extends FieldMap>(
  name: string,
  { latestIn, fields }: EntitySpec<F>,
  lists: readonly ListDefinition[],
): void {
  if (!latestIn) return;
  const list = lists.find(({ coordinate }) => coordinate === latestIn);
  if (!list) throw new Error(`${name} has its latest in ${latestIn}, which isn't a list of it`);
  if (!termsOf(list, { name, fields }, list.orders[0]!).descending)
    throw new Error(`${name} has its latest in ${latestIn}, whose first order doesn't begin with the latest`);
}

function checkShape(
  name: string,
  { shape = 1, upgrade = {} }: Pick<EntitySpec<FieldMap>, "shape" | "upgrade">,
) {
  if (!Number.isSafeInteger(shape) || shape < 1)
    throw new Error(`${name} has the shape ${shape}: it is 1, and 1 more with each change of its form`);
  for (const from of Object.keys(upgrade).map(Number))
    if (!Number.isSafeInteger(from) || from < 1 || from >= shape)
      throw new Error(
        `${name} says how its shape ${from} is upgraded, and its own is ${shape}: raise shape to ${from + 1}, ` +
          "or name the older shape that the upgrade begins with",
      );
}

/** An hour, as CACHE_DEFAULT_TTL is by default. */
const DEFAULT_TTL = 3600;

export const minutes = (n: number): number => n * 60;
export const hours = (n: number): number => n * 3600;
