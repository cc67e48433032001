import type { z } from "zod";

/** One thing that is wrong with a world file. */
export interface WorldFileError {
  /** Where in the file: `characters[3].location`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Thrown for a file that is not a whole, valid world: everything that is wrong with it. */
export class WorldFileErrors extends Error {
  readonly file: string;
  /** In the order of the file, at most {@link MAX_KEPT}. */
  readonly errors: readonly WorldFileError[];
  /** How many there are beyond those. */
  readonly more: number;

  constructor(file: string, errors: readonly WorldFileError[], more = 0) {
    const [first] = errors;
    const count = errors.length + more;
    super(`${file} has ${count === 1 ? "an error" : `${count} errors`}: ${first ? formatError(first) : ""}`);
    this.name = "WorldFileErrors";
    this.file = file;
    this.errors = errors;
    this.more = more;
  }
}

export function formatError({ path, message }: WorldFileError): string {
  return path ? `${path}: ${message}` : message;
}

/** More errors than this are counted and not kept: a file may hold one for each of its entries. */
export const MAX_KEPT = 10_000;

/** Collects errors found in any order. */
export interface ErrorList {
  /** How many were found. */
  readonly count: number;
  /** `offset`: of the entry in the file, for sorting. */
  add(offset: number, path: string, message: string): void;
  toError(file: string): WorldFileErrors;
}

export function createErrorList(): ErrorList {
  const kept: (WorldFileError & { offset: number })[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (offset, path, message) => {
      count++;
      if (kept.length < MAX_KEPT) kept.push({ offset, path, message });
    },
    toError: (file) => {
      const sorted = kept.toSorted((a, b) => a.offset - b.offset);
      const errors = sorted.map(({ path, message }) => ({ path, message }));
      return new WorldFileErrors(file, errors, count - errors.length);
    },
  };
}

/** `base` with `at` behind it: `exits` and [1, "to"] are `exits[1].to`. */
export function pathOf(base: string, at: readonly PropertyKey[] = []): string {
  return at.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
    return path ? `${path}.${name}` : name;
  }, base);
}

/** Something wrong within a value. */
export interface Problem {
  readonly at: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema has against a value, as paths within it and what was expected there. */
export function problemsOf(error: z.ZodError, value: unknown): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ at: [...issue.path, key], message: "unknown field" }));
    const got = issue.path.reduce<unknown>(
      (inner, key) => (inner as Record<PropertyKey, unknown>)?.[key],
      value,
    );
    const missing = got === undefined ? "missing; " : "";
    return [{ at: issue.path, message: `${missing}expected ${expectedBy(issue)}` }];
  });
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
};

function expectedBy(issue: z.core.$ZodIssue): string {
  // Where the declaration of the field says it in words of its own, they are better.
  if (!issue.message.startsWith("Invalid ")) return issue.message;
  if (issue.code === "invalid_type") return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return listOf(issue.values.map((value) => JSON.stringify(value)));
  return issue.message;
}

/** `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
