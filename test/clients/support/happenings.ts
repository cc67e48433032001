import type { PlainStep } from "../../support/plain-steps.ts";

/** What the world of the clients' tests begins with, and what happens to it. */
export const ADA = "character:plain:c0";
export const ITHACA = "location:plain:l0";

const character = (n: number, name: string, language: string, to: string | null = null): PlainStep => ({
  ...{ kind: "createCharacter", id: `character:plain:c${n}`, name, language, status: "ACTIVE", to },
});
export const HOMER: readonly PlainStep[] = [
  { kind: "createWorld", name: "Plain" },
  { kind: "createLocation", id: ITHACA, name: "Ithaca" },
  { kind: "createLocation", id: "location:plain:l1", name: "Troy" },
  { kind: "connect", id: ITHACA, to: "location:plain:l1", label: "by sea" },
  character(0, "Ada", "fr", ITHACA),
  character(1, "Bo", "en"),
  character(2, "Cy", "fr", "location:plain:l1"),
  character(3, "Di", "en", "location:plain:l1"),
  { kind: "createObject", id: "object:plain:o0", name: "Bow", to: ADA },
  {
    kind: "addEvents",
    events: [{ id: "event:plain:x0", occurredAt: "2000-01-01T00:00:00.000Z" }],
    involves: [ADA],
  },
  { kind: "setFlag", key: "b", value: 1 },
];

/** One of each kind of thing that a cache can get wrong. */
export const CHANGES: readonly { readonly what: string; readonly steps: readonly PlainStep[] }[] = [
  {
    what: "a field's change that leaves a list, enters another and moves in a third",
    steps: [{ kind: "updateCharacter", id: ADA, name: "Zoë", language: "en", status: "ACTIVE" }],
  },
  {
    what: "a move",
    steps: [
      { kind: "move", id: ADA, to: "location:plain:l1" },
      { kind: "move", id: ADA, to: null },
    ],
  },
  {
    what: "something's making, which was looked up in vain, its deletion and its making again",
    steps: [
      { kind: "createLocation", id: "location:plain:l3", name: "Ogygia" },
      { kind: "deleteLocation", id: "location:plain:l3", to: null },
      { kind: "createLocation", id: "location:plain:l3", name: "Ogygia again" },
    ],
  },
  {
    what: "a deletion of what others refer to",
    steps: [{ kind: "deleteLocation", id: "location:plain:l1", to: ITHACA }],
  },
  {
    what: "a flag's making, change and end",
    steps: [
      { kind: "setFlag", key: "a", value: 1 },
      { kind: "setFlag", key: "a", value: 2 },
      { kind: "removeFlag", key: "a" },
    ],
  },
  {
    what: "an event, which moves counters",
    steps: [
      {
        kind: "addEvents",
        events: [{ id: "event:plain:x1", occurredAt: "2001-01-01T00:00:00.000Z" }],
        involves: [ADA],
      },
    ],
  },
  { what: "a purge", steps: [{ kind: "purge" }] },
  { what: "another name of the world", steps: [{ kind: "renameWorld", name: "Plane" }] },
  {
    what: "the end of the world, and its beginning",
    steps: [{ kind: "deleteWorld" }, ...HOMER],
  },
];

/** A world file's contents, for an import in the place of the world. */
export const TROY = {
  world: { id: "plain", name: "Imported", status: "ACTIVE" },
  flags: [{ key: "a", value: "imported" }],
  locations: [{ id: "l0", name: "Troy", kind: "city" }],
  characters: [{ id: "c0", name: "Hector", language: "fr", location: "location:l0" }],
};
