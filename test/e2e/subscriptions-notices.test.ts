import { beforeEach, describe, expect, test } from "vitest";
import { INVALIDATIONS, subscribe } from "../support/subscribers.ts";
import { sse, webSocket } from "../support/transports.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const ODYSSEUS = "character:odyssey:odysseus";
const BOW = "object:odyssey:bow";
const ITHACA = "location:odyssey:ithaca";
const OGYGIA = "location:odyssey:ogygia";
const ARRIVAL = "event:odyssey:arrival";

const BASE: readonly [string, Record<string, unknown>][] = [
  ["createWorld", { id: "odyssey", name: "The Odyssey" }],
  ["createLocation", { worldId: WORLD, id: "ithaca", name: "Ithaca", kind: "island" }],
  ["createLocation", { worldId: WORLD, id: "ogygia", name: "Ogygia", kind: "island" }],
  ["connectLocations", { fromId: ITHACA, toId: OGYGIA, label: "by raft" }],
  ["createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus", locationId: ITHACA }],
  ["createObject", { worldId: WORLD, id: "bow", name: "The bow", holderId: ODYSSEUS }],
  ["setWorldFlag", { worldId: WORLD, key: "storm", value: true }],
];
const NEXT = BASE.length + 1;

const of = (id: string, type: string, typename: string, kind: string) => ({
  entityId: id,
  type,
  typename,
  kind,
});
const character = (id: string, kind: string) => of(id, "CHARACTER", "Character", kind);
const location = (id: string, kind: string) => of(id, "LOCATION", "Location", kind);
const object = (id: string, kind: string) => of(id, "WORLD_OBJECT", "WorldObject", kind);
const event = (id: string, kind: string) => of(id, "TIMELINE_EVENT", "TimelineEvent", kind);
const flag = (id: string, kind: string) => of(id, "WORLD_FLAG", "WorldFlag", kind);
const world = (kind: string) => of(WORLD, "WORLD", "World", kind);

type Named = ReturnType<typeof of>;

interface Case {
  readonly mutation: string;
  readonly input: Record<string, unknown>;
  readonly entities: readonly Named[];
  /** Beside the entities' ids and what every change of a world touches. */
  readonly tags?: readonly string[];
  readonly resync?: true;
}

const CASES: readonly Case[] = [
  {
    mutation: "createCharacter",
    input: { worldId: WORLD, id: "penelope", name: "Penelope", locationId: ITHACA },
    entities: [character("character:odyssey:penelope", "CREATED")],
    tags: [`${WORLD}.characters`, `${ITHACA}.characters`],
  },
  {
    mutation: "updateCharacter",
    input: { id: ODYSSEUS, description: "Of many turns." },
    entities: [character(ODYSSEUS, "UPDATED")],
  },
  {
    mutation: "updateCharacter",
    input: { id: ODYSSEUS, name: "Nobody" },
    entities: [character(ODYSSEUS, "UPDATED")],
    tags: [`${WORLD}.characters`, `${ITHACA}.characters`],
  },
  {
    mutation: "moveCharacter",
    input: { id: ODYSSEUS, locationId: OGYGIA },
    entities: [character(ODYSSEUS, "UPDATED")],
    tags: [`${WORLD}.characters`, `${ITHACA}.characters`, `${OGYGIA}.characters`],
  },
  {
    mutation: "deleteCharacter",
    input: { id: ODYSSEUS },
    entities: [character(ODYSSEUS, "DELETED"), object(BOW, "UPDATED")],
    tags: [`${WORLD}.characters`, `${ITHACA}.characters`, `${ODYSSEUS}.inventory`, `${ITHACA}.objects`],
  },
  {
    mutation: "createLocation",
    input: { worldId: WORLD, id: "pylos", name: "Pylos", kind: "town" },
    entities: [location("location:odyssey:pylos", "CREATED")],
    tags: [`${WORLD}.locations`],
  },
  {
    mutation: "updateLocation",
    input: { id: ITHACA, kind: "home" },
    entities: [location(ITHACA, "UPDATED")],
  },
  {
    mutation: "deleteLocation",
    input: { id: OGYGIA },
    entities: [location(OGYGIA, "DELETED"), location(ITHACA, "UPDATED")],
    tags: [`${WORLD}.locations`],
  },
  {
    mutation: "deleteLocation",
    input: { id: ITHACA, moveContentsTo: OGYGIA },
    entities: [location(ITHACA, "DELETED"), character(ODYSSEUS, "UPDATED")],
    tags: [`${WORLD}.locations`, `${WORLD}.characters`, `${ITHACA}.characters`, `${OGYGIA}.characters`],
  },
  {
    mutation: "connectLocations",
    input: { fromId: OGYGIA, toId: ITHACA, label: "home", returnLabel: "away" },
    entities: [location(OGYGIA, "UPDATED"), location(ITHACA, "UPDATED")],
  },
  {
    mutation: "disconnectLocations",
    input: { fromId: ITHACA, label: "by raft" },
    entities: [location(ITHACA, "UPDATED")],
  },
  {
    mutation: "createObject",
    input: { worldId: WORLD, id: "raft", name: "The raft", holderId: OGYGIA },
    entities: [object("object:odyssey:raft", "CREATED")],
    tags: [`${WORLD}.objects`, `${OGYGIA}.objects`],
  },
  {
    mutation: "transferObject",
    input: { id: BOW, holderId: ITHACA },
    entities: [object(BOW, "UPDATED")],
    tags: [`${ODYSSEUS}.inventory`, `${ITHACA}.objects`],
  },
  {
    mutation: "deleteObject",
    input: { id: BOW },
    entities: [object(BOW, "DELETED")],
    tags: [`${WORLD}.objects`, `${ODYSSEUS}.inventory`],
  },
  {
    mutation: "addTimelineEvent",
    input: {
      worldId: WORLD,
      id: "arrival",
      kind: "landfall",
      summary: "He wakes.",
      involves: [ODYSSEUS, ITHACA],
    },
    entities: [event(ARRIVAL, "CREATED")],
    tags: [`${WORLD}.timeline`, `${ODYSSEUS}.timeline`, `${ITHACA}.timeline`],
  },
  {
    mutation: "addTimelineEvents",
    input: {
      worldId: WORLD,
      events: [
        { id: "arrival", kind: "landfall", summary: "He wakes." },
        { id: "contest", kind: "feat", summary: "He strings it.", involves: [BOW] },
      ],
    },
    entities: [event(ARRIVAL, "CREATED"), event("event:odyssey:contest", "CREATED")],
    tags: [`${WORLD}.timeline`, `${BOW}.timeline`],
  },
  {
    mutation: "setWorldFlag",
    input: { worldId: WORLD, key: "night", value: 1 },
    entities: [flag("flag:odyssey:night", "CREATED")],
    tags: [`${WORLD}.flags`],
  },
  {
    mutation: "setWorldFlag",
    input: { worldId: WORLD, key: "storm", value: false },
    entities: [flag("flag:odyssey:storm", "UPDATED")],
    tags: [`${WORLD}.flags`],
  },
  {
    mutation: "removeWorldFlag",
    input: { worldId: WORLD, key: "storm" },
    entities: [flag("flag:odyssey:storm", "DELETED")],
    tags: [`${WORLD}.flags`],
  },
  { mutation: "updateWorld", input: { id: WORLD, description: "Ten years." }, entities: [world("UPDATED")] },
  { mutation: "activateWorld", input: { id: WORLD }, entities: [world("UPDATED")] },
  { mutation: "deleteWorld", input: { id: WORLD }, entities: [world("DELETED")], resync: true },
];

