import {
  defaultFieldResolver,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
} from "graphql";
import { jsonSize } from "../json/size.ts";
import { tooMuch } from "./document-shape.ts";
import type { Hold } from "./load.ts";

/** Counts the bytes of one answer while it is made, and stops it when they are too many. */
export interface Meter {
  /** To execute with, in place of the schema that it was made of. */
  readonly schema: GraphQLSchema;
  /** The result, or in its place the reason why there is none. */
  finish(result: ExecutionResult): ExecutionResult;
}

/** Room is asked for in steps, each as large as all before. */
const FIRST_STEP = 1_024;
/** No JSON is longer than this many times what was counted: of a text its characters, of a number one. */
const MOST_TIMES = 6;
/** An error's JSON without its path and its message. */
const ERROR = 100;

/**
 * `most`: bytes of an answer. `hold`: the room for it. The executor looks up every field in its schema, also those of
 * introspection, and what that look-up throws isn't one field's error: nothing further is executed.
 */
export function createMeter(schema: GraphQLSchema, most: number, hold: Hold): Meter {
  let counted = 0;
  let reserved = 0;
  let refusal: GraphQLError | undefined;

  function count(bytes: number): void {
    counted += bytes;
    if (counted <= reserved) return;
    try {
      if (counted > most) throw answerTooLarge(most);
      const wanted = Math.min(Math.max(2 * counted, FIRST_STEP), most);
      hold.grow(wanted - reserved);
      reserved = wanted;
    } catch (error) {
      refusal = error as GraphQLError;
      throw error;
    }
  }

  const metered = Object.create(schema) as Metered;
  metered[COUNT] = count;
  metered.getField = (type, name) => {
    if (refusal !== undefined) throw refusal;
    // The quick way to all but introspection.
    const own = "getFields" in type ? type.getFields()[name] : undefined;
    const field = own ?? schema.getField(type, name);
    return field && countedField(field);
  };

  return {
    schema: metered,
    finish: (result) => {
      if (refusal === undefined && counted * MOST_TIMES > most && jsonSize(result, most) > most)
        refusal = answerTooLarge(most);
      if (refusal !== undefined) return { errors: [refusal] };
      hold.settle(counted);
      return result;
    },
  };
}

/** What an answer is refused with that is larger than MAX_ANSWER_BYTES. */
export function answerTooLarge(most: number): GraphQLError {
  return tooMuch(
    `The answer would be larger than ${most} bytes: ask for less at once. What a mutation had changed by then stays changed.`,
    "query",
  );
}

const COUNT = Symbol("count");
type Metered = GraphQLSchema & { [COUNT](bytes: number): void };

const COUNTED = Symbol("counted");
type Field = GraphQLField<unknown, unknown> & { [COUNTED]?: Field };
type Resolve = NonNullable<Field["resolve"]>;
type Info = Parameters<Resolve>[3];

/** The field, whose resolver tells the meter in whose schema it is executed. Made once: it is looked up for every value. */
function countedField(field: Field): Field {
  field[COUNTED] ??= makeCounted(field);
  return field[COUNTED];
}

function makeCounted(field: Field): Field {
  // A copy of its own: what is inherited takes longer to find.
  const counted = Object.assign(Object.create(Object.getPrototypeOf(field)), field) as Field;
  const isLeaf = isLeafType(getNamedType(field.type));
  counted.resolve =
    isLeaf && !field.resolve
      ? resolveLeaf
      : countedResolver(field.resolve ?? defaultFieldResolver, isLeaf ? sizeOfLeaf : sizeOfLinks);
  return counted;
}

/** Most fields are a text or a number that its object has. */
const resolveLeaf: Resolve = (source, args, context, info) => {
  const value = (source as Record<string, unknown> | undefined)?.[info.fieldName];
  if (typeof value === "object" || typeof value === "function")
    return resolveOther(source, args, context, info);
  countValue(info, sizeOfLeaf(value));
  return value;
};

const resolveOther = countedResolver(defaultFieldResolver, sizeOfLeaf);

function countedResolver(resolve: Resolve, size: (value: unknown) => number): Resolve {
  return (source, args, context, info) => {
    let value: unknown;
    try {
      value = resolve(source, args, context, info);
    } catch (error) {
      countError(info, error);
      throw error;
    }
    if (typeof value !== "object" || !(value instanceof Promise)) {
      countValue(info, size(value));
      return value;
    }
    return value.then(
      (found) => {
        countValue(info, size(found));
        return found;
      },
      (error) => {
        countError(info, error);
        throw error;
      },
    );
  };
}

function countValue({ schema, path }: Info, size: number): void {
  // With its name, quotes, colon and comma.
  (schema as Metered)[COUNT]((path.key as string).length + 4 + size);
}

function countError(info: Info, error: unknown): void {
  const message = Math.min(String((error as Error)?.message).length, 500);
  countValue(info, ERROR + pathLength(info.path) + message);
}

/** At least what its JSON takes: escapes and characters of several bytes are counted when the whole may be too large. */
function sizeOfLeaf(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 1;
  if (!Array.isArray(value)) return sizeOfObject(value);
  let size = 2;
  for (const one of value) size += 1 + sizeOfLeaf(one);
  return size;
}

/** What it links to counts itself, field by field. */
function sizeOfLinks(value: unknown): number {
  return Array.isArray(value) ? 2 + value.length : 1;
}

/** Values that hold others are cached, and answered again as they are. */
const objectSizes = new WeakMap<object, number>();

function sizeOfObject(value: object): number {
  let size = objectSizes.get(value);
  if (size === undefined) {
    size = jsonSize(value);
    objectSizes.set(value, size);
  }
  return size;
}

interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

function pathLength(path: Path): number {
  let length = 0;
  for (let at: Path | undefined = path; at; at = at.prev) length += 1 + String(at.key).length;
  return length;
}
