import { WORLD } from "./plain-world.ts";

/** One change of the plain world; `to` is where something goes, null nowhere. */
export type PlainStep =
  | { kind: "createWorld" | "renameWorld"; name: string }
  | { kind: "deleteWorld" | "purge" }
  | { kind: "setFlag"; key: string; value: unknown }
  | { kind: "removeFlag"; key: string }
  | {
      kind: "createCharacter";
      id: string;
      name: string;
      language: string;
      status: string;
      to: string | null;
    }
  | { kind: "updateCharacter"; id: string; name: string; language: string; status: string }
  | { kind: "move" | "transfer" | "deleteLocation"; id: string; to: string | null }
  | { kind: "deleteCharacter" | "deleteObject"; id: string }
  | { kind: "createLocation"; id: string; name: string }
  | { kind: "createObject"; id: string; name: string; to: string | null }
  | { kind: "connect"; id: string; to: string; label: string }
  | { kind: "disconnect"; id: string; label: string }
  | { kind: "addEvents"; events: { id: string; occurredAt: string }[]; involves: string[] };

/** The mutation that makes the step, and its input. */
export function mutationOf(step: PlainStep): [string, Record<string, unknown>] {
  const worldId = WORLD;
  const local = "id" in step ? step.id.split(":")[2] : undefined;
  switch (step.kind) {
    case "createWorld":
      return ["createWorld", { id: "plain", name: step.name }];
    case "renameWorld":
      return ["updateWorld", { id: worldId, name: step.name }];
    case "deleteWorld":
      return ["deleteWorld", { id: worldId }];
    case "purge":
      return ["purgeCache", { scope: worldId }];
    case "setFlag":
      return ["setWorldFlag", { worldId, key: step.key, value: step.value }];
    case "removeFlag":
      return ["removeWorldFlag", { worldId, key: step.key }];
    case "createCharacter": {
      const { kind: _, id: __, to, ...fields } = step;
      return ["createCharacter", { worldId, id: local, ...fields, locationId: to }];
    }
    case "updateCharacter": {
      const { kind, ...input } = step;
      return [kind, input];
    }
    case "move":
      return ["moveCharacter", { id: step.id, locationId: step.to }];
    case "transfer":
      return ["transferObject", { id: step.id, holderId: step.to }];
    case "deleteLocation":
      return ["deleteLocation", { id: step.id, moveContentsTo: step.to }];
    case "deleteCharacter":
    case "deleteObject":
      return [step.kind, { id: step.id }];
    case "createLocation":
      return ["createLocation", { worldId, id: local, name: step.name, kind: "place" }];
    case "createObject":
      return ["createObject", { worldId, id: local, name: step.name, holderId: step.to }];
    case "connect":
      return ["connectLocations", { fromId: step.id, toId: step.to, label: step.label }];
    case "disconnect":
      return ["disconnectLocations", { fromId: step.id, label: step.label }];
    case "addEvents": {
      const events = step.events.map(({ id, occurredAt }) => ({
        id: id.split(":")[2],
        kind: "k",
        summary: id,
        occurredAt,
        involves: step.involves,
      }));
      return ["addTimelineEvents", { worldId, events }];
    }
  }
}

/**
 * Random steps without end, always the same ones for a seed. Of few ids, so that what is deleted is
 * often made again, and so is the world.
 */
export function* plainSteps(seed: number): Generator<PlainStep> {
  const random = mulberry32(seed);
  const below = (n: number) => Math.floor(random() * n);
  const one = <T>(...of: T[]): T => of[below(of.length)]!;
  const id = (prefix: string) => `${prefix}:plain:${prefix[0]}${below(4)}`;
  const location = () => id("location");
  const name = () => one("Ada", "Bo", "Cy", "Zoë");
  const label = () => one("north", "south", "in");
  const manners = () => ({ language: one("en", "fr"), status: one("ACTIVE", "DORMANT") });
  const holder = () => one(null, id("character"), location());
  let made = 0;
  const event = () => ({
    id: `event:plain:e${made++}`,
    occurredAt: new Date(Date.UTC(2000, 0, 1 + below(3))).toISOString(),
  });
  const kinds: [number, () => PlainStep][] = [
    [
      8,
      () => ({
        kind: "createCharacter",
        id: id("character"),
        name: name(),
        ...manners(),
        to: one(null, location()),
      }),
    ],
    [5, () => ({ kind: "updateCharacter", id: id("character"), name: name(), ...manners() })],
    [6, () => ({ kind: "move", id: id("character"), to: one(null, location(), location()) })],
    [3, () => ({ kind: "deleteCharacter", id: id("character") })],
    [6, () => ({ kind: "createLocation", id: location(), name: name() })],
    [3, () => ({ kind: "deleteLocation", id: location(), to: one(null, location()) })],
    [4, () => ({ kind: "connect", id: location(), to: location(), label: label() })],
    [2, () => ({ kind: "disconnect", id: location(), label: label() })],
    [6, () => ({ kind: "createObject", id: id("object"), name: name(), to: holder() })],
    [5, () => ({ kind: "transfer", id: id("object"), to: holder() })],
    [2, () => ({ kind: "deleteObject", id: id("object") })],
    [
      5,
      () => ({
        kind: "addEvents",
        events: Array.from({ length: 1 + below(2) }, event),
        involves: Array.from({ length: below(3) }, () => one(id("character"), location(), id("object"))),
      }),
    ],
    [3, () => ({ kind: "setFlag", key: one("a", "b", "c"), value: below(100) })],
    [1, () => ({ kind: "removeFlag", key: one("a", "b", "c") })],
    [1, () => ({ kind: "renameWorld", name: name() })],
    [1, () => ({ kind: "purge" })],
    [1, () => ({ kind: "deleteWorld" })],
  ];
  const bag = kinds.flatMap(([weight, make]) => Array<() => PlainStep>(weight).fill(make));
  yield { kind: "createWorld", name: "Plain" };
  for (;;) {
    const step = one(...bag)();
    yield step;
    if (step.kind !== "deleteWorld") continue;
    yield one(...bag)();
    yield { kind: "createWorld", name: name() };
  }
}

/** A small generator of random numbers that can be started at the same place again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
