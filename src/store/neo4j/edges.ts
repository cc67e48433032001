import type { Entity, EntityDefinition } from "../../entities/define.ts";
import { sourcesOf } from "../../entities/derived-fields.ts";
import type { Pinned, Reference } from "../../entities/fields.ts";
import type { Registry } from "../../entities/registry.ts";
import { entityKey } from "./keys.ts";
import { fits } from "./nodes.ts";

/** A relationship of the graph, between two entities of one incarnation. */
export interface Edge {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** Of a loose reference: the birth of what it means; another one under that id isn't it. */
  readonly born: number | null;
  /** Plain values, so that an edge survives JSON. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The edges that an entity's references make. */
export function edgesOf(
  registry: Registry,
  definition: EntityDefinition,
  incarnation: string,
  entity: Entity,
): Edge[] {
  const key = (id: string) => entityKey(registry, incarnation, id);
  const from = key(entity.id);
  return referencesOf(definition).flatMap(([name, reference]): Edge[] => {
    const value = entity[name];
    const { edge: type, member, loose } = reference;
    if (value === null || value === undefined) return [];
    if (loose)
      return (value as readonly Pinned[]).map(({ id, born }) => ({
        type,
        from,
        to: key(id),
        born,
        properties: { born },
      }));
    if (member)
      return (value as readonly Record<string, unknown>[]).map((entry) => {
        const { [member]: to, ...rest } = entry;
        return { type, from, to: key(to as string), born: null, properties: propertiesOf(rest) };
      });
    return reference.targets(value).map((id) => ({ type, from, to: key(id), born: null, properties: {} }));
  });
}

/** The types of edges that lead away from a definition's entities. */
export function edgeTypes(definition: EntityDefinition): string[] {
  return [...new Set(referencesOf(definition).map(([, { edge }]) => edge))];
}

/** Whether two images of an entity refer to different things. */
export function refersAnew(definition: EntityDefinition, before: Entity, after: Entity): boolean {
  return referencesOf(definition).some(
    ([name]) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/** A name from a definition as a label or a relationship type in Cypher. */
export function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function referencesOf(definition: EntityDefinition): [string, Reference][] {
  return sourcesOf(definition).stored.flatMap(([name, { reference }]) =>
    reference ? [[name, reference] as [string, Reference]] : [],
  );
}

/** What of a record an edge can carry: `label` of an exit. */
function propertiesOf(record: Readonly<Record<string, unknown>>): Edge["properties"] {
  const carried = Object.entries(record).filter(([, value]) => fits(value));
  return Object.fromEntries(carried);
}
