import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  visit,
} from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * Names the field at fault where graphql-js only points into the document: in literals that a rule
 * refused, and in variables, which the executor reports without saying where.
 */
export function useInputFields(): Plugin {
  const explainVariables = ({ args }: { args: ExecutionArgs }) => ({
    onExecuteDone: ({
      result,
      setResult,
    }: {
      result: object;
      setResult: (result: { errors: GraphQLError[] }) => void;
    }) => {
      if (!("errors" in result) || ("data" in result && result.data !== undefined)) return;
      const errors = variableErrors(args);
      if (errors.length > 0) setResult({ errors });
    },
  });
  return {
    onValidate:
      ({ params }) =>
      ({ valid, result, setResult }) => {
        if (!valid) setResult(result.map((error) => withField(error, params.documentAST)));
      },
    onExecute: explainVariables as never,
    onSubscribe: (({ args }: { args: ExecutionArgs }) => {
      const errors = variableErrors(args);
      if (errors.length > 0) throw errors[0];
    }) as never,
  };
}

function variableErrors({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError[] {
  const operation = document.definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION && (!operationName || one.name?.value === operationName),
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const { errors = [] } = getVariableValues(
    schema as GraphQLSchema,
    operation.variableDefinitions ?? [],
    variableValues ?? {},
  ) as {
    errors?: readonly GraphQLError[];
  };
  return errors.map((error) => refused(error, pathOfVariable(error.message)));
}

/** `Variable "$input" has invalid value at .events[3].kind: …` → `input.events.3.kind`. */
function pathOfVariable(message: string): string | undefined {
  const [, name, path = ""] = /^Variable "\$(\w+)" has invalid value(?: at ([^:]+))?:/.exec(message) ?? [];
  return name && `${name}${path.replace(/\[(\d+)\]/g, ".$1")}${missingIn(message)}`;
}

/** A required field that is missing, or one that is unknown, is at fault itself. */
function missingIn(message: string): string {
  const name = /(?:include required|include unknown) field "(\w+)"/.exec(message)?.[1];
  return name ? `.${name}` : "";
}

function withField(error: GraphQLError, document: DocumentNode): GraphQLError {
  const node = error.nodes?.at(-1);
  const argument = /^Argument "\w+\.\w+\((\w+):\)"/.exec(error.message)?.[1];
  return refused(error, argument ?? (node && pathOfNode(document, node)));
}

/** The argument, object fields and list indexes that lead to a literal; undefined for what is none. */
function pathOfNode(document: DocumentNode, wanted: ASTNode): string | undefined {
  let found: string | undefined;
  visit(document, {
    enter: (node, _key, parent, _path, ancestors) => {
      if (node !== wanted) return undefined;
      const nodes = [...ancestors, parent, node];
      const names = nodes.flatMap((ancestor, index): (string | number)[] => {
        if (Array.isArray(ancestor)) {
          const inner = nodes[index + 1];
          const owner = nodes[index - 1] as ASTNode | undefined;
          return owner?.kind === Kind.LIST ? [ancestor.indexOf(inner)] : [];
        }
        const { kind } = ancestor as ASTNode;
        return kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD
          ? [(ancestor as { name: { value: string } }).name.value]
          : [];
      });
      found = names.length > 0 ? names.join(".") : undefined;
      return BREAK;
    },
  });
  return found;
}

function refused(error: GraphQLError, field: string | undefined): GraphQLError {
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(error.message, {
    nodes,
    source,
    positions,
    path,
    extensions: {
      ...extensions,
      code: extensions.code ?? "BAD_USER_INPUT",
      ...(field && extensions.field === undefined ? { field } : {}),
      http: { status: 400, spec: true, ...(extensions.http as object | undefined) },
    },
  });
}
