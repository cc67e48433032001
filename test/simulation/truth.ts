import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import type { Slot } from "../../src/entities/slots.ts";
import type { ScopeState, StoreQuery, StoreValue } from "../../src/store/query.ts";
import type { Changed } from "../../src/store/store.ts";
import {
  CHARACTERS,
  characterOf,
  copyIn,
  houseOf,
  LANGUAGES,
  placeOf,
  SCOPES,
  type Sight,
  TARGETS,
} from "./targets.ts";

/** What every target was at every version of its scope, from the after images of what was committed, not from its keys. */
export interface Truth {
  /** Takes in what was just committed, in the order of the commits. `contents`: of an import. Throws if versions are left out. */
  committed(changed: Changed<unknown>, contents?: readonly Entity[]): void;
  /** All of it can be seen from now on. */
  settled(changed: Changed<unknown>, now: number): void;
  /** The scope's version; 0: it never was. */
  version(scope: number): number;
  /** The version that all could see at that time; it is asked for with times that only rise. */
  versionAt(scope: number, time: number): number;
  /** Where in its target's history a sight stands: the first place that is right at this version or later; -1: none. `after`: at least there. */
  find(target: number, sight: Sight, version: number, after?: number): number;
  /** The version from which on what stands there is right. */
  from(target: number, place: number): number;
  /** Whether all can be seen that was committed. */
  isSettled(): boolean;
  /** For people. */
  historyOf(target: number): string;
  /** What a backup taken now has. */
  backup(): TruthBackup;
  /** Whatever came after the backup never was. */
  restore(backup: TruthBackup): void;
}

export interface TruthBackup {
  readonly histories: readonly History[];
  readonly made: readonly (readonly number[])[];
  readonly worlds: ReadonlyMap<string, WorldModel>;
}

interface WorldModel {
  readonly name: string;
  /** The place's. */
  readonly note: string;
  readonly characters: ReadonlyMap<string, { readonly language: string; readonly place: string | null }>;
}

/** Of one target: each sight, and the version that made it. */
interface History {
  readonly from: number[];
  readonly sights: Sight[];
}

const INDEX_OF_SCOPE = new Map<string, number>(SCOPES.map((scope, index) => [scope, index]));
export const scopeIndex = (scope: string): number => INDEX_OF_SCOPE.get(scope)!;

const NAMES = new Map(TARGETS.map(({ name, index }) => [name, index]));
const indexOf = (name: string) => NAMES.get(name) ?? missing(name);
const OF_SCOPE = SCOPES.map((scope) => TARGETS.filter((target) => target.scope === scope));

/** The lists of a world, by what has to be true of a character that stands in it. */
const LISTS = new Map(
  SCOPES.filter((scope) => scope !== WORLDS).map((world) => [
    world as string,
    [
      { target: indexOf(`World.characters of ${world}`), holds: () => true },
      ...LANGUAGES.map((language) => ({
        target: indexOf(`World.characters of ${world}:language=${language}`),
        holds: (one: { language: string }) => one.language === language,
      })),
      {
        target: indexOf(`Location.characters of ${placeOf(world)}`),
        holds: (one: { place: string | null }) => one.place !== null,
      },
      ...["", ":language=fr"].map((filter) => ({
        target: indexOf(`House.characters of ${houseOf(world)}${filter}`),
        holds: (one: { language: string }) => one.language === "fr",
      })),
    ] as { target: number; holds: (one: { language: string; place: string | null }) => boolean }[],
  ]),
);
const LIST_OF_WORLDS = indexOf(`Query.worlds of ${WORLDS}`);

