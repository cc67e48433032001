import { describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { StoreQuery } from "../../../src/store/query.ts";
import {
  character,
  location,
  timelineEvent,
  world,
  worldFlag,
  worldObject,
} from "../../support/own-types.ts";
import { imported, type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const PENELOPE = "character:iliad:penelope";
const ACHILLES = "character:iliad:achilles";
const TENT = "location:iliad:tent";
const SHIP = "location:iliad:ship";
const SPEAR = "object:iliad:spear";
const WORLD = "world:iliad";

/** For a store that can be damaged behind its back. */
export function unreadableClaims(open: OpenStore): void {
  describe("what can't be read", () => {
    const at = useStore(open);
    const damage = () => at.damage!;
    const read = async (...queries: StoreQuery[]) => (await at.store.read(queries)).values;
    const entity = (id: string) => ({ kind: "entity", id }) as const;
    const flags = { kind: "together", scope: WORLD, type: "WorldFlag" } as const;
    const counts = async () => (await at.state("iliad"))!.counts;
    const broken = (id: string) => expect.objectContaining({ unreadableId: id });

    /** Versions 1 to 7. */
    async function begin(): Promise<void> {
      await at.createWorld("iliad");
      await at.create(location, TENT);
      await at.create(location, SHIP);
      await at.create(character, PENELOPE);
      await at.create(character, ACHILLES, {
        name: "Achilles",
        language: "grc",
        traits: ["swift"],
        location: TENT,
      });
      await at.create(worldObject, SPEAR, { holder: ACHILLES });
      // Another type's, under the same local id.
      await at.create(location, "location:iliad:achilles", { name: "Achilles' home" });
    }

    test("fails alone, and is neither there nor absent", async () => {
      await begin();
      await damage().garble(ACHILLES);
      expect(await read(entity(PENELOPE), entity(ACHILLES), entity("character:iliad:nobody"))).toEqual([
        expect.objectContaining({ id: PENELOPE }),
        broken(ACHILLES),
        null,
      ]);
      expect(await at.ids("World.characters", WORLD)).toEqual([ACHILLES, PENELOPE]);
      expect(await counts()).toMatchObject({ Character: 2 });
    });

    test.each(["name", "createdAt", "seq"])("lacks what it has to have: %s", async (field) => {
      await begin();
      await damage().lose(ACHILLES, field);
      expect(await read(entity(ACHILLES), entity(PENELOPE))).toEqual([
        broken(ACHILLES),
        expect.objectContaining({ id: PENELOPE }),
      ]);
    });

    test("doesn't lack what has a default", async () => {
      await begin();
      for (const field of ["language", "location", "traits"]) await damage().lose(ACHILLES, field);
      expect(await at.get(ACHILLES)).toMatchObject({ language: "en", location: null, traits: [] });
    });

    test("leaves alone what is read together with it", async () => {
      await begin();
      for (const key of ["a", "b", "c"]) await at.create(worldFlag, `flag:iliad:${key}`);
      await damage().garble("flag:iliad:b");
      const [found] = await read(flags);
      expect(found).toEqual([
        expect.objectContaining({ key: "a" }),
        broken("flag:iliad:b"),
        expect.objectContaining({ key: "c" }),
      ]);
      const { commits } = await at.update(worldFlag, "flag:iliad:a", { value: 5 });
      // Written through it would be cached without the broken one.
      expect(commits[0]!.puts.map(({ slot }) => slot.key)).not.toContain("flags");
      expect(commits[0]!.entry.keys).toContain("flags");
      await at.change("iliad", (draft) =>
        draft.create(worldFlag, "flag:iliad:b", sampleOf(worldFlag, "flag:iliad:b", { value: "anew" })),
      );
      expect(await read(flags)).toEqual([["a", "b", "c"].map((key) => expect.objectContaining({ key }))]);
      expect(await counts()).toMatchObject({ WorldFlag: 3 });
    });

    test("is refused to a change that needs it, by its id", async () => {
      await begin();
      await damage().garble(ACHILLES);
      const refused = expect.objectContaining({
        code: "UNAVAILABLE",
        message: expect.stringContaining(ACHILLES),
      });
      await expect(at.change("iliad", (draft) => draft.get(character, ACHILLES))).rejects.toEqual(refused);
      await expect(at.change("iliad", (draft) => draft.needAny(ACHILLES))).rejects.toEqual(refused);
      expect(await at.version(WORLD)).toBe(7);
    });

    test("can be made anew under its id, which keeps what can be kept", async () => {
      await begin();
      await at.create(timelineEvent, "event:iliad:wrath", { involves: [ACHILLES] });
      await damage().lose(ACHILLES, "name");
      await at.clock.advance(1_000);
      const { value, commits } = await at.create(character, ACHILLES, { name: "Pelides", location: SHIP });
      expect(value).toMatchObject({
        name: "Pelides",
        language: "en",
        version: 9,
        born: 5,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:01.000Z",
      });
      // Which lists it left nobody knows, so that caches forget them all.
      expect(commits[0]!.entry).toMatchObject({ flush: true, purged: null });
      expect(commits[0]!.entry.entities).toMatchObject([{ id: ACHILLES, kind: "UPDATED" }]);
      expect(await at.get(ACHILLES)).toEqual(value);
      expect(await at.ids("World.characters", WORLD)).toEqual([ACHILLES, PENELOPE]);
      expect(await at.ids("World.characters", WORLD, { filter: { language: "grc" } })).toEqual([]);
      expect(await at.ids("World.characters", WORLD, { filter: { language: "en" } })).toEqual([
        ACHILLES,
        PENELOPE,
      ]);
      expect(await at.ids("Location.characters", TENT)).toEqual([]);
      expect(await at.ids("Location.characters", SHIP)).toEqual([ACHILLES]);
      expect(await at.ids("World.locations", WORLD)).toContain("location:iliad:achilles");
      expect(await at.ids("Entity.timeline", ACHILLES)).toEqual(["event:iliad:wrath"]);
      expect(await counts()).toMatchObject({ Character: 2 });
      await at.remove(character, ACHILLES);
      expect(await at.ids("World.characters", WORLD)).toEqual([PENELOPE]);
      expect(await counts()).toMatchObject({ Character: 1 });
    });

    test("is replaced by an update that names what it has to have, and by no other", async () => {
      await begin();
      await damage().lose(ACHILLES, "name");
      const update = (fields: Record<string, unknown>) =>
        at.change("iliad", async (draft) =>
          draft.update(character, await draft.need(character, ACHILLES, "id", { fields }), fields),
        );
      await expect(update({ status: "DORMANT" })).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringMatching(/character:iliad:achilles.* give name/),
      });
      const { value } = await update({ name: "Pelides" });
      expect(value).toMatchObject({
        name: "Pelides",
        language: "grc",
        traits: ["swift"],
        location: TENT,
        born: 5,
      });
      expect(await at.get(ACHILLES)).toEqual(value);
      expect(await at.ids("Location.characters", TENT)).toEqual([ACHILLES]);
    });

    test("doesn't keep references to what is gone by then", async () => {
      await begin();
      await damage().lose(ACHILLES, "name");
      await at.remove(location, TENT);
      const fields = { name: "Pelides" };
      const { value } = await at.change("iliad", async (draft) =>
        draft.update(character, await draft.need(character, ACHILLES, "id", { fields }), fields),
      );
      expect(value).toMatchObject({ location: null });
    });

    test.each(["garble", "lose"] as const)(
      "can be deleted, and what refers to it is cleared: %s",
      async (how) => {
        await begin();
        await damage()[how](ACHILLES, "name");
        const { commits } = await at.change("iliad", async (draft) =>
          draft.remove(character, await draft.need(character, ACHILLES, "id", "remove")),
        );
        expect(commits[0]!.entry.entities).toContainEqual(
          expect.objectContaining({ id: ACHILLES, kind: "DELETED" }),
        );
        expect(await at.get(ACHILLES)).toBeNull();
        expect(await at.get(SPEAR)).toMatchObject({ holder: null });
        expect(await at.ids("World.characters", WORLD)).toEqual([PENELOPE]);
        expect(await at.ids("Location.characters", TENT)).toEqual([]);
        expect(await at.ids("World.locations", WORLD)).toContain("location:iliad:achilles");
        expect(await counts()).toMatchObject({ Character: 1 });
        await at.create(character, ACHILLES, { name: "Another" });
        expect(await at.ids("World.characters", WORLD)).toEqual([ACHILLES, PENELOPE]);
      },
    );

    test("is made one without a holder by a change that deletes that", async () => {
      await begin();
      await damage().garble(SPEAR);
      await at.remove(character, ACHILLES);
      expect(await at.ids("World.objects", WORLD)).toEqual([SPEAR]);
      expect(await read(entity(SPEAR))).toEqual([broken(SPEAR)]);
    });

    test("may be a world's record, without harm to what is in it", async () => {
      await begin();
      await damage().garble(WORLD);
      expect(await read(entity(WORLD), entity(PENELOPE))).toEqual([
        broken(WORLD),
        expect.objectContaining({ id: PENELOPE }),
      ]);
      await at.update(character, PENELOPE, { name: "Queen" });
      const fields = { name: "Ilias" };
      await at.store.change({
        scopes: [WORLD, WORLDS],
        work: async (draft) => draft.update(world, await draft.need(world, WORLD, "id", { fields }), fields),
      });
      expect(await at.get(WORLD)).toMatchObject({ name: "Ilias" });
      expect(await at.ids("Query.worlds", WORLDS)).toEqual([WORLD]);
      expect(await at.ids("Query.worlds", WORLDS, { filter: { status: "DORMANT" } })).toEqual([WORLD]);
    });

    test.each(["record", "state"])(
      "may be a world's %s, which can be deleted and imported anew",
      async (what) => {
        const harm = () => (what === "record" ? damage().garble(WORLD) : damage().garbleState(WORLD));
        const remove = () =>
          at.store.change({
            scopes: [WORLD, WORLDS],
            work: async (draft) => draft.remove(world, await draft.need(world, WORLD, "id", "remove")),
          });
        await begin();
        await harm();
        await remove();
        expect(await at.get(WORLD)).toBeNull();
        expect(await at.ids("Query.worlds", WORLDS)).toEqual([]);
        while (await at.store.sweep());
        await at.createWorld("iliad");
        await harm();
        const importer = await at.store.beginImport("iliad");
        await importer.write([imported(world, WORLD, { name: "Ilias" }), imported(character, PENELOPE)]);
        await importer.finish();
        expect(await at.get(WORLD)).toMatchObject({ name: "Ilias" });
        expect(await counts()).toEqual({ World: 1, Character: 1 });
        expect(await at.ids("Query.worlds", WORLDS)).toEqual([WORLD]);
      },
    );

    test("may be a scope's state, and other scopes are none the worse", async () => {
      await begin();
      await at.createWorld("odyssey");
      await damage().garbleState(WORLD);
      const [state, other] = await read(
        { kind: "state", scope: WORLD },
        { kind: "state", scope: "world:odyssey" },
      );
      expect(state).toEqual(broken("the state of world:iliad"));
      expect(other).toMatchObject({ version: 1 });
      await expect(at.create(character, "character:iliad:hector")).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringContaining("world:iliad"),
      });
      expect(await at.version(WORLD)).toBe(7);
    });

    test("may be an entry of the log, and whoever follows it begins anew behind it", async () => {
      await begin();
      await damage().garbleLog(WORLD, 3);
      const page = await at.store.log(WORLD, 0, 100);
      expect(page.entries.map(({ version }) => version)).toEqual([1, 2]);
      expect(page.unreadable).toEqual(broken("version 3 of world:iliad"));
      expect(await at.store.log(WORLD, 2, 100)).toMatchObject({ entries: [], complete: false, version: 7 });
      expect((await at.store.log(WORLD, 3, 100)).entries.map(({ version }) => version)).toEqual([4, 5, 6, 7]);
    });

    test("may be the answer that is kept for a retry, which then isn't done again", async () => {
      await begin();
      const ask = () =>
        at.store.change({
          scopes: [WORLD],
          idempotencyKey: "k",
          work: async (draft) =>
            draft.update(character, await draft.need(character, ACHILLES), { name: "Pelides" }),
        });
      await ask();
      await damage().garbleAnswers(WORLD);
      await expect(ask()).rejects.toMatchObject({ code: "UNAVAILABLE", field: "idempotencyKey" });
    });

    test("is told of by a dump, and left out if that is wanted", async () => {
      await begin();
      await damage().garble(ACHILLES);
      const all = async (options?: Parameters<typeof at.store.dump>[1]) => {
        const ids: string[] = [];
        for await (const batch of at.store.dump("iliad", options)) ids.push(...batch.map(({ id }) => id));
        return ids;
      };
      await expect(all()).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringContaining(ACHILLES),
      });
      const found: string[] = [];
      const ids = await all({ onUnreadable: ({ unreadableId }) => found.push(unreadableId) });
      expect(found).toEqual([ACHILLES]);
      expect(ids).toHaveLength(6);
      expect(ids).not.toContain(ACHILLES);
    });
  });
}
