import neo4j from "neo4j-driver";
import { contentOf, SHAPE } from "../../entities/content.ts";
import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { decodeEntity, type Unreadable } from "../unreadable.ts";

/**
 * An entity as a node's properties and back, exactly, also what this program doesn't know of it. What a property can
 * hold is one under the field's own name; anything else is JSON text there, and `_json` names these fields. Null is no
 * property; `_null` names the fields that are null although their definition would put something else where there is
 * nothing. `_shape` is the content's shape, if that isn't 1.
 */
export type Properties = Readonly<Record<string, unknown>>;

const NUMBERS = ["version", "born", "seq"] as const;
const STRINGS = ["id", "createdAt", "updatedAt"] as const;
/** What no field of an entity is. */
const OWN = new Set<string>([...NUMBERS, ...STRINGS, "_key", "_json", "_null", SHAPE]);

export function toProperties(definition: EntityDefinition, entity: Entity, key: string): Properties {
  const properties: Record<string, unknown> = { _key: key };
  const asJson: string[] = [];
  const asNull: string[] = [];
  for (const name of STRINGS) properties[name] = entity[name];
  for (const name of NUMBERS) properties[name] = neo4j.int(entity[name]);
  const { [SHAPE]: shape, ...content } = contentOf(definition, entity);
  if (shape) properties[SHAPE] = neo4j.int(shape as number);
  for (const [name, value] of Object.entries(content)) {
    if (OWN.has(name)) continue;
    if (value === null || value === undefined) {
      // What this program doesn't know was null where it was read, and has to be so again.
      const field = Object.hasOwn(definition.fields, name) ? definition.fields[name]! : undefined;
      if (!field || (field.default ?? null) !== null) asNull.push(name);
    } else if (fits(value)) properties[name] = propertyOf(value);
    else {
      properties[name] = JSON.stringify(value);
      asJson.push(name);
    }
  }
  if (asJson.length > 0) properties._json = asJson;
  if (asNull.length > 0) properties._null = asNull;
  return properties;
}

/** A node as the entity with this id. `base`: the version that stands for 0 in rows that an import wrote. */
export function toEntity(
  definition: EntityDefinition,
  id: string,
  base: number,
  properties: Properties,
): Entity | Unreadable {
  const asJson = namesIn(properties._json);
  const asNull = namesIn(properties._null);
  const { seq, createdAt, updatedAt, version, born } = properties;
  const parts: Record<string, unknown> = { seq, createdAt, updatedAt };
  if (properties[SHAPE] !== undefined) parts[SHAPE] = properties[SHAPE];
  for (const [name, value] of Object.entries(properties))
    if (!OWN.has(name)) parts[name] = asJson.has(name) ? parsed(value) : value;
  for (const name of asNull) if (!Object.hasOwn(parts, name)) parts[name] = null;
  return decodeEntity(definition, id, parts, { version: version || base, born });
}

function namesIn(value: unknown): Set<string> {
  return new Set(Array.isArray(value) ? value.map(String) : []);
}

/** Undefined for what isn't JSON. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return undefined;
  }
}

/** A value as a property of a node or an edge; only what {@link fits}. */
export function propertyOf(value: unknown): unknown {
  if (typeof value !== "number") return value;
  // A number that reads like a whole one is one; Neo4j knows two zeros, and JSON one.
  return Number.isSafeInteger(value) ? neo4j.int(value) : value;
}

/** Whether Neo4j has a type of property for the value. */
export function fits(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    typeof value === "number" ||
    (Array.isArray(value) && value.every((one) => typeof one === "string"))
  );
}
