import type { EntityDefinition } from "../../entities/define.ts";
import { LOCAL_ID, LOCAL_ID_EXPECTED } from "../../entities/ids.ts";
import { isObject } from "../../entities/kinds.ts";
import { alternatives, type ErrorList, type ErrorPlace, expectation } from "./errors.ts";
import { FORMAT, HEADER, type Section } from "./format.ts";
import type { Read } from "./read.ts";
import { SplitError } from "./split.ts";

/** What a first reading of the file tells: all that a second one needs to check an entry by itself. */
export interface Survey {
  /** The world's local id; empty if the file has none that is one. */
  readonly world: string;
  /** For each entity type the local ids in the file, with the index of the entry. */
  readonly ids: ReadonlyMap<EntityDefinition, ReadonlyMap<string, number>>;
  /** False: the text is broken, and what follows that place wasn't read. */
  readonly complete: boolean;
}

/**
 * Reads all ids, and finds what is wrong with the file's form: everything but the entries' fields. `unwritten`: plurals
 * of the types that world files leave out.
 */
export async function surveyWorldFile(
  batches: AsyncIterable<readonly Read[]>,
  sections: readonly Section[],
  errors: ErrorList,
  unwritten: readonly string[] = [],
): Promise<Survey> {
  const byName = new Map(sections.map((section) => [section.name, section]));
  const names = [...HEADER, ...byName.keys()];
  const ids = new Map(sections.map(({ definition }) => [definition, new Map<string, number>()]));
  const seen = new Set<string>();
  let world = "";
  let complete = true;

  try {
    for await (const batch of batches) for (const piece of batch) examine(piece);
  } catch (error) {
    if (!(error instanceof SplitError)) throw error;
    complete = false;
    errors.add({ offset: error.offset, entry: "" }, error.message);
  }
  if (complete) {
    for (const { name } of sections.filter(({ definition }) => definition.root))
      if (!seen.has(name)) errors.add({ offset: 0, entry: name }, "missing; expected the world's own record");
    if (!seen.has("format")) errors.add({ offset: 0, entry: "format" }, `missing; expected "${FORMAT}"`);
  }
  for (const { definition, name } of sections) {
    const { size } = ids.get(definition)!;
    if (definition.max !== null && size > definition.max)
      errors.add({ offset: 0, entry: name }, `${size} entries; expected at most ${definition.max}`);
  }
  return { world, ids, complete };

  function examine(piece: Read): void {
    const { member, index, offset } = piece;
    if (index === null) {
      if (seen.has(member)) errors.add({ offset, entry: member }, "comes a second time");
      seen.add(member);
      const section = byName.get(member);
      if (section) examineSection(piece, section);
      else if (unwritten.includes(member))
        errors.add({ offset, entry: member }, `world files leave ${member} out, and so does an import`);
      else if (!(names as string[]).includes(member))
        errors.add(
          { offset, entry: member },
          `unknown section; a world file has ${alternatives(names).replace(" or ", " and ")}`,
        );
      else examineHeader(piece);
    } else {
      const section = byName.get(member);
      if (section && !section.definition.root) examineEntry(piece, section, `${member}[${index}]`);
    }
  }

  function examineHeader({ member, offset, isArray, value, problem }: Read): void {
    const place = { offset, entry: member };
    if (problem) errors.add(place, problem);
    else if (isArray || typeof value !== "string")
      errors.add(place, expectation("text", isArray ? [] : value));
    else if (member === "format" && value !== FORMAT)
      errors.add(place, `${JSON.stringify(value)} isn't known; expected "${FORMAT}"`);
  }

  function examineSection(piece: Read, section: Section): void {
    const { isArray, offset } = piece;
    const place = { offset, entry: section.name };
    if (!section.definition.root && !isArray) {
      errors.add(place, piece.problem ?? expectation("an array", piece.value));
    } else if (section.definition.root) {
      if (isArray) errors.add(place, expectation("an object", []));
      else world = examineEntry(piece, section, section.name) ?? "";
    }
  }

  function examineEntry(piece: Read, section: Section, entry: string): string | null {
    const { value, offset, problem } = piece;
    const { definition, idField } = section;
    const place: ErrorPlace = { offset, entry, value };
    if (problem || !isObject(value)) {
      errors.add(place, problem ?? expectation("an object", value));
      return null;
    }
    for (const { at, kind, text } of piece.losses()) {
      // What is larger than any double is refused by every field, in its own words.
      if (kind === "number" && !Number.isFinite(Number(text))) continue;
      errors.add(
        { ...place, at },
        kind === "member"
          ? "comes a second time in its object"
          : `expected a number that a 64-bit float keeps; found ${text.slice(0, 60)}`,
      );
    }
    const id = value[idField];
    const atId = { ...place, at: [idField] };
    if (typeof id !== "string" || !LOCAL_ID.test(id)) {
      errors.add(
        atId,
        expectation(typeof (id ?? "") === "string" ? LOCAL_ID_EXPECTED : `text of ${LOCAL_ID_EXPECTED}`, id),
      );
      return null;
    }
    const taken = ids.get(definition)!;
    const first = taken.get(id);
    if (first === undefined) taken.set(id, piece.index ?? 0);
    else errors.add(atId, `"${id}" is taken by ${section.name}[${first}]`);
    return id;
  }
}
