import type { Entity, EntityDefinition } from "./define.ts";
import { sourcesOf, withComputed, withoutDerived } from "./derived-fields.ts";
import type { Field } from "./fields.ts";
import { isObject } from "./kinds.ts";
import { SENSITIVE, withoutSensitive } from "./private-fields.ts";
import { ALWAYS_THERE } from "./sort-keys.ts";

/**
 * What a release of the program kept of an entity: in a store's row, or in a cached value. Others read it as far as
 * they know it: what is of an older shape is upgraded, a field that it lacks has its default, and one that they don't
 * know is kept, so that whoever does know it finds it again.
 */
export type Content = Readonly<Record<string, unknown>>;

/**
 * Makes content of one shape that of the next. What it leaves out stays as it is, also for those who know the older
 * shape alone; what it answers as undefined goes.
 */
export type Upgrade = (old: Content) => Content;

/** The member of content that says its shape, where that isn't the first one. */
export const SHAPE = "_shape";

/** What an {@link Entity} has beside its fields, which are read elsewhere. */
const BESIDE = new Set(["__typename", "id", ...Object.keys(ALWAYS_THERE)]);

export interface ReadContent {
  /** Of what fits: the definition's fields, then what it doesn't know. */
  readonly fields: Record<string, unknown>;
  /** False: a field is missing, or isn't of its kind. */
  readonly whole: boolean;
}

/** The fields that content says, but for those that follow from them; null: nothing can be read of it. */
export function readContent(definition: EntityDefinition, content: Content | null): ReadContent {
  const now = content && upgraded(definition, content);
  const fields: Record<string, unknown> = {};
  let whole = now !== null;
  for (const [name, field] of sourcesOf(definition).stored) {
    const value = now && (Object.hasOwn(now, name) ? now[name] : defaultOf(field));
    const fits = value === null ? !!now && field.optional : value !== undefined && field.holds(value);
    if (fits) fields[name] = value;
    else whole = false;
  }
  for (const name in now)
    if (!Object.hasOwn(definition.fields, name) && !BESIDE.has(name)) fields[name] = now[name];
  const unknown = namesIn(fields[SENSITIVE]).filter((name) => !Object.hasOwn(definition.fields, name));
  delete fields[SENSITIVE];
  if (unknown.length > 0) fields[SENSITIVE] = unknown;
  return { fields, whole };
}

/** What is kept of an entity: all that it says but what names it and what follows from the rest, and its shape. */
export function contentOf(
  definition: EntityDefinition,
  entity: Content,
): { readonly [name: string]: unknown } {
  const { __typename, id, version, born, [SENSITIVE]: unknown, ...rest } = withoutDerived(definition, entity);
  const sensitive = [...definition.sensitive, ...namesIn(unknown)];
  const content = sensitive.length > 0 ? { ...rest, [SENSITIVE]: sensitive } : rest;
  const latest = Math.max(definition.shape, shapeOf(content));
  return latest > 1 ? { ...content, [SHAPE]: latest } : content;
}

/**
 * A value that a release with another form cached, as this definition reads it: an entity, or all of those that are
 * cached together. Undefined: it can't be had of it.
 */
export function adopted(definition: EntityDefinition, value: unknown, shape: number): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const all = value.map((one) => adopted(definition, one, shape));
    return all.includes(undefined) ? undefined : all;
  }
  // What others' fields are isn't found in it.
  if (!isObject(value) || sourcesOf(definition).copies.length > 0) return undefined;
  const content = Object.hasOwn(value, SHAPE) ? value : { ...value, [SHAPE]: shape };
  for (let from = shapeOf(content); from < definition.shape; from++)
    if (!definition.upgrade[from]) return undefined;
  const { fields, whole } = readContent(definition, content);
  if (!whole) return undefined;
  const { __typename, id, version, born, seq, createdAt, updatedAt } = value;
  // JSON that a release cached as an entity; all of its fields were looked at just now.
  const entity = { __typename, id, version, born, seq, createdAt, updatedAt, ...fields } as unknown as Entity;
  // Who cached it may not know yet what of it is sensitive.
  return withComputed(definition, withoutSensitive(definition, entity));
}

/** What a field is where nothing says: undefined if something has to. */
export function defaultOf(field: Field): unknown {
  return field.default ?? (field.optional ? null : undefined);
}

/** In the form of the definition's shape, or of the later one that it is of; null where an upgrade fails. */
function upgraded({ shape, upgrade }: EntityDefinition, content: Content): Content | null {
  let from = shapeOf(content);
  if (from >= shape) {
    if (from > shape || !Object.hasOwn(content, SHAPE)) return content;
    const { [SHAPE]: _, ...rest } = content;
    return rest;
  }
  let { [SHAPE]: _, ...now }: Record<string, unknown> = content;
  try {
    for (; from < shape; from++) if (upgrade[from]) now = { ...now, ...upgrade[from]!(Object.freeze(now)) };
  } catch {
    return null;
  }
  for (const [name, value] of Object.entries(now)) if (value === undefined) delete now[name];
  return now;
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function shapeOf(content: Content): number {
  const shape = content[SHAPE];
  return Number.isSafeInteger(shape) && (shape as number) > 0 ? (shape as number) : 1;
}
