import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FieldDefinitionNode, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";
import type { Descriptions } from "./schema.ts";

const SDL = join(import.meta.dirname, "../../../schema");

/** What the public schema's SDL says of types and fields: a world file's are the same. */
export function readDescriptions(folder = SDL): Descriptions {
  const fields = new Map<string, FieldDefinitionNode>();
  const types = new Map<string, ObjectTypeDefinitionNode>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".graphql")))
    for (const node of parse(readFileSync(join(folder, file), "utf8")).definitions) {
      if (node.kind !== "ObjectTypeDefinition") continue;
      types.set(node.name.value, node);
      for (const field of node.fields ?? []) fields.set(`${node.name.value}.${field.name.value}`, field);
    }
  return {
    get: (coordinate) =>
      (types.get(coordinate) ?? fields.get(coordinate))?.description?.value.replaceAll("\n", " "),
    typeOf: (coordinate) => {
      const field = fields.get(coordinate);
      return field && nameOf(field.type);
    },
  };
}

function nameOf(type: TypeNode): string {
  return type.kind === "NamedType" ? type.name.value : nameOf(type.type);
}