/** `snapshot`: whether a reading of the store shows one moment. */
export function createTruth(snapshot: boolean): Truth {
  let histories: History[] = TARGETS.map(({ query }) => ({
    from: [0],
    sights: [nothingOf(query)],
  }));
  /** When each version could be seen, by scope. */
  let made: number[][] = SCOPES.map(() => [Number.NEGATIVE_INFINITY]);
  const asked = SCOPES.map(() => 0);
  let worlds: ReadonlyMap<string, WorldModel> = new Map();

  function note(target: number, version: number, sight: Sight): void {
    const { from, sights } = histories[target]!;
    if (from.at(-1) === version) {
      from.pop();
      sights.pop();
    }
    if (sights.at(-1) === sight) return;
    from.push(version);
    sights.push(sight);
  }

  function set(world: string, model: WorldModel | null): void {
    const all = new Map(worlds);
    if (model) all.set(world, model);
    else all.delete(world);
    worlds = all;
  }

  /** All of a world is gone. */
  function end(world: string, version: number): void {
    set(world, null);
    for (const { index, query } of OF_SCOPE[scopeIndex(world)]!) note(index, version, nothingOf(query));
  }

  function put(scope: string, version: number, { type }: Slot, value: unknown): void {
    if (type === "WorldState") note(indexOf(`state of ${scope}`), version, (value as ScopeState).version);
    else if (type === "WorldFlag") {
      const flags = indexOf(`flags of ${scope}`);
      note(flags, version, TARGETS[flags]!.sightOf(value as StoreValue));
    } else if (value) putEntity(scope, version, value as Entity);
  }

  function putEntity(scope: string, version: number, entity: Entity): void {
    const target = NAMES.get(entity.id);
    if (target !== undefined) note(target, version, TARGETS[target]!.sightOf(entity));
    const known = worlds.get(scope) ?? { name: "", note: "", characters: new Map() };
    if (entity.id === scope) set(scope, { ...known, name: entity.name as string });
    else if (entity.__typename === "Character") {
      const { language, place } = entity as Entity & { language: string; place: string | null };
      set(scope, { ...known, characters: new Map(known.characters).set(entity.id, { language, place }) });
    } else if (entity.__typename === "Location") set(scope, { ...known, note: entity.note as string });
  }

  function remove(scope: string, version: number, id: string): void {
    if (id === scope) {
      end(scope, version);
      return;
    }
    const target = NAMES.get(id);
    if (target === undefined) return;
    note(target, version, null);
    note(indexOf(copyIn(id)), version, null);
    const known = worlds.get(scope)!;
    const left = new Map(known.characters);
    left.delete(id);
    set(scope, { ...known, characters: left });
  }

  function noteLists(scope: string, version: number): void {
    if (scope === WORLDS) {
      const listed = [...worlds].sort(([a, one], [b, other]) =>
        one.name === other.name ? (a < b ? -1 : 1) : one.name < other.name ? -1 : 1,
      );
      note(LIST_OF_WORLDS, version, listed.map(([id]) => id).join(" "));
      return;
    }
    const world = worlds.get(scope);
    const all: WorldModel["characters"] = world?.characters ?? new Map();
    for (const [id, { place }] of all)
      note(indexOf(copyIn(id)), version, place ? Number(world!.note) : "none");
    for (const { target, holds } of LISTS.get(scope)!) {
      const sight = CHARACTERS.map((local) => characterOf(scope, local)).filter((id) => {
        const one = all.get(id);
        return one && holds(one);
      });
      note(target, version, sight.join(" "));
    }
  }

  return {
    committed: ({ commits }, contents) => {
      for (const { entry, puts } of commits) {
        const { scope, version, entities } = entry;
        const times = made[scopeIndex(scope)]!;
        if (version !== times.length) throw new Error(`${scope} has ${version} after ${times.length - 1}`);
        times.push(Number.POSITIVE_INFINITY);
        if (scope === WORLDS) continue;
        for (const { id, kind } of entities) if (kind === "DELETED") remove(scope, version, id);
        if (contents) {
          end(scope, version);
          for (const entity of contents) putEntity(scope, version, entity);
        }
        for (const { slot, value } of puts) put(scope, version, slot, value);
      }
      for (const { entry } of commits) noteLists(entry.scope, entry.version);
    },

    settled: ({ commits }, now) => {
      for (const { entry } of commits) made[scopeIndex(entry.scope)]![entry.version] = now;
    },

    version: (scope) => made[scope]!.length - 1,

    versionAt: (scope, time) => {
      const times = made[scope]!;
      let version = Math.min(asked[scope]!, times.length - 1);
      while (version + 1 < times.length && times[version + 1]! < time) version++;
      asked[scope] = version;
      return version;
    },

    find: (target, sight, version, after = 0) => {
      const { from, sights } = histories[target]!;
      let place = from.length - 1;
      while (place > after && from[place]! > version) place--;
      for (; place < from.length; place++) {
        if (sights[place] === sight) return place;
        if (snapshot) continue;
        // A world that gets another name may stay where it is, and all the same be there twice or not at all.
        if (isBetween(sight, sights[place]!, sights[place])) return place;
        if (isBetween(sight, sights[place]!, sights[place + 1])) return place;
      }
      return -1;
    },

    isSettled: () => made.every((times) => times.at(-1) !== Number.POSITIVE_INFINITY),

    from: (target, place) => histories[target]!.from[place]!,

    historyOf: (target) => {
      const { from, sights } = histories[target]!;
      return from.map((version, place) => `${version}: ${JSON.stringify(sights[place])}`).join(", ");
    },

    backup: () => ({ histories: histories.map(copyOf), made: made.map((times) => [...times]), worlds }),

    restore: (backup) => {
      histories = backup.histories.map(copyOf);
      made = backup.made.map((times) => [...times]);
      worlds = backup.worlds;
    },
  };
}

function copyOf({ from, sights }: History): History {
  return { from: [...from], sights: [...sights] };
}

/** What a target is where its world isn't there. */
function nothingOf({ kind }: StoreQuery): Sight {
  return kind === "list" || kind === "together" ? "" : null;
}

function missing(name: string): never {
  throw new Error(`there is no target ${name}`);
}

/** Whether a list is partly as it was and partly as it was to be, as it is read while a commit isn't all there. */
function isBetween(sight: Sight, before: Sight, after: Sight | undefined): boolean {
  if (typeof sight !== "string" || typeof before !== "string" || typeof after !== "string") return false;
  const [mixed, was, is] = [sight, before, after].map((text) => text.split(" ").filter(Boolean));
  const reordered = was!.length === is!.length && was!.every((id) => is!.includes(id));
  return (
    mixed!.every((id) => was!.includes(id) || is!.includes(id)) &&
    (reordered || was!.every((id) => !is!.includes(id) || mixed!.includes(id)))
  );
}
