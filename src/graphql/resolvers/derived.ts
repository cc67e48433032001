import type { GraphQLFieldResolver, GraphQLSchema } from "graphql";
import { isObjectType } from "graphql";
import { type Entity, type EntityDefinition, isEntity } from "../../entities/define.ts";
import type { Pinned } from "../../entities/fields.ts";
import { scopeOf, WORLDS } from "../../entities/ids.ts";
import { filterArgument, type ListDefinition } from "../../entities/lists.ts";
import { isPrivate } from "../../entities/private-fields.ts";
import type { Registry } from "../../entities/registry.ts";
import { isPublic } from "../../entities/standing.ts";
import { badInput, notFound } from "../../fault.ts";
import { counterField } from "../../store/mask.ts";
import type { ScopeState } from "../../store/query.ts";
import { all, chain } from "../../worlds/chain.ts";
import { checkId, type Input } from "../../worlds/input.ts";
import type { Written } from "../../worlds/writer.ts";
import { toConnection } from "../connection.ts";
import { type Context, renew } from "../context.ts";

// biome-ignore lint/suspicious/noExplicitAny: resolvers derived from definitions know their arguments' shapes from the SDL alone.
type Resolver = GraphQLFieldResolver<any, Context, any>;
export type ResolverMap = Record<string, Record<string, Resolver>>;

/**
 * The resolvers that follow from the definitions: single look-ups, references, fields that aren't for all eyes, lists,
 * counters, and create, update and delete mutations, each where the schema has the field.
 */
export function derivedResolvers(registry: Registry, schema: GraphQLSchema): ResolverMap {
  const resolvers: ResolverMap = {};
  const add = (type: string, field: string, resolver: Resolver) => {
    const object = schema.getType(type);
    if (!isObjectType(object) || !(field in object.getFields())) return;
    resolvers[type] = { ...resolvers[type], [field]: resolver };
  };
  for (const definition of registry.definitions.filter(({ internal }) => !internal)) {
    const { name, prefix } = definition;
    add("Query", prefix, (_, { id }, { reader }) => {
      checkId(registry, id, [name], "id");
      return reader.load(definition, id);
    });
    add("WorldState", counterField(definition), (state: ScopeState) => state.counts[name] ?? 0);
    if (!definition.root)
      add(name, "world", ({ id }: Entity, _, { reader }) =>
        chain(reader.loadAny(scopeOf(id)), (world) => {
          if (!world) throw notFound(scopeOf(id));
          return world;
        }),
      );
    addReferences(definition, add);
    addPrivateFields(definition, add);
    addMutations(definition, add);
  }
  for (const list of registry.lists) {
    if (!isPublic(list) || registry.byName(list.entity).internal) continue;
    const owners = list.owner === "Entity" ? parentsOf(registry, list) : [list.owner];
    for (const owner of owners) add(owner, list.field, listResolver(registry, list));
  }
  return resolvers;
}

type Add = (type: string, field: string, resolver: Resolver) => void;

function addReferences(definition: EntityDefinition, add: Add): void {
  for (const [field, { reference }] of Object.entries(definition.fields)) {
    if (reference?.loose)
      add(definition.name, field, (entity: Entity, _, { reader }) =>
        chain(all((entity[field] as Pinned[]).map(reader.follow)), (found) =>
          found.filter((one) => one !== null),
        ),
      );
    else if (reference && !reference.many)
      add(definition.name, field, (entity: Entity, _, { reader }) =>
        entity[field] === null ? null : reader.loadAny(entity[field] as string),
      );
  }
}

/** Those that aren't for all eyes; all others are read off their entity. */
function addPrivateFields({ name, fields }: EntityDefinition, add: Add): void {
  for (const [field, declared] of Object.entries(fields))
    if (isPrivate(declared))
      add(name, field, (entity: Entity, _, { reader }) => reader.reveal(entity, field));
}

/** `createVessel`, `updateVessel`, `deleteVessel`: their payloads have a field named as the ids' prefix. */
function addMutations(definition: EntityDefinition, add: Add): void {
  const { prefix, root, virtual } = definition;
  if (root || virtual) return;
  const suffix = prefix.charAt(0).toUpperCase() + prefix.slice(1);
  add("Mutation", `create${suffix}`, (_, { input }, context) =>
    answer(context, input, context.services.commands.members.create(definition, input), under(prefix)),
  );
  add("Mutation", `update${suffix}`, (_, { input }, context) =>
    answer(context, input, context.services.commands.members.update(definition, input), under(prefix)),
  );
  add("Mutation", `delete${suffix}`, (_, { input }, context) =>
    answer(context, input, context.services.commands.members.remove(definition, input), under("deletedId")),
  );
}

/**
 * A payload: `show` puts what the change made into it, and a new reader, which sees at least the
 * version that the change made, reads what hangs on that.
 */
export async function answer<T, P extends object>(
  context: Context,
  input: Input,
  change: Promise<Written<T>>,
  show: (value: T) => P,
): Promise<P & { worldId: string; version: number; epoch: string; tags: readonly string[] }> {
  const { value, versions, epoch, tags, degraded, budget } = await change;
  for (const scope of degraded) context.degraded.add(scope);
  const reader = renew(context, versions, budget);
  const shown = show(value);
  const entities = Object.values(shown).flat().filter(isEntity);
  for (const entity of entities) reader.prime(entity);
  const worldId = scopeOf(entities[0]?.id ?? ((input.worldId ?? input.id ?? input.fromId) as string));
  return {
    worldId,
    version: versions[worldId]!,
    epoch,
    tags: tags[worldId] ?? [],
    ...shown,
  };
}

/** Shows what a change made as the payload's only field of its own. */
export function under<const F extends string>(field: F): <T>(value: T) => Record<F, T> {
  return (value) => ({ [field]: value }) as Record<F, typeof value>;
}

function listResolver(registry: Registry, list: ListDefinition): Resolver {
  const terms = termsOf(registry, list);
  const resolve: Resolver = (owner, args, { reader }) => {
    const options = {
      first: args.first ?? 20,
      after: args.after,
      filter: filterOf(registry, terms, args),
      order: args.order,
    };
    return chain(reader.list(list.coordinate, list.owner === "Query" ? WORLDS : owner.id, options), (page) =>
      toConnection(reader, page),
    );
  };
  return resolve;
}

/** What a list can be filtered by, and what its arguments call that. */
function termsOf(registry: Registry, list: ListDefinition) {
  const definition = registry.byName(list.entity);
  return list.filters.map((name) => {
    const { reference, schema } = definition.fields[name]!;
    return { name, argument: filterArgument(definition, name), reference, schema };
  });
}

/** The list's filters as the arguments give them: of their own, or all in one named `filter`. */
function filterOf(
  registry: Registry,
  terms: ReturnType<typeof termsOf>,
  args: Input & { filter?: Input | null },
): Record<string, string> {
  const filter: Record<string, string> = {};
  for (const { name, argument, reference, schema } of terms) {
    const value = args.filter?.[argument] ?? args[argument];
    if (value === undefined || value === null) continue;
    const at = args.filter ? `filter.${argument}` : argument;
    if (reference) checkId(registry, value, reference.types, at);
    const checked = schema.safeParse(value);
    if (!checked.success) throw badInput(at, checked.error.issues[0]!.message);
    filter[name] = checked.data as string;
  }
  return filter;
}

function parentsOf(registry: Registry, list: ListDefinition): readonly string[] {
  return registry.byName(list.entity).fields[list.parent!]!.reference!.types;
}
