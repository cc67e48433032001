import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saysTheSame } from "../../../src/canonical.ts";
import { defineEntity, type Entity } from "../../../src/entities/define.ts";
import { copyOf } from "../../../src/entities/derived-fields.ts";
import { oneOf, reference, text } from "../../../src/entities/fields.ts";
import { listBase } from "../../../src/entities/lists.ts";
import { entitySlot, listSlot, togetherSlot } from "../../../src/entities/slots.ts";
import type { LogEntry } from "../../../src/store/log.ts";
import type { StoreQuery, StoreValue } from "../../../src/store/query.ts";
import { ROUNDS } from "../../support/made-up.ts";
import { badge, marketTypes, offer, stall, trader, ware, wareWith } from "../../support/market-types.ts";
import { ownTypes, world } from "../../support/own-types.ts";
import {
  imported,
  type OpenStore,
  type StoreInUse,
  sampleOf,
  sorted,
  useStore,
} from "../../support/store.ts";

const WORLD = "world:odyssey";
const ANNA = "trader:odyssey:anna";
const BEN = "trader:odyssey:ben";
const wareId = (local: string) => `ware:odyssey:${local}`;
const stallId = (local: string) => `stall:odyssey:${local}`;

/** `randomRuns`: how many made-up series of changes are tried; `shared`: whether several programs can use the store. */
export function derivedFieldClaims(
  open: OpenStore,
  { randomRuns, shared }: { randomRuns: number; shared: boolean },
): void {
  describe("a computed field", () => {
    const at = useStore(open, { extra: marketTypes });

    test("follows from the others, is filtered by, and owned", async () => {
      await furnish(at);
      expect(await at.get(wareId("pot"))).toMatchObject({ x: 12, side: "EAST", stall: stallId("s1") });
      expect(await at.get(wareId("rug"))).toMatchObject({ x: -5, side: "WEST", stall: stallId("s-1") });
      expect(await at.ids("World.wares", WORLD, { filter: { side: "WEST" } })).toEqual([wareId("rug")]);
      expect(await at.ids("Stall.wares", stallId("s1"))).toEqual([wareId("pot")]);
      expect(await at.ids("Stall.wares", stallId("s1"), { filter: { side: "WEST" } })).toEqual([]);
    });

    test("is computed anew where what it follows from changes, which is told of it and of its lists", async () => {
      await furnish(at);
      const { commits, value } = await at.update(ware, wareId("pot"), { x: -12 });
      expect(value).toMatchObject({ side: "WEST", stall: stallId("s-2") });
      expect(await at.get(wareId("pot"))).toEqual(value);
      const { entry, puts } = commits[0]!;
      expect(entry.entities[0]!.fields).toEqual(["x", "side", "stall", "version", "updatedAt"]);
      expect(sorted(entry.keys)).toEqual([
        "stall:s-2:wares",
        "stall:s-2:wares:side=WEST",
        "stall:s1:wares",
        "stall:s1:wares:side=EAST",
        "state",
        "ware:pot:state",
        "wares:eastern-first",
        "wares:side=EAST:by-name",
        "wares:side=EAST:eastern-first",
        "wares:side=WEST:by-name",
        "wares:side=WEST:eastern-first",
      ]);
      expect(puts.find(({ slot }) => slot.key === "ware:pot:state")?.value).toEqual(value);
    });

    test("that stays what it was is told to have changed no more than its lists are", async () => {
      await furnish(at);
      const { commits } = await at.update(ware, wareId("pot"), { x: 13 });
      expect(commits[0]!.entry.entities[0]!.fields).toEqual(["x", "version", "updatedAt"]);
      expect(commits[0]!.entry.keys.filter((key) => key.startsWith("stall:"))).toEqual([]);
    });

    test("that names something goes on naming it when that is deleted, which isn't kept from it", async () => {
      await furnish(at);
      await at.create(stall, stallId("s1"));
      await at.remove(stall, stallId("s1"));
      expect(await at.get(wareId("pot"))).toMatchObject({ stall: stallId("s1"), version: 4 });
      expect(await at.ids("Stall.wares", stallId("s1"))).toEqual([wareId("pot")]);
    });

    test("is computed of what an import brings", async () => {
      await importMarket(at);
      expect(await at.get(wareId("pot"))).toMatchObject({
        side: "WEST",
        stall: stallId("s-1"),
        makerName: "Anna",
      });
      expect(await at.ids("Stall.wares", stallId("s-1"), { filter: { side: "WEST" } })).toEqual([
        wareId("pot"),
      ]);
      const dumped: Entity[] = [];
      for await (const batch of at.store.dump("odyssey")) dumped.push(...batch);
      expect(dumped.find(({ id }) => id === wareId("pot"))).toMatchObject({ side: "WEST" });
    });

    if (shared)
      test("is kept nowhere: a release that computes it otherwise finds another value, and its lists indexed anew", async () => {
        await furnish(at);
        const others = [trader, offer, stall, badge, wareWith({ size: 100, number: 2 })];
        const newer = await at.beside!([...ownTypes, ...others]);
        const page = async (owner: string) => {
          const query = {
            kind: "list",
            coordinate: "Stall.wares",
            owner,
            filter: {},
            after: null,
            limit: 9,
          } as const;
          const { values } = await newer.read([{ kind: "entity", id: wareId("pot") }, query]);
          return values;
        };
        expect(await page(stallId("s0"))).toMatchObject([
          { stall: stallId("s0") },
          { entries: [{ id: wareId("pot") }] },
        ]);
        expect(await page(stallId("s1"))).toMatchObject([{}, { entries: [] }]);
        expect(await at.ids("Stall.wares", stallId("s1"))).toEqual([wareId("pot")]);
      });

    if (shared)
      test("is computed of what is mended", async () => {
        await furnish(at);
        await at.damage!.lose(wareId("pot"), "name");
        const fields = { name: "Pot", x: -1 };
        await at.change("odyssey", async (draft) =>
          draft.update(ware, await draft.need(ware, wareId("pot"), "id", { fields }), fields),
        );
        expect(await at.get(wareId("pot"))).toMatchObject({
          side: "WEST",
          stall: stallId("s-1"),
          makerName: "Anna",
        });
        expect(await at.ids("Stall.wares", stallId("s1"))).toEqual([]);
        expect(await at.ids("Stall.wares", stallId("s-1"))).toEqual([wareId("pot"), wareId("rug")]);
      });
  });

  describe("a copy of what another entity says", () => {
    const at = useStore(open, { extra: marketTypes });

    test("is what that one says now, and null where there is none", async () => {
      await furnish(at);
      const ids = ["pot", "rug", "jar"].map((local) => ({ kind: "entity", id: wareId(local) }) as const);
      const { values } = await at.store.read(ids);
      expect((values as Entity[]).map(({ makerName }) => makerName)).toEqual(["Anna", "Anna", null]);
    });

    test("changes with it, and then nothing else of those who repeat it does", async () => {
      await furnish(at);
      const before = await at.get(wareId("pot"));
      const { commits } = await at.update(trader, ANNA, { name: "Anne" });
      expect(await at.get(wareId("pot"))).toEqual({ ...before, makerName: "Anne" });
      const { entry } = commits[0]!;
      const masks = Object.fromEntries(entry.keys.map((key, index) => [key, entry.masks![index]]));
      expect(masks).toEqual({
        "trader:anna:state": ["name", "version", "updatedAt"],
        traders: ["moved"],
        "ware:pot:state": ["makerName"],
        "ware:rug:state": ["makerName"],
        state: ["version"],
      });
      expect(entry.entities.slice(1)).toEqual(
        ["pot", "rug"].map((local) => ({
          id: wareId(local),
          type: "Ware",
          kind: "UPDATED",
          fields: ["makerName"],
          tags: [],
        })),
      );
      expect(commits[0]!.puts.map(({ slot }) => slot.key)).toEqual(["trader:anna:state", "state"]);
    });

    test("drops nothing where something else of that one changes", async () => {
      await furnish(at);
      await at.create(badge, "badge:odyssey:b", { bearer: BEN });
      const { commits } = await at.update(trader, ANNA, { name: "Anna" });
      expect(commits).toEqual([]);
      const moved = await at.update(ware, wareId("pot"), { x: 3 });
      expect(moved.commits[0]!.entry.keys).not.toContain("ware:rug:state");
    });

    test("is right in what a change makes of both, in any order, and in what it puts into caches", async () => {
      await furnish(at);
      const { value, commits } = await at.change("odyssey", async (draft) => {
        await draft.update(ware, await draft.need(ware, wareId("jar")), { maker: ANNA });
        const renamed = await draft.update(trader, await draft.need(trader, ANNA), { name: "Anne" });
        const made = await draft.create(ware, wareId("cup"), sampleOf(ware, wareId("cup"), { maker: ANNA }));
        return { renamed, made };
      });
      expect(value.made).toMatchObject({ makerName: "Anne" });
      const put = (local: string) =>
        commits[0]!.puts.find(({ slot }) => slot.key === `ware:${local}:state`)?.value;
      for (const local of ["jar", "cup"]) expect(put(local)).toEqual(await at.get(wareId(local)));
      expect(put("jar")).toMatchObject({ makerName: "Anne", version: 7 });
      const logged = commits[0]!.entry.entities.find(({ id }) => id === wareId("jar"));
      expect(logged?.fields).toEqual(["maker", "makerName", "version", "updatedAt"]);
      expect(commits[0]!.entry.keys).toEqual(expect.arrayContaining(["ware:pot:state", "ware:rug:state"]));
    });

    test("follows the reference to another one, and is gone with it", async () => {
      await furnish(at);
      expect((await at.update(ware, wareId("pot"), { maker: BEN })).value).toMatchObject({
        makerName: "Ben",
      });
      const { commits } = await at.remove(trader, ANNA);
      expect(await at.get(wareId("rug"))).toMatchObject({ maker: null, makerName: null, version: 8 });
      expect(commits[0]!.entry.entities.find(({ id }) => id === wareId("rug"))?.fields).toEqual([
        "maker",
        "makerName",
        "version",
        "updatedAt",
      ]);
      expect(await at.get(wareId("pot"))).toMatchObject({ makerName: "Ben", version: 7 });
    });

    test("of those that are cached together drops and renews them as one", async () => {
      await furnish(at);
      await at.create(badge, "badge:odyssey:a", { bearer: ANNA });
      await at.create(badge, "badge:odyssey:b", { bearer: BEN });
      const { commits } = await at.update(trader, BEN, { name: "Benno" });
      const { values } = await at.store.read([{ kind: "together", scope: WORLD, type: "Badge" }]);
      expect((values[0] as Entity[]).map(({ bearerName }) => bearerName)).toEqual(["Anna", "Benno"]);
      expect(commits[0]!.entry.keys).toContain("badges");
      expect(commits[0]!.puts.find(({ slot }) => slot.key === "badges")?.value).toEqual(values[0]);
    });

    test("that too many repeat flushes their type, and no other", async () => {
      await furnish(at);
      const many = Array.from({ length: 1_001 }, (_, index) => wareId(`w${index}`));
      await at.change("odyssey", async (draft) => {
        for (const id of many) await draft.create(ware, id, sampleOf(ware, id, { maker: BEN }));
      });
      const { commits } = await at.update(trader, BEN, { name: "Benno" });
      const { entry, puts } = commits[0]!;
      expect(entry).toMatchObject({ flush: true, purged: "Ware", entities: [{ id: BEN }] });
      expect(entry.keys).toEqual(["trader:ben:state", "traders", "state"]);
      expect(puts.map(({ slot }) => slot.key)).toEqual(["trader:ben:state", "state"]);
      expect(await at.get(many[1_000]!)).toMatchObject({ makerName: "Benno", version: 7 });
      const few = await at.update(trader, ANNA, { name: "Anne" });
      expect(few.commits[0]!.entry.flush).toBe(false);
    });

    if (shared)
      test("is null of what can't be read, and is back once that is mended", async () => {
        await furnish(at);
        await at.damage!.garble(ANNA);
        expect(await at.get(wareId("pot"))).toMatchObject({ maker: ANNA, makerName: null });
        const fields = { name: "Anya" };
        const { commits } = await at.change("odyssey", async (draft) =>
          draft.update(trader, await draft.need(trader, ANNA, "id", { fields }), fields),
        );
        expect(commits[0]!.entry).toMatchObject({ flush: true, purged: null });
        expect(await at.get(wareId("pot"))).toMatchObject({ makerName: "Anya" });
      });
  });

  describe("a copy of and in what may be unpublished", () => {
    const at = useStore(open, { extra: [guild, fellow] });
    const [smiths, ana, bea] = ["guild:odyssey:smiths", "fellow:odyssey:ana", "fellow:odyssey:bea"];

    test("is null while nobody is shown the original, and tells of no one who isn't shown", async () => {
      await at.createWorld("odyssey");
      await at.create(guild, smiths, { name: "Smiths" });
      await at.create(fellow, ana, { guild: smiths });
      await at.create(fellow, bea, { guild: smiths, stage: "DRAFT" });
      const toldOf = async (fields: object) => {
        const { entry } = (await at.update(guild, smiths, { ...fields })).commits[0]!;
        return [entry.entities.map(({ id }) => id), entry.keys.filter((key) => key.startsWith("fellow"))];
      };
      expect(await toldOf({ name: "Forgers" })).toEqual([[smiths, ana], ["fellow:ana:state"]]);
      expect(await at.get(ana)).toMatchObject({ guildName: "Forgers", version: 3 });
      expect(await toldOf({ stage: "DRAFT" })).toEqual([[smiths, ana], ["fellow:ana:state"]]);
      expect(await at.get(ana)).toMatchObject({ guildName: null });
      expect(await toldOf({ name: "Secret" })).toEqual([[], []]);
      expect((await at.update(fellow, ana, { name: "Ana" })).value).toMatchObject({ guildName: null });
      expect(await toldOf({ stage: "OUT" })).toEqual([[smiths, ana], ["fellow:ana:state"]]);
      expect(await at.get(ana)).toMatchObject({ guildName: "Secret" });
    });
  });

  describe("made-up changes of what follows from others", () => {
    const at = useStore(open, { extra: marketTypes });

    test("tell every key whose value they change, and all that is another there", async () => {
      let markets = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          const local = `m${markets++}`;
          await at.createWorld(local);
          let before = await viewsOf(at, local);
          for (const one of steps) {
            const { commits } = await at.change(local, (draft) => one(draft, local));
            const after = await viewsOf(at, local);
            for (const { entry } of commits) expectTold(entry, before, after);
            if (commits.length === 0) expect(after).toEqual(before);
            for (const { puts } of commits)
              for (const { slot, value } of puts)
                if (after.has(slot.key)) expect(value, slot.key).toEqual(after.get(slot.key));
            before = after;
          }
        }),
        { numRuns: Math.ceil(randomRuns / 4) * ROUNDS },
      );
    });
  });
}

