import { z } from "zod";
import type { Derivation } from "./derived-fields.ts";
import { LOCAL_ID } from "./ids.ts";
import { isListOf, isNumber, isPin, isRecordOf, isString, type Kind } from "./kinds.ts";
import { refusePrivateParts } from "./private-fields.ts";
import type { SortKind } from "./sort-keys.ts";
import type { Readers } from "./viewer.ts";

/**
 * What a field holds, how it is checked, and, if it names other entities, how. The validators run on
 * what a command is about to store and on world files alike, so both refuse the same things.
 */
export interface Field<T = unknown> {
  /** Checks a value as a command gives it, and brings it into its one written form. */
  readonly schema: z.ZodType<T>;
  /** Whether a value that a store kept is of the field's kind at all. */
  readonly holds: Kind;
  /** How lists are ordered by it; none: they can't be. */
  readonly sorts?: SortKind | undefined;
  /** Null is a value: nothing there. */
  readonly optional: boolean;
  /** What stands there when a create input leaves the field out. */
  readonly default?: T;
  readonly reference?: Reference;
  /** It isn't stored or given: see {@link Derivation}. */
  readonly derived?: Derivation;
  /** A create input that leaves it out means the moment of the change. */
  readonly now?: boolean;
  /** Of a written value that is taken: what would be expected if nothing of it were to be lost. */
  readonly loss?: (written: unknown) => string | undefined;
  /** The store alone keeps its value; said by `sensitive`. */
  readonly sensitive?: true;
  /** Who may read it, and nobody else; none: everybody, or of a sensitive one nobody. */
  readonly readers?: Readers;
}

export interface Reference {
  /** The types that may be named. */
  readonly types: readonly string[];
  /** The name of the edge in a graph store. */
  readonly edge: string;
  readonly many: boolean;
  /**
   * A loose reference outlives what it names, and so pins the one that was there when it was made:
   * `{ id, born }`. A strict one is a plain id, and the store clears it when its target goes.
   */
  readonly loose: boolean;
  /** In a list of records, the member that names the entity. */
  readonly member?: string;
  /** The ids in a field's value. */
  targets(value: unknown): readonly string[];
  /** The field's value without that id. */
  without(value: unknown, id: string): unknown;
}

/** A loose reference: an id, and the version at which the entity that it means was made. */
export interface Pinned {
  readonly id: string;
  readonly born: number;
}

export type ValueOf<F> = F extends Field<infer T> ? T : never;
export type Options<T> = { optional?: boolean; default?: T };
export type Maybe<T, O> = O extends { optional: true } ? T | null : T;

/** A field of a schema; `holds`: of what kind the values are that a store kept. */
export function field<T, O extends Options<T>>(
  schema: z.ZodType<T>,
  options: O | undefined,
  holds: Kind = isString,
  sorts: SortKind | undefined = holds === isString ? "text" : undefined,
): Field<Maybe<T, O>> {
  const optional = options?.optional ?? false;
  return {
    schema: (optional ? schema.nullable() : schema) as z.ZodType<Maybe<T, O>>,
    holds,
    sorts,
    optional,
    default: (options?.default ?? (optional ? null : undefined)) as Maybe<T, O>,
  };
}

/** A string that every store and every JSON parser keeps as it is: no NUL, no lone surrogate. */
export const storable = (value: string) => value.isWellFormed() && !value.includes("\0");

/** Text of at most `max` code points, such as emoji, that may be empty. */
export function storableText(max: number): z.ZodString {
  return z
    .string()
    .max(max, { error: `at most ${max} characters` })
    .refine(storable, { error: "text without NUL characters or lone surrogates" });
}

/** Text of 1 to `max` code points that isn't all blank; an optional one may be empty. */
export function text<const O extends Options<string>>(options: O & { max: number }): Field<Maybe<string, O>> {
  const schema = storableText(options.max);
  return field(
    options.optional
      ? schema
      : schema.regex(/\S/, { error: `1 to ${options.max} characters, not all blank` }),
    options as O,
  );
}

/** A BCP 47 tag in its canonical form: `en-us` is stored as `en-US`. */
export function languageTag<const O extends Options<string>>(options?: O): Field<Maybe<string, O>> {
  const schema = storableText(100).transform((value, context) => {
    try {
      return Intl.getCanonicalLocales(value)[0] ?? value;
    } catch {
      context.addIssue({ code: "custom", message: 'a BCP 47 language tag such as "en" or "pt-BR"' });
      return z.NEVER;
    }
  });
  return field(schema as z.ZodType<string>, options);
}

