import { type GraphQLSchema, isEnumType } from "graphql";
import type { TierProviders } from "../cache/providers.ts";
import { enumValueOf } from "../provider.ts";

/**
 * The SDL of those values of CacheProvider that the schema's own doesn't describe: what is registered is served. Throws
 * for a value that no provider stands behind.
 */
export function providerValues(schema: GraphQLSchema, tiers: TierProviders): string[] {
  const type = schema.getType("CacheProvider");
  const served = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  const values = new Map(
    Object.entries(tiers).map(([name, { description }]) => [enumValueOf(name), description]),
  );
  const empty = served.filter((value) => !values.has(value));
  if (empty.length > 0) throw new Error(`no cache provider is called ${empty.join(" or ").toLowerCase()}`);
  return [...values]
    .filter(([value]) => !served.includes(value))
    .map(([value, description]) => `extend enum CacheProvider { ${JSON.stringify(description)} ${value} }`);
}
