import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  validateInputValue,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { abridged, fieldOf, foundAs, foundIn, type Path, typeAt, wordsFor } from "./input-words.ts";

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
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (!isInputType(type) || (value === undefined && definition.defaultValue)) continue;
    try {
      validateInputValue(
        value,
        type,
        (error, path) => {
          const at = pathOfVariable(schema, document, name) ?? [name];
          errors.push(explained(error, at, path, type, foundIn(value, path), definition));
          if (errors.length >= MAX_ERRORS) throw ENOUGH;
        },
        true,
      );
    } catch (error) {
      if (error !== ENOUGH) throw error;
      break;
    }
  }
  return errors;
}

const ENOUGH = new Error("there are enough errors");

/** A validation error with the field at fault, if one is; a bad literal in our own words. */
export function documentError(
  schema: GraphQLSchema,
  document: DocumentNode,
  error: GraphQLError,
): GraphQLError {
  const [node, ...others] = error.nodes ?? [];
  if (!node) return withField(error, undefined);
  if (others.length === 0 && VALUES.has(node.kind)) {
    const place = placeOf(schema, document, isLike(node));
    if (place?.type) {
      // An unknown field is reported at the field, and everything else at the value.
      const at = node.kind === Kind.OBJECT_FIELD ? place.path.slice(0, -1) : place.path;
      return explained(error, at, [], place.type, foundAs(node), node);
    }
  }
  const argument = /^Argument "[@\w.]+\((\w+):\)"/.exec(error.message)?.[1];
  const last = error.nodes!.at(-1)!;
  const place = placeOf(schema, document, isLike(last));
  return withField(error, argument ?? place?.path.join("."));
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/** `at`: where the value stands; `path`: what is at fault inside it; `type`: the type of the value. */
function explained(
  error: GraphQLError,
  at: Path,
  path: Path,
  type: GraphQLInputType,
  found: string,
  node: ASTNode,
): GraphQLError {
  const inner = typeAt(type, path);
  const required = /to include required field "(\w+)"/.exec(error.message)?.[1];
  const unknown = /not to include unknown field "(.+?)"/s.exec(error.message)?.[1];
  if (required !== undefined)
    return refusal([...at, ...path, required], "it is missing", wordsFor(fieldOf(inner, required)), node);
  if (unknown !== undefined) {
    const fields = isInputObjectType(inner) ? Object.keys(inner.getFields()) : [];
    return refusal(
      [...at, ...path, abridged(unknown)],
      "there is no such field",
      `one of ${fields.join(", ")}`,
      node,
    );
  }
  // A scalar of our own says itself what it expects.
  const own = /^Expected (.*)\.$/s.exec(error.originalError?.message ?? "")?.[1];
  return refusal([...at, ...path], found, own ?? wordsFor(inner), node);
}

function refusal(path: Path, problem: string, expected: string, node: ASTNode): GraphQLError {
  const field = path.join(".");
  return new GraphQLError(`${field}: ${problem}; expected ${expected}`, {
    nodes: node,
    extensions: { code: "BAD_USER_INPUT", field, expected, http: { status: 400, spec: true } },
  });
}

function withField(error: GraphQLError, field: string | undefined): GraphQLError {
  const { nodes, source, positions, extensions, message } = error;
  return new GraphQLError(message === "Validation aborted." ? TOO_INTRICATE : message, {
    nodes,
    source,
    positions,
    extensions: {
      ...extensions,
      code: extensions.code ?? "BAD_USER_INPUT",
      ...(field && extensions.field === undefined && { field }),
      http: { status: 400, spec: true, ...(extensions.http as object | undefined) },
    },
  });
}

/** graphql-js gives up on a document whose overlapping selections would take too long to compare. */
const TOO_INTRICATE =
  "The document repeats too many fields and fragments to be checked: ask for each of them once.";

/** Finds a node in its document, also where graphql-js complains of a copy of it. */
function isLike(node: ASTNode): (one: ASTNode) => boolean {
  return (one) => one === node || (one.kind === node.kind && one.loc?.start === node.loc?.start);
}

interface Place {
  readonly path: Path;
  readonly type: GraphQLInputType | undefined;
}

/** Where the first such node stands, as arguments, fields and indexes, and the type of what is expected there. */
function placeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  isWanted: (node: ASTNode) => boolean,
): Place | undefined {
  const info = new TypeInfo(schema);
  let found: Place | undefined;
  visit(
    document,
    visitWithTypeInfo(info, {
      enter: (node, _key, parent, _path, ancestors) => {
        if (!isWanted(node)) return undefined;
        const path = namesOf([...ancestors, parent, node]);
        // A variable's definition stands in no argument; its uses do.
        if (path.length === 0) return undefined;
        // Inside a field or a list TypeInfo already speaks of what it holds.
        const holds = node.kind === Kind.OBJECT_FIELD || node.kind === Kind.LIST;
        const type = holds ? info.getParentInputType() : info.getInputType();
        found = { path, type: type ?? undefined };
        return BREAK;
      },
    }),
  );
  return found;
}

function namesOf(nodes: readonly (ASTNode | readonly ASTNode[] | undefined)[]): Path {
  return nodes.flatMap((node, index): (string | number)[] => {
    if (!node) return [];
    if ("kind" in node)
      return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? [node.name.value] : [];
    const owner = nodes[index - 1];
    const isList = owner && "kind" in owner && owner.kind === Kind.LIST;
    return isList ? [node.indexOf(nodes[index + 1] as ASTNode)] : [];
  });
}

/** The place of a variable's first use: `$input` is mostly given as `input`. */
function pathOfVariable(schema: GraphQLSchema, document: DocumentNode, name: string): Path | undefined {
  return placeOf(schema, document, (node) => node.kind === Kind.VARIABLE && node.name.value === name)?.path;
}
