import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What a list without a page size is taken to hold. */
const ASSUMED_LENGTH = 10;

type Variables = Readonly<Record<string, unknown>>;

/** The most levels of nested fields in any operation; introspection counts as one. Fragments that form a circle count as infinitely deep. */
export function depthOf(document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  const open = new Set<string>();
  const ofFragment = (name: string): number => {
    if (open.has(name)) return Number.POSITIVE_INFINITY;
    const before = known.get(name);
    if (before !== undefined) return before;
    open.add(name);
    const depth = ofSelections(fragments.get(name));
    open.delete(name);
    known.set(name, depth);
    return depth;
  };
  const ofSelections = (set: SelectionSetNode | undefined): number =>
    Math.max(
      0,
      ...(set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
        if (selection.kind === Kind.INLINE_FRAGMENT) return ofSelections(selection.selectionSet);
        return selection.name.value.startsWith("__")
          ? introspectionDepth(selection)
          : 1 + ofSelections(selection.selectionSet);
      }),
    );
  /** GraphiQL's own query is deep, and answered from the schema; one that goes in circles isn't its own. */
  const introspectionDepth = (field: FieldNode): number => {
    const depth = ofSelections(field.selectionSet);
    return depth > 20 ? depth : 1;
  };
  return Math.max(0, ...operationsOf(document).map(({ selectionSet }) => ofSelections(selectionSet)));
}

/**
 * How many nodes an operation may bring at most: page sizes multiplied along its paths. A `first` that
 * isn't a number counts as the largest page; it is refused later, where its field can be named.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): number {
  const fragments = fragmentsOf(document);
  const operation = operationsOf(document).find(
    ({ name }) => !operationName || name?.value === operationName,
  );
  if (!operation) return 0;
  const known = new Map<string, number>();

  const ofSelections = (set: SelectionSetNode | undefined, typeName: string): number =>
    (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return sum + ofSelections(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
      return sum + ofField(selection, typeName);
    }, 0);
  const ofFragment = (name: string): number => {
    const fragment = document.definitions.find(
      (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name,
    );
    if (!known.has(name)) {
      known.set(name, 0);
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        known.set(name, ofSelections(fragments.get(name), fragment.typeCondition.name.value));
    }
    return known.get(name)!;
  };
  const ofField = (node: FieldNode, typeName: string): number => {
    if (node.name.value.startsWith("__")) return 0;
    const parent = schema.getType(typeName);
    const field = parent && "getFields" in parent ? parent.getFields()[node.name.value] : undefined;
    if (!field || !("args" in field)) return 0;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;
    const inner = ofSelections(node.selectionSet, type.name);
    const list = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const first = field.args.find(({ name }) => name === "first");
    if (first)
      return (
        pageSize(
          argument(node, "first", variables),
          (first.default?.value ?? first.defaultValue) as unknown,
        ) *
        (1 + inner)
      );
    const ids = argument(node, "ids", variables);
    if (Array.isArray(ids)) return ids.length * (1 + inner);
    // The fields of a connection and its edges stand for the page that was counted above.
    if (list && !/(Connection|Edge)$/.test(typeName)) return ASSUMED_LENGTH * (1 + inner);
    return 1 + inner;
  };
  const root = schema.getRootType(operation.operation)?.name;
  return root ? ofSelections(operation.selectionSet, root) : 0;
}

function pageSize(given: unknown, fallback: unknown): number {
  const size = given === undefined ? fallback : given;
  return typeof size === "number" && size >= 1 && size <= 100 ? size : 100;
}

/** An argument's value, as far as the cost needs it: numbers and lists. */
function argument(node: FieldNode, name: string, variables: Variables): unknown {
  const value = node.arguments?.find((one) => one.name.value === name)?.value;
  if (!value) return undefined;
  if (value.kind === Kind.VARIABLE) return variables[value.name.value];
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind === Kind.LIST) return value.values;
  return null;
}

function fragmentsOf(document: DocumentNode): Map<string, SelectionSetNode> {
  return new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
}

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
}
