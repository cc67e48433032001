import { isEntity } from "../entities/define.ts";
import { withoutSensitive as withoutSensitiveFields } from "../entities/private-fields.ts";
import type { Registry } from "../entities/registry.ts";
import type { EntityQuery } from "./query.ts";

/*
 * Where sensitive fields end. A row has them, and so has a draft; all that leaves the store otherwise, to be cached,
 * kept, exported or answered, goes through here.
 */

/** An entity as everybody has it. What isn't one stays as it is. */
export function withoutSensitive<T>(registry: Registry, value: T): T {
  if (!isEntity(value)) return value;
  return withoutSensitiveFields(registry.byName(value.__typename), value);
}

/** What the query for an entity is answered, of what its row says. */
export function asAsked<T>(registry: Registry, { kind }: EntityQuery, found: T): T {
  return kind === "sensitive" ? found : withoutSensitive(registry, found);
}

/** What a command answers, which may be kept for retries: each entity in it as everybody has it. */
export function answerWithoutSensitive<T>(registry: Registry, value: T): T {
  const inside = (inner: unknown) => answerWithoutSensitive(registry, inner);
  if (typeof value !== "object" || value === null || isEntity(value))
    return withoutSensitive(registry, value);
  if (Array.isArray(value)) return value.map(inside) as T;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inside(one)])) as T;
}
