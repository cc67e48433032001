import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type Source,
  TokenKind,
  type ValueNode,
} from "graphql";

/** The largest page. */
const MAX_PAGE = 100;
/** What a list without a page size is taken to hold. */
const ASSUMED_LENGTH = 10;
/** Introspection this deep is GraphiQL's own; what is deeper goes in circles. */
const INTROSPECTION_DEPTH = 20;
/** Fragments in fragments deeper than this are not followed: whoever follows them recurses. */
const FRAGMENT_CHAIN = 100;

const NOTHING: Size = { nodes: 0, bytes: 0 };
/** Quotes, colon, comma, and a value of one character. */
const AROUND_NAME = 5;

type Variables = Readonly<Record<string, unknown>>;

/**
 * How deep brackets of any kind stand in each other, as far as `maxTokens` reach, without parsing what
 * a recursive parser would run out of stack on. Throws on what isn't lexically GraphQL.
 */
export function nestingOf(source: Source, maxTokens: number): number {
  const lexer = new Lexer(source);
  let depth = 0;
  let deepest = 0;
  for (let count = 0; count <= maxTokens; count++) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) break;
    if (OPENING.has(kind)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.has(kind)) depth--;
  }
  return deepest;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * The most levels of nested fields in any operation; introspection counts as one. Infinite where
 * fragments form a circle, or a chain too long to follow.
 */
export function depthOf(document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  const open = new Set<string>();
  const ofFragment = (name: string): number => {
    if (open.has(name) || open.size > FRAGMENT_CHAIN) return Number.POSITIVE_INFINITY;
    const before = known.get(name);
    if (before !== undefined) return before;
    open.add(name);
    const depth = ofSelections(fragments.get(name)?.selectionSet);
    open.delete(name);
    known.set(name, depth);
    return depth;
  };
  const ofSelections = (set: SelectionSetNode | undefined): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        deepest = Math.max(deepest, ofFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, ofSelections(selection.selectionSet));
      else if (selection.name.value.startsWith("__")) deepest = Math.max(deepest, ofIntrospection(selection));
      else deepest = Math.max(deepest, 1 + ofSelections(selection.selectionSet));
    }
    return deepest;
  };
  const ofIntrospection = (field: FieldNode): number => {
    const depth = ofSelections(field.selectionSet);
    return depth > INTROSPECTION_DEPTH ? depth : 1;
  };
  return Math.max(0, ...operationsOf(document).map(({ selectionSet }) => ofSelections(selectionSet)));
}

/** What an operation may bring at most, page sizes multiplied along its paths. */
export interface Cost extends Size {
  /** Whether variables decide it; otherwise it is the operation's own. */
  readonly varies: boolean;
}

interface Size {
  readonly nodes: number;
  /** Of their JSON the names, and what stands around them; a fragment's once. */
  readonly bytes: number;
}

/**
 * What an operation may bring at most. A page size that isn't one counts as the largest; it is refused later, where
 * its field can be named.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): Cost {
  const fragments = fragmentsOf(document);
  const operation = operationsOf(document).find(
    ({ name }) => !operationName || name?.value === operationName,
  );
  if (!operation) return { ...NOTHING, varies: false };
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue,
    ]),
  );
  const known = new Map<string, Size>();
  let varies = false;

  const ofSelections = (set: SelectionSetNode | undefined, typeName: string): Size => {
    let nodes = 0;
    let bytes = 0;
    for (const selection of set?.selections ?? []) {
      const one = ofSelection(selection, typeName);
      nodes += one.nodes;
      bytes += one.bytes;
    }
    return { nodes, bytes };
  };
  const ofSelection = (selection: SelectionNode, typeName: string): Size => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return ofSelections(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
    return ofField(selection, typeName);
  };
  const ofFragment = (name: string): Size => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const cost = fragment ? ofSelections(fragment.selectionSet, fragment.typeCondition.name.value) : NOTHING;
    // Where it stands again its names may be the same answers'.
    known.set(name, { ...cost, bytes: 0 });
    return cost;
  };
  const ofField = (node: FieldNode, typeName: string): Size => {
    const bytes = (node.alias ?? node.name).value.length + AROUND_NAME;
    const leaf = { nodes: 0, bytes };
    if (node.name.value.startsWith("__")) return leaf;
    const parent = schema.getType(typeName);
    const field = parent && "getFields" in parent ? parent.getFields()[node.name.value] : undefined;
    if (!field || !("args" in field)) return leaf;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return leaf;
    const each = ofSelections(node.selectionSet, type.name);
    const times = timesOf(node, field, typeName);
    return { nodes: times * (1 + each.nodes), bytes: bytes + times * each.bytes };
  };
  /** How often what a field selects is answered. */
  const timesOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, typeName: string): number => {
    const first = field.args.find(({ name }) => name === "first");
    if (first) return pageSize(argument(node, "first"), first);
    const ids = argument(node, "ids");
    // More than a page are refused by the field itself, in words that fit.
    if (Array.isArray(ids)) return Math.min(ids.length, MAX_PAGE);
    // The fields of a connection and its edges stand for the page that was counted above.
    const list = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    return list && !/(Connection|Edge)$/.test(typeName) ? ASSUMED_LENGTH : 1;
  };

  /** An argument's value, as far as the cost needs it; undefined where nothing is given. */
  function argument(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((one) => one.name.value === name)?.value;
    if (value?.kind !== Kind.VARIABLE) return value && literal(value);
    varies = true;
    const variable = value.name.value;
    if (Object.hasOwn(variables, variable)) return variables[variable];
    const fallback = defaults.get(variable);
    return fallback && literal(fallback);
  }

  const root = schema.getRootType(operation.operation)?.name;
  const size = root ? ofSelections(operation.selectionSet, root) : NOTHING;
  return { ...size, varies };
}

/** `given`: what the operation says; nothing and null mean the argument's own default. */
function pageSize(given: unknown, first: GraphQLArgument): number {
  const size = given ?? defaultOf(first);
  return typeof size === "number" && size >= 1 && size <= MAX_PAGE ? size : MAX_PAGE;
}

function defaultOf(argument: GraphQLArgument): unknown {
  if (!argument.default) return undefined;
  return argument.default.literal ? literal(argument.default.literal) : argument.default.value;
}

/** A literal as the cost needs it: numbers, null, and lists for their length. */
function literal(value: ValueNode | NonNullable<GraphQLArgument["default"]>["literal"]): unknown {
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind === Kind.LIST) return value.values;
  return value?.kind === Kind.NULL ? null : Number.NaN;
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
}

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
}
