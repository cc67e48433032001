import {
  type ASTNode,
  type ConstValueNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isSpecifiedScalarType,
  Kind,
  type ValueNode,
} from "graphql";
import { isKept } from "../json/exact-number.ts";
import { abridged, foundAs, foundIn, type Path, wordsFor } from "./input-words.ts";

/** What is wrong with an input. */
export interface InputProblem {
  /** Where in the input. */
  readonly path: Path;
  readonly problem: string;
  readonly expected: string;
  /** The same where it may repeat nothing of the value. */
  readonly takes?: string;
}

/*
 * As graphql-js checks inputs, which prints the whole object into each error, and again for the next: a few megabytes
 * of unknown fields would hold everybody up for seconds.
 */

/** Reports what is wrong with a variable's value, as the type is declared. */
export function checkValue(
  value: unknown,
  type: GraphQLInputType,
  report: (problem: InputProblem) => void,
): void {
  /** Where the check is; copied only for what is reported, since values may be a hundred thousand. */
  const path: (string | number)[] = [];
  const bad = (given: unknown, wanted: GraphQLInputType) => report(badValue(given, wanted, [...path]));
  const inside = (step: string | number, given: unknown, wanted: GraphQLInputType) => {
    path.push(step);
    check(given, wanted);
    path.pop();
  };
  const check = (given: unknown, wanted: GraphQLInputType): void => {
    if (isNonNullType(wanted)) {
      if (given === undefined || given === null) bad(given, wanted.ofType);
      else check(given, wanted.ofType);
    } else if (given === undefined || given === null) return;
    else if (isListType(wanted)) {
      if (!Array.isArray(given)) check(given, wanted.ofType);
      else for (let index = 0; index < given.length; index++) inside(index, given[index], wanted.ofType);
    } else if (isInputObjectType(wanted) && typeof given === "object" && !Array.isArray(given)) {
      const members = given as Record<string, unknown>;
      checkFields(wanted, Object.keys(members), [...path], report);
      for (const field of Object.values(wanted.getFields()))
        if (Object.hasOwn(members, field.name)) inside(field.name, members[field.name], field.type);
    } else if (isInputObjectType(wanted) || (typeof given === "object" && isBuiltIn(wanted)))
      bad(given, wanted);
    else {
      const problem = problemOf(() => wanted.coerceInputValue(given, true));
      if (problem) report({ ...badValue(given, wanted, [...path]), ...problem });
    }
  };
  check(value, type);
}

/** The same of a literal; each problem with the node that has it. */
export function checkLiteral(
  node: ValueNode,
  type: GraphQLInputType,
  report: (problem: InputProblem, node: ASTNode) => void,
  path: Path = [],
): void {
  // Of what type a variable is, is another rule's business, and what it holds is checked as a value.
  if (node.kind === Kind.VARIABLE) return;
  if (isNonNullType(type)) {
    if (node.kind === Kind.NULL) report(badLiteral(node, type.ofType, path), node);
    else checkLiteral(node, type.ofType, report, path);
  } else if (node.kind === Kind.NULL) return;
  else if (isListType(type)) {
    if (node.kind !== Kind.LIST) checkLiteral(node, type.ofType, report, path);
    else
      for (const [index, inner] of node.values.entries())
        checkLiteral(inner, type.ofType, report, [...path, index]);
  } else if (isInputObjectType(type) && node.kind === Kind.OBJECT) {
    const given = new Map(node.fields.map((field) => [field.name.value, field]));
    checkFields(type, [...given.keys()], path, (problem) =>
      report(problem, given.get(String(problem.path.at(-1))) ?? node),
    );
    for (const field of Object.values(type.getFields())) {
      const inner = given.get(field.name)?.value;
      if (inner) checkLiteral(inner, field.type, report, [...path, field.name]);
    }
  } else if (isInputObjectType(type) || (isBuiltIn(type) && (isNested(node) || isLossy(node, type))))
    report(badLiteral(node, type, path), node);
  else {
    const read = () =>
      type.coerceInputLiteral?.(node as ConstValueNode, true) ?? type.parseLiteral(node, undefined, true);
    const problem = problemOf(read);
    if (problem) report({ ...badLiteral(node, type, path), ...problem }, node);
  }
}

function checkFields(
  type: GraphQLInputObjectType,
  given: readonly string[],
  path: Path,
  report: (problem: InputProblem) => void,
): void {
  const fields = type.getFields();
  const names = new Set(given);
  for (const field of Object.values(fields))
    if (isRequiredInputField(field) && !names.has(field.name))
      report({ path: [...path, field.name], problem: "it is missing", expected: wordsFor(field.type) });
  const expected = `one of ${Object.keys(fields).join(", ")}`;
  for (const name of given)
    if (!Object.hasOwn(fields, name))
      report({ path: [...path, abridged(name)], problem: "there is no such field", expected });
  if (type.isOneOf && given.length !== 1)
    report({ path, problem: `there are ${given.length} fields`, expected: `just ${expected}` });
}

/** What makes a leaf's value bad; null if it isn't. A scalar of our own says itself what it expects. */
function problemOf(read: () => unknown): Partial<InputProblem> | null {
  try {
    return read() === undefined ? {} : null;
  } catch (error) {
    const expected = /^Expected (.*)\.$/s.exec((error as Error).message)?.[1];
    return expected ? { expected } : {};
  }
}

function badValue(value: unknown, type: GraphQLInputType, path: Path): InputProblem {
  return { path, problem: found(type, value, () => foundIn(value, [])), ...wordsOf(type) };
}

function badLiteral(node: ValueNode, type: GraphQLInputType, path: Path): InputProblem {
  const text = node.kind === Kind.STRING ? node.value : undefined;
  return { path, problem: found(type, text, () => foundAs(node)), ...wordsOf(type) };
}

function wordsOf(type: GraphQLInputType): { expected: string; takes: string } {
  const words = wordsFor(type);
  return { expected: words, takes: words };
}

/** A text in the place of an object may be one in JSON, with what no error repeats. */
function found(type: GraphQLInputType, value: unknown, say: () => string): string {
  return isInputObjectType(type) && typeof value === "string" ? "this is a string" : say();
}

/** They print whatever isn't theirs. */
function isBuiltIn(type: GraphQLLeafType): boolean {
  return isEnumType(type) || isSpecifiedScalarType(type);
}

function isNested({ kind }: ValueNode): boolean {
  return kind === Kind.LIST || kind === Kind.OBJECT;
}

/** graphql-js rounds whatever is written where a Float stands. */
function isLossy(node: ValueNode, { name }: GraphQLLeafType): boolean {
  return name === "Float" && (node.kind === Kind.INT || node.kind === Kind.FLOAT) && !isKept(node.value);
}
