import type { Entity } from "../../src/entities/define.ts";
import { WORLDS } from "../../src/entities/ids.ts";
import { filterSuffix } from "../../src/entities/lists.ts";
import type { ListReading, ScopeState, StoreQuery, StoreValue } from "../../src/store/query.ts";

/** What of a value is compared: enough to tell any two states of it apart. Null: it isn't there. */
export type Sight = string | number | null;

/** Something that clients read. */
export interface Target {
  /** Its place among all targets. */
  readonly index: number;
  readonly scope: string;
  readonly name: string;
  readonly query: StoreQuery;
  sightOf(value: StoreValue): Sight;
}

export const SCOPES = ["world:v", "world:w", WORLDS] as const;
export const LANGUAGES = ["en", "fr"] as const;
export const CHARACTERS = ["a", "b", "c"] as const;
const PLACE = "p";

export const characterOf = (world: string, local: string) => `character:${localOf(world)}:${local}`;
export const placeOf = (world: string) => `location:${localOf(world)}:${PLACE}`;
export const houseOf = (world: string) => `house:${localOf(world)}:fr`;
/** What a target is called that is a character's copy of its place's note. */
export const copyIn = (character: string) => `place's note in ${character}`;
export const flagOf = (world: string) => `flag:${localOf(world)}:f`;

function localOf(world: string): string {
  return world.slice("world:".length);
}

const list = (scope: string, coordinate: string, owner: string, filter = {}): Omit<Target, "index"> => ({
  scope,
  name: `${coordinate} of ${owner}${filterSuffix(filter)}`,
  query: { kind: "list", coordinate, owner, filter, after: null, limit: 100 },
  // Characters stand in the order in which they were made, which is the store's matter.
  sightOf: (value) => {
    const ids = (value as ListReading).entries.map(({ id }) => id);
    return (owner === WORLDS ? ids : ids.sort()).join(" ");
  },
});

const entity = (scope: string, id: string): Omit<Target, "index"> => ({
  scope,
  name: id,
  query: { kind: "entity", id },
  sightOf: (value) => value && Number((value as Entity).note),
});

/** An entity's copy of what another one says: none, if it names none. */
const copy = (scope: string, id: string): Omit<Target, "index"> => ({
  scope,
  name: copyIn(id),
  query: { kind: "entity", id },
  sightOf: (value) =>
    value && (((value as Entity).placeNote as string | null) ? Number((value as Entity).placeNote) : "none"),
});

function targetsOf(world: string): Omit<Target, "index">[] {
  return [
    entity(world, world),
    {
      scope: world,
      name: `state of ${world}`,
      query: { kind: "state", scope: world },
      sightOf: (value) => value && (value as ScopeState).version,
    },
    {
      scope: world,
      name: `flags of ${world}`,
      query: { kind: "together", scope: world, type: "WorldFlag" },
      sightOf: (value) => (value as readonly Entity[]).map(({ note }) => note).join(" "),
    },
    ...CHARACTERS.map((local) => entity(world, characterOf(world, local))),
    ...CHARACTERS.map((local) => copy(world, characterOf(world, local))),
    list(world, "World.characters", world),
    ...LANGUAGES.map((language) => list(world, "World.characters", world, { language })),
    list(world, "Location.characters", placeOf(world)),
    list(world, "House.characters", houseOf(world)),
    list(world, "House.characters", houseOf(world), { language: "fr" }),
  ];
}

export const TARGETS: readonly Target[] = [
  ...targetsOf("world:v"),
  ...targetsOf("world:w"),
  list(WORLDS, "Query.worlds", WORLDS),
].map((target, index) => ({ ...target, index }));
