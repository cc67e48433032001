import {
  type GraphQLFieldMap,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { EntityDefinition } from "../entities/define.ts";
import { filterArgument, type ListDefinition } from "../entities/lists.ts";
import { isPrivate } from "../entities/private-fields.ts";
import type { Registry } from "../entities/registry.ts";
import { isPublic } from "../entities/standing.ts";
import { enumOfType } from "./entity-type.ts";

/** The arguments that every list may have; the others are its filters. */
const PAGING = ["first", "after", "order"];

/** Throws an error that names every disagreement of schema and registry. */
export function checkAgreement(registry: Registry, schema: GraphQLSchema): void {
  const problems = [...definedButNotServed(registry, schema), ...servedButNotDefined(registry, schema)];
  if (problems.length > 0)
    throw new Error(`schema and registry disagree:\n${problems.map((one) => `  ${one}`).join("\n")}`);
}

/** Throws an error that names every root field which nothing would answer. */
export function checkRoots(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const silent = roots
    .filter((root) => root !== null && root !== undefined)
    .flatMap((root) =>
      Object.values(root.getFields()).flatMap(({ name, resolve, subscribe }) =>
        resolve || subscribe ? [] : [`${root.name}.${name}`],
      ),
    );
  if (silent.length > 0) throw new Error(`the schema has fields without a resolver: ${silent.join(", ")}`);
}

function definedButNotServed(registry: Registry, schema: GraphQLSchema): string[] {
  const values = entityTypes(schema);
  const internal = registry.definitions
    .filter(({ name, internal }) => internal && schema.getType(name))
    .map(({ name }) => `${name} is internal, and the schema has such a type`);
  const types = servedTypes(registry).flatMap(({ name, fields, virtual }) => {
    const served = fieldsOf(schema, name);
    return [
      ...(virtual || values.has(enumOfType(name)) ? [] : [`EntityType has no value ${enumOfType(name)}`]),
      ...(served ? [] : [`${name} is registered, and the schema has no such type`]),
      ...Object.keys(served ? fields : {})
        .filter((field) => !(field in served!))
        .map((field) => `${name}.${field} is defined, and not in the schema`),
      ...Object.keys(served ? fields : {})
        .filter((field) => isPrivate(fields[field]!) && isNonNullType(served![field]?.type))
        .map((field) => `${name}.${field} isn't for all eyes, and in the schema it is never null`),
    ];
  });
  const lists = registry.lists
    .filter((list) => isPublic(list) && !registry.byName(list.entity).internal)
    .flatMap((list) => {
      const type = fieldsOf(schema, list.owner)?.[list.field]?.type.toString();
      if (!type) return [`the list ${list.coordinate} is defined, and not in the schema`];
      if (type !== `${list.entity}Connection!`)
        return [`${list.coordinate} is a list of ${list.entity}, and in the schema a ${type}`];
      const served = filtersOf(schema, list);
      const orders = ordersOf(schema, list);
      return [
        ...filterNames(registry, list)
          .filter((name) => !served.includes(name))
          .map((name) => `${list.coordinate} can be filtered by ${name}, and not in the schema`),
        ...orderNames(list)
          .filter((name) => !orders.includes(name))
          .map((name) => `${list.coordinate} has an order ${name}, and not in the schema`),
      ];
    });
  return [...internal, ...types, ...lists];
}

function servedButNotDefined(registry: Registry, schema: GraphQLSchema): string[] {
  const types = servedTypes(registry);
  const names = new Set(types.map(({ name }) => name));
  const values = new Set(types.filter(({ virtual }) => !virtual).map(({ name }) => enumOfType(name)));
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const nodes = new Set(
    objects
      .filter((type) => type.getInterfaces().some(({ name }) => name === "Node"))
      .map(({ name }) => name),
  );
  const connections = new Set([...nodes].map((name) => `${name}Connection`));
  // Other types than these have no lists: who serves a connection of theirs says what is in it.
  const owners = objects.filter(({ name }) => names.has(name) || name === "Query");
  const lists = owners.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => connections.has(getNamedType(field.type).name))
      .flatMap(({ name }) => {
        const coordinate = `${type.name}.${name}`;
        const list = registry.listsOf(type.name).find(({ field, hidden }) => field === name && !hidden);
        if (!list) return [`${coordinate} is in the schema, and no such list is defined`];
        // Whoever serves it decides to whom, and under which arguments.
        if (list.unpublished) return [];
        const at = { owner: type.name, field: name };
        const defined = filterNames(registry, list);
        const orders = orderNames(list);
        return [
          ...filtersOf(schema, at)
            .filter((filter) => !defined.includes(filter))
            .map((filter) => `${coordinate} takes ${filter}, and no such filter is defined`),
          ...ordersOf(schema, at)
            .filter((order) => !orders.includes(order))
            .map((order) => `${coordinate} takes the order ${order}, which isn't defined`),
        ];
      }),
  );
  return [
    ...[...entityTypes(schema)]
      .filter((value) => !values.has(value))
      .map((value) => `EntityType.${value} has no definition`),
    ...[...nodes]
      .filter((name) => !names.has(name))
      .map((name) => `${name} is a Node in the schema, and isn't registered`),
    ...lists,
  ];
}

/** The types that clients know. */
function servedTypes({ definitions }: Registry): EntityDefinition[] {
  return definitions.filter(({ internal }) => !internal);
}

function fieldsOf(schema: GraphQLSchema, name: string): GraphQLFieldMap<unknown, unknown> | undefined {
  const type = schema.getType(name);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields() : undefined;
}

function entityTypes(schema: GraphQLSchema): Set<string> {
  const type = schema.getType("EntityType");
  return new Set(isEnumType(type) ? type.getValues().map(({ name }) => name) : []);
}

/** The filters that a served list takes: as arguments of its own, or in one named `filter`. */
function filtersOf(schema: GraphQLSchema, { owner, field }: { owner: string; field: string }): string[] {
  const args = fieldsOf(schema, owner)?.[field]?.args ?? [];
  return args.flatMap(({ name, type }) => {
    const input = getNamedType(type);
    if (name === "filter" && isInputObjectType(input)) return Object.keys(input.getFields());
    return PAGING.includes(name) ? [] : [name];
  });
}

/** What a served list's argument `order` may be. */
function ordersOf(schema: GraphQLSchema, { owner, field }: { owner: string; field: string }): string[] {
  const order = fieldsOf(schema, owner)?.[field]?.args.find(({ name }) => name === "order");
  const type = order && getNamedType(order.type);
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

function orderNames({ orders }: ListDefinition): string[] {
  return orders.flatMap(({ name }) => name ?? []);
}

function filterNames(registry: Registry, list: ListDefinition): string[] {
  const definition = registry.byName(list.entity);
  return list.filters.map((filter) => filterArgument(definition, filter));
}
