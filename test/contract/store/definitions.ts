import { describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { Store } from "../../../src/store/store.ts";
import { vessel } from "../../support/made-up-type.ts";
import { definitionsWith } from "../../support/other-definitions.ts";
import { character, location, timelineEvent, world, worldObject } from "../../support/own-types.ts";
import { actionsOn, imported, type OpenStore, useStore } from "../../support/store.ts";

const ODYSSEY = "world:odyssey";
const CIRCE = "character:odyssey:circe";
const ITHACA = "location:odyssey:ithaca";
const AEAEA = "location:odyssey:aeaea";
const object = (name: string) => `object:odyssey:${name}`;

/** Objects can be filtered by their holder. */
const withHolder = definitionsWith({ "World.objects": { filters: ["holder"] } });

/** Two programs on one store whose definitions differ: `at` is the older one's. */
export function definitionClaims(open: OpenStore): void {
  describe("a store whose lists were declared otherwise", () => {
    const at = useStore(open);
    const beside = async (definitions = withHolder) => {
      const store = await at.beside!(definitions);
      return { ...actionsOn(() => store), store };
    };
    const heldBy = (store: ReturnType<typeof actionsOn>, holder: string) =>
      store.ids("World.objects", ODYSSEY, { filter: { holder } });

    test("finds by a filter that was gained later what was there before", async () => {
      await furnish();
      const newer = await beside();
      expect(await heldBy(newer, CIRCE)).toEqual([object("cup"), object("wand")]);
      expect(await heldBy(newer, ITHACA)).toEqual([object("bow")]);
      expect(await newer.ids("World.objects", ODYSSEY)).toEqual(["bow", "cup", "wand"].map(object));
    });

    test("sorts a list anew that is ordered by something else", async () => {
      await furnish();
      const newer = await beside(definitionsWith({ "World.objects": { order: ["description"] } }));
      expect(await newer.walk("World.objects", ODYSSEY, 1)).toEqual(["wand", "bow", "cup"].map(object));
      expect(await at.walk("World.objects", ODYSSEY, 1)).toEqual(["bow", "cup", "wand"].map(object));
    });

    test("has a list of a type that wasn't there, and then what comes into it", async () => {
      await furnish();
      const newer = await beside(definitionsWith({}, [vessel]));
      expect(await newer.ids("Location.vessels", ITHACA)).toEqual([]);
      await newer.create(vessel, "vessel:odyssey:argo", { berth: ITHACA });
      expect(await newer.ids("Location.vessels", ITHACA)).toEqual(["vessel:odyssey:argo"]);
      await at.remove(location, AEAEA);
      expect(await newer.ids("Location.vessels", ITHACA)).toEqual(["vessel:odyssey:argo"]);
    });

    test("is right for both while both write, and after each has been away", async () => {
      await furnish();
      const newer = await beside();
      const writers = [at, newer] as const;
      for (let step = 0; step < 12; step++) {
        const writer = writers[step % 2]!;
        const other = writers[(step + 1) % 2]!;
        await writer.create(worldObject, object(`made${step}`), { name: `${step % 3}`, holder: CIRCE });
        await other.update(worldObject, object(`made${step}`), { holder: step % 4 ? ITHACA : null });
        if (step > 2) await writer.remove(worldObject, object(`made${step - 2}`));
        if (step % 3 === 0) await checkObjects(newer.store);
      }
      await checkObjects(newer.store);
      // Rolled back, and forward again.
      for (const name of ["a", "b"]) await at.create(worldObject, object(name), { holder: CIRCE });
      await at.update(worldObject, object("cup"), { holder: null });
      await at.remove(worldObject, object("wand"));
      await at.create(worldObject, object("wand"), { holder: ITHACA });
      await checkObjects((await beside()).store);
      await newer.update(worldObject, object("a"), { name: "z", holder: ITHACA });
      await checkObjects(newer.store);
      expect((await at.ids("World.objects", ODYSSEY)).at(-1)).toBe(object("a"));
    });

    test("clears by a list that it has anew what refers to an entity that is deleted", async () => {
      await furnish();
      const newer = await beside(definitionsWith({ "Location.entrances": { order: ["kind"] } }));
      await at.update(location, AEAEA, { exits: [{ label: "home", to: ITHACA }] });
      await newer.remove(location, ITHACA);
      expect(await newer.get(AEAEA)).toMatchObject({ exits: [] });
      await at.update(location, AEAEA, { exits: [{ label: "round", to: AEAEA }] });
      await newer.create(location, ITHACA, { exits: [{ label: "out", to: AEAEA }] });
      await at.remove(location, AEAEA);
      expect(await at.get(ITHACA)).toMatchObject({ exits: [] });
    });

    test("names the latest entry by the order that its list has now", async () => {
      await furnish();
      for (const [name, year] of [
        ["first", 2],
        ["second", 1],
      ] as const)
        await at.create(timelineEvent, `event:odyssey:${name}`, { occurredAt: `000${year}-01-01T00:00:00Z` });
      expect((await at.state("odyssey"))?.latest.TimelineEvent?.id).toBe("event:odyssey:first");
      const newer = await beside(definitionsWith({ "World.timeline": { order: ["born"] } }));
      // Not known, though there are some: nobody takes it for none.
      expect(await newer.state("odyssey")).toMatchObject({ counts: { TimelineEvent: 2 }, latest: {} });
      const { commits } = await newer.create(timelineEvent, "event:odyssey:third", {
        occurredAt: "0001-06-01T00:00:00Z",
      });
      const put = commits[0]!.puts.find(({ slot }) => slot.key === "state");
      expect(put?.value).toMatchObject({ latest: {} });
      expect((await newer.state("odyssey"))?.latest).toEqual({});
      await newer.store.index();
      const { latest } = (await newer.state("odyssey"))!;
      expect(latest.TimelineEvent?.id).toBe("event:odyssey:third");
      expect(await newer.list("World.timeline", ODYSSEY, { limit: 1 })).toEqual([latest.TimelineEvent]);
      await at.store.index();
      expect((await at.state("odyssey"))?.latest.TimelineEvent?.id).toBe("event:odyssey:first");
    });

    test("has all of a world that a program imported which doesn't know its lists", async () => {
      await furnish();
      const newer = await beside();
      expect(await heldBy(newer, CIRCE)).toHaveLength(2);
      await at.deleteWorld("odyssey");
      const importer = await at.store.beginImport("odyssey");
      await importer.write([imported(world, ODYSSEY), imported(character, CIRCE)]);
      await importer.write([imported(worldObject, object("loom"), { holder: CIRCE })]);
      await importer.finish();
      expect(await heldBy(newer, CIRCE)).toEqual([object("loom")]);
      const again = await newer.store.beginImport("odyssey");
      await again.write([imported(world, ODYSSEY), imported(worldObject, object("web"), { holder: CIRCE })]);
      await again.finish();
      expect(await heldBy(newer, CIRCE)).toEqual([object("web")]);
      expect(await at.ids("World.objects", ODYSSEY)).toEqual([object("web")]);
    });

    test("lists worlds by what the older program changes without touching its own list of them", async () => {
      const newer = await beside(definitionsWith({ "Query.worlds": { filters: ["status", "description"] } }));
      await at.createWorld("odyssey", { description: "long" });
      await at.createWorld("iliad", { description: "long" });
      const described = (description: string) =>
        newer.ids("Query.worlds", WORLDS, { filter: { description } });
      expect(await described("long")).toEqual(["world:iliad", ODYSSEY]);
      await at.store.change({
        scopes: [ODYSSEY],
        work: async (draft) =>
          draft.update(world, await draft.need(world, ODYSSEY), { description: "short" }),
      });
      expect(await described("long")).toEqual(["world:iliad"]);
      expect(await described("short")).toEqual([ODYSSEY]);
      await at.update(world, ODYSSEY, { name: "a" });
      await at.deleteWorld("iliad");
      expect(await described("long")).toEqual([]);
      expect(await newer.ids("Query.worlds", WORLDS)).toEqual([ODYSSEY]);
    });

    test("names in each log entry what its writer knew", async () => {
      await furnish();
      const newer = await beside();
      await newer.update(worldObject, object("cup"), { holder: ITHACA });
      const sets = (await at.log(ODYSSEY)).map(({ writer }) => writer);
      expect(sets.at(-1)).toMatch(/^[0-9a-f]{10}$/);
      expect(new Set(sets.slice(0, -1))).toEqual(new Set([at.registry.writer]));
      expect(sets.at(-1)).not.toBe(at.registry.writer);
    });

    test("forgets a list that nobody knew for a day, and indexes it anew when it comes back", async () => {
      await furnish();
      const newer = await beside();
      expect(await heldBy(newer, CIRCE)).toHaveLength(2);
      await newer.store.close();
      await at.clock.advance(25 * 3_600_000);
      while (await at.store.sweep());
      await at.update(worldObject, object("cup"), { holder: ITHACA });
      expect(await at.ids("World.objects", ODYSSEY)).toHaveLength(3);
      const back = await beside();
      expect(await heldBy(back, CIRCE)).toEqual([object("wand")]);
      expect(await heldBy(back, ITHACA)).toEqual([object("bow"), object("cup")]);
    });

    async function furnish(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(location, ITHACA);
      await at.create(location, AEAEA);
      await at.create(character, CIRCE, { location: AEAEA });
      await at.create(worldObject, object("wand"), { description: "a", holder: CIRCE });
      await at.create(worldObject, object("cup"), { description: "c", holder: CIRCE });
      await at.create(worldObject, object("bow"), { description: "b", holder: ITHACA });
    }

    /** Each list has what the rows say, no more and no less. */
    async function checkObjects(store: Store): Promise<void> {
      const there = actionsOn(() => store);
      const all = await there.walk("World.objects", ODYSSEY, 7);
      expect((await there.state("odyssey"))?.counts.WorldObject).toBe(all.length);
      const objects = await Promise.all(all.map(there.get));
      for (const holder of [CIRCE, ITHACA])
        expect(await heldBy(there, holder)).toEqual(
          objects.filter((one) => one?.holder === holder).map((one) => one!.id),
        );
    }
  });

  describe("a store whose log was trimmed", () => {
    const at = useStore(open, { retention: { entries: 1, ms: -1 } });

    test("indexes from the rows what a program wrote that doesn't know a list", async () => {
      await at.createWorld("odyssey");
      await at.create(worldObject, object("bow"), { holder: CIRCE });
      const store = await at.beside!(withHolder);
      const newer = actionsOn(() => store);
      const held = () => newer.ids("World.objects", ODYSSEY, { filter: { holder: CIRCE } });
      expect(await held()).toEqual([object("bow")]);
      await at.update(worldObject, object("bow"), { holder: ITHACA });
      for (const name of ["cup", "wand"]) await at.create(worldObject, object(name), { holder: CIRCE });
      expect(await held()).toEqual([object("cup"), object("wand")]);
    });
  });

  describe("a store that holds more than can be indexed at once", () => {
    const at = useStore(open);
    const MANY = 2_500;
    const HELD = 10;

    test("refuses the lists that it lacks, serves all others, and has them when they are indexed", {
      timeout: 120_000,
    }, async () => {
      const importer = await at.store.beginImport("odyssey");
      const ids = Array.from({ length: MANY }, (_, n) => object(String(n).padStart(4, "0")));
      await importer.write([
        imported(world, ODYSSEY),
        imported(location, ITHACA, { exits: [{ label: "a", to: ITHACA }] }),
      ]);
      await importer.write(
        ids.map((id, n) => imported(worldObject, id, { holder: n < HELD ? ITHACA : null })),
      );
      await importer.finish();
      const store = await at.beside!(
        definitionsWith({
          "World.objects": { filters: ["holder"] },
          "Location.objects": { order: ["createdAt"] },
        }),
      );
      const newer = actionsOn(() => store);
      const refused = {
        code: "UNAVAILABLE",
        message: "World.objects of world:odyssey is being indexed: try again in a moment",
      };
      expect(await newer.ids("World.locations", ODYSSEY)).toEqual([ITHACA]);
      const query = {
        kind: "list",
        coordinate: "World.objects",
        owner: ODYSSEY,
        filter: {},
        after: null,
        limit: 2,
      } as const;
      const both = () => store.read([query, { kind: "entity", id: ids[0]! }]);
      const [list, entity] = (await both()).values;
      expect(list).toMatchObject(refused);
      expect(entity).toMatchObject({ id: ids[0] });
      // It would clear only some of what lies there.
      await expect(newer.remove(location, ITHACA)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      await newer.remove(worldObject, ids[1]!);
      await at.update(worldObject, ids[2]!, { holder: null });
      expect(await newer.get(ITHACA)).not.toBeNull();

      let done = false;
      const indexing = store.index().then(() => {
        done = true;
      });
      while (!done) await at.clock.advance(5);
      await indexing;
      const expected = ids.slice(0, HELD).filter((id) => ![ids[1], ids[2]].includes(id));
      expect(await newer.walk("World.objects", ODYSSEY, 1_000)).toHaveLength(MANY - 1);
      expect(await newer.walk("World.objects", ODYSSEY, 1_000, { filter: { holder: ITHACA } })).toEqual(
        expected,
      );
      await newer.remove(location, ITHACA);
      expect(await newer.get(ids[0]!)).toMatchObject({ holder: null });
    });
  });
}
