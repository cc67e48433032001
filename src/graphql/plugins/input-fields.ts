import { type ExecutionArgs, type GraphQLError, type GraphQLSchema, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { documentError, variableErrors } from "../input-errors.ts";

/**
 * Names the field at fault, and what it takes, where graphql-js only points into the document: in
 * literals that a rule refused, and in variables, which the executor reports without saying where.
 */
export function useInputFields(): Plugin {
  const check = ({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError[] => {
    const operation = getOperationAST(document, operationName);
    return operation ? variableErrors(schema, document, operation, variableValues ?? {}) : [];
  };
  return {
    onValidate:
      ({ params }) =>
      ({ valid, result, setResult }) => {
        const schema = params.schema as GraphQLSchema;
        if (!valid) setResult(result.map((error) => documentError(schema, params.documentAST, error)));
      },
    onExecute: (({ args }: { args: ExecutionArgs }) => ({
      // Afterwards, so that good variables aren't looked at twice.
      onExecuteDone: ({ result, setResult }: { result: object; setResult: (result: object) => void }) => {
        if (!("errors" in result) || ("data" in result && result.data !== undefined)) return;
        const errors = check(args);
        if (errors.length > 0) setResult({ errors });
      },
    })) as never,
    onSubscribe: (({ args, setResultAndStopExecution }: SubscribeHook) => {
      const errors = check(args);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    }) as never,
  };
}

interface SubscribeHook {
  readonly args: ExecutionArgs;
  setResultAndStopExecution(result: object): void;
}
