import { type Effect, keyOf, type Logged, scopesOf, type Value, WORLDS, type Write } from "./history.ts";

/** What every key was at every version of its scope, rebuilt from the log and what each change was. */
export interface Truth {
  /** The states of a key, oldest first; each lasts until the next one begins. Unknown keys have none. */
  states(key: string): readonly State[];
  /** Write → the version that it made of each scope; no entry: it never happened. */
  readonly versions: ReadonlyMap<Write, Readonly<Record<string, number>>>;
  /** Scope → its last version. */
  readonly last: ReadonlyMap<string, number>;
  /** What log and writes don't agree on. */
  readonly contradictions: readonly string[];
}

export interface State {
  readonly from: number;
  readonly value: Value;
}

interface Character {
  version: number;
  language: string;
  description: string;
  location: string | null;
  events: { local: string; at: number }[];
}

interface World {
  name: string;
  description: string | null;
  recordVersion: number;
  locations: Set<string>;
  characters: Map<string, Character>;
  flags: Map<string, { version: number; value: string }>;
  events: { local: string; at: number }[];
}

/** A page of a timeline, as the suite asks for it. */
export const PAGE = 10;

export function rebuild(log: readonly Logged[], writes: readonly Write[]): Truth {
  const histories = new Map<string, State[]>();
  const versions = new Map<Write, Record<string, number>>();
  const last = new Map<string, number>();
  const contradictions: string[] = [];
  const byKey = new Map(writes.flatMap((write) => (write.key === null ? [] : [[write.key, write] as const])));
  const worlds = new Map<string, World>();
  const names = new Map<string, string>();

  const note = (key: string, from: number, value: Value) => {
    const states = histories.get(key) ?? [];
    histories.set(key, states);
    if (JSON.stringify(states.at(-1)?.value) !== JSON.stringify(value)) states.push({ from, value });
  };

  for (const { scope, version, key } of log) {
    if (version !== (last.get(scope) ?? 0) + 1)
      contradictions.push(`the log of ${scope} has ${version} after ${last.get(scope) ?? 0}`);
    last.set(scope, version);
    const write = key === null ? null : byKey.get(key);
    if (key !== null && !write)
      contradictions.push(`nobody asked for ${key}, version ${version} of ${scope}`);
    if (write) {
      const made = versions.get(write) ?? {};
      if (made[scope] !== undefined)
        contradictions.push(`${key} was applied twice to ${scope}: ${made[scope]} and ${version}`);
      else if (!scopesOf(write.effect).includes(scope)) contradictions.push(`${key} has no part in ${scope}`);
      else {
        const refusal =
          scope === WORLDS ? changeNames(names, write.effect) : changeWorld(worlds, write.effect, version);
        if (refusal) contradictions.push(`${key}, version ${version} of ${scope}: ${refusal}`);
      }
      versions.set(write, { [scope]: version, ...made });
    }
    if (scope === WORLDS)
      for (const [key, value] of listed(
        keyOf.worlds(),
        [...names].sort((a, b) => (a[1] < b[1] ? -1 : 1)).map(([id]) => id),
      ))
        note(key, version, value);
    else for (const [name, value] of viewOf(scope, worlds.get(scope), version)) note(name, version, value);
  }
  return { states: (key) => histories.get(key) ?? [], versions, last, contradictions };
}

function changeNames(names: Map<string, string>, effect: Effect): string | null {
  if (effect.kind === "createWorld") names.set(effect.world, effect.name);
  else names.delete(effect.world);
  return null;
}

/** Applies a change to its world; answers why it can't have happened, or null. */
function changeWorld(worlds: Map<string, World>, effect: Effect, version: number): string | null {
  const world = worlds.get(effect.world);
  if (effect.kind === "createWorld") {
    if (world) return "the world is there already";
    worlds.set(effect.world, {
      name: effect.name,
      description: null,
      recordVersion: version,
      locations: new Set(),
      characters: new Map(),
      flags: new Map(),
      events: [],
    });
    return null;
  }
  if (!world) return "there is no such world";
  if (effect.kind === "deleteWorld") worlds.delete(effect.world);
  else if (effect.kind === "updateWorld")
    Object.assign(world, { description: effect.description, recordVersion: version });
  else if (effect.kind === "createLocation") world.locations.add(effect.local);
  else if (effect.kind === "setFlag") world.flags.set(effect.key, { version, value: effect.value });
  else if (effect.kind === "removeFlag")
    return world.flags.delete(effect.key) ? null : "there is no such flag";
  else if (effect.kind === "addEvent") {
    const event = { local: effect.local, at: effect.at };
    world.events.push(event);
    for (const local of effect.involves) {
      const involved = world.characters.get(local);
      if (!involved) return `there is no ${local}`;
      involved.events.push(event);
    }
  } else if (effect.kind !== "purge") return changeCharacter(world, effect, version);
  return null;
}

function changeCharacter(
  world: World,
  effect: Extract<Effect, { readonly kind: `${string}Character` }>,
  version: number,
): string | null {
  const { local } = effect;
  const character = world.characters.get(local);
  if (effect.kind === "createCharacter") {
    if (character) return `${local} is there already`;
    const { language, description } = effect;
    world.characters.set(local, { version, language, description, location: null, events: [] });
    return null;
  }
  if (!character) return `there is no ${local}`;
  if (effect.kind === "deleteCharacter") world.characters.delete(local);
  else if (effect.kind === "moveCharacter") Object.assign(character, { version, location: effect.location });
  else Object.assign(character, { version, language: effect.language, description: effect.description });
  return null;
}

/** Every key of a world that is, or ever was, of interest. */
function* viewOf(id: string, world: World | undefined, version: number): Iterable<[string, Value]> {
  const newest = (events: { local: string; at: number }[]) =>
    [...events].sort((a, b) => b.at - a.at).map(({ local }) => local);
  yield [
    keyOf.record(id),
    world ? { name: world.name, description: world.description, version: world.recordVersion } : null,
  ];
  yield [
    keyOf.state(id),
    world
      ? {
          version,
          characters: world.characters.size,
          events: world.events.length,
          latest: newest(world.events)[0] ?? null,
        }
      : null,
  ];
  const flags = [...(world?.flags ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  yield [keyOf.flags(id), flags.map(([key, flag]) => `${key}=${flag.value}@${flag.version}`)];
  const characters = [...(world?.characters ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const where = (filter: string, wanted: (one: Character) => boolean) =>
    listed(
      keyOf.characters(id, filter),
      characters.filter(([, one]) => wanted(one)).map(([local]) => local),
    );
  yield* where("", () => true);
  for (const language of LANGUAGES) yield* where(language, (one) => one.language === language);
  for (const place of LOCATIONS) yield* where(`@${place}`, (one) => one.location === place);
  for (const local of CHARACTERS) {
    const one = world?.characters.get(local);
    yield [
      keyOf.character(id, local),
      one ? { version: one.version, language: one.language, description: one.description } : null,
    ];
    yield* listed(keyOf.timeline(id, local), newest(one?.events ?? []), PAGE);
  }
}

/** A list's first page, and how many it has in all. */
function* listed(key: string, all: readonly string[], page = all.length): Iterable<[string, Value]> {
  yield [key, all.slice(0, page)];
  yield [keyOf.total(key), { count: all.length }];
}

/** Few of each, so that everybody is after the same ones. */
export const LANGUAGES = ["en", "fr"] as const;
export const LOCATIONS = ["here", "there"] as const;
export const CHARACTERS = ["a", "b", "c", "d"] as const;
export const FLAGS = ["x", "y"] as const;
