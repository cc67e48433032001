import type { Field } from "./fields.ts";
import type { ListDefinition } from "./lists.ts";
import type { Readers } from "./viewer.ts";

/*
 * Fields that aren't for all eyes. A sensitive one has its value in its entity's row in the store and nowhere else:
 * entities are cached, kept and told of without it. A restricted one is cached as any other, and shown to its readers.
 */

/** A field whose value the store alone keeps, and reads each time for its `readers`; without them nobody sees it. */
export function sensitive<F extends Field>(
  field: F,
  { readers }: { readonly readers?: Readers } = {},
): F & { readonly sensitive: true } {
  return { ...field, sensitive: true, ...(readers && { readers }) };
}

/** A field that is cached, and of which all but its `readers` see null. */
export function restricted<F extends Field>(field: F, { readers }: { readonly readers: Readers }): F {
  return { ...field, readers };
}

/** Whether not everybody may see it. */
export function isPrivate({ sensitive, readers }: Field): boolean {
  return sensitive === true || readers !== undefined;
}

/** The names of a type's sensitive fields. */
export function sensitiveFields(fields: Readonly<Record<string, Field>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => (field.sensitive ? [name] : []));
}

/** Throws where what isn't for all eyes would be seen by what it decides, or has no value where it has to. */
export function checkPrivateFields(type: string, { fields, lists, localField }: PrivacyFacts): void {
  for (const [name, field] of Object.entries(fields)) {
    if (!isPrivate(field)) continue;
    const what = `${type}.${name} isn't for all eyes`;
    if (field.reference)
      throw new Error(`${what}, and names entities, whose lists would tell: name them openly`);
    if (name === localField) throw new Error(`${what}, and is the local id: take another field for that`);
    if (field.sensitive && field.default === undefined)
      throw new Error(
        `${type}.${name} is sensitive, so no world file has it: give it a default, or make it optional`,
      );
    for (const { coordinate, filters, order } of lists)
      if (filters.includes(name) || order.includes(name))
        throw new Error(
          `${what}, and would be seen in ${coordinate}: leave it out of that list's filters and order`,
        );
  }
}

interface PrivacyFacts {
  readonly fields: Readonly<Record<string, Field>>;
  readonly lists: readonly ListDefinition[];
  readonly localField?: string | undefined;
}

/** Throws for a part of a record or list that says of itself that it isn't for all eyes: only a whole field may. */
export function refusePrivateParts(parts: readonly Field[]): void {
  if (parts.some(isPrivate))
    throw new Error("a part of a field can't be sensitive or restricted by itself: make the whole field so");
}
