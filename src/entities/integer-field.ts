import { z } from "zod";
import { type Field, field, type Maybe, type Options, oneZero } from "./fields.ts";

/** A whole number, by default any that JSON parsers keep as it is: up to 2^53 - 1, of either sign. */
export function integer<const O extends Options<number>>(
  options?: O & { min?: number; max?: number },
): Field<Maybe<number, O>> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options ?? {};
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max)
    throw new Error(`whole numbers from ${min} to ${max}: the bounds have to be whole, and in this order`);
  const error = `a whole number from ${min} to ${max}`;
  const schema = z.int({ error }).min(min, { error }).max(max, { error });
  return field(schema.overwrite(oneZero), options as O, Number.isSafeInteger, "number");
}
