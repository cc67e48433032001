import { isEntity } from "../entities/define.ts";
import type { Registry } from "../entities/registry.ts";
import type { EntityQuery } from "./query.ts";

/*
 * Where sensitive fields end. A row has them, and so has a draft; all that leaves the store otherwise, to be cached,
 * kept, exported or answered, goes through here.
 */

/** An entity as everybody has it; itself if its type has no sensitive fields. What isn't one stays as it is. */
export function withoutSensitive<T>(registry: Registry, value: T): T {
  if (!isEntity(value)) return value;
  const { sensitive = [] } = registry.definitions.find(({ name }) => name === value.__typename) ?? {};
  if (sensitive.length === 0) return value;
  const shown = Object.entries(value).filter(([name]) => !sensitive.includes(name));
  return Object.fromEntries(shown) as T;
}

/** What the query for an entity is answered, of what its row says. */
export function asAsked<T>(registry: Registry, { kind }: EntityQuery, found: T): T {
  return kind === "sensitive" ? found : withoutSensitive(registry, found);
}

/** What a command answers, which may be kept for retries: each entity in it as everybody has it. */
export function answerWithoutSensitive<T>(registry: Registry, value: T): T {
  return registry.definitions.some(({ sensitive }) => sensitive.length > 0)
    ? (withoutSensitiveInside(registry, value) as T)
    : value;
}

function withoutSensitiveInside(registry: Registry, value: unknown): unknown {
  if (typeof value !== "object" || value === null || isEntity(value))
    return withoutSensitive(registry, value);
  if (Array.isArray(value)) return value.map((inner) => withoutSensitiveInside(registry, inner));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutSensitiveInside(registry, inner)]),
  );
}
