import type { EntityDefinition } from "./define.ts";

/** Throws where a type refers to one whose options don't allow that; `typeOf`: any registered type. */
export function checkReferences(
  { name, fields, internal, worldFile }: EntityDefinition,
  typeOf: (name: string) => EntityDefinition,
): void {
  for (const [field, { reference, optional, derived }] of Object.entries(fields)) {
    if (!reference) continue;
    for (const target of reference.types.map(typeOf)) {
      if (target.internal && !internal)
        throw new Error(
          `${name}.${field} names ${target.name}, which is internal: make ${name} internal too`,
        );
      if (target.virtual && reference.loose)
        throw new Error(
          `${name}.${field} names ${target.name}, which is virtual: make it a strict reference, since none is ever gone`,
        );
      const needed = !reference.loose && !reference.many && !optional && !derived;
      if (worldFile && needed && !isInWorldFiles(target))
        throw new Error(
          `${name}.${field} needs ${target.name}, which is left out of world files: make it optional, or leave ${name} out too`,
        );
    }
  }
}

/** Whether a world file's entry may name it: virtual ones are there with their world. */
export function isInWorldFiles({ worldFile, virtual }: EntityDefinition): boolean {
  return worldFile || virtual !== null;
}
