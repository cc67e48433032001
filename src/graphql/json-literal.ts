import { Kind, type ValueNode } from "graphql";
import { exactNumber } from "../json/exact-number.ts";
import { abridged } from "./input-words.ts";

/** Throws a TypeError for a value that JSON.parse made and that JSON can't write as it was: numbers that no double keeps. */
export function checkedJson(value: unknown): unknown {
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "bigint" || typeof next === "number") checkNumber(next, String(next));
    if (next !== null && typeof next === "object") for (const inner of Object.values(next)) left.push(inner);
  }
  return value;
}

/**
 * The JSON value that a literal means, with the operation's variables in it; one that isn't given leaves its member
 * out, and is null in a list. JSON has no words like RED: what they mean is for an enum to say. Throws a TypeError.
 */
export function jsonOf(
  node: ValueNode,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return checkedNumber(node.value);
    case Kind.ENUM:
      throw new TypeError("Expected JSON, whose words stand in quotes but for true, false and null.");
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.LIST:
      return node.values.map((inner) => jsonOf(inner, variables) ?? null);
    case Kind.OBJECT: {
      const members: Record<string, unknown> = Object.create(null);
      for (const { name, value } of node.fields) {
        const inner = jsonOf(value, variables);
        if (inner !== undefined) members[name.value] = inner;
      }
      return members;
    }
  }
}

function checkedNumber(written: string): number {
  const value = exactNumber(written);
  checkNumber(value, written);
  return value;
}

function checkNumber(value: number | bigint, written: string): asserts value is number {
  if (typeof value === "bigint")
    throw new TypeError(`Expected JSON whose whole numbers a double keeps, unlike ${abridged(written)}.`);
  if (Number.isNaN(value)) throw new TypeError("Expected JSON whose numbers a double can tell from 0.");
  if (!Number.isFinite(value)) throw new TypeError("Expected JSON whose numbers are finite.");
}
