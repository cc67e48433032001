import { type Effect, keyOf, type Sight, WORLDS } from "./history.ts";
import type { Random } from "./random.ts";
import { CHARACTERS, FLAGS, LANGUAGES, LOCATIONS, PAGE } from "./truth.ts";

export const WORLD_IDS = ["world:p", "world:q", "world:r"] as const;

/** A query, and what its answer's data tells of the truth's keys. */
export interface Question {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The scopes of which it asks. */
  readonly scopes: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: answers have as many shapes as there are questions.
  sights(data: any): Sight[];
}

const local = (id: string) => id.slice(id.lastIndexOf(":") + 1);
const inWorld = (world: string, prefix: string, name: string) => `${prefix}:${local(world)}:${name}`;

const CHARACTER = "id version language description";

// biome-ignore lint/suspicious/noExplicitAny: as above.
function characterSight(world: string, name: string, seen: any): Sight {
  const value = seen && { version: seen.version, language: seen.language, description: seen.description };
  return { scope: world, key: keyOf.character(world, name), value };
}

export function askCharacter(world: string, name: string): Question {
  return {
    document: `query ($id: ID!) { character(id: $id) { ${CHARACTER} timeline(first: ${PAGE}) { totalCount nodes { id } } } }`,
    variables: { id: inWorld(world, "character", name) },
    scopes: [world],
    sights: ({ character }) => [
      characterSight(world, name, character),
      ...(character ? timelineSights(world, name, character.timeline) : []),
    ],
  };
}

interface Seen {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
}

function timelineSights(world: string, name: string, timeline: Seen): Sight[] {
  const key = keyOf.timeline(world, name);
  return [
    { scope: world, key, value: timeline.nodes.map(({ id }) => local(id)) },
    totalSight(world, key, timeline),
  ];
}

function totalSight(scope: string, list: string, { totalCount }: Seen): Sight {
  return { scope, key: keyOf.total(list), value: { count: totalCount } };
}

/** `filter` as the truth's keys have it. */
function askCharacters(world: string, filter: string): Question {
  const given = filter.startsWith("@")
    ? { locationId: inWorld(world, "location", filter.slice(1)) }
    : filter
      ? { language: filter }
      : {};
  return {
    document: `query ($id: ID!, $filter: CharacterFilter) { world(id: $id) {
      name description recordVersion characters(first: 100, filter: $filter) { totalCount nodes { ${CHARACTER} } } } }`,
    variables: { id: world, filter: given },
    scopes: [world],
    sights: ({ world: seen }) => [
      recordSight(world, seen),
      ...(seen ? charactersSights(world, filter, seen.characters) : []),
    ],
  };
}

