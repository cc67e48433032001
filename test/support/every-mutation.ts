type Input = Readonly<Record<string, unknown>>;

/** A mutation that succeeds in the small Odyssey, and others that ask for something else under its name. */
export interface MutationCase {
  readonly mutation: string;
  readonly input: Input;
  /** The same mutation, asking for something else. */
  readonly other: Input;
  /** What its payload has of its own. */
  readonly selection: string;
}

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const ithaca = "location:odyssey:ithaca";
const olympus = "location:odyssey:olympus";
const bow = "object:odyssey:bow";
const ENTITY = "id name description version createdAt updatedAt";
const WORLD = "world { id name description status recordVersion createdAt updatedAt }";
const CHARACTER = `character { ${ENTITY} language status traits }`;
const LOCATION = `location { ${ENTITY} kind coordinates { x y z } }`;
const OBJECT = `object { ${ENTITY} }`;
const FLAG = "flag { id key value version updatedAt }";
const EVENT = "id kind summary occurredAt moment data version";

function of(mutation: string, selection: string, input: Input, other: Input): MutationCase {
  return { mutation, input, other: { ...input, ...other }, selection };
}

/** Every mutation that takes an `idempotencyKey`, once; those that create, also without an id. */
export const EVERY_MUTATION: readonly MutationCase[] = [
  of("createWorld", WORLD, { id: "ilias", name: "Iliad" }, { name: "Another" }),
  of("createWorld", WORLD, { name: "Aeneid", status: "ACTIVE" }, { name: "Another" }),
  of("updateWorld", WORLD, { id: worldId, name: "Nostos" }, { name: "Another" }),
  of("updateWorld", WORLD, { id: worldId, description: null }, { description: "Another" }),
  of("activateWorld", WORLD, { id: worldId }, { expectedVersion: 1 }),
  of("deleteWorld", "deletedId", { id: worldId }, { expectedVersion: 1 }),
  of("setWorldFlag", FLAG, { worldId, key: "calm", value: { sea: true } }, { value: 1 }),
  of("setWorldFlag", FLAG, { worldId, key: "suitors", value: 0 }, { key: "war_is_over" }),
  of("removeWorldFlag", "deletedId", { worldId, key: "suitors" }, { key: "war_is_over" }),
  of(
    "createCharacter",
    CHARACTER,
    { worldId, id: "circe", name: "Circe", traits: ["divine"] },
    { traits: [] },
  ),
  of("createCharacter", CHARACTER, { worldId, name: "Nobody", locationId: ithaca }, { locationId: null }),
  of("updateCharacter", CHARACTER, { id: odysseus, status: "DORMANT" }, { name: "Another" }),
  of("moveCharacter", CHARACTER, { id: odysseus, locationId: null }, { locationId: ithaca }),
  of("deleteCharacter", "deletedId", { id: odysseus }, { id: "character:odyssey:argos" }),
  of("createLocation", LOCATION, { worldId, id: "aeaea", name: "Aeaea", kind: "isle" }, { kind: "island" }),
  of("createLocation", LOCATION, { worldId, name: "Hades", kind: "underworld" }, { kind: "island" }),
  of("updateLocation", LOCATION, { id: ithaca, coordinates: { x: 1, y: 2 } }, { coordinates: null }),
  of("deleteLocation", "deletedId", { id: olympus }, { moveContentsTo: ithaca }),
  of(
    "connectLocations",
    "from { id version exits { label } } to { id version }",
    { fromId: olympus, toId: ithaca, label: "down", returnLabel: "up" },
    { returnLabel: null },
  ),
  of(
    "disconnectLocations",
    "from { id version exits { label } }",
    { fromId: "location:odyssey:ogygia", label: "by raft" },
    { label: "by ship" },
  ),
  of("createObject", OBJECT, { worldId, id: "loom", name: "Loom", holderId: odysseus }, { holderId: null }),
  of("createObject", OBJECT, { worldId, name: "Bag of winds" }, { description: "Tied." }),
  of("updateObject", OBJECT, { id: bow, name: "The bow" }, { name: "Another" }),
  of("transferObject", OBJECT, { id: bow, holderId: odysseus }, { holderId: null }),
  of("deleteObject", "deletedId", { id: bow }, { id: "object:odyssey:oar" }),
  of(
    "addTimelineEvent",
    `event { ${EVENT} }`,
    { worldId, id: "storm", kind: "storm", summary: "Poseidon sees him.", involves: [odysseus] },
    { involves: [] },
  ),
  of(
    "addTimelineEvent",
    `event { ${EVENT} }`,
    { worldId, kind: "storm", summary: "s", data: { waves: [1, 2] } },
    { data: { waves: [2, 1] } },
  ),
  of(
    "addTimelineEvents",
    `events { ${EVENT} }`,
    {
      worldId,
      events: [
        { kind: "k", summary: "one" },
        { id: "two", kind: "k", summary: "two" },
      ],
    },
    { events: [{ id: "two", kind: "k", summary: "two" }] },
  ),
];

/** How a case is called in a list of tests. */
export function nameOfCase({ mutation, input }: MutationCase): string {
  return `${mutation} ${JSON.stringify(input)}`;
}
