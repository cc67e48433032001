import { describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import { character, timelineEvent, world, worldFlag } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const OLDEST = { order: "OLDEST_FIRST" };

export function worldClaims(open: OpenStore): void {
  describe("worlds", () => {
    const at = useStore(open);

    test("says whether a scope exists while a change is under way", async () => {
      const seen = await at.store.change({
        scopes: [WORLDS, "world:odyssey"],
        work: async (draft) => ({
          worlds: draft.exists(WORLDS),
          odyssey: draft.exists("world:odyssey"),
          next: draft.version("world:odyssey"),
        }),
      });
      expect(seen.value).toEqual({ worlds: true, odyssey: false, next: 1 });
      await at.createWorld("odyssey");
      const exists = await at.change("odyssey", async (draft) => draft.exists("world:odyssey"));
      expect(exists.value).toBe(true);
    });

    test("keeps nothing in a world that isn't there", async () => {
      const made = at.create(character, "character:nowhere:circe");
      await expect(made).rejects.toThrow();
      expect(await at.version("world:nowhere")).toBeUndefined();
      expect(await at.get("character:nowhere:circe")).toBeNull();
      expect(await at.log("world:nowhere")).toEqual([]);
    });

    test("orders the list of worlds by name, and filters it by status", async () => {
      await at.createWorld("b", { name: "Beowulf", status: "ACTIVE" });
      await at.createWorld("c", { name: "Aeneid", status: "ACTIVE" });
      await at.createWorld("a", { name: "Cligès" });
      expect(await at.ids("Query.worlds", WORLDS)).toEqual(["world:c", "world:b", "world:a"]);
      expect(await at.ids("Query.worlds", WORLDS, { filter: { status: "ACTIVE" } })).toEqual([
        "world:c",
        "world:b",
      ]);
      await at.update(world, "world:c", { name: "The Aeneid", status: "ARCHIVED" });
      expect(await at.ids("Query.worlds", WORLDS)).toEqual(["world:b", "world:a", "world:c"]);
      expect(await at.ids("Query.worlds", WORLDS, { filter: { status: "ACTIVE" } })).toEqual(["world:b"]);
    });

    test("takes everything along when a world is deleted, and keeps its version", async () => {
      await furnish();
      const { versions } = await at.deleteWorld("odyssey");
      expect(versions).toEqual({ "world:odyssey": 5, worlds: 2 });
      expect(await at.version("world:odyssey")).toBe(5);
      expect(await contents()).toEqual(NOTHING);
      expect(await at.ids("Query.worlds", WORLDS)).toEqual([]);
      const exists = await at.change("odyssey", async (draft) => draft.exists("world:odyssey"));
      expect(exists.value).toBe(false);
    });

    test("flushes a deleted world's scope, and tells of the world alone", async () => {
      await furnish();
      await at.deleteWorld("odyssey");
      const entry = (await at.log("world:odyssey")).at(-1)!;
      expect(entry).toMatchObject({ version: 5, flush: true, purged: null, keys: [] });
      expect(entry.entities.map(({ id, kind }) => [id, kind])).toEqual([["world:odyssey", "DELETED"]]);
      expect((await at.log(WORLDS)).at(-1)!.keys.toSorted()).toEqual(["list", "list:status=DORMANT"]);
    });

    test("keeps nothing in a deleted world", async () => {
      await furnish();
      await at.deleteWorld("odyssey");
      await expect(at.create(character, "character:odyssey:circe")).rejects.toThrow();
      expect(await at.version("world:odyssey")).toBe(5);
      expect(await contents()).toEqual(NOTHING);
    });

    test("goes on from a deleted world's version when it is made again, and finds it empty", async () => {
      await furnish();
      await at.deleteWorld("odyssey");
      const again = await at.createWorld("odyssey", { name: "Again" });
      expect(again.versions).toEqual({ "world:odyssey": 6, worlds: 3 });
      expect(again.value).toMatchObject({ version: 6, born: 6 });
      expect((await at.log("world:odyssey")).at(-1)).toMatchObject({ flush: true, keys: [] });
      expect(await contents()).toEqual({
        ...NOTHING,
        world: again.value,
        state: { version: 6, counts: { World: 1 }, latest: {} },
      });
      await at.create(character, "character:odyssey:circe");
      expect((await at.state("odyssey"))?.counts).toEqual({ World: 1, Character: 1 });
      expect(await at.ids("Entity.timeline", "character:odyssey:circe")).toEqual([]);
    });

    test("says what is taken", async () => {
      await at.createWorld("odyssey");
      await expect(at.createWorld("odyssey")).rejects.toMatchObject({ code: "CONFLICT", field: "id" });
      expect(await at.version("world:odyssey")).toBe(1);
      expect(await at.version(WORLDS)).toBe(1);
    });

    const NOTHING = {
      world: null,
      character: null,
      flags: [],
      state: null,
      characters: [],
      timeline: [],
      own: [],
    };

    async function furnish(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      await at.create(worldFlag, "flag:odyssey:storm");
      await at.change("odyssey", (draft) =>
        draft.create(
          timelineEvent,
          "event:odyssey:feast",
          sampleOf(timelineEvent, "event:odyssey:feast", { involves: ["character:odyssey:circe"] }),
        ),
      );
    }

    async function contents() {
      const { values } = await at.store.read([
        { kind: "together", scope: "world:odyssey", type: "WorldFlag" },
      ]);
      return {
        world: await at.get("world:odyssey"),
        character: await at.get("character:odyssey:circe"),
        flags: values[0],
        state: await at.state("odyssey"),
        characters: await at.ids("World.characters", "world:odyssey"),
        timeline: await at.ids("World.timeline", "world:odyssey", OLDEST),
        own: await at.ids("Entity.timeline", "character:odyssey:circe", OLDEST),
      };
    }
  });
}
