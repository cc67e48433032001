import { type ExecutionArgs, type GraphQLError, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { documentErrors, variableErrors } from "../input-errors.ts";

/**
 * Names the field at fault, and what it takes, where graphql-js only points into the document. Variables are
 * checked before the executor looks at them, which would print those that are bad.
 */
export function useInputFields(): Plugin {
  const check = ({ args, setResultAndStopExecution }: Hook) => {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    const errors = operation ? variableErrors(schema, document, operation, variableValues ?? {}) : [];
    if (errors.length > 0) setResultAndStopExecution({ errors });
  };
  return {
    onValidate:
      ({ params }) =>
      ({ valid, result, setResult }) => {
        if (!valid) setResult(documentErrors(params.documentAST, result as GraphQLError[]));
      },
    onExecute: check,
    onSubscribe: check,
  };
}

interface Hook {
  readonly args: ExecutionArgs;
  setResultAndStopExecution(result: object): void;
}
