import type { Registry } from "../entities/registry.ts";

/** `WorldObject` → `WORLD_OBJECT`: how the enum EntityType calls a type. */
export function enumOfType(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** The type that the enum EntityType calls so. */
export function typeOfEnum(registry: Registry, value: string): string {
  const definition = registry.definitions.find(({ name }) => enumOfType(name) === value);
  if (!definition) throw new Error(`EntityType ${value} has no definition`);
  return definition.name;
}