const stage = oneOf(["DRAFT", "OUT"], { default: "OUT" });
const published = { stage: "OUT" };
const guild = defineEntity("Guild", {
  ...{ prefix: "guild", plural: "guilds", published, fields: { name: text({ max: 20 }), stage } },
});
const fellow = defineEntity("Fellow", {
  ...{ prefix: "fellow", plural: "fellows", published },
  fields: {
    ...{ name: text({ max: 20 }), stage, guild: reference("Guild", { edge: "OF", optional: true }) },
    guildName: copyOf("guild", "name"),
  },
  lists: { "Guild.fellows": { parent: "guild", order: ["name"], hidden: true } },
});

const LOCALS = ["a", "b"] as const;
type Draft = Parameters<Parameters<StoreInUse["change"]>[1]>[0];
type Step = (draft: Draft, world: string) => Promise<unknown>;
const local = fc.constantFrom(...LOCALS);

/** Creates, changes or removes traders and wares; what isn't there is made, and what is there is changed. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(local, fc.constantFrom("Ann", "Bob")).map(
    ([who, name]): Step =>
      async (draft, of) => {
        const id = trader.id(of, who);
        const found = await draft.get(trader, id);
        return found ? draft.update(trader, found, { name }) : draft.create(trader, id, { name });
      },
  ),
  fc.tuple(local, fc.option(local), fc.integer({ min: -15, max: 15 })).map(
    ([what, who, x]): Step =>
      async (draft, of) => {
        const id = ware.id(of, what);
        const maker =
          who !== null && (await draft.get(trader, trader.id(of, who))) ? trader.id(of, who) : null;
        const found = await draft.get(ware, id);
        return found
          ? draft.update(ware, found, { x, maker })
          : draft.create(ware, id, { name: what, x, maker });
      },
  ),
  fc.tuple(fc.constantFrom(trader, ware), local).map(
    ([definition, what]): Step =>
      async (draft, of) => {
        const found = await draft.get(definition, definition.id(of, what));
        return found && draft.remove(definition, found);
      },
  ),
);

/** Cache key → its value, of all that the steps may change. */
async function viewsOf(
  { store, registry }: StoreInUse,
  of: string,
): Promise<Map<string, StoreValue | Error>> {
  const scope = `world:${of}`;
  const list = (coordinate: string, owner: string, order: string | null, filter: Record<string, string>) => {
    const declared = registry.list(coordinate);
    const place = { scope, base: listBase(declared, owner, filter), order };
    const query: StoreQuery = { kind: "list", coordinate, owner, filter, order, after: null, limit: 100 };
    return { query, slot: listSlot(declared, registry.byName(declared.entity), place) };
  };
  const filters: Record<string, string>[] = [{}, { side: "EAST" }, { side: "WEST" }];
  const stalls = [-2, -1, 0, 1].map((n) => stall.id(of, `s${n}`));
  const wanted = [
    ...LOCALS.flatMap((one) => [trader.id(of, one), ware.id(of, one)]).map((id) => ({
      query: { kind: "entity", id } as const,
      slot: entitySlot(registry.ofId(id)!, id),
    })),
    { query: { kind: "together", scope, type: "Badge" } as const, slot: togetherSlot(badge, scope) },
    ...filters.flatMap((filter) => [
      ...["BY_NAME", "EASTERN_FIRST"].map((order) => list("World.wares", scope, order, filter)),
      ...stalls.map((owner) => list("Stall.wares", owner, null, filter)),
    ]),
  ];
  const { values } = await store.read(wanted.map(({ query }) => query));
  return new Map(wanted.map(({ slot }, index) => [slot.key, values[index]!]));
}

