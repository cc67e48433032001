import { z } from "zod";
import { type Field, field, type Maybe, type Options } from "./fields.ts";
import { isString } from "./kinds.ts";

/** A moment in the years 0001 to 9999, kept as RFC 3339 in UTC with milliseconds. */
export function dateTime<const O extends Options<string>>(
  options?: O & { now?: boolean },
): Field<Maybe<string, O>> {
  const written = z.string({ error: DATE_TIME_EXPECTED }).meta({ format: "date-time" });
  const schema = written.transform((value, context) => {
    const canonical = canonicalDateTime(value);
    if (canonical) return canonical;
    context.addIssue({ code: "custom", message: DATE_TIME_EXPECTED });
    return z.NEVER;
  });
  return {
    ...field(schema as z.ZodType<string>, options as O, isString, "moment"),
    now: options?.now ?? false,
    loss: (value) =>
      BELOW_MILLISECONDS.test(String(value)) ? "a moment in whole milliseconds, as it is kept" : undefined,
  };
}

const BELOW_MILLISECONDS = /\.\d{3}\d*[1-9]/;

export const DATE_TIME_EXPECTED =
  'an RFC 3339 date and time such as "2026-01-31T12:00:00.000Z", in the years 0001 to 9999';

// Date would take 24:00 for the next day's midnight; RFC 3339 has no such hour.
const RFC3339 = /^\d{4}-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** The one written form of an RFC 3339 moment, or undefined if it isn't one in the years 0001 to 9999. */
export function canonicalDateTime(value: string): string | undefined {
  const match = RFC3339.exec(value);
  if (!match) return undefined;
  const date = new Date(value.toUpperCase().replace(" ", "T"));
  if (Number.isNaN(date.getTime())) return undefined;
  // Date rolls February 30 over into March; a calendar doesn't have it.
  const written = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (written.getUTCDate() !== Number(match[2])) return undefined;
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : undefined;
}
