import { GraphQLScalarType } from "graphql";
import { GraphQLJSON } from "graphql-scalars";
import { canonicalDateTime, DATE_TIME_EXPECTED } from "../entities/fields.ts";

/** Moments are kept in their one written form, so that answering one costs nothing. */
const DateTime = new GraphQLScalarType<string, string>({
  name: "DateTime",
  coerceOutputValue: (value) => value as string,
  coerceInputValue: (value) => {
    const canonical = typeof value === "string" ? canonicalDateTime(value) : undefined;
    if (!canonical) throw new TypeError(`Expected ${DATE_TIME_EXPECTED}.`);
    return canonical;
  },
});

const Version = new GraphQLScalarType<number, number>({
  name: "Version",
  coerceOutputValue: (value) => value as number,
  coerceInputValue: (value) => {
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw new TypeError("Expected a whole number from 0 to 2^53-1.");
    return value as number;
  },
});

export const scalars = { DateTime, Version, JSON: GraphQLJSON };
