import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { dateTime, type Reference } from "../../entities/fields.ts";
import { formatId, LOCAL_ID } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { type ErrorList, listOf, pathOf, problemsOf } from "./errors.ts";
import { isObject, mapReferences, type Section, TIMES } from "./format.ts";
import type { Read } from "./read.ts";
import type { Survey } from "./survey.ts";

/** Makes an entity of an entry, or adds what is wrong with its fields to the errors and returns null. */
export type EntryReader = (section: Section, piece: Read) => Entity | null;

const moment = dateTime().schema;

/** `now`: what `createdAt` and `updatedAt` are where the file doesn't say. */
export function createEntryReader(options: {
  registry: Registry;
  survey: Survey;
  now: string;
  errors: ErrorList;
}): EntryReader {
  const { registry, survey, now, errors } = options;
  const { world } = survey;
  const byPrefix = new Map(registry.definitions.map((definition) => [definition.prefix, definition]));
  const members = new Map<EntityDefinition, Set<string>>();

  return (section, piece) => {
    const { definition, idField } = section;
    const { value: entry, index, offset } = piece;
    // What isn't an object, and an id that isn't one, are in the survey's errors.
    if (!isObject(entry) || (index === null) !== definition.root) return null;
    const path = index === null ? section.name : `${section.name}[${index}]`;
    const before = errors.count;
    const complain = (at: readonly PropertyKey[], message: string) =>
      errors.add(offset, pathOf(path, at), message);

    const known = membersOf(section);
    for (const name of Object.keys(entry))
      if (!known.has(name)) complain([name], `unknown field; expected only ${section.members.join(", ")}`);

    const fields: Record<string, unknown> = {};
    if (idField in definition.fields) fields[idField] = entry[idField];
    for (const [name, field] of section.fields) {
      const written = entry[name];
      if (written === undefined && field.default !== undefined) {
        fields[name] = field.default;
        continue;
      }
      const count = errors.count;
      const value = field.reference
        ? resolved(field.reference, written, (at, message) => complain([name, ...at], message))
        : written;
      if (errors.count > count) continue;
      const result = field.schema.safeParse(value);
      if (!result.success)
        for (const { at, message } of problemsOf(result.error, value)) complain([name, ...at], message);
      else fields[name] = field.reference?.loose ? pinned(field.reference, result.data) : result.data;
    }
    const times = TIMES.map((name) => {
      const written = entry[name];
      if (written === undefined) return undefined;
      const result = moment.safeParse(written);
      if (result.success) return result.data;
      for (const { message } of problemsOf(result.error, written)) complain([name], message);
      return undefined;
    });
    if (errors.count > before) return null;
    return {
      ...fields,
      __typename: definition.name,
      id: formatId(definition.prefix, world, entry[idField] as string),
      version: 0,
      born: 0,
      seq: index ?? 0,
      createdAt: times[0] ?? now,
      updatedAt: times[1] ?? times[0] ?? now,
    };
  };

  function membersOf(section: Section): Set<string> {
    let known = members.get(section.definition);
    if (!known) {
      known = new Set(section.members);
      members.set(section.definition, known);
    }
    return known;
  }

  /** The value with global ids in the place of the file's references. */
  function resolved(
    reference: Reference,
    value: unknown,
    complain: (at: readonly PropertyKey[], message: string) => void,
  ): unknown {
    // A schema of loose references would take pins too, which only a store can make.
    if (reference.loose && Array.isArray(value))
      for (const [index, one] of value.entries())
        if (typeof one !== "string") complain([index], `expected ${expected(reference)}`);
    return mapReferences(reference, value, (written, at) => {
      const colon = written.indexOf(":");
      const definition = byPrefix.get(written.slice(0, Math.max(colon, 0)));
      const local = written.slice(colon + 1);
      if (!definition || !reference.types.includes(definition.name) || !LOCAL_ID.test(local))
        complain(at, `${JSON.stringify(written.slice(0, 200))} is none; expected ${expected(reference)}`);
      else if (!survey.ids.get(definition)?.has(local))
        complain(at, `no ${definition.prefix} "${local}" in this file`);
      else return formatId(definition.prefix, world, local);
      return written;
    });
  }

  function expected(reference: Reference): string {
    return `a reference: ${listOf(reference.types.map((type) => `${registry.byName(type).prefix}:<id>`))}`;
  }
}

/** Everything that an import brings is born with it, which rows of an import write as 0. */
function pinned(reference: Reference, value: unknown): { id: string; born: number }[] {
  return [...new Set(reference.targets(value))].map((id) => ({ id, born: 0 }));
}
