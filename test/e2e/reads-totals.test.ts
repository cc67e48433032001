import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const HALL = "location:odyssey:hall";
const CAVE = "location:odyssey:cave";

describe("totalCount", () => {
  const at = useGateway();
  /** Every list and some filters, all of which are cached then: a change has to drop each that it makes another. */
  const totals = async () => {
    const { world, hall, cave, nobody, ...rest } = await at.data(`{
      worlds { totalCount } dormant: worlds(status: DORMANT) { totalCount } active: worlds(status: ACTIVE) { totalCount }
      world(id: "${worldId}") {
        characters(first: 1) { totalCount } locations(first: 1) { totalCount } objects(first: 1) { totalCount }
        greek: characters(first: 1, filter: {language: "el"}) { totalCount }
        dormant: characters(first: 1, filter: {status: DORMANT}) { totalCount }
        inHall: characters(first: 1, filter: {locationId: "${HALL}"}) { totalCount }
        greekInHall: characters(first: 1, filter: {language: "el", locationId: "${HALL}"}) { totalCount }
        timeline(first: 1) { totalCount } oldest: timeline(first: 1, order: OLDEST_FIRST) { totalCount }
      }
      hall: location(id: "${HALL}") { ...place } cave: location(id: "${CAVE}") { ...place }
      nobody: character(id: "character:odyssey:nobody") { inventory { totalCount } timeline { totalCount } }
    }
    fragment place on Location {
      characters(first: 1) { totalCount } objects(first: 1) { totalCount } timeline(first: 1) { totalCount }
    }`);
    const flat = (name: string, lists: Record<string, { totalCount: number }> | null) =>
      Object.entries(lists ?? {}).map(([list, { totalCount }]) => [`${name}${list}`, totalCount]);
    return Object.fromEntries([
      ...flat("", rest),
      ...flat("world.", world),
      ...flat("hall.", hall),
      ...flat("cave.", cave),
      ...flat("nobody.", nobody),
    ]) as Record<string, number>;
  };

  /** What a mutation makes of the totals: those that it changes, as they are then. */
  async function changed(mutation: string, input: Record<string, unknown>): Promise<Record<string, number>> {
    const before = await totals();
    await at.change(mutation, input);
    const after = await totals();
    return Object.fromEntries(Object.entries(after).filter(([name, count]) => before[name] !== count));
  }

  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    for (const id of ["hall", "cave"])
      await at.change("createLocation", { worldId, id, name: id, kind: "place" });
    await at.change("createCharacter", { worldId, id: "nobody", name: "Nobody", language: "el" });
  });

  test("is as each mutation has left it, under every filter", async () => {
    const NOBODY = "character:odyssey:nobody";
    expect(await totals()).toMatchObject({
      worlds: 1,
      "world.characters": 1,
      "world.inHall": 0,
      "hall.objects": 0,
    });
    expect(
      await changed("createCharacter", { worldId, id: "mouse", name: "Mouse", locationId: HALL }),
    ).toEqual({
      "world.characters": 2,
      "world.inHall": 1,
      "hall.characters": 1,
    });
    expect(await changed("moveCharacter", { id: NOBODY, locationId: HALL })).toEqual({
      "world.inHall": 2,
      "world.greekInHall": 1,
      "hall.characters": 2,
    });
    expect(await changed("updateCharacter", { id: NOBODY, name: "No one", status: "DORMANT" })).toEqual({
      "world.dormant": 1,
    });
    expect(await changed("updateCharacter", { id: NOBODY, language: "en" })).toEqual({
      "world.greek": 0,
      "world.greekInHall": 0,
    });
    expect(await changed("createObject", { worldId, id: "cup", name: "Cup", holderId: HALL })).toEqual({
      "world.objects": 1,
      "hall.objects": 1,
    });
    expect(await changed("transferObject", { id: "object:odyssey:cup", holderId: NOBODY })).toEqual({
      "hall.objects": 0,
      "nobody.inventory": 1,
    });
    const events = [HALL, NOBODY, NOBODY].map((id) => ({ kind: "k", summary: "s", involves: [id] }));
    expect(await changed("addTimelineEvents", { worldId, events })).toEqual({
      "world.timeline": 3,
      "world.oldest": 3,
      "hall.timeline": 1,
      "nobody.timeline": 2,
    });
    expect(await changed("deleteCharacter", { id: "character:odyssey:mouse" })).toEqual({
      "world.characters": 1,
      "world.inHall": 1,
      "hall.characters": 1,
    });
    expect(await changed("moveCharacter", { id: NOBODY, locationId: CAVE })).toMatchObject({
      "hall.characters": 0,
      "cave.characters": 1,
    });
    // The lists of a place that isn't there are none.
    expect(await changed("deleteLocation", { id: CAVE, moveContentsTo: HALL })).toEqual({
      "world.locations": 1,
      "world.inHall": 1,
      "hall.characters": 1,
    });
    expect(await changed("activateWorld", { id: worldId })).toEqual({ dormant: 0, active: 1 });
    expect(await changed("createWorld", { id: "iliad", name: "The Iliad" })).toEqual({
      worlds: 2,
      dormant: 1,
    });
    await at.change("deleteWorld", { id: worldId });
    expect(await totals()).toEqual({ worlds: 1, dormant: 1, active: 0 });
  });

  test("is right where what came or went lies behind all that is cached of the list", async () => {
    const more = Array.from({ length: 150 }, (_, n) => ({ worldId, id: `z${n}`, name: `Z${100 + n}` }));
    await at.changeMany("createCharacter", more);
    const LAST = "character:odyssey:z149";
    const page = async () =>
      (await at.data(`{ world(id: "${worldId}") { characters(first: 100) { totalCount nodes { id } } } }`))
        .world.characters as { totalCount: number; nodes: { id: string }[] };
    const first = await page();
    expect([first.totalCount, first.nodes.length]).toEqual([151, 100]);
    await at.change("deleteCharacter", { id: LAST });
    expect(await page()).toEqual({ ...first, totalCount: 150 });
    await at.change("createCharacter", { worldId, id: "z149", name: "Z249" });
    expect(await page()).toEqual({ ...first, totalCount: 151 });
  });

  test("is part of a list's cached value: it is answered again without the store", async () => {
    const known = await totals();
    at.watched.forget();
    expect(await totals()).toEqual(known);
    expect(at.watched.batches).toEqual([]);
  });
});
