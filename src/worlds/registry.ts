import type { CachePolicies } from "../cache/policies.ts";
import type { EntityDefinition } from "../entities/define.ts";
import { createRegistry, type Registry } from "../entities/registry.ts";
import { isPublic } from "../entities/standing.ts";
import { character } from "./definitions/character.ts";
import { location } from "./definitions/location.ts";
import { timelineEvent } from "./definitions/timeline-event.ts";
import { world } from "./definitions/world.ts";
import { worldFlag } from "./definitions/world-flag.ts";
import { worldObject } from "./definitions/world-object.ts";

/** Every entity type, in the order in which a world file lists them. A new one is a line here. */
export const definitions: readonly EntityDefinition[] = [
  world,
  worldFlag,
  location,
  character,
  worldObject,
  timelineEvent,
];

/** What the definitions say of caching, for the configuration, which may say otherwise. */
export function cachePolicies(all: readonly EntityDefinition[] = definitions): CachePolicies {
  return Object.fromEntries(
    all
      .filter(({ virtual }) => !virtual)
      .map(({ name, ttl, ttlByDefault, cached, cacheOn, share, lists }) => {
        const served = lists.filter(isPublic);
        const ttls = Object.fromEntries(served.map(({ coordinate, ttl: seconds }) => [coordinate, seconds]));
        return [name, { ttl: ttlByDefault ? undefined : ttl, cached, cacheOn, share, lists: ttls }];
      }),
  );
}

/** The worlds' registry; `policies`: how types are cached, instead of as their definitions say. */
export function createWorldRegistry(
  policies: CachePolicies = {},
  extra: readonly EntityDefinition[] = [],
): Registry {
  const all = [...definitions, ...extra].map((definition) => {
    const policy = policies[definition.name];
    if (!policy) return definition;
    const { lists: ttls = {}, ...facts } = policy;
    const lists = definition.lists.map((list) => ({ ...list, ttl: ttls[list.coordinate] ?? list.ttl }));
    return { ...definition, ...facts, ttl: policy.ttl ?? null, lists };
  });
  return createRegistry(all);
}
