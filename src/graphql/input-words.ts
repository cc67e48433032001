import {
  type ASTNode,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
} from "graphql";

/** Fields and indexes that lead into a value. */
export type Path = readonly (string | number)[];

const MAX_QUOTE = 60;
const WORDS: Readonly<Record<string, string>> = {
  Int: "a 32-bit whole number",
  Float: "a number",
  String: "a string",
  Boolean: "true or false",
  ID: "an id",
};

/** What a type takes, in words: what an error expects. */
export function wordsFor(type: GraphQLInputType | undefined): string {
  const bare = type && getNullableType(type);
  if (isListType(bare)) return "a list";
  if (isEnumType(bare))
    return `one of ${bare
      .getValues()
      .map(({ name }) => name)
      .join(", ")}`;
  if (isInputObjectType(bare)) return `an object of type ${bare.name}`;
  return (bare && WORDS[bare.name]) ?? "a value";
}

/** What was found instead, at a path in a variable's value. */
export function foundIn(value: unknown, path: Path): string {
  let inner = value;
  // One value may stand for a list of one.
  for (const step of path)
    inner = inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>)[step] : inner;
  if (inner === undefined) return "it is missing";
  if (inner === null) return "it can't be null";
  if (Array.isArray(inner)) return "this is a list";
  if (typeof inner === "object") return "this is an object";
  return `this is ${typeof inner === "string" ? quoted(inner) : String(inner)}`;
}

/** The same for a literal. */
export function foundAs(node: ASTNode): string {
  if (node.kind === Kind.NULL) return "it can't be null";
  if (node.kind === Kind.LIST) return "this is a list";
  if (node.kind === Kind.STRING) return `this is ${quoted(node.value)}`;
  return "value" in node && typeof node.value !== "object"
    ? `this is ${abridged(String(node.value))}`
    : "this is an object";
}

function quoted(value: string): string {
  return JSON.stringify(abridged(value));
}

/** Short enough to be quoted in an error. */
export function abridged(value: string): string {
  return value.length > MAX_QUOTE ? `${value.slice(0, MAX_QUOTE)}…` : value;
}
