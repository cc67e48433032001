import { beforeEach, describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import { character, location, timelineEvent, world, worldFlag } from "../../support/own-types.ts";
import { imported, type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const ROOT = imported(world, "world:odyssey", { name: "The Odyssey", status: "ACTIVE" });
const ITHACA = imported(location, "location:odyssey:ithaca", {
  exits: [{ label: "round", to: "location:odyssey:ithaca" }],
});
const NESTOR = imported(character, "character:odyssey:nestor", { location: ITHACA.id, language: "el" });
const MENTOR = imported(character, "character:odyssey:mentor", { location: ITHACA.id });
const WAR = imported(timelineEvent, "event:odyssey:war", { involves: [NESTOR.id] }, { seq: 0 });
const PEACE = imported(
  timelineEvent,
  "event:odyssey:peace",
  { involves: [NESTOR.id, ITHACA.id] },
  { seq: 1 },
);

const OLDEST = { order: "OLDEST_FIRST" };

export function importClaims(open: OpenStore): void {
  describe("an import", () => {
    const at = useStore(open);

    describe("of a world that is there", () => {
      beforeEach(async () => {
        await at.createWorld("odyssey");
        await at.create(character, "character:odyssey:circe");
        await at.create(worldFlag, "flag:odyssey:storm");
        await at.create(timelineEvent, "event:odyssey:feast", { involves: ["character:odyssey:circe"] });
      });

      test("is out of sight until it is finished", async () => {
        const before = await everything();
        const importer = await at.store.beginImport("odyssey");
        await importer.write([ROOT, ITHACA, NESTOR]);
        expect(await everything()).toEqual(before);
        await importer.write([MENTOR, WAR, PEACE]);
        expect(await everything()).toEqual(before);
        await importer.finish();
        expect(await everything()).toMatchObject(IMPORTED);
      });

      test("is one change, flushed, that tells of the world alone", async () => {
        const { versions, commits } = await importAll();
        expect(versions).toEqual({ "world:odyssey": 5, worlds: 2 });
        const entry = (await at.log("world:odyssey")).at(-1)!;
        expect(entry).toMatchObject({ version: 5, flush: true, purged: null, keys: [] });
        expect(entry.entities.map(({ id, kind }) => [id, kind])).toEqual([["world:odyssey", "UPDATED"]]);
        expect(commits.map((commit) => commit.entry)).toContainEqual(entry);
        expect((await at.log(WORLDS)).at(-1)!.keys).toContain("list");
      });

      test("leaves the old state when it is given up", async () => {
        const before = await everything();
        const importer = await at.store.beginImport("odyssey");
        await importer.write([ROOT, NESTOR]);
        await importer.abort();
        while (await at.store.sweep());
        expect(await everything()).toEqual(before);
        await expect(importer.write([MENTOR])).rejects.toMatchObject({ code: "CONFLICT" });
        await expect(importer.finish()).rejects.toMatchObject({ code: "CONFLICT" });
        expect(await everything()).toEqual(before);
      });

      test("takes the place of what was changed meanwhile, at a later version", async () => {
        const importer = await at.store.beginImport("odyssey");
        await importer.write([ROOT, ITHACA, NESTOR, MENTOR, WAR, PEACE]);
        await at.create(character, "character:odyssey:scylla");
        const { versions } = await importer.finish();
        expect(versions["world:odyssey"]).toBe(6);
        expect(await at.get("character:odyssey:scylla")).toBeNull();
        expect(await at.get(NESTOR.id)).toMatchObject({ version: 6 });
      });

      test("goes on from the tombstone of a world deleted meanwhile", async () => {
        const importer = await at.store.beginImport("odyssey");
        await importer.write([ROOT, NESTOR]);
        await at.deleteWorld("odyssey");
        const { versions } = await importer.finish();
        expect(versions).toEqual({ "world:odyssey": 6, worlds: 3 });
        expect(await at.ids("World.characters", "world:odyssey")).toEqual([NESTOR.id]);
        expect(await at.ids("Query.worlds", WORLDS)).toEqual(["world:odyssey"]);
      });
    });

    test("makes a world that isn't there", async () => {
      const { versions } = await importAll();
      expect(versions).toEqual({ "world:odyssey": 1, worlds: 1 });
      expect(await everything()).toMatchObject({ ...IMPORTED, state: { ...IMPORTED.state, version: 1 } });
      expect(await at.get("world:odyssey")).toMatchObject({
        version: 1,
        name: "The Odyssey",
        status: "ACTIVE",
      });
      expect(await at.get(NESTOR.id)).toEqual({ ...NESTOR, version: 1, born: expect.any(Number) });
    });

    test("leaves the list of worlds alone if the world's place in it stays", async () => {
      await importAll();
      const { versions } = await importAll();
      expect(versions).toEqual({ "world:odyssey": 2 });
      expect(await at.version(WORLDS)).toBe(1);
    });

    test("needs the world's own record", async () => {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([NESTOR]);
      await expect(importer.finish()).rejects.toThrow("record");
      expect(await at.version("world:odyssey")).toBeUndefined();
    });

    test("may run beside another of the same world; each becomes a version, the last one stays", async () => {
      const [first, second] = [await at.store.beginImport("odyssey"), await at.store.beginImport("odyssey")];
      await first.write([ROOT, NESTOR]);
      await second.write([ROOT, MENTOR]);
      expect((await second.finish()).versions["world:odyssey"]).toBe(1);
      expect((await first.finish()).versions["world:odyssey"]).toBe(2);
      expect(await at.ids("World.characters", "world:odyssey")).toEqual([NESTOR.id]);
    });

    test("that is meant for a new world is refused where there is one or was one, however late", async () => {
      const build = async () => {
        const importer = await at.store.beginImport("odyssey", { onlyNew: true });
        await importer.write([ROOT, NESTOR]);
        return importer;
      };
      const [first, second] = [await build(), await build()];
      expect((await first.finish()).versions["world:odyssey"]).toBe(1);
      await expect(second.finish()).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await at.version("world:odyssey")).toBe(1);
      await at.deleteWorld("odyssey");
      await expect((await build()).finish()).rejects.toMatchObject({ code: "CONFLICT" });
    });

    test("makes a world that changes like any other", async () => {
      await importAll();
      await at.update(character, NESTOR.id as string, { name: "a", language: "fr" });
      expect(await at.ids("World.characters", "world:odyssey")).toEqual([NESTOR.id, MENTOR.id]);
      expect(await at.ids("World.characters", "world:odyssey", { filter: { language: "el" } })).toEqual([]);
      await at.create(timelineEvent, "event:odyssey:aaa", { involves: [NESTOR.id] });
      expect(await at.ids("World.timeline", "world:odyssey", OLDEST)).toEqual([
        WAR.id,
        PEACE.id,
        "event:odyssey:aaa",
      ]);
      expect(await at.ids("Entity.timeline", NESTOR.id, OLDEST)).toEqual([
        WAR.id,
        PEACE.id,
        "event:odyssey:aaa",
      ]);
      await at.remove(location, ITHACA.id);
      expect(await at.get(MENTOR.id)).toMatchObject({ location: null, version: 4 });
      await at.remove(character, NESTOR.id);
      await at.create(character, NESTOR.id);
      expect(await at.ids("Entity.timeline", NESTOR.id)).toEqual([]);
      expect((await at.state("odyssey"))?.counts).toMatchObject({ World: 1, Character: 2, TimelineEvent: 3 });
    });

    test("of a size that takes many batches counts all of them", async () => {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([ROOT]);
      for (let batch = 0; batch < 5; batch++)
        await importer.write(
          Array.from({ length: 300 }, (_, index) =>
            imported(character, `character:odyssey:c${1_000 + batch * 300 + index}`),
          ),
        );
      await importer.finish();
      expect((await at.state("odyssey"))?.counts).toEqual({ World: 1, Character: 1_500 });
      expect(await at.walk("World.characters", "world:odyssey", 100)).toHaveLength(1_500);
    });

    test("that was silent for a day is given up, and says so when it comes back", async () => {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([ROOT, NESTOR]);
      await at.clock.advance(24 * 3_600_000);
      while (await at.store.sweep());
      await expect(importer.write([MENTOR])).rejects.toMatchObject({ code: "CONFLICT" });
      await expect(importer.finish()).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await at.version("world:odyssey")).toBeUndefined();
    });

    const IMPORTED = {
      characters: [MENTOR.id, NESTOR.id],
      greek: [NESTOR.id],
      timeline: [WAR.id, PEACE.id],
      nestors: [WAR.id, PEACE.id],
      there: [MENTOR.id, NESTOR.id],
      circe: null,
      flags: [],
      state: {
        version: 5,
        counts: { World: 1, Location: 1, Character: 2, TimelineEvent: 2 },
        latest: { TimelineEvent: { id: PEACE.id } },
      },
      worlds: ["world:odyssey"],
    };

    async function importAll() {
      const importer = await at.store.beginImport("odyssey");
      await importer.write([ROOT, ITHACA]);
      await importer.write([NESTOR, MENTOR, WAR, PEACE]);
      return importer.finish();
    }

    async function everything() {
      const flags = { kind: "together", scope: "world:odyssey", type: "WorldFlag" } as const;
      return {
        characters: await at.ids("World.characters", "world:odyssey"),
        greek: await at.ids("World.characters", "world:odyssey", { filter: { language: "el" } }),
        timeline: await at.ids("World.timeline", "world:odyssey", OLDEST),
        nestors: await at.ids("Entity.timeline", NESTOR.id, OLDEST),
        there: await at.ids("Location.characters", ITHACA.id),
        circe: await at.get("character:odyssey:circe"),
        flags: (await at.store.read([flags])).values[0],
        state: await at.state("odyssey"),
        worlds: await at.ids("Query.worlds", WORLDS),
      };
    }
  });

  describe("what an import left", () => {
    const at = useStore(open);

    test("isn't found by a change that is made while it builds", async () => {
      await at.createWorld("odyssey");
      const importer = await at.store.beginImport("odyssey");
      await importer.write([ROOT, NESTOR]);
      const made = await at.change("odyssey", async (draft) => ({
        there: await draft.get(character, NESTOR.id),
        made: await draft.create(character, NESTOR.id, sampleOf(character, NESTOR.id, { name: "another" })),
      }));
      expect(made.value).toMatchObject({ there: null, made: { name: "another" } });
      await importer.abort();
      expect(await at.get(NESTOR.id)).toMatchObject({ name: "another" });
    });
  });
}
