import { dateTime } from "../../src/entities/date-time.ts";
import { defineEntity, type EntityDefinition, hours, minutes } from "../../src/entities/define.ts";
import {
  languageTag,
  linkTarget,
  listOf,
  listOfLinks,
  localKey,
  looseReferences,
  number,
  oneOf,
  record,
  reference,
  text,
} from "../../src/entities/fields.ts";
import { json } from "../../src/entities/json-field.ts";
import { chronological } from "../../src/entities/list-orders.ts";
import { createRegistry, type Registry } from "../../src/entities/registry.ts";

/*
 * The entity types that contracts, models and tests of stores speak of: all that a definition can say, in a world that
 * one can picture. They are the tests' own, so the program's may change, and become more, without them.
 */

/** A root with a key of its own, in a list of the scope of all worlds. */
export const world = defineEntity("World", {
  prefix: "world",
  plural: "world",
  root: true,
  key: () => "record",
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    status: oneOf(["DORMANT", "ACTIVE", "ARCHIVED"], { default: "DORMANT" }),
  },
  lists: { "Query.worlds": { filters: ["status"], order: ["name"], key: "list" } },
});

/** Cached as one, untimed, named by its clients, in no list, and so many at most. */
export const worldFlag = defineEntity("WorldFlag", {
  prefix: "flag",
  plural: "flags",
  together: "flags",
  localField: "key",
  ttl: null,
  max: 1_000,
  fields: { key: localKey(), value: json({ maxBytes: 16 * 1024 }) },
});

const exits = listOf(record({ label: text({ max: 200 }), to: linkTarget() }), { max: 100, unique: "label" });

/** Refers to its own type from within a list of records; its cached form is its second one. */
export const location = defineEntity("Location", {
  prefix: "location",
  plural: "locations",
  ttl: minutes(5),
  shape: 2,
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    kind: text({ max: 100 }),
    coordinates: record({ x: number(), y: number(), z: number({ optional: true }) }, { optional: true }),
    exits: listOfLinks(exits, "to", { types: ["Location"], edge: "EXIT" }),
  },
  lists: {
    "World.locations": { order: ["name"] },
    "Location.entrances": { parent: "exits", order: ["name"], hidden: true },
  },
});

/** Filtered by three fields, one of them a reference that may be empty. */
export const character = defineEntity("Character", {
  prefix: "character",
  plural: "characters",
  ttl: hours(1),
  share: 0.5,
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    language: languageTag({ default: "en" }),
    status: oneOf(["ACTIVE", "DORMANT"], { default: "ACTIVE" }),
    traits: listOf(text({ max: 100 }), { max: 50 }),
    location: reference("Location", { edge: "AT", optional: true }),
  },
  lists: {
    "World.characters": { filters: ["language", "status", "location"], order: ["name"] },
    "Location.characters": { parent: "location", order: ["name"] },
  },
});

/** Held by one of two types, each of which has a list of it. */
export const worldObject = defineEntity("WorldObject", {
  prefix: "object",
  plural: "objects",
  fields: {
    name: text({ max: 200 }),
    description: text({ max: 10_000, optional: true }),
    holder: reference(["Character", "Location"], { edge: "HELD_BY", optional: true }),
  },
  lists: {
    "World.objects": { order: ["name"] },
    "Character.inventory": { parent: "holder", order: ["name"] },
    "Location.objects": { parent: "holder", order: ["name"] },
  },
});

const byMoment = chronological("occurredAt", "born", "seq");

/** Chronological, with loose references, and the latest of it in the scope's state. */
export const timelineEvent = defineEntity("TimelineEvent", {
  prefix: "event",
  plural: "events",
  latestIn: "World.timeline",
  fields: {
    kind: text({ max: 100 }),
    summary: text({ max: 10_000 }),
    occurredAt: dateTime({ now: true }),
    moment: text({ max: 200, optional: true }),
    data: json({ maxBytes: 16 * 1024, optional: true }),
    involves: looseReferences(["Character", "Location", "WorldObject"], { edge: "INVOLVES", max: 100 }),
  },
  lists: {
    "World.timeline": { orders: byMoment, key: "timeline:world" },
    "Entity.timeline": { parent: "involves", orders: byMoment, key: (owner) => `timeline:${owner}` },
  },
});

export const ownTypes: readonly EntityDefinition[] = [
  world,
  worldFlag,
  location,
  character,
  worldObject,
  timelineEvent,
];

/** A registry of these types, and of others that a test brings. */
export function createOwnRegistry(extra: readonly EntityDefinition[] = []): Registry {
  return createRegistry([...ownTypes, ...extra]);
}
