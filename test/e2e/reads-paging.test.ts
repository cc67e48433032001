import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GatewayInUse, useGateway, useSharedGateway } from "../support/use-gateway.ts";
import { walkPages } from "../support/walk.ts";

const worldId = "world:big";
const world = `world(id: "${worldId}")`;
const idOf = (n: number) => `character:big:c${String(n).padStart(3, "0")}`;
/** Fifty names, five of each; some whose order by code point isn't that by UTF-16. */
const nameOf = (n: number) => `${["\u{1F600}", "\uFFFD", "é", "a", "Z"][n % 5]}${n % 10}`;

const inOrder = Array.from({ length: 250 }, (_, n) => ({ id: idOf(n), name: nameOf(n) }))
  .sort(
    (a, b) =>
      Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) ||
      Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
  )
  .map(({ id }) => id);
const events = Array.from({ length: 300 }, (_, n) => `event:big:e${n}`);

async function makeBigWorld(at: GatewayInUse): Promise<void> {
  await at.change("createWorld", { id: "big", name: "Big" });
  await at.changeMany(
    "createCharacter",
    inOrder.map((id) => {
      const local = id.slice("character:big:".length);
      return { worldId, id: local, name: nameOf(Number(local.slice(1))) };
    }),
  );
  await at.change("addTimelineEvents", {
    worldId,
    events: events.map((id, n) => ({
      id: id.slice("event:big:".length),
      kind: "tick",
      summary: id,
      // Seven at each moment.
      occurredAt: new Date(Date.UTC(2000, 0, 1) + Math.floor(n / 7) * 1000).toISOString(),
      involves: n % 2 ? [idOf(0)] : [],
    })),
  });
}

const cut = (ids: readonly string[], size: number) =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, n) => ids.slice(n * size, (n + 1) * size));

describe("pages", () => {
  const at = useSharedGateway();
  beforeAll(() => makeBigWorld(at));

  test.each([7, 100, 99, 50])("of %i go through 250 characters without gap or double", async (size) => {
    const walk = () => walkPages(at, { owner: world, list: "characters", size });
    expect(await walk()).toEqual(cut(inOrder, size));
    // Again, with the first hundred in the cache.
    expect(await walk()).toEqual(cut(inOrder, size));
  });

  test.each([7, 100])("of %i go through 300 events in both orders", async (size) => {
    const walk = (order: string) =>
      walkPages(at, { owner: world, list: "timeline", size, args: `order: ${order}` });
    expect(await walk("OLDEST_FIRST")).toEqual(cut(events, size));
    expect(await walk("NEWEST_FIRST")).toEqual(cut(events.toReversed(), size));
  });

  test("of 7 go through one character's 150 events", async () => {
    const involved = events.filter((_, n) => n % 2);
    const walk = { owner: `character(id: "${idOf(0)}")`, list: "timeline", size: 7 };
    expect(await walkPages(at, { ...walk, args: "order: OLDEST_FIRST" })).toEqual(cut(involved, 7));
    expect(await walkPages(at, walk)).toEqual(cut(involved.toReversed(), 7));
  });

  test.each(["", "x", "bm9uZQ", "WyJhIiwiYiJd"])(
    "don't start at a cursor that isn't one: %j",
    async (after) => {
      const query = `query ($after: String) { ${world} { characters(after: $after) { nodes { id } } } }`;
      expect(await at.fault(query, { after })).toEqual({ code: "BAD_USER_INPUT", field: "after" });
    },
  );

  test("end where the list ends, also if the last one is full", async () => {
    expect((await walkPages(at, { owner: world, list: "characters", size: 50 })).length).toBe(5);
    const location = { owner: world, list: "locations", size: 100 };
    expect(await walkPages(at, location)).toEqual([[]]);
  });
});

describe("pages of a list that changes", () => {
  const at = useGateway();
  beforeEach(() => makeBigWorld(at));

  test("of a hundred end with a list of a hundred", async () => {
    const deleted = inOrder.slice(100).map((id) => ({ id }));
    await at.changeMany("deleteCharacter", deleted);
    expect(await walkPages(at, { owner: world, list: "characters", size: 100 })).toEqual([
      inOrder.slice(0, 100),
    ]);
  });

  test.each([7, 100])("of %i go on after an entry that was deleted meanwhile", async (size) => {
    const deleted = new Set<string>();
    const between = async (ids: readonly string[]) => {
      // The one that the cursor points at, and the one after it.
      const last = ids.at(-1)!;
      const next = inOrder[inOrder.indexOf(last) + 1]!;
      for (const id of [last, next]) await at.change("deleteCharacter", { id });
      deleted.add(next);
    };
    const pages = await walkPages(at, { owner: world, list: "characters", size, between });
    expect(pages.flat()).toEqual(inOrder.filter((id) => !deleted.has(id)));
    expect(deleted.size).toBe(pages.length - 1);
  });

  test.each([7, 100])("of %i go on after an entry that was renamed meanwhile", async (size) => {
    const renamed: string[] = [];
    const between = async (ids: readonly string[]) => {
      // To the front, so that it isn't met again.
      const id = ids.at(-1)!;
      await at.change("updateCharacter", { id, name: `!${renamed.length}` });
      renamed.push(id);
    };
    const pages = await walkPages(at, { owner: world, list: "characters", size, between });
    expect(pages.flat()).toEqual(inOrder);
    expect(new Set(renamed).size).toBe(pages.length - 1);
  });

  test("meet an entry again that was renamed to come later, and only that one", async () => {
    let moved: string | undefined;
    const between = async (ids: readonly string[]) => {
      if (moved) return;
      moved = ids[0]!;
      await at.change("updateCharacter", { id: moved, name: "\u{10FFFD}" });
    };
    const pages = await walkPages(at, { owner: world, list: "characters", size: 100, between });
    expect(pages.flat()).toEqual([...inOrder, moved]);
  });

  test("leave out what is added before them, and have what is added after them", async () => {
    const between = async (ids: readonly string[]) => {
      if (ids[0] !== inOrder[0]) return;
      await at.change("createCharacter", { worldId, id: "early", name: "!" });
      await at.change("createCharacter", { worldId, id: "late", name: "\u{10FFFD}" });
    };
    const pages = await walkPages(at, { owner: world, list: "characters", size: 100, between });
    expect(pages.flat()).toEqual([...inOrder, "character:big:late"]);
  });

  test("start after an entry that is gone, in the part of the list that is cached", async () => {
    const list = (args: string) =>
      at.data(`{ ${world} { characters(${args}) { nodes { id } pageInfo { endCursor } } } }`);
    const { endCursor } = (await list("first: 3")).world.characters.pageInfo;
    await at.change("deleteCharacter", { id: inOrder[2] });
    // Warm again.
    await list("first: 100");
    const { nodes } = (await list(`first: 2, after: "${endCursor}"`)).world.characters;
    expect(nodes).toEqual([{ id: inOrder[3] }, { id: inOrder[4] }]);
  });
});
