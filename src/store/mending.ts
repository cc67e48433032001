import { defaultOf } from "../entities/content.ts";
import type { Entity } from "../entities/define.ts";
import { sourcesOf } from "../entities/derived-fields.ts";
import type { Registry } from "../entities/registry.ts";
import type { StoreQuery, StoreValue } from "./query.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * What is to be made of an entity that can't be read, instead of an error: `fields` replace it, together with what of
 * it can be kept, and if these aren't all it has to have, that is UNAVAILABLE; "remove": it goes.
 */
export type Mend = { readonly fields: Readonly<Record<string, unknown>> } | "remove";

/** Makes up, inside a change, what an entity that can't be read was, so that it can be replaced or removed. */
export interface Mending {
  mend(found: Unreadable, how: Mend): Promise<Entity>;
  /** Whether what this entity was is made up. */
  isLost(id: string): boolean;
}

/** `version`: that of the entity's scope before the change. */
export function createMending(options: {
  registry: Registry;
  read: (queries: readonly StoreQuery[]) => Promise<readonly (StoreValue | Error)[]>;
  at: string;
  version: (id: string) => number;
}): Mending {
  const { registry, read, at } = options;
  const lost = new Set<string>();

  /** Without references to what isn't there any more: nobody could clear them. */
  async function keptFields({ unreadableId: id, kept }: Unreadable): Promise<Record<string, unknown>> {
    const fields: Record<string, unknown> = {};
    for (const [name, { reference, optional }] of sourcesOf(registry.ofId(id)!).stored) {
      let value = kept[name];
      if (value !== undefined && value !== null && reference && !reference.loose) {
        const targets = reference.targets(value);
        const found = await read(targets.map((target) => ({ kind: "entity", id: target })));
        for (const [index, target] of targets.entries())
          if (!found[index]) value = reference.without(value, target);
      }
      if (value !== undefined && (value !== null || optional)) fields[name] = value;
    }
    return fields;
  }

  return {
    mend: async (found, how) => {
      const { unreadableId: id, kept } = found;
      const definition = registry.ofId(id)!;
      const { name: type } = definition;
      const known = { ...(await keptFields(found)), ...(how === "remove" ? {} : how.fields) };
      const values: Record<string, unknown> = {};
      const missing: string[] = [];
      for (const [name, field] of sourcesOf(definition).stored) {
        const value = name in known ? known[name] : defaultOf(field);
        if (value === undefined) missing.push(name);
        values[name] = value ?? null;
      }
      if (how !== "remove" && missing.length > 0)
        throw new Unreadable(id, type, { consequence: `to replace it, give ${missing.join(", ")}` });
      lost.add(id);
      const { version = options.version(id), born = version, seq = 0, createdAt = at, updatedAt = at } = kept;
      return { ...values, __typename: type, id, version, born, seq, createdAt, updatedAt } as Entity;
    },
    isLost: (id) => lost.has(id),
  };
}
