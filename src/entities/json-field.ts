import { z } from "zod";
import { type Field, field, type Options, storable } from "./fields.ts";

/** JSON nested deeper than this is refused: whatever walks a value afterwards may recurse. */
const MAX_DEPTH = 100;

/** Any JSON value whose text is at most `maxBytes` of UTF-8; null only if it is optional. */
export function json<const O extends Options<unknown>>(options: O & { maxBytes: number }): Field<unknown> {
  const schema = z.unknown().superRefine((value, context) => {
    if (isDeeperThan(MAX_DEPTH, value)) {
      context.addIssue({ code: "custom", message: `JSON nested at most ${MAX_DEPTH} levels deep` });
      return;
    }
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    const written = jsonOf(value);
    if (value === null) complain("a JSON value other than null");
    else if (written === undefined) complain("a JSON value");
    else if (Buffer.byteLength(written) > options.maxBytes)
      complain(`JSON of at most ${options.maxBytes} bytes`);
    if (holds(value, (leaf) => typeof leaf === "string" && !storable(leaf)))
      complain("JSON without NUL characters or lone surrogates");
    // What JSON.parse makes of 1e999, and JSON.stringify would make null of.
    if (holds(value, (leaf) => typeof leaf === "number" && !Number.isFinite(leaf)))
      complain("JSON whose numbers are finite");
  });
  return field(schema, options as O, () => true);
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (!value || typeof value !== "object") return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Whether the test is true of a leaf or a member's name. */
function holds(value: unknown, test: (leaf: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((inner) => holds(inner, test));
  if (value && typeof value === "object")
    return Object.entries(value).some(([name, inner]) => test(name) || holds(inner, test));
  return test(value);
}
