import type { Field } from "./fields.ts";
import { decidingFields, type ListDefinition } from "./lists.ts";
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
export function sensitiveFields(fields: Declared): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => (field.sensitive ? [name] : []));
}

/** The member of content that names its sensitive fields, for releases that don't know them. */
export const SENSITIVE = "_sensitive";

type Fields = Readonly<Record<string, unknown>>;
type Declared = Readonly<Record<string, Field>>;

/** An entity as everybody has it; itself if it has no sensitive fields, be they known here or not. */
export function withoutSensitive<E extends Fields>(
  { sensitive: known }: { readonly sensitive: readonly string[] },
  entity: E,
): E {
  const { [SENSITIVE]: unknown } = entity;
  if (known.length === 0 && unknown === undefined) return entity;
  const hidden = new Set([SENSITIVE, ...known, ...((unknown as readonly string[]) ?? [])]);
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !hidden.has(name))) as E;
}

/** What others may follow from: an entity that throws where it is asked for what isn't for all eyes. */
export function openPart<E extends Fields>({ fields }: { readonly fields: Declared }, entity: E): E {
  const closed = Object.keys(fields).filter((name) => isPrivate(fields[name]!));
  if (closed.length === 0) return entity;
  const part = { ...entity };
  for (const name of closed)
    Object.defineProperty(part, name, {
      get: () => {
        throw new Error(`${entity.__typename}.${name} isn't for all eyes: compute nothing of it`);
      },
    });
  return part;
}

/** Throws where what isn't for all eyes would be seen by what it decides, or has no value where it has to. */
export function checkPrivateFields(type: string, { fields, lists, localField }: PrivacyFacts): void {
  for (const [name, field] of Object.entries(fields)) {
    if (!isPrivate(field)) continue;
    const what = `${type}.${name} isn't for all eyes`;
    if (field.reference)
      throw new Error(`${what}, and names entities, whose lists would tell: name them openly`);
    if (name === localField) throw new Error(`${what}, and is the local id: take another field for that`);
    if (field.sensitive && field.derived)
      throw new Error(`${type}.${name} is sensitive, and follows from what isn't: restrict it instead`);
    if (field.sensitive && field.default === undefined)
      throw new Error(
        `${type}.${name} is sensitive, so no world file has it: give it a default, or make it optional`,
      );
    for (const list of lists)
      if (decidingFields(list).includes(name))
        throw new Error(
          `${what}, and would be seen in ${list.coordinate}: leave it out of that list's filters and order`,
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