function expectTold(
  entry: LogEntry,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): void {
  expect(entry.flush).toBe(false);
  for (const [key, was] of before) {
    const is = after.get(key);
    if (saysTheSame(was, is)) continue;
    expect(entry.keys, key).toContain(key);
    const mask = entry.masks![entry.keys.indexOf(key)];
    if (!mask || !was || !is || !("__typename" in (was as object))) continue;
    const [one, other] = [was as Entity, is as Entity];
    const changed = Object.keys(other).filter((field) => !saysTheSame(one[field], other[field]));
    expect(mask, key).toEqual(expect.arrayContaining(changed));
  }
}

async function furnish(at: StoreInUse): Promise<void> {
  await at.createWorld("odyssey");
  await at.create(trader, ANNA, { name: "Anna" });
  await at.create(trader, BEN, { name: "Ben" });
  await at.create(ware, wareId("pot"), { x: 12, maker: ANNA });
  await at.create(ware, wareId("rug"), { x: -5, maker: ANNA });
  await at.create(ware, wareId("jar"));
}

async function importMarket(at: StoreInUse): Promise<void> {
  const importer = await at.store.beginImport("odyssey");
  await importer.write([
    imported(world, WORLD),
    imported(trader, ANNA, { name: "Anna" }),
    imported(ware, wareId("pot"), { x: -1, maker: ANNA }),
  ]);
  await importer.finish();
}
