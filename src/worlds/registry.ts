import type { EntityDefinition } from "../entities/define.ts";
import { createRegistry, type Registry } from "../entities/registry.ts";
import type { Ttls } from "../settings.ts";
import { character } from "./definitions/character.ts";
import { location } from "./definitions/location.ts";
import { timelineEvent } from "./definitions/timeline-event.ts";
import { world } from "./definitions/world.ts";
import { worldFlag } from "./definitions/world-flag.ts";
import { worldObject } from "./definitions/world-object.ts";

/** Raise it with every change of the definitions: caches filled under others are then not believed. */
const DEFINITIONS_NUMBER = 1;

/** Every entity type, in the order in which a world file lists them. A new one is a line here. */
export const definitions: readonly EntityDefinition[] = [
  world,
  worldFlag,
  location,
  character,
  worldObject,
  timelineEvent,
];

/** What the definitions say of TTLs, for the configuration, which may say otherwise. */
export function ttlsOf(all: readonly EntityDefinition[] = definitions): Ttls {
  return Object.fromEntries(all.map(({ name, ttl, ttlByDefault }) => [name, ttlByDefault ? undefined : ttl]));
}

/** The worlds' registry; `ttls`: type → seconds, instead of the definitions' own (H4). */
export function createWorldRegistry(
  ttls: Readonly<Record<string, number>> = {},
  extra: readonly EntityDefinition[] = [],
): Registry {
  const all = [...definitions, ...extra].map((definition) => {
    const ttl = ttls[definition.name];
    return ttl === undefined ? definition : { ...definition, ttl };
  });
  return createRegistry(all, DEFINITIONS_NUMBER);
}
