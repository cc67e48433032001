import type { EntityDefinition, FieldMap } from "./define.ts";
import { type CopiedField, sourcesOf } from "./derived-fields.ts";
import { decidingFields, type ListDefinition } from "./lists.ts";
import { isPrivate } from "./private-fields.ts";
import { findsAll } from "./standing.ts";

/** A field of a type that entities of another one repeat, and how these are found. */
export interface Repeat {
  readonly definition: EntityDefinition;
  readonly copy: CopiedField;
  /** The list of those who name an entity by the copy's reference. */
  readonly list: ListDefinition;
}

/** Throws where a type's derived fields can't follow from what it has. */
export function checkDerivations(
  name: string,
  { fields, localField }: { readonly fields: FieldMap; readonly localField?: string },
  lists: readonly ListDefinition[],
): void {
  if (localField && fields[localField]?.derived)
    throw new Error(`${name}.${localField} is the local id, which is given and not derived`);
  for (const { name: copy, reference, field } of sourcesOf({ fields }).copies) {
    const named = fields[reference]?.reference;
    if (!named || named.many || fields[reference]!.derived)
      throw new Error(
        `${name}.${copy} copies ${field} of what ${name}.${reference} names: that has to be a field that is a reference`,
      );
    for (const list of lists)
      if (decidingFields(list).includes(copy))
        throw new Error(
          `${list.coordinate} speaks of ${name}.${copy}, a copy: no place may depend on what another entity is`,
        );
  }
}

/** Type → who repeats its fields. Throws where a copy names a field that isn't there, or isn't the type's own. */
export function repeatsOf(definitions: readonly EntityDefinition[]): ReadonlyMap<string, readonly Repeat[]> {
  const repeats = new Map<string, Repeat[]>();
  for (const definition of definitions)
    for (const copy of sourcesOf(definition).copies)
      for (const type of definition.fields[copy.reference]!.reference!.types) {
        const coordinate = `${definition.name}.${copy.name}`;
        const target = definitions.find(({ name }) => name === type);
        const original = target?.fields[copy.field];
        if (!original) throw new Error(`${coordinate} copies ${type}.${copy.field}, which isn't declared`);
        if (isPrivate(original))
          throw new Error(
            `${coordinate} copies ${type}.${copy.field}, which isn't for all eyes: copy another one`,
          );
        if (original.derived?.kind === "copy")
          throw new Error(
            `${coordinate} copies ${type}.${copy.field}, which is a copy itself: copy the original`,
          );
        if (target!.virtual)
          throw new Error(
            `${coordinate} copies what an id of ${type} tells: let it be computed of ${copy.reference}`,
          );
        // There is one: what is named strictly has to find all who name it.
        const list = definition.lists.find((one) => findsAll(one, definition, copy.reference, type))!;
        repeats.set(type, [...(repeats.get(type) ?? []), { definition, copy, list }]);
      }
  return repeats;
}
