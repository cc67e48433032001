import { beforeEach, describe, expect, test } from "vitest";
import { importWorld } from "../support/import-world.ts";
import { refusal, type Subscriber, subscribe, TIMELINE_EVENTS } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const ODYSSEUS = "character:odyssey:odysseus";
const ITHACA = "location:odyssey:ithaca";

const NESTED = `subscription ($worldId: ID!, $after: Version) {
  timelineEvents(worldId: $worldId, after: $after) {
    id version kind moment data occurredAt
    involves { __typename id name version }
    world { version state { eventCount latestEvent { id } } }
  }
}`;

describe.each(transports)("events over $name", (transport) => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createLocation", { worldId: WORLD, id: "ithaca", name: "Ithaca", kind: "island" });
    await createOdysseus();
  });

  const createOdysseus = () =>
    at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus", locationId: ITHACA });
  const event = (id: string, involves: string[] = []) => ({ id, kind: "k", summary: id, involves });
  const add = (id: string, ...involves: string[]) =>
    at.change("addTimelineEvent", { worldId: WORLD, ...event(id, involves) });
  const listen = (entityId?: string, after?: number) =>
    subscribe(at, transport, TIMELINE_EVENTS, { worldId: WORLD, entityId, after });
  const summaries = async (subscriber: Subscriber, count: number) =>
    (await subscriber.take(count)).map(({ summary }) => summary);

  test("come as they are added, those of a batch in its order", async () => {
    const subscriber = await listen();
    await add("calypso");
    await at.change("updateCharacter", { id: ODYSSEUS, name: "Nobody" });
    const ids = Array.from({ length: 50 }, (_, n) => `storm-${n}`).reverse();
    await at.change("addTimelineEvents", { worldId: WORLD, events: ids.map((id) => event(id)) });
    expect(await subscriber.next()).toEqual({
      id: "event:odyssey:calypso",
      version: 4,
      summary: "calypso",
    });
    expect(await summaries(subscriber, 50)).toEqual(ids);
  });

  test("of one entity are those that involve it", async () => {
    const subscriber = await listen(ODYSSEUS);
    await add("council");
    await add("landing", ITHACA, ODYSSEUS);
    const events = [event("feast"), event("song", [ODYSSEUS]), event("sleep"), event("gift", [ODYSSEUS])];
    await at.change("addTimelineEvents", { worldId: WORLD, events });
    expect(await summaries(subscriber, 3)).toEqual(["landing", "song", "gift"]);
  });

  test("come again from `after` on, and then as they are added", async () => {
    for (const id of ["one", "two", "three"]) await add(id, ODYSSEUS);
    const all = await listen(undefined, 0);
    const some = await listen(ODYSSEUS, 5);
    await add("four", ODYSSEUS);
    expect(await summaries(all, 4)).toEqual(["one", "two", "three", "four"]);
    expect(await summaries(some, 2)).toEqual(["three", "four"]);
  });

  test("are all pushed, in order, also where one change adds more than caches are told of", async () => {
    const characters = Array.from({ length: 300 }, (_, n) => ({ id: `p${n}`, name: `Person ${n}` }));
    await importWorld(at, { world: { id: "odyssey", name: "The Odyssey" }, characters });
    const subscriber = await listen();
    const last = await listen("character:odyssey:p299");
    const events = Array.from({ length: 500 }, (_, n) => event(`e${n}`, [`character:odyssey:p${n % 300}`]));
    await at.services.commands.events.addMany({ worldId: WORLD, events });
    expect(await summaries(subscriber, 500)).toEqual(events.map(({ id }) => id));
    expect(await summaries(last, 1)).toEqual(["e299"]);
  });

  test("that an import brings are not pushed, and those that it replaced are gone", async () => {
    await add("before");
    const replaying = () => listen(undefined, 0);
    const subscriber = await listen();
    const events = ["before", "imported"].map((id) => ({ ...event(id), occurredAt: "0001-01-01T00:00:00Z" }));
    await importWorld(at, { world: { id: "odyssey", name: "The Odyssey" }, events });
    await add("after");
    expect(await summaries(subscriber, 1)).toEqual(["after"]);
    expect(await summaries(await replaying(), 1)).toEqual(["after"]);
  });

  test("of an entity that was deleted are not those of another one under its id", async () => {
    await add("first", ODYSSEUS);
    await at.change("deleteCharacter", { id: ODYSSEUS });
    expect(
      await refusal(at, transport, TIMELINE_EVENTS, { worldId: WORLD, entityId: ODYSSEUS, after: 0 }),
    ).toEqual({ code: "NOT_FOUND", field: "entityId" });
    await createOdysseus();
    const subscriber = await listen(ODYSSEUS, 0);
    await add("second", ODYSSEUS);
    expect(await summaries(subscriber, 1)).toEqual(["second"]);
  });

  test("of a world that was deleted are not those of the one that was made again", async () => {
    await add("same");
    const subscriber = await listen();
    await at.change("deleteWorld", { id: WORLD });
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const { version } = await add("same");
    expect(await subscriber.next()).toMatchObject({ id: "event:odyssey:same", version });
    const replaying = await listen(undefined, 0);
    expect(await replaying.next()).toMatchObject({ id: "event:odyssey:same", version });
    await add("other");
    expect(await summaries(replaying, 1)).toEqual(["other"]);
  });

  test("show what hangs on them as of their own version or later", async () => {
    const subscriber = await subscribe(at, transport, NESTED, { worldId: WORLD });
    for (const [n, name] of ["Nobody", "Outis", "Odysseus"].entries()) {
      const version = 4 + 2 * n;
      await at.change("updateCharacter", { id: ODYSSEUS, name });
      await at.change("addTimelineEvent", {
        worldId: WORLD,
        ...event(`e${n}`, [ODYSSEUS, ITHACA]),
        moment: "the ninth day",
        data: { book: 9 + n },
        occurredAt: "0800-01-01T00:00:00.000Z",
      });
      expect(await subscriber.next()).toEqual({
        id: `event:odyssey:e${n}`,
        version: version + 1,
        kind: "k",
        moment: "the ninth day",
        data: { book: 9 + n },
        occurredAt: "0800-01-01T00:00:00.000Z",
        involves: [
          { __typename: "Character", id: ODYSSEUS, name, version },
          { __typename: "Location", id: ITHACA, name: "Ithaca", version: 2 },
        ],
        world: {
          version: version + 1,
          state: { eventCount: n + 1, latestEvent: { id: `event:odyssey:e${n}` } },
        },
      });
    }
    await at.change("deleteCharacter", { id: ODYSSEUS });
    const replaying = await subscribe(at, transport, NESTED, { worldId: WORLD, after: 3 });
    expect(await replaying.next()).toMatchObject({
      id: "event:odyssey:e0",
      version: 5,
      involves: [{ id: ITHACA }],
      world: { version: 10 },
    });
  });
});
