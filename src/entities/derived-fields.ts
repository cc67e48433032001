import { z } from "zod";
import { once } from "../remembered.ts";
import type { Entity, EntityDefinition, FieldMap } from "./define.ts";
import type { Field } from "./fields.ts";
import { isString } from "./kinds.ts";
import { openPart } from "./private-fields.ts";

/**
 * A field that no store keeps, no input and no world file gives, and that every entity has all the same: it follows
 * from what is stored. Of the entity itself it is computed; of another entity it is a copy.
 */
export type Derivation =
  | {
      readonly kind: "computed";
      readonly from: (entity: Entity) => unknown;
      readonly number: number;
    }
  | {
      readonly kind: "copy";
      /** The field that names the other entity. */
      readonly reference: string;
      /** That one's field. */
      readonly field: string;
    };

/**
 * A field of that kind whose value follows from the entity's own stored fields and its id, by which it can be ordered,
 * filtered and owned as by any other. `from` answers the same whenever it is asked, for whatever was ever stored;
 * `number` is raised when it begins to answer otherwise, so that lists are indexed anew. A computed reference names
 * what may be there or not: nobody checks or clears it.
 */
export function computed<T>(
  kind: Field<T>,
  from: (entity: Entity) => T,
  { number = 1 }: { number?: number } = {},
): Field<T> {
  if (kind.reference?.loose)
    throw new Error("a loose reference is pinned when it is stored, so that it can't be computed");
  const { default: _, now: __, ...facts } = kind;
  return { ...facts, derived: { kind: "computed", from, number } };
}

/**
 * The value that a field of another entity has now, which `reference` names; null where it names none. It lives in
 * cached values alone: when it changes, what repeats it is no other entity, and keeps its version. Of an entity that
 * can't be read it is null.
 */
export function copyOf<T = string>(reference: string, field: string): Field<T | null> {
  return {
    schema: z.unknown() as z.ZodType<T | null>,
    holds: isString,
    optional: true,
    derived: { kind: "copy", reference, field },
  };
}

/** A type's fields by where their values come from. */
export interface FieldSources {
  readonly stored: readonly (readonly [name: string, field: Field])[];
  readonly computed: readonly (readonly [name: string, field: Field, from: (entity: Entity) => unknown])[];
  readonly copies: readonly CopiedField[];
}

export interface CopiedField {
  readonly name: string;
  readonly reference: string;
  readonly field: string;
}

export function sourcesOf({ fields }: { readonly fields: FieldMap }): FieldSources {
  return sourcesOfFields(fields);
}

const sourcesOfFields = once((fields: FieldMap): FieldSources => {
  const all = Object.entries(fields);
  return {
    stored: all.filter(([, { derived }]) => !derived),
    computed: all.flatMap(([name, field]): FieldSources["computed"] =>
      field.derived?.kind === "computed" ? [[name, field, field.derived.from]] : [],
    ),
    copies: all.flatMap(([name, { derived }]) => (derived?.kind === "copy" ? [{ name, ...derived }] : [])),
  };
});

/** The entity with what is computed of it, anew. Throws where a definition computes what isn't of the field's kind. */
export function withComputed(definition: EntityDefinition, entity: Entity): Entity {
  const { computed: all } = sourcesOf(definition);
  if (all.length === 0) return entity;
  const open = openPart(definition, entity);
  const values = all.map(([name, field, from]) => {
    const value = from(open) ?? null;
    if (value === null ? !field.optional : !field.holds(value))
      throw new Error(`${definition.name}.${name} of ${entity.id} is computed as what isn't of its kind`);
    return [name, value];
  });
  return { ...entity, ...Object.fromEntries(values) };
}

/** What of an entity a store keeps. */
export function withoutDerived(
  definition: EntityDefinition,
  entity: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { computed: all, copies } = sourcesOf(definition);
  if (all.length + copies.length === 0) return entity;
  const derived = new Set([...all.map(([name]) => name), ...copies.map(({ name }) => name)]);
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !derived.has(name)));
}
