import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type ValidationContext,
  type ValueNode,
  visit,
} from "graphql";
import { copyOf } from "./errors.ts";
import { checkLiteral, checkValue, type InputProblem } from "./input-problems.ts";
import type { Path } from "./input-words.ts";
import { sensitiveDepth } from "./sensitive-names.ts";

/*
 * graphql-js says of a bad value where it stands in the document or in which variable. A client wants the
 * field at fault and what it takes, in the words in which commands refuse values too.
 */

const MAX_ERRORS = 20;

/** What is wrong with an operation's variables; empty if nothing is. */
export function variableErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  /** Where each variable is used first: `$input` is mostly given as `input`. */
  let places: ReadonlyMap<string | undefined, Path> | undefined;
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (!isInputType(type) || (value === undefined && definition.defaultValue)) continue;
    try {
      checkValue(value, type, (problem) => {
        places ??= placesOf(document, (node) => (node.kind === Kind.VARIABLE ? node.name.value : undefined));
        errors.push(refusal(schema, places.get(name) ?? [name], problem, definition));
        if (errors.length >= MAX_ERRORS) throw ENOUGH;
      });
    } catch (error) {
      if (error !== ENOUGH) throw error;
      break;
    }
  }
  return errors;
}

const ENOUGH = new Error("there are enough errors");

/** In place of graphql-js's rule on literals: the same, in our own words, and without printing what it refuses. */
export function literalRule(context: ValidationContext): ASTVisitor {
  const check: Enter = (node, _key, parent, _path, ancestors) => {
    // Inside a list the context already speaks of what it holds.
    const type = node.kind === Kind.LIST ? context.getParentInputType() : context.getInputType();
    if (!type) return false;
    checkLiteral(node, type, (problem, at) =>
      context.reportError(refusal(context.getSchema(), namesOf([...ancestors, parent, node]), problem, at)),
    );
    return false;
  };
  return {
    NullValue: check,
    ListValue: check,
    ObjectValue: check,
    EnumValue: check,
    IntValue: check,
    FloatValue: check,
    StringValue: check,
    BooleanValue: check,
  };
}

type Parent = ASTNode | readonly ASTNode[] | undefined;
type Enter = (
  node: ValueNode,
  key: unknown,
  parent: Parent,
  path: unknown,
  ancestors: readonly Parent[],
) => false;

/** Validation errors with the field at fault, where one is. */
export function documentErrors(document: DocumentNode, errors: readonly GraphQLError[]): GraphQLError[] {
  const wanted = new Map<number, string>();
  for (const { extensions, nodes } of errors) {
    const last = nodes?.at(-1);
    if (extensions.field === undefined && last?.loc && PLACED.has(last.kind))
      wanted.set(last.loc.start, last.kind);
  }
  const isWanted = ({ kind, loc }: ASTNode) => loc !== undefined && wanted.get(loc.start) === kind;
  const places =
    wanted.size > 0 ? placesOf(document, (node) => (isWanted(node) ? node.loc?.start : undefined)) : null;
  return errors.map((error) => {
    if (error.extensions.field !== undefined) return error;
    const argument = /^Argument "[@\w.]+\((\w+):\)"/.exec(error.message)?.[1];
    return withField(error, argument ?? places?.get(error.nodes?.at(-1)?.loc?.start)?.join("."));
  });
}

/** What may stand in an argument. */
const PLACED: ReadonlySet<string> = new Set([
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
  Kind.NAME,
  Kind.VARIABLE,
  Kind.NULL,
  Kind.LIST,
  Kind.OBJECT,
  Kind.ENUM,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
]);

/** Of a sensitive field it says what that takes, and repeats nothing. */
function refusal(schema: GraphQLSchema, at: Path, found: InputProblem, node: ASTNode): GraphQLError {
  const path = [...at, ...found.path];
  const depth = sensitiveDepth(schema, path);
  const field = path.slice(0, depth).join(".");
  const expected = depth === undefined ? found.expected : (found.takes ?? found.expected);
  const problem = depth === undefined ? `${found.problem}; ` : "";
  return new GraphQLError(`${field}: ${problem}expected ${expected}`, {
    nodes: node,
    extensions: { code: "BAD_USER_INPUT", field, expected, http: { status: 400, spec: true } },
  });
}

function withField(error: GraphQLError, field: string | undefined): GraphQLError {
  const { extensions, message } = error;
  const isTooIntricate = message === "Validation aborted.";
  const at = field ?? (isTooIntricate ? "query" : undefined);
  return copyOf(error, isTooIntricate ? TOO_INTRICATE : message, {
    ...extensions,
    code: extensions.code ?? "BAD_USER_INPUT",
    ...(at && { field: at }),
    http: { status: 400, spec: true, ...(extensions.http as object | undefined) },
  });
}

/** graphql-js gives up on a document whose overlapping selections would take too long to compare. */
export const TOO_INTRICATE =
  "The document repeats too many fields and fragments to be checked: ask for each of them once.";

/** Where the first node with each mark stands, as arguments, fields and indexes; nodes without a mark aren't looked for. */
function placesOf<M>(
  document: DocumentNode,
  mark: (node: ASTNode) => M | undefined,
): ReadonlyMap<M | undefined, Path> {
  const places = new Map<M | undefined, Path>();
  visit(document, {
    enter: (node, _key, parent, _path, ancestors) => {
      // A variable's definition stands in no argument; its uses do.
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      const marked = mark(node);
      if (marked === undefined || places.has(marked)) return undefined;
      const path = namesOf([...ancestors, parent, node]);
      if (path.length > 0) places.set(marked, path);
      return undefined;
    },
  });
  return places;
}

function namesOf(nodes: readonly Parent[]): Path {
  return nodes.flatMap((node, index): (string | number)[] => {
    if (!node) return [];
    if ("kind" in node) {
      if (node.kind === Kind.VARIABLE_DEFINITION)
        return nodes.at(-1) === node ? [] : [node.variable.name.value];
      return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? [node.name.value] : [];
    }
    const owner = nodes[index - 1];
    const isList = owner && "kind" in owner && owner.kind === Kind.LIST;
    return isList ? [node.indexOf(nodes[index + 1] as ASTNode)] : [];
  });
}
