import type { FieldMap } from "./define.ts";
import { isPrivate } from "./private-fields.ts";

/**
 * What an entity's own fields have to say: of each one the value, or one of several. It is data and no function, so
 * that the hashes of a store's shelves and of what is cached can depend on it.
 */
export type Condition = Readonly<Record<string, Literal | readonly Literal[]>>;

type Literal = string | number | boolean | null;

/** Whether the fields say so; no condition is met by all. */
export function meets(condition: Condition | null, fields: Readonly<Record<string, unknown>>): boolean {
  if (!condition) return true;
  for (const name in condition)
    if (!valuesOf(condition[name]!).includes(fields[name] as Literal)) return false;
  return true;
}

/** Throws for a condition of a type's that no entity, or every one, would meet; `at`: what declares it. */
export function checkCondition(at: string, type: string, fields: FieldMap, condition: Condition): void {
  const terms = Object.entries(condition);
  if (terms.length === 0) throw new Error(`${at} asks for nothing: leave it out, or name a field of ${type}`);
  for (const [name, wanted] of terms) {
    const field = fields[name];
    if (!field) throw new Error(`${at} asks for ${type}.${name}, which isn't declared`);
    if (field.derived?.kind === "copy")
      throw new Error(`${at} asks for ${type}.${name}, a copy: nothing may depend on what another entity is`);
    if (isPrivate(field))
      throw new Error(`${at} asks for ${type}.${name}, which isn't for all eyes, and would be told by it`);
    for (const value of valuesOf(wanted))
      if (!field.schema.safeParse(value).success)
        throw new Error(`${at} asks for a ${type}.${name} of ${JSON.stringify(value)}, which it never has`);
  }
}

function valuesOf(wanted: Condition[string]): readonly Literal[] {
  return Array.isArray(wanted) ? (wanted as readonly Literal[]) : [wanted as Literal];
}
