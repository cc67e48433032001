import { type ASTVisitor, GraphQLError, type ValidationContext } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Config } from "../../config.ts";
import { costOf, depthOf } from "../measure.ts";

/**
 * Refuses documents that ask for too much: by their shape while they are validated, and by their page
 * sizes, which may be variables, before they are executed.
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
    onParse: ({ params }) => {
      params.options = { ...(params.options as object), maxTokens: limits.tokens };
    },
    onValidate: ({ addValidationRule }) => {
      addValidationRule(limitShape(limits));
    },
    onExecute: guardCost as never,
    onSubscribe: guardCost as never,
  };
}

/** Depth, aliases and directives, in one look over the document. */
export function limitShape(limits: Pick<Config["limits"], "depth" | "aliases" | "directives">) {
  return (context: ValidationContext): ASTVisitor => {
    let aliases = 0;
    let directives = 0;
    return {
      Field: ({ alias }) => {
        if (alias) aliases++;
      },
      Directive: () => {
        directives++;
      },
      Document: {
        leave: (document) => {
          const depth = depthOf(document);
          const exceed = (what: string, found: number, limit: number) => {
            if (found > limit)
              context.reportError(
                tooMuch(`The document has ${found} ${what}, and ${limit} are allowed.`, "query"),
              );
          };
          exceed("levels of fields", depth, limits.depth);
          exceed("aliases", aliases, limits.aliases);
          exceed("directives", directives, limits.directives);
        },
      },
    };
  };
}

function tooMuch(message: string, field: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "BAD_USER_INPUT", field, http: { status: 400, spec: true } },
  });
}
