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
const MAX_KEPT = 10_000;

/** Where an error stands. */
export interface ErrorPlace {
  /** In bytes: of the entry in the file. */
  readonly offset: number;
  /** The entry's path, such as `characters[3]`; empty for the file as a whole. */
  readonly entry: string;
  /** The way into the entry, by names and indexes. */
  readonly at?: readonly PropertyKey[];
  /** The entry, whose members' order is the order of its errors. */
  readonly value?: unknown;
}

/** Collects errors found in any order, and gives them back in the file's. */
export interface ErrorList {
  /** How many were found. */
  readonly count: number;
  add(place: ErrorPlace, message: string): void;
  toError(file: string): WorldFileErrors;
}

type Kept = WorldFileError & { readonly offset: number; readonly ranks: readonly number[] };

export function createErrorList(): ErrorList {
  let kept: Kept[] = [];
  let count = 0;
  /** The first of the file, whenever they were found. */
  const sorted = () => kept.toSorted(byPlace).slice(0, MAX_KEPT);
  return {
    get count() {
      return count;
    },
    add: ({ offset, entry, at = [], value }, message) => {
      count++;
      kept.push({ offset, ranks: ranksOf(value, at), path: pathOf(entry, at), message });
      if (kept.length >= 2 * MAX_KEPT) kept = sorted();
    },
    toError: (file) => {
      const errors = sorted().map(({ path, message }) => ({ path, message }));
      return new WorldFileErrors(file, errors, count - errors.length);
    },
  };
}

function byPlace(a: Kept, b: Kept): number {
  if (a.offset !== b.offset) return a.offset - b.offset;
  for (const [level, rank] of a.ranks.entries()) {
    const other = b.ranks[level];
    if (other === undefined) return 1;
    if (rank !== other) return rank - other;
  }
  return a.ranks.length - b.ranks.length;
}

/** On each level the place among its neighbours; what is missing comes last. */
function ranksOf(value: unknown, at: readonly PropertyKey[]): number[] {
  let inner = value;
  return at.map((key) => {
    const keys = inner && typeof inner === "object" && !Array.isArray(inner) ? Object.keys(inner) : null;
    const rank = keys ? keys.indexOf(String(key)) : Number(key);
    inner = (inner as Record<PropertyKey, unknown> | null | undefined)?.[key];
    return rank < 0 || Number.isNaN(rank) ? Number.MAX_SAFE_INTEGER : rank;
  });
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
export interface EntryProblem {
  readonly at: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema has against a value, as paths within it, what was expected there and what was found. */
export function problemsOf(error: z.ZodError, value: unknown): EntryProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ at: [...issue.path, key], message: "unknown field" }));
    const got = issue.path.reduce<unknown>(
      (inner, key) => (inner as Record<PropertyKey, unknown>)?.[key],
      value,
    );
    return [{ at: issue.path, message: expectation(expectedBy(issue), got) }];
  });
}

/** What is expected, and what stands there instead; of an array or object that has the right form not that. */
export function expectation(expected: string, got: unknown): string {
  if (got === undefined) return `missing; expected ${expected}`;
  if (typeof got !== "object" || got === null) return `expected ${expected}; found ${quoted(got)}`;
  const kind = Array.isArray(got) ? KINDS.array! : KINDS.object!;
  return WORDS_OF_KINDS.has(expected) ? `expected ${expected}; found ${kind}` : `expected ${expected}`;
}

const MAX_QUOTE = 60;

/** A value as the file writes it, short enough for a line. */
function quoted(value: unknown): string {
  const short = typeof value === "string" && value.length > MAX_QUOTE;
  const json = JSON.stringify(short ? value.slice(0, MAX_QUOTE) : value) ?? String(value);
  return short ? `${json.slice(0, -1)}…"` : json;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
};
const WORDS_OF_KINDS: ReadonlySet<string> = new Set(Object.values(KINDS));

function expectedBy(issue: z.core.$ZodIssue): string {
  // Where the declaration of the field says it in words of its own, they are better.
  if (!issue.message.startsWith("Invalid ")) return issue.message;
  if (issue.code === "invalid_type") return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return alternatives(issue.values.map((value) => JSON.stringify(value)));
  return issue.message;
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
