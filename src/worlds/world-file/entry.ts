import type { z } from "zod";
import { isInWorldFiles } from "../../entities/check-references.ts";
import { dateTime } from "../../entities/date-time.ts";
import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { sourcesOf } from "../../entities/derived-fields.ts";
import type { Reference } from "../../entities/fields.ts";
import { formatId, LOCAL_ID } from "../../entities/ids.ts";
import { isObject } from "../../entities/kinds.ts";
import type { Registry } from "../../entities/registry.ts";
import {
  alternatives,
  type EntryProblem,
  type ErrorList,
  expectation,
  pathOf,
  problemsOf,
} from "./errors.ts";
import { mapReferences, type Section, TIMES } from "./format.ts";
import type { Read } from "./read.ts";
import type { Survey } from "./survey.ts";

/** Makes an entity of an entry, or adds what is wrong with its fields to the errors and returns null. */
export type EntryReader = (section: Section, piece: Read) => Entity | null;

const moment = dateTime();

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
      errors.add({ offset, entry: path, at, value: entry }, message);

    const known = membersOf(section);
    for (const name of Object.keys(entry))
      if (!known.has(name)) complain([name], `unknown field; expected only ${section.members.join(", ")}`);

    const fields: Record<string, unknown> = defaultsOf(section);
    if (idField in definition.fields) fields[idField] = entry[idField];
    for (const [name, field] of section.fields) {
      const written = entry[name];
      if (written === undefined && field.default !== undefined) {
        fields[name] = field.default;
        continue;
      }
      const { value, wrong } = field.reference ? resolved(field.reference, written) : { value: written };
      const result = field.schema.safeParse(value);
      if (result.success)
        fields[name] = field.reference?.loose ? pinned(field.reference, result.data) : result.data;
      const loss = result.success && field.loss?.(value);
      if (loss) complain([name], expectation(loss, value));
      const problems = result.success ? [] : allProblems(field.schema, result.error, value);
      for (const { at, message } of withoutRepeats(wrong, problems)) complain([name, ...at], message);
    }
    for (const name of definition.sensitive) fields[name] = definition.fields[name]!.default;
    const times = TIMES.map((name) => {
      const written = entry[name];
      if (written === undefined) return undefined;
      const result = moment.schema.safeParse(written);
      const loss = result.success ? moment.loss?.(written) : undefined;
      if (loss) complain([name], expectation(loss, written));
      else if (result.success) return result.data;
      for (const { message } of result.success ? [] : problemsOf(result.error, written))
        complain([name], message);
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

  /** Of the fields that no entry has. */
  function defaultsOf({ definition, fields }: Section): Record<string, unknown> {
    const written = new Set(fields.map(([name]) => name));
    const others = sourcesOf(definition).stored.filter(([name]) => !written.has(name));
    return Object.fromEntries(others.map(([name, field]) => [name, field.default]));
  }

  function membersOf(section: Section): Set<string> {
    let known = members.get(section.definition);
    if (!known) {
      known = new Set(section.members);
      members.set(section.definition, known);
    }
    return known;
  }

  /** The value with global ids in the place of the file's references, and what is wrong with those. */
  function resolved(reference: Reference, written: unknown): { value: unknown; wrong: EntryProblem[] } {
    const wrong: EntryProblem[] = [];
    // A schema of loose references would take pins too, which only a store can make.
    if (reference.loose && Array.isArray(written))
      for (const [index, one] of written.entries()) {
        if (typeof one !== "string")
          wrong.push({ at: [index], message: expectation(expected(reference), one) });
        else if (written.indexOf(one) < index)
          wrong.push({ at: [index], message: `"${one.slice(0, 200)}" comes a second time` });
      }
    const value = mapReferences(reference, written, (one, at) => {
      const colon = one.indexOf(":");
      const definition = byPrefix.get(one.slice(0, Math.max(colon, 0)));
      const local = one.slice(colon + 1);
      if (
        !definition ||
        !isInWorldFiles(definition) ||
        !reference.types.includes(definition.name) ||
        !LOCAL_ID.test(local)
      )
        wrong.push({
          at,
          message: expectation(expected(reference), one),
        });
      else if (definition.virtual && !definition.virtual(local))
        wrong.push({ at, message: `there is no ${definition.prefix} "${local}"` });
      else if (!definition.virtual && !survey.ids.get(definition)?.has(local))
        wrong.push({ at, message: `no ${definition.prefix} "${local}" in this file` });
      else return formatId(definition.prefix, world, local);
      return one;
    });
    return { value, wrong };
  }

  function expected(reference: Reference): string {
    const types = reference.types.map(registry.byName).filter(isInWorldFiles);
    return alternatives(types.map(({ prefix }) => `${prefix}:<id>`));
  }
}

/** A list that is too long is refused as such, and nothing is said of what is in it: that is asked a piece at a time. */
function allProblems(schema: z.ZodType, error: z.ZodError, value: unknown): EntryProblem[] {
  const problems = problemsOf(error, value);
  const bound = error.issues.find(({ code, path }) => code === "too_big" && path.length === 0);
  if (bound?.code !== "too_big" || !Array.isArray(value)) return problems;
  const size = Number(bound.maximum);
  for (let start = 0; start < value.length; start += size) {
    const piece = value.slice(start, start + size);
    const result = schema.safeParse(piece);
    for (const { at, message } of result.success ? [] : problemsOf(result.error, piece))
      if (at.length > 0) problems.push({ at: [start + Number(at[0]), ...at.slice(1)], message });
  }
  return problems;
}

/** What is wrong with the references, and what the schema says of anything else. */
function withoutRepeats(
  wrong: readonly EntryProblem[] = [],
  problems: readonly EntryProblem[],
): readonly EntryProblem[] {
  if (wrong.length === 0) return problems;
  const told = new Set(wrong.map(({ at }) => pathOf("", at)));
  return [...wrong, ...problems.filter(({ at }) => !told.has(pathOf("", at)))];
}

/** Everything that an import brings is born with it, which rows of an import write as 0. */
function pinned(reference: Reference, value: unknown): { id: string; born: number }[] {
  return [...new Set(reference.targets(value))].map((id) => ({ id, born: 0 }));
}
