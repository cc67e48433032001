import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";

/** How long lists of the schema's parts are, most of which are empty. */
const LENGTHS: Readonly<Record<string, number>> = {
  types: 100,
  directives: 5,
  fields: 5,
  inputFields: 2,
  args: 1,
  enumValues: 1,
  interfaces: 1,
  possibleTypes: 1,
};

/** How much of the schema an operation asks for. */
export interface Introspection {
  /** How often it asks for all of it. */
  readonly schemas: number;
  /** Whether it asks for any of it; `__typename` is no part of it. */
  readonly any: boolean;
  /** About how many fields of its parts that are. */
  readonly cost: number;
}

/** Measures what an operation asks of the schema, also through fragments. */
export function introspectionOf(document: DocumentNode, operation: OperationDefinitionNode): Introspection {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const known = new Map<string, number>();
  const entries: FieldNode[] = [];
  const seen = new Set<string>();

  /** The fields `__schema` and `__type`, which only a query's root has. */
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections)
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FIELD) {
        if (selection.name.value === "__schema" || selection.name.value === "__type") entries.push(selection);
      } else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
  };
  const costOf = (set: SelectionSetNode | undefined): number => {
    let sum = 0;
    for (const selection of set?.selections ?? [])
      if (selection.kind === Kind.FRAGMENT_SPREAD) sum += ofFragment(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) sum += costOf(selection.selectionSet);
      else sum += (1 + costOf(selection.selectionSet)) * (LENGTHS[selection.name.value] ?? 1);
    return sum;
  };
  const ofFragment = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, 0);
    const cost = costOf(fragments.get(name)?.selectionSet);
    known.set(name, cost);
    return cost;
  };

  collect(operation.selectionSet);
  const answers = new Set(
    entries.filter(({ name }) => name.value === "__schema").map(({ alias, name }) => (alias ?? name).value),
  );
  return {
    schemas: answers.size,
    any: entries.length > 0,
    cost: entries.reduce((sum, { selectionSet }) => sum + 1 + costOf(selectionSet), 0),
  };
}

/** What the usual tools ask for costs at most, and half as much again for unusual ones. */
export const MAX_INTROSPECTION_COST = 1.5 * usualCost();

function usualCost(): number {
  const document = parse(
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  );
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  return introspectionOf(document, operation).cost;
}
