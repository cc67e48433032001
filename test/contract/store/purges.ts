import { beforeEach, describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import { MAX_KEYS } from "../../../src/store/log.ts";
import { character } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

export function purgeClaims(open: OpenStore): void {
  describe("a flush", () => {
    const at = useStore(open);
    beforeEach(async () => {
      await at.createWorld("odyssey");
    });

    test("is logged for a purge of a scope, which touches nothing else", async () => {
      await at.create(character, "character:odyssey:circe");
      const { versions, commits } = await at.change("odyssey", async (draft) =>
        draft.purge("world:odyssey", null),
      );
      expect(versions).toEqual({ "world:odyssey": 3 });
      expect(commits[0]!.entry).toMatchObject({
        version: 3,
        flush: true,
        purged: null,
        keys: [],
        entities: [],
      });
      expect(await at.get("character:odyssey:circe")).toMatchObject({ version: 2 });
      expect((await at.state("odyssey"))?.counts).toEqual({ World: 1, Character: 1 });
    });

    test("is logged with the type for a purge of a type", async () => {
      const { commits } = await at.change("odyssey", async (draft) =>
        draft.purge("world:odyssey", "Character"),
      );
      expect(commits[0]!.entry).toMatchObject({ flush: true, purged: "Character", keys: ["state"] });
    });

    test("is of everything where a change purges two types, or is a flush already", async () => {
      const twice = await at.change("odyssey", async (draft) => {
        draft.purge("world:odyssey", "Character");
        draft.purge("world:odyssey", "Location");
      });
      expect(twice.commits[0]!.entry).toMatchObject({ flush: true, purged: null, keys: [] });
      const crowd = await at.change("odyssey", async (draft) => {
        draft.purge("world:odyssey", "Location");
        for (let index = 0; index < MAX_KEYS; index++) await make(draft, index);
      });
      expect(crowd.commits[0]!.entry).toMatchObject({ flush: true, purged: null, keys: [] });
    });

    test("is logged for a purge of the list of worlds", async () => {
      const { versions } = await at.store.change({
        scopes: [WORLDS],
        work: async (draft) => draft.purge(WORLDS, null),
      });
      expect(versions).toEqual({ worlds: 2 });
      expect((await at.log(WORLDS)).at(-1)).toMatchObject({ flush: true, keys: [] });
    });

    test("takes the place of more than a thousand keys", async () => {
      const few = await at.change("odyssey", async (draft) => {
        for (let index = 0; index < 200; index++) await make(draft, index);
      });
      expect(few.commits[0]!.entry).toMatchObject({ flush: false });
      expect(few.commits[0]!.entry.keys.length).toBeLessThanOrEqual(MAX_KEYS);
      const many = await at.change("odyssey", async (draft) => {
        for (let index = 200; index < 600; index++) await make(draft, index);
      });
      const { entry } = many.commits[0]!;
      expect(entry).toMatchObject({ flush: true, purged: null, keys: [] });
      expect(entry.entities).toHaveLength(400);
      expect((await at.log("world:odyssey")).at(-1)).toEqual(entry);
      expect((await at.state("odyssey"))?.counts.Character).toBe(600);
    });

    async function make(draft: Parameters<Parameters<typeof at.change>[1]>[0], index: number): Promise<void> {
      const id = `character:odyssey:c${index}`;
      await draft.create(character, id, sampleOf(character, id));
    }
  });
}
