import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Source,
  specifiedRules,
  validate,
  visit,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Config } from "../../config.ts";
import { costOf, depthOf, nestingOf } from "../measure.ts";

/** Brackets in brackets deeper than this aren't parsed: parsers and printers recurse. */
const MAX_NESTING = 500;
/** More errors than this help nobody, and each may quote the document. */
const MAX_ERRORS = 20;

/**
 * Refuses documents that ask for too much, each before the work that it would make: by their brackets
 * before they are parsed, by their shape before they are validated, and by their page sizes, which may
 * be variables, before they are executed.
 */
export function useLimits(limits: Config["limits"]): Plugin {
  const guardCost = ({
    args,
  }: {
    args: { schema: never; document: never; operationName?: string | null; variableValues?: unknown };
  }) => {
    const { document, operationName, variableValues, schema } = args;
    const cost = costOf(
      schema,
      document,
      operationName ?? undefined,
      (variableValues ?? {}) as Record<string, unknown>,
    );
    if (cost > limits.cost)
      throw tooMuch(
        `The operation asks for up to ${cost} nodes, and ${limits.cost} are allowed: ask for smaller pages.`,
        "first",
      );
  };
  return {
    onParse: ({ parseFn, setParseFn }) => {
      setParseFn((source: string | Source, options: object | undefined) => {
        const whole = typeof source === "string" ? new Source(source) : source;
        const nesting = nestingOf(whole, limits.tokens);
        if (nesting > MAX_NESTING)
          throw tooMuch(
            `The document has brackets ${nesting} levels deep, and ${MAX_NESTING} are allowed.`,
            "query",
          );
        return parseFn(whole, { ...options, maxTokens: limits.tokens } as never);
      });
    },
    onValidate: ({ setValidationFn }) => {
      setValidationFn(((schema: GraphQLSchema, document: DocumentNode, rules = specifiedRules) => {
        const errors = checkShape(document, limits);
        return errors.length > 0 ? errors : validate(schema, document, rules, { maxErrors: MAX_ERRORS });
      }) as never);
    },
    onExecute: guardCost as never,
    onSubscribe: guardCost as never,
  };
}

/** What a document has too much of: levels, aliases, directives. */
export function checkShape(
  document: DocumentNode,
  limits: Pick<Config["limits"], "depth" | "aliases" | "directives">,
): GraphQLError[] {
  const depth = depthOf(document);
  if (depth === Number.POSITIVE_INFINITY)
    return [tooMuch("The document's fragments form a circle, or a chain too long to follow.", "query")];
  let aliases = 0;
  let directives = 0;
  const counter: ASTVisitor = {
    Field: ({ alias }) => {
      if (alias) aliases++;
    },
    Directive: () => {
      directives++;
    },
  };
  visit(document, counter);
  const counted = [
    ["levels of fields", depth, limits.depth],
    ["aliases", aliases, limits.aliases],
    ["directives", directives, limits.directives],
  ] as const;
  return counted
    .filter(([, found, limit]) => found > limit)
    .map(([what, found, limit]) =>
      tooMuch(`The document has ${found} ${what}, and ${limit} are allowed.`, "query"),
    );
}

function tooMuch(message: string, field: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "BAD_USER_INPUT", field, http: { status: 400, spec: true } },
  });
}