describe("a notice of a world", () => {
  const at = useGateway();
  beforeEach(async () => {
    for (const [mutation, input] of BASE) await at.change(mutation, input);
  });

  test.each(CASES)("says what $mutation $input changed", async ({ mutation, input, ...expected }) => {
    const subscriber = await subscribe(at, webSocket, INVALIDATIONS, { scopes: [{ id: WORLD }] });
    await at.clock.advance(1_500);
    await at.change(mutation, input);
    const { tags, entities, ...notice } = await subscriber.next();
    const byId = (a: Named, b: Named) => (a.entityId < b.entityId ? -1 : 1);
    const always = [`${WORLD}.version`, `${WORLD}.state`];
    expect(notice).toEqual({
      scope: WORLD,
      version: NEXT,
      resync: expected.resync ?? false,
      at: "2026-01-01T00:00:01.500Z",
    });
    expect(entities.toSorted(byId)).toEqual(expected.entities.toSorted(byId));
    expect(tags.toSorted()).toEqual(
      [...expected.entities.map(({ entityId }) => entityId), ...(expected.tags ?? []), ...always].toSorted(),
    );
  });
});

describe("a notice of a purge", () => {
  const at = useGateway();

  test.each([{}, { type: "CHARACTER" }])("of %o has its version and tells of nothing", async (narrowed) => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const subscriber = await subscribe(at, sse, INVALIDATIONS, { scopes: [{ id: WORLD }] });
    await at.change("purgeCache", { scope: WORLD, ...narrowed });
    expect(await subscriber.next()).toEqual({
      scope: WORLD,
      version: 2,
      tags: [],
      entities: [],
      resync: false,
      at: "2026-01-01T00:00:00.000Z",
    });
  });
});

describe("a notice of the list of worlds", () => {
  const at = useGateway();
  const noticed = (version: number, kind: string) => ({
    scope: "worlds",
    version,
    tags: [WORLD, "Query.worlds"],
    entities: [world(kind)],
    resync: false,
    at: "2026-01-01T00:00:00.000Z",
  });

  test("comes when a world begins, ends, or takes another place in the list, and not for what it says", async () => {
    const subscriber = await subscribe(at, sse, INVALIDATIONS, { scopes: [{ id: "worlds" }] });
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("updateWorld", { id: WORLD, description: "Ten years." });
    await at.change("updateWorld", { id: WORLD, name: "Odysseia" });
    await at.change("updateWorld", { id: WORLD, name: "Odysseia" });
    await at.change("updateWorld", { id: WORLD, status: "ARCHIVED" });
    await at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus" });
    await at.change("activateWorld", { id: WORLD });
    await at.change("deleteWorld", { id: WORLD });
    expect(await subscriber.take(5)).toEqual([
      noticed(1, "CREATED"),
      noticed(2, "UPDATED"),
      noticed(3, "UPDATED"),
      noticed(4, "UPDATED"),
      noticed(5, "DELETED"),
    ]);
  });
});
