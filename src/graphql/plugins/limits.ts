import {
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  Source,
  specifiedRules,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  validate,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { answerTooLarge } from "../answer-size.ts";
import { checkShape, tooMuch } from "../document-shape.ts";
import { literalRule } from "../input-errors.ts";
import { type Introspection, introspectionOf, MAX_INTROSPECTION_COST } from "../introspection.ts";
import { type Cost, costOf, nestingOf } from "../measure.ts";
import type { LimitsConfig } from "../settings.ts";

/** Pages are seldom full; an answer whose names alone would take so many times what it may is refused before. */
const ABSURD = 4;
/** More errors than this help nobody, and each may quote the document. */
const MAX_ERRORS = 20;

/**
 * Refuses documents that ask for too much, each before the work that it would make: by their brackets
 * before they are parsed, by their shape before they are validated, and by their page sizes, which may
 * be variables, before they are executed.
 */
export function useLimits(limits: LimitsConfig): Plugin {
  /** Parsed documents are kept, and executed often. A cost that variables decide isn't remembered. */
  const introspections = new WeakMap<OperationDefinitionNode, Introspection>();
  const costs = new WeakMap<OperationDefinitionNode, Cost>();
  const guardCost = ({ args }: { args: ExecutionArgs }) => {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    // The executor says that it isn't clear what to execute.
    if (!operation) return;
    const introspection = introspections.get(operation) ?? introspectionOf(document, operation);
    introspections.set(operation, introspection);
    guardIntrospection(introspection, limits.introspection);
    const cost =
      costs.get(operation) ?? costOf(schema, document, operationName ?? undefined, variableValues ?? {});
    if (!cost.varies) costs.set(operation, cost);
    const { nodes, bytes } = cost;
    if (nodes > limits.cost)
      throw tooMuch(
        `The operation asks for up to ${nodes} nodes, and ${limits.cost} are allowed: ask for smaller pages.`,
        "first",
      );
    if (bytes > ABSURD * limits.answerBytes) throw answerTooLarge(limits.answerBytes);
  };
  return {
    onParse: ({ parseFn, setParseFn }) => {
      setParseFn((source: string | Source, options: object | undefined) => {
        const whole = typeof source === "string" ? new Source(source) : source;
        if (whole.body.length > limits.documentLength)
          throw tooMuch(
            `The document has ${whole.body.length} characters, and ${limits.documentLength} are allowed: send texts as variables.`,
            "query",
          );
        if (hasMoreLines(whole.body, limits.tokens))
          throw tooMuch(`The document has more than ${limits.tokens} lines.`, "query");
        const nesting = nestingOf(whole, limits.tokens);
        // Parsers and printers recurse.
        if (nesting > limits.nesting)
          throw tooMuch(
            `The document has brackets ${nesting} levels deep, and ${limits.nesting} are allowed.`,
            "query",
          );
        return parseFn(whole, { ...options, maxTokens: limits.tokens });
      });
    },
    onValidate: ({ setValidationFn }) => {
      setValidationFn(
        (
          schema: GraphQLSchema,
          document: DocumentNode,
          rules: readonly ValidationRule[] = specifiedRules,
        ) => {
          const errors = checkShape(document, limits);
          if (errors.length > 0) return errors;
          const ours = [...rules.filter((rule) => rule !== ValuesOfCorrectTypeRule), literalRule];
          // "Did you mean" tells the schema name by name.
          const hideSuggestions = !limits.introspection;
          return validate(schema, document, ours, { maxErrors: MAX_ERRORS, hideSuggestions });
        },
      );
    },
    onExecute: guardCost,
    onSubscribe: guardCost,
  };
}

function guardIntrospection({ schemas, any, cost }: Introspection, allowed: boolean): void {
  if (any && !allowed)
    throw tooMuch("Introspection is switched off here (INTROSPECTION), and so is /schema.graphql.", "query");
  if (schemas > 1) throw tooMuch(`The operation asks for __schema ${schemas} times: ask once.`, "query");
  if (cost > MAX_INTROSPECTION_COST)
    throw tooMuch("The operation asks for more of the schema than all of it once: ask for less.", "query");
}

/** Lines are counted for each error that points into them, and comments are tokens that nobody counts. */
function hasMoreLines(text: string, most: number): boolean {
  let lines = 1;
  for (const _ of text.matchAll(/\r\n|[\n\r]/g)) if (++lines > most) return true;
  return false;
}
