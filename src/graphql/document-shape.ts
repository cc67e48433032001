import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";
import { TOO_INTRICATE } from "./input-errors.ts";
import { depthOf } from "./measure.ts";
import type { LimitsConfig } from "./settings.ts";

/** Arguments and variables that are given again: no valid document has any, and a validator points to each. */
const MAX_REPEATS = 20;

/** What a document has too much of: levels, aliases, directives, repetition. */
export function checkShape(
  document: DocumentNode,
  limits: Pick<LimitsConfig, "depth" | "aliases" | "directives" | "overlaps">,
): GraphQLError[] {
  const depth = depthOf(document);
  if (depth === Number.POSITIVE_INFINITY)
    return [tooMuch("The document's fragments form a circle, or a chain too long to follow.", "query")];
  let aliases = 0;
  let directives = 0;
  let pairs = 0;
  let repeats = 0;
  const counter: ASTVisitor = {
    Field: ({ alias, arguments: given = [] }) => {
      if (alias) aliases++;
      repeats += repeatsIn(given.map(({ name }) => name.value));
    },
    Directive: ({ arguments: given = [] }) => {
      directives++;
      repeats += repeatsIn(given.map(({ name }) => name.value));
    },
    OperationDefinition: ({ variableDefinitions = [] }) => {
      repeats += repeatsIn(variableDefinitions.map(({ variable }) => variable.name.value));
    },
    SelectionSet: (set, _key, parent) => {
      // What stands in an inline fragment overlaps with what stands around it, and was counted there.
      if (parent && "kind" in parent && parent.kind === Kind.INLINE_FRAGMENT) return;
      pairs += pairsIn(set);
    },
  };
  visit(document, counter);
  const counted = [
    ["levels of fields", depth, limits.depth],
    ["aliases", aliases, limits.aliases],
    ["directives", directives, limits.directives],
  ] as const;
  const errors = counted
    .filter(([, found, limit]) => found > limit)
    .map(([what, found, limit]) =>
      tooMuch(`The document has ${found} ${what}, and ${limit} are allowed.`, "query"),
    );
  const isIntricate = pairs > limits.overlaps || repeats > MAX_REPEATS;
  return errors.length === 0 && isIntricate ? [tooMuch(TOO_INTRICATE, "query")] : errors;
}

export function tooMuch(message: string, field: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "BAD_USER_INPUT", field, http: { status: 400, spec: true } },
  });
}

/** Pairs of fields that answer under one name, and of fragments, which may hold such: a validator compares each. */
function pairsIn(set: SelectionSetNode): number {
  let pairs = 0;
  let spreads = 0;
  const seen = new Map<string, number>();
  const left = [set];
  for (let next = left.pop(); next; next = left.pop())
    for (const selection of next.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) pairs += spreads++;
      else if (selection.kind === Kind.INLINE_FRAGMENT) left.push(selection.selectionSet);
      else {
        const name = (selection.alias ?? selection.name).value;
        const before = seen.get(name) ?? 0;
        pairs += before;
        seen.set(name, before + 1);
      }
    }
  return pairs;
}

function repeatsIn(names: readonly string[]): number {
  return names.length > 1 ? names.length - new Set(names).size : 0;
}
