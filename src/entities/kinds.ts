/*
 * Whether a value that a store kept is of a kind at all: what every row that is read is asked. Nothing more: bounds
 * may have changed since it was checked.
 */

export type Kind = (value: unknown) => boolean;

export const isString: Kind = (value) => typeof value === "string";

export const isNumber: Kind = (value) => typeof value === "number";

export const isListOf =
  (kind: Kind): Kind =>
  (value) =>
    Array.isArray(value) && value.every(kind);

/** What a record's field says of it. */
interface Part {
  readonly optional: boolean;
  readonly default?: unknown;
  readonly holds: Kind;
}

export const isRecordOf =
  (fields: Readonly<Record<string, Part>>): Kind =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, field]) => {
      const part = value[name] ?? field.default ?? null;
      return part === null ? field.optional : field.holds(part);
    });

/** What a loose reference is kept as. */
export const isPin: Kind = (value) => isObject(value) && isString(value.id) && isNumber(value.born);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