function charactersSights(world: string, filter: string, characters: Seen): Sight[] {
  const names = characters.nodes.map(({ id }) => local(id));
  const key = keyOf.characters(world, filter);
  return [
    { scope: world, key, value: names },
    totalSight(world, key, characters),
    ...characters.nodes.map((node, index) => characterSight(world, names[index]!, node)),
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function recordSight(world: string, seen: any): Sight {
  const value = seen && { name: seen.name, description: seen.description, version: seen.recordVersion };
  return { scope: world, key: keyOf.record(world), value };
}

const STATE = `state { version characterCount eventCount latestEvent { id } } flags { key value version }`;

// biome-ignore lint/suspicious/noExplicitAny: as above.
function stateSights(world: string, { state, flags }: any): Sight[] {
  const { version, characterCount, eventCount, latestEvent } = state;
  return [
    {
      scope: world,
      key: keyOf.state(world),
      value: {
        version,
        characters: characterCount,
        events: eventCount,
        // None: it may have gone with its world since.
        ...(latestEvent && { latest: local(latestEvent.id) }),
      },
    },
    {
      scope: world,
      key: keyOf.flags(world),
      value: flags.map((flag: Record<string, unknown>) => `${flag.key}=${flag.value}@${flag.version}`),
    },
  ];
}

export function askState(world: string): Question {
  return {
    document: `query ($id: ID!) { world(id: $id) { name description recordVersion ${STATE} } }`,
    variables: { id: world },
    scopes: [world],
    sights: ({ world: seen }) => [recordSight(world, seen), ...(seen ? stateSights(world, seen) : [])],
  };
}

export function askWorlds(): Question {
  return {
    document: "{ worlds(first: 100) { totalCount nodes { id name description recordVersion } } }",
    variables: {},
    scopes: [WORLDS],
    sights: ({ worlds }) => [
      { scope: WORLDS, key: keyOf.worlds(), value: worlds.nodes.map(({ id }: { id: string }) => id) },
      totalSight(WORLDS, keyOf.worlds(), worlds),
      ...worlds.nodes.map((node: { id: string }) => recordSight(node.id, node)),
    ],
  };
}

/** Everything about a world, one question for every key of it. */
export function askAll(world: string): Question[] {
  const filters = ["", ...LANGUAGES, ...LOCATIONS.map((place) => `@${place}`)];
  return [
    askState(world),
    ...filters.map((filter) => askCharacters(world, filter)),
    ...CHARACTERS.map((name) => askCharacter(world, name)),
  ];
}

export function anyQuestion(random: Random): Question {
  const world = random.pick(WORLD_IDS);
  return random.weighted<() => Question>([
    [8, () => askCharacter(world, random.pick(CHARACTERS))],
    [4, () => askCharacters(world, random.pick(["", ...LANGUAGES]))],
    [2, () => askCharacters(world, `@${random.pick(LOCATIONS)}`)],
    [5, () => askState(world)],
    [1, askWorlds],
  ])();
}

/** A mutation as its client sends it. */
export interface Command {
  readonly effect: Effect;
  readonly document: string;
  readonly input: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  sights(payload: any): Sight[];
}

/** The mutation that has this effect. `key`: its idempotency key. */
export function commandOf(effect: Effect, key: string | null): Command {
  const { name, input, shows = "", sights = () => [] } = mutationOf(effect);
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const version = effect.kind === "purge" ? "version" : `version ${shows}`;
  return {
    effect,
    document: `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ${version} } }`,
    input: key === null ? input : { ...input, idempotencyKey: key },
    sights,
  };
}

function mutationOf(effect: Effect): {
  name: string;
  input: Record<string, unknown>;
  shows?: string;
  sights?: Command["sights"];
} {
  const { world, kind } = effect;
  const worldId = world;
  const record = "world { name description recordVersion }";
  const recordSights: Command["sights"] = ({ world: seen }) => [recordSight(world, seen)];
  if (kind === "createWorld")
    return {
      name: kind,
      input: { id: local(world), name: effect.name },
      shows: record,
      sights: recordSights,
    };
  if (kind === "updateWorld")
    return {
      name: kind,
      input: { id: world, description: effect.description },
      shows: record,
      sights: recordSights,
    };
  if (kind === "deleteWorld") return { name: kind, input: { id: world } };
  if (kind === "purge") return { name: "purgeCache", input: { scope: world } };
  if (kind === "createLocation")
    return { name: kind, input: { worldId, id: effect.local, name: effect.local, kind: "place" } };
  if (kind === "setFlag")
    return { name: "setWorldFlag", input: { worldId, key: effect.key, value: effect.value } };
  if (kind === "removeFlag") return { name: "removeWorldFlag", input: { worldId, key: effect.key } };
  if (kind === "addEvent")
    return {
      name: "addTimelineEvent",
      input: {
        worldId,
        id: effect.local,
        kind: "deed",
        summary: effect.local,
        occurredAt: new Date(effect.at).toISOString(),
        involves: effect.involves.map((name) => inWorld(world, "character", name)),
      },
    };
  const id = inWorld(world, "character", effect.local);
  if (kind === "deleteCharacter") return { name: kind, input: { id } };
  const shown = {
    shows: `character { ${CHARACTER} }`,
    sights: ({ character }: { character: unknown }) => [characterSight(world, effect.local, character)],
  };
  if (kind === "moveCharacter") {
    const locationId = effect.location && inWorld(world, "location", effect.location);
    return { name: kind, input: { id, locationId }, ...shown };
  }
  const { language, description } = effect;
  return kind === "createCharacter"
    ? {
        name: kind,
        input: { worldId, id: effect.local, name: effect.local, language, description },
        ...shown,
      }
    : { name: kind, input: { id, language, description }, ...shown };
}

/** `token`: unique, so that what it leaves behind tells who was there. `at`: a moment of its own. */
export function anyEffect(random: Random, token: string, at: number): Effect {
  const world = random.pick(WORLD_IDS);
  const name = random.pick(CHARACTERS);
  const language = random.pick(LANGUAGES);
  return random.weighted<() => Effect>([
    [12, () => ({ world, kind: "updateCharacter", local: name, language, description: token })],
    [4, () => ({ world, kind: "createCharacter", local: name, language, description: token })],
    [3, () => ({ world, kind: "deleteCharacter", local: name })],
    [4, () => ({ world, kind: "moveCharacter", local: name, location: random.pick([null, ...LOCATIONS]) })],
    [4, () => ({ world, kind: "setFlag", key: random.pick(FLAGS), value: token })],
    [1, () => ({ world, kind: "removeFlag", key: random.pick(FLAGS) })],
    [5, () => ({ world, kind: "addEvent", local: token, at, involves: someOf(random) })],
    [2, () => ({ world, kind: "updateWorld", description: token })],
    [0.4, () => ({ world, kind: "deleteWorld" })],
    [0.5, () => ({ world, kind: "purge" })],
  ])();
}

function someOf(random: Random): string[] {
  return CHARACTERS.filter(() => random.next() < 0.4);
}

/** What makes a world: it, its locations, its characters. */
export function beginnings(world: string, token: string): Effect[] {
  return [
    { world, kind: "createWorld", name: `World ${local(world)}` },
    ...LOCATIONS.map((place): Effect => ({ world, kind: "createLocation", local: place })),
    ...CHARACTERS.map(
      (name, index): Effect => ({
        world,
        kind: "createCharacter",
        local: name,
        language: LANGUAGES[index % LANGUAGES.length]!,
        description: token,
      }),
    ),
  ];
}
