import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { EntityDefinition } from "../entities/define.ts";
import { sourcesOf } from "../entities/derived-fields.ts";
import { type Field, storableText } from "../entities/fields.ts";
import { type Id, LOCAL_ID, LOCAL_ID_EXPECTED, parseId, worldScope } from "../entities/ids.ts";
import type { Registry } from "../entities/registry.ts";
import { badInput, type Fault } from "../fault.ts";

/** What a mutation's input says, by name. */
export type Input = Readonly<Record<string, unknown>>;

/** The fields of a new entity, complete and checked; throws BAD_USER_INPUT with the field at fault. */
export function fieldsForCreate(
  registry: Registry,
  definition: EntityDefinition,
  world: string,
  input: Input,
  at = "input",
): Input {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of sourcesOf(definition).stored) {
    const argument = argumentOf(definition, name, input);
    const given = input[argument] ?? undefined;
    if (given !== undefined)
      fields[name] = checked(registry, definition, world, name, given, `${at}.${argument}`);
    else if (field.default !== undefined) fields[name] = field.default;
    else if (!field.now) throw badInput(`${at}.${argument}`, "a value", "it is missing");
  }
  return fields;
}

/** The fields that an update names; null clears those that may be empty, and is refused for others. */
export function fieldsForUpdate(
  registry: Registry,
  definition: EntityDefinition,
  world: string,
  input: Input,
): Input {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of sourcesOf(definition).stored) {
    const argument = argumentOf(definition, name, input);
    const given = input[argument];
    if (given === undefined || name === definition.localField) continue;
    if (given === null && !field.optional)
      throw badInput(`input.${argument}`, "a value, or to be left out", "it can't be null");
    fields[name] =
      given === null ? null : checked(registry, definition, world, name, given, `input.${argument}`);
  }
  return fields;
}

/** The parts of an id of one of these types; throws BAD_USER_INPUT for anything else. */
export function checkId(registry: Registry, value: unknown, types: readonly string[], field: string): Id {
  const parts = typeof value === "string" ? parseId(value) : undefined;
  const found = parts && registry.ofId(value as string)?.name;
  if (parts && found && types.includes(found)) return parts;
  const expected = types.map((type) => idForm(registry.byName(type))).join(" or ");
  throw badInput(field, expected, parts ? "this is another kind of id" : "this is no id");
}

/** The local id that a client chose; undefined: none. */
export function checkLocalId(given: unknown, field: string): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "string" || !LOCAL_ID.test(given)) throw badInput(field, LOCAL_ID_EXPECTED);
  return given;
}

/** The local id of something whose id no client chose: a UUIDv7. */
export function newLocalId(): string {
  return uuidv7();
}

/** A client's key for retries, measured as names are. */
const idempotencyKey = storableText(200).min(1);

/** Checks a client's key for retries; null: there is none. */
export function checkIdempotencyKey(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const { success, data } = idempotencyKey.safeParse(value);
  if (!success) throw badInput("input.idempotencyKey", "1 to 200 characters");
  return data;
}

function idForm(definition: EntityDefinition): string {
  return definition.root ? "an id such as world:<id>" : `an id such as ${definition.prefix}:<world>:<id>`;
}

/** A reference's argument is named after it: `location` is given as `locationId`. */
function argumentOf(definition: EntityDefinition, name: string, input: Input): string {
  return definition.fields[name]!.reference && !(name in input) ? `${name}Id` : name;
}

function checked(
  registry: Registry,
  definition: EntityDefinition,
  world: string,
  name: string,
  given: unknown,
  at: string,
): unknown {
  const field = definition.fields[name]!;
  const result = field.schema.safeParse(given);
  if (!result.success) throw issueAsFault(result.error, at, field);
  const { reference } = field;
  for (const id of reference?.targets(result.data) ?? []) {
    const parts = checkId(registry, id, reference!.types, at);
    if (parts.world !== world)
      throw badInput(at, `something in ${worldScope(world)}`, `${id} is in another world`);
  }
  // Named twice, it is pinned once.
  return reference?.loose ? [...new Set(reference.targets(result.data))] : result.data;
}

/** The first thing that is wrong, by its path; names within a sensitive value are a part of it, and not repeated. */
function issueAsFault(error: z.ZodError, at: string, { sensitive }: Field): Fault {
  const issue = error.issues[0]!;
  if (sensitive && issue.code === "unrecognized_keys") return badInput(at, "no other members");
  const path = sensitive ? at : [at, ...issue.path.map(String)].join(".");
  return badInput(path, issue.message.replace(/^Invalid (input|option): expected /, ""));
}
