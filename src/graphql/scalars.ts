import { canonicalDateTime, DATE_TIME_EXPECTED } from "../entities/date-time.ts";
import { checkedJson, jsonOf } from "./json-literal.ts";

/*
 * Only what the scalars do. What describes them stands in the SDL, and a GraphQLScalarType here would
 * put its own description, or none, in its place.
 */

/** Moments are kept in their one written form, so that answering one costs nothing. */
const DateTime = {
  serialize: (value: unknown) => value,
  parseValue: (value: unknown) => {
    const canonical = typeof value === "string" ? canonicalDateTime(value) : undefined;
    if (!canonical) throw new TypeError(`Expected ${DATE_TIME_EXPECTED}.`);
    return canonical;
  },
};

const Version = {
  serialize: (value: unknown) => value,
  parseValue: (value: unknown) => {
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw new TypeError("Expected a whole number from 0 to 2^53-1.");
    return value;
  },
};

/** Nothing that is stored is another value than was given, in whatever way it came in. */
const Json = { serialize: (value: unknown) => value, parseValue: checkedJson, parseLiteral: jsonOf };

export const scalars = { DateTime, Version, JSON: Json };
