import { z } from "zod";
import { isInWorldFiles } from "../../entities/check-references.ts";
import type { Field, Reference } from "../../entities/fields.ts";
import { LOCAL_ID } from "../../entities/ids.ts";
import type { Registry } from "../../entities/registry.ts";
import { alternatives } from "./errors.ts";
import { FORMAT, type Section, sectionsOf } from "./format.ts";

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  [keyword: string]: unknown;
  description?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** What a type (`Location`) or one of its fields (`Location.exits`, `Exit.label`) is; see describe.ts. */
export interface Descriptions {
  get(coordinate: string): string | undefined;
  /** The type of the records in a field, without lists: `Exit` for `Location.exits`. */
  typeOf(coordinate: string): string | undefined;
}

/**
 * The JSON Schema of world files, derived from the entity definitions. It is a help for editors: that
 * references lead somewhere and ids are unique is beyond it, and checked by an import.
 */
export function worldFileSchema(registry: Registry, descriptions: Descriptions): JsonSchema {
  const sections = sectionsOf(registry);
  const named = new Set(
    sections.flatMap(({ fields }) => fields.flatMap(([, field]) => field.reference?.types ?? [])),
  );
  const root = sections.filter(({ definition }) => definition.root).map(({ name }) => name);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "World file",
    description:
      "A living world: its record, and a list of each kind of thing in it. Ids are local to the world, " +
      'and entries name each other as "<kind>:<id>". Lists that are left out are empty.',
    type: "object",
    properties: {
      $schema: { description: "Where this schema lies, for editors.", type: "string" },
      format: { description: "The format of the file.", const: FORMAT },
      ...Object.fromEntries(sections.map((section) => [section.name, sectionSchema(section)])),
    },
    required: ["format", ...root],
    additionalProperties: false,
  };

  function sectionSchema(section: Section): JsonSchema {
    const { definition } = section;
    const description = descriptions.get(definition.name);
    const { name, idField } = section;
    const required = section.fields
      .filter(([, field]) => field.default === undefined)
      .map(([field]) => field);
    const entry: JsonSchema = {
      ...(description && { description }),
      type: "object",
      properties: {
        [idField]: {
          description: definition.root
            ? "The world's own part of its id and of the ids of all that is in it."
            : `Unique among the ${name}${named.has(definition.name) ? `; others name it as "${definition.prefix}:<${idField}>"` : ""}.`,
          type: "string",
          pattern: LOCAL_ID.source,
        },
        ...Object.fromEntries(
          section.fields.map(([field, declared]) => [
            field,
            fieldSchema(`${definition.name}.${field}`, declared),
          ]),
        ),
        createdAt: timeSchema("When it was made; if left out, the moment of the import."),
        updatedAt: timeSchema("When its own fields last changed; if left out, `createdAt`."),
      },
      required: [idField, ...required],
      additionalProperties: false,
    };
    if (definition.root) return entry;
    return {
      description: `The world's ${name}.`,
      type: "array",
      ...(definition.max !== null && { maxItems: definition.max }),
      items: entry,
    };
  }

  function fieldSchema(coordinate: string, field: Field): JsonSchema {
    const { $schema, ...derived } = z.toJSONSchema(field.schema, {
      io: "input",
      unrepresentable: "any",
    }) as JsonSchema;
    const schema = withoutEmptyChoice(field.reference ? withReference(derived, field.reference) : derived);
    describeRecords(schema, coordinate);
    const description = descriptions.get(coordinate);
    return {
      ...(description && { description }),
      ...schema,
      ...(field.default !== undefined && { default: field.default }),
    };
  }

  /** The schema with that of a reference where the field has one. */
  function withReference(schema: JsonSchema, reference: Reference): JsonSchema {
    const types = reference.types.map(registry.byName).filter(isInWorldFiles);
    const prefixes = types.map(({ prefix }) => prefix);
    const local = LOCAL_ID.source.slice(1, -1);
    const named: JsonSchema = {
      description: `Names one of this file: ${alternatives(prefixes.map((prefix) => `"${prefix}:<id>"`))}.`,
      type: "string",
      pattern: `^${prefixes.length > 1 ? `(?:${prefixes.join("|")})` : prefixes[0]}:${local}$`,
    };
    const { member, many } = reference;
    if (!many) return schema.anyOf ? { anyOf: [named, { type: "null" }] } : named;
    if (member === undefined) return { ...schema, items: named };
    const { items } = schema;
    return { ...schema, items: { ...items, properties: { ...items?.properties, [member]: named } } };
  }

  /** Gives the members of a field's records what is said of them. */
  function describeRecords(schema: JsonSchema, coordinate: string): void {
    const type = descriptions.typeOf(coordinate);
    for (const part of [schema, schema.items, ...(schema.anyOf ?? [])])
      for (const [member, inner] of Object.entries(part?.properties ?? {})) {
        const description = descriptions.get(`${type}.${member}`);
        if (description) part!.properties![member] = { ...inner, description };
      }
  }
}

function timeSchema(description: string): JsonSchema {
  return { description, type: "string", format: "date-time" };
}

/** "Anything, or null" says no more than "anything". */
function withoutEmptyChoice(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  return anyOf?.some((choice) => Object.keys(choice).length === 0) ? rest : schema;
}
