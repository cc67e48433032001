import { z } from "zod";

/** One setting: what it is called in the environment, and what `--help` prints of it. */
export interface Setting {
  readonly name: string;
  /** As the environment would say it. */
  readonly default: string;
  readonly description: string;
  /** It may hold a secret: no error repeats its value. */
  readonly secret: boolean;
}

/** What zod's schemas don't say of themselves. */
const told = z.registry<Setting>();

/** Declares a setting, as a leaf of the configuration's schema; `values`: what its text may be, and means. */
export function setting<T>(
  name: string,
  fallback: string,
  description: string,
  values: z.ZodType<T, string>,
  { secret = false }: { readonly secret?: boolean } = {},
): z.ZodPrefault<z.ZodType<T, string>> {
  return values.prefault(fallback).register(told, { name, default: fallback, description, secret });
}

/** The settings of a schema, by the place that each has in what it parses to. */
export function* settingsIn(
  schema: z.core.$ZodType,
  path: readonly string[] = [],
): Generator<{ readonly path: readonly string[]; readonly setting: Setting }> {
  const known = told.get(schema);
  if (known) yield { path, setting: known };
  // What is derived from settings is parsed after them.
  else if (schema instanceof z.ZodPipe) yield* settingsIn(schema.def.in, path);
  else if (schema instanceof z.ZodObject)
    for (const [key, inner] of Object.entries<z.core.$ZodType>(schema.shape))
      yield* settingsIn(inner, [...path, key]);
}

/** What the environment says, in the form that the schema parses. */
export function inputFor(
  schema: z.core.$ZodType,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  const known = told.get(schema);
  if (known) return env[known.name];
  if (schema instanceof z.ZodPipe) return inputFor(schema.def.in, env);
  if (!(schema instanceof z.ZodObject)) throw new Error("a configuration is made of objects and settings");
  return Object.fromEntries(
    Object.entries<z.core.$ZodType>(schema.shape).map(([key, inner]) => [key, inputFor(inner, env)]),
  );
}

/** For what several settings say together: it is checked also where others are wrong, so that all is told at once. */
export const ALWAYS = { when: () => true } as const;
