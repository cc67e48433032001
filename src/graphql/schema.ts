import { readdirSync, readFileSync } from "node:fs";
import { makeExecutableSchema } from "@graphql-tools/schema";
import type { IResolvers } from "@graphql-tools/utils";
import {
  assertValidSchema,
  buildSchema,
  extendSchema,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
  printSchema,
} from "graphql";
import { tiers as ownTiers, type TierProviders } from "../cache/providers.ts";
import type { Registry } from "../entities/registry.ts";
import { checkAgreement, checkRoots } from "./agreement.ts";
import { providerValues } from "./provider-values.ts";
import { cacheResolvers } from "./resolvers/cache.ts";
import { derivedResolvers } from "./resolvers/derived.ts";
import { locationResolvers } from "./resolvers/location.ts";
import { queryResolvers } from "./resolvers/query.ts";
import { tagChangeResolvers } from "./resolvers/tag-change.ts";
import { timelineResolvers } from "./resolvers/timeline.ts";
import { worldResolvers } from "./resolvers/world.ts";
import { scalars } from "./scalars.ts";
import { noteSensitiveNames } from "./sensitive-names.ts";

const SDL_FOLDER = new URL("../../schema/", import.meta.url);

/** The public SDL: one file for each type, in the order of their names. */
function readTypeDefs(): string[] {
  return readdirSync(SDL_FOLDER)
    .filter((file) => file.endsWith(".graphql"))
    .sort()
    .map((file) => readFileSync(new URL(file, SDL_FOLDER), "utf8"));
}

/** The whole schema in one file, for tools: what extends a type stands in it, in the order of names. */
export function schemaFile(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** What entity types add to the schema; resolvers only for what their definitions don't say. */
export interface SchemaParts {
  readonly typeDefs?: readonly string[];
  readonly resolvers?: IResolvers;
}

/**
 * The executable schema: the SDL, the resolvers that follow from the definitions, and those written for
 * what doesn't. `more`: of further types. Throws where SDL and registry, or `tiers`, disagree.
 */
export function createSchema(
  registry: Registry,
  more: SchemaParts = {},
  tiers: TierProviders = ownTiers,
): GraphQLSchema {
  // Built once: a start of the program spends much of its time here.
  const written = buildSchema([...readTypeDefs(), ...(more.typeDefs ?? [])].join("\n"));
  const added = providerValues(written, tiers);
  const bare = added.length > 0 ? extendSchema(written, parse(added.join("\n"))) : written;
  checkAgreement(registry, bare);
  const schema = makeExecutableSchema({
    typeDefs: bare,
    resolvers: [
      scalars,
      derivedResolvers(registry, bare),
      queryResolvers,
      worldResolvers,
      locationResolvers,
      timelineResolvers,
      cacheResolvers,
      tagChangeResolvers,
      more.resolvers ?? {},
    ],
    // Abstract types are resolved by __typename, which every entity carries.
    resolverValidationOptions: {
      requireResolversToMatchSchema: "error",
      requireResolversForResolveType: "ignore",
    },
  });
  noteSensitiveNames(schema, registry);
  // Otherwise the first request would find out.
  assertValidSchema(schema);
  checkRoots(schema);
  return schema;
}
