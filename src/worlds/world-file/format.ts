import { isInWorldFiles } from "../../entities/check-references.ts";
import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { sourcesOf } from "../../entities/derived-fields.ts";
import type { Field, Pinned, Reference } from "../../entities/fields.ts";
import { isObject } from "../../entities/kinds.ts";
import { ownerName } from "../../entities/lists.ts";
import type { Registry } from "../../entities/registry.ts";

/**
 * A world file is one JSON object: `format`, `world`, and for each other entity type an array named by
 * its plural. Everything but these words is derived from the entity definitions; see the README here.
 */
export const FORMAT = "living-worlds/1";

/** Members of a world file that are no section; `$schema` is for editors. */
export const HEADER = ["$schema", "format"] as const;

/** How entities of one type are written in a world file. */
export interface Section {
  readonly definition: EntityDefinition;
  /** The member of the file that holds them: an array, or the object `world`. */
  readonly name: string;
  /** The member of an entry that is its local id: `id`, or the definition's `localField`. */
  readonly idField: string;
  /** All members that an entry may have, in the order in which they are written. */
  readonly members: readonly string[];
  /**
   * The type's fields by name, less the one that is the id, those that name only what isn't in world files, and sensitive
   * ones, which no file has.
   */
  readonly fields: readonly (readonly [string, Field])[];
}

/** What every entry may say beside its id and fields; an export does, so that an import restores it. */
export const TIMES = ["createdAt", "updatedAt"] as const;

/** The sections of a world file in the order in which one is written: the registry's, the world first. */
export function sectionsOf(registry: Registry): Section[] {
  const isWritten = ({ reference }: Field) =>
    !reference || reference.types.some((type) => isInWorldFiles(registry.byName(type)));
  const written = registry.definitions.filter(({ worldFile }) => worldFile);
  const sections = written.map((definition): Section => {
    const idField = definition.localField ?? "id";
    const fields = sourcesOf(definition).stored.filter(
      ([name, field]) => name !== idField && !field.sensitive && isWritten(field),
    );
    return {
      definition,
      name: definition.plural,
      idField,
      members: [idField, ...fields.map(([name]) => name), ...TIMES],
      fields,
    };
  });
  return sections.sort((a, b) => Number(b.definition.root) - Number(a.definition.root));
}

/** What sections of the types would be called that world files leave out. */
export function unwrittenIn({ definitions }: Registry): string[] {
  return definitions.filter(({ worldFile, virtual }) => !worldFile && !virtual).map(({ plural }) => plural);
}

/** An entity as a world file writes it: local ids, references as `<prefix>:<local>`, no empty fields. */
export function toEntry(
  section: Section,
  entity: Entity,
  isThere: (pin: Pinned) => boolean,
): Record<string, unknown> {
  const name = ownerName(entity.id);
  const entry: Record<string, unknown> = { [section.idField]: name.slice(name.indexOf(":") + 1) };
  for (const [field, { default: fallback, reference }] of section.fields) {
    let value = entity[field];
    if (reference?.loose) value = (value as readonly Pinned[]).filter(isThere).map(({ id }) => ownerName(id));
    else if (reference) value = mapReferences(reference, value, ownerName);
    const empty = value === null || (Array.isArray(value) && value.length === 0);
    if (!empty || fallback === undefined) entry[field] = value;
  }
  for (const time of TIMES) entry[time] = entity[time];
  return entry;
}

/**
 * A field's value with each reference in it replaced; `at` is the reference's path within the value.
 * What isn't of the form that references have is left alone, for the field's schema to refuse.
 */
export function mapReferences(
  reference: Reference,
  value: unknown,
  replace: (written: string, at: readonly (string | number)[]) => unknown,
): unknown {
  const one = (written: unknown, at: readonly (string | number)[]) =>
    typeof written === "string" ? replace(written, at) : written;
  if (!reference.many) return one(value, []);
  if (!Array.isArray(value)) return value;
  const { member } = reference;
  if (member === undefined) return value.map((written, index) => one(written, [index]));
  return value.map((record: unknown, index) =>
    isObject(record) ? { ...record, [member]: one(record[member], [index, member]) } : record,
  );
}
