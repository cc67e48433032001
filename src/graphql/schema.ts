import { readdirSync, readFileSync } from "node:fs";
import { makeExecutableSchema } from "@graphql-tools/schema";
import type { IResolvers } from "@graphql-tools/utils";
import { buildSchema, type GraphQLSchema, isEnumType, isInterfaceType, isObjectType } from "graphql";
import type { Registry } from "../entities/registry.ts";
import { enumOfType } from "./entity-type.ts";
import { cacheResolvers } from "./resolvers/cache.ts";
import { derivedResolvers } from "./resolvers/derived.ts";
import { locationResolvers } from "./resolvers/location.ts";
import { queryResolvers } from "./resolvers/query.ts";
import { timelineResolvers } from "./resolvers/timeline.ts";
import { worldResolvers } from "./resolvers/world.ts";
import { scalars } from "./scalars.ts";

const SDL_FOLDER = new URL("../../schema/", import.meta.url);

/** The public SDL: one file for each type, in the order of their names. */
export function readTypeDefs(): string[] {
  return readdirSync(SDL_FOLDER)
    .filter((file) => file.endsWith(".graphql"))
    .sort()
    .map((file) => readFileSync(new URL(file, SDL_FOLDER), "utf8"));
}

/**
 * The executable schema: the SDL, the resolvers that follow from the definitions, and those written for
 * what doesn't. `more`: SDL and resolvers of further types. Throws where SDL and registry disagree.
 */
export function createSchema(
  registry: Registry,
  more: { typeDefs?: string[]; resolvers?: IResolvers } = {},
): GraphQLSchema {
  const typeDefs = [...readTypeDefs(), ...(more.typeDefs ?? [])];
  const bare = buildSchema(typeDefs.join("\n"));
  checkAgreement(registry, bare);
  return makeExecutableSchema({
    typeDefs,
    resolvers: [
      scalars,
      derivedResolvers(registry, bare),
      queryResolvers,
      worldResolvers,
      locationResolvers,
      timelineResolvers,
      cacheResolvers,
      more.resolvers ?? {},
    ],
    // Abstract types are resolved by __typename, which every entity carries.
    resolverValidationOptions: {
      requireResolversToMatchSchema: "error",
      requireResolversForResolveType: "ignore",
    },
  });
}

/** Throws an error that lists every disagreement of schema and registry. */
export function checkAgreement(registry: Registry, schema: GraphQLSchema): void {
  const problems: string[] = [];
  const fieldsOf = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? type.getFields() : undefined;
  };
  const entityType = schema.getType("EntityType");
  const listed = isEnumType(entityType)
    ? new Set(entityType.getValues().map(({ name }) => name))
    : new Set<string>();
  for (const { name, fields } of registry.definitions) {
    const type = fieldsOf(name);
    if (!listed.delete(enumOfType(name))) problems.push(`EntityType has no value ${enumOfType(name)}`);
    if (!type) problems.push(`${name} is registered, and the schema has no such type`);
    else
      for (const field of Object.keys(fields))
        if (!(field in type)) problems.push(`${name}.${field} is defined, and not in the schema`);
  }
  for (const value of listed) problems.push(`EntityType.${value} has no definition`);
  for (const { coordinate, owner, field, hidden, entity } of registry.lists) {
    if (hidden) continue;
    const type = fieldsOf(owner)?.[field]?.type.toString();
    if (!type) problems.push(`the list ${coordinate} is defined, and not in the schema`);
    else if (type !== `${entity}Connection!`)
      problems.push(`${coordinate} is a list of ${entity}, and in the schema a ${type}`);
  }
  if (problems.length > 0)
    throw new Error(`schema and registry disagree:\n${problems.map((one) => `  ${one}`).join("\n")}`);
}
