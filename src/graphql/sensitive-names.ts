import type { GraphQLSchema } from "graphql";
import type { Registry } from "../entities/registry.ts";

const NAMES = Symbol("names of sensitive fields");

/** Has errors know which fields' values they may not repeat, whatever input they stand in. */
export function noteSensitiveNames(schema: GraphQLSchema, { definitions }: Registry): void {
  const names = new Set(definitions.flatMap(({ sensitive }) => sensitive));
  schema.extensions = { ...schema.extensions, [NAMES]: names };
}

/** How many steps of a path lead to the first sensitive field on it; undefined: there is none. */
export function sensitiveDepth(
  { extensions }: GraphQLSchema,
  path: readonly (string | number)[],
): number | undefined {
  const names = (extensions as { [NAMES]?: ReadonlySet<unknown> })[NAMES];
  const at = names ? path.findIndex((step) => names.has(step)) : -1;
  return at < 0 ? undefined : at + 1;
}