export function oneOf<const V extends string>(values: readonly V[], options?: Options<V>): Field<V> {
  const known = new Set<unknown>(values);
  return field(z.enum(values as [V, ...V[]]), options, (value) => known.has(value), "text") as Field<V>;
}

/** A finite number, a decimal too; of the two zeros there is one. */
export function number<const O extends Options<number>>(options?: O): Field<Maybe<number, O>> {
  return field(z.number().overwrite(oneZero), options, isNumber, "number");
}

/** JSON knows one zero, and so does every store. */
export const oneZero = (value: number) => (value === 0 ? 0 : value);

/** An object of fields, such as coordinates. */
export function record<F extends Record<string, Field>, const O extends Options<unknown>>(
  fields: F,
  options?: O,
): Field<Maybe<{ [K in keyof F]: ValueOf<F[K]> }, O>> {
  type Value = { [K in keyof F]: ValueOf<F[K]> };
  refusePrivateParts(Object.values(fields));
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => [
      name,
      inner.default === undefined ? inner.schema : inner.schema.default(inner.default),
    ]),
  );
  return field(
    z.strictObject(shape) as z.ZodType<Value>,
    options as Options<Value>,
    isRecordOf(fields),
  ) as Field<Maybe<Value, O>>;
}

/** A list of values; by default an empty one. References inside its values are the list's own. */
export function listOf<T>(inner: Field<T>, options: { max: number; unique?: string }): Field<readonly T[]> {
  const { unique } = options;
  refusePrivateParts([inner]);
  const list = z.array(inner.schema).max(options.max, { error: `at most ${options.max} entries` });
  const schema = unique
    ? list.refine(
        (values) =>
          new Set(values.map((value) => (value as Record<string, unknown>)[unique])).size === values.length,
        { error: `entries with a different ${unique} each` },
      )
    : list;
  return {
    schema: schema as z.ZodType<readonly T[]>,
    holds: isListOf(inner.holds),
    optional: false,
    default: [],
  };
}

type ReferenceOptions = { edge: string; optional?: boolean };

/** The id of one entity of the same world; the store clears it when that entity is deleted. */
export function reference<const O extends ReferenceOptions>(
  types: string | readonly string[],
  options: O,
): Field<Maybe<string, O>> {
  return {
    ...field(id() as z.ZodType<string>, { optional: options.optional ?? false }),
    reference: {
      types: [types].flat(),
      edge: options.edge,
      many: false,
      loose: false,
      targets: (value) => (value === null || value === undefined ? [] : [value as string]),
      without: (value, target) => (value === target ? null : value),
    },
  } as Field<Maybe<string, O>>;
}

/** Ids of up to `max` different entities of the same world, pinned to those that are there when it is stored. */
export function looseReferences(
  types: readonly string[],
  options: { edge: string; max: number },
): Field<readonly Pinned[]> {
  const schema = z
    .array(z.union([id(), z.strictObject({ id: id(), born: z.number() })]))
    .max(options.max, { error: `at most ${options.max} ids` });
  return {
    schema: schema as z.ZodType<readonly Pinned[]>,
    holds: isListOf(isPin),
    optional: false,
    default: [],
    reference: {
      types,
      edge: options.edge,
      many: true,
      loose: true,
      targets: (value) =>
        (value as readonly (Pinned | string)[]).map((pin) => (typeof pin === "string" ? pin : pin.id)),
      without: (value, target) => (value as readonly Pinned[]).filter((pin) => pin.id !== target),
    },
  };
}

/** A list of records, one of whose members names an entity: exits. Entries go with what they name. */
export function listOfLinks<T>(
  list: Field<readonly T[]>,
  member: keyof T & string,
  options: { types: readonly string[]; edge: string },
): Field<readonly T[]> {
  return {
    ...list,
    reference: {
      types: options.types,
      edge: options.edge,
      many: true,
      loose: false,
      member,
      targets: (value) => [...new Set((value as readonly T[]).map((entry) => entry[member] as string))],
      without: (value, target) => (value as readonly T[]).filter((entry) => entry[member] !== target),
    },
  };
}

/** An id inside {@link listOfLinks}. */
export function linkTarget(): Field<string> {
  return { schema: id() as z.ZodType<string>, holds: isString, optional: false };
}

const id = () => z.string().max(200, { error: "an id" });

/** A key: what ids are made of. */
export function localKey(): Field<string> {
  return {
    schema: z.string().regex(LOCAL_ID, { error: "1 to 64 letters, digits, - or _" }),
    holds: isString,
    optional: false,
  };
}
