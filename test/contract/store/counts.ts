import { describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { ListReading } from "../../../src/store/query.ts";
import { character, location, timelineEvent, world, worldObject } from "../../support/own-types.ts";
import { imported, type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const WORLD = "world:odyssey";
const LANGUAGES = ["el", "en", "fr"];
const MANY = 260;

export function countClaims(open: OpenStore): void {
  describe("the number of a list's entries", () => {
    const at = useStore(open);
    const languageOf = (index: number) => LANGUAGES[index % 3]!;
    const idOf = (index: number) => `character:odyssey:c${1_000 + index}`;
    const FILTERS: readonly Record<string, string>[] = [
      {},
      ...LANGUAGES.map((language) => ({ language })),
      { language: "el", status: "ACTIVE" },
    ];
    const totals = () =>
      Promise.all(FILTERS.map((filter) => at.total("World.characters", WORLD, { filter })));
    /** What {@link totals} are of active characters of these languages. */
    const totalsOf = (languages: readonly string[]) =>
      FILTERS.map(({ language = null }) =>
        language === null ? languages.length : languages.filter((one) => one === language).length,
      );

    test("is that of all pages, on each of them, and behind the last one", async () => {
      await makeMany();
      const read = async (wanted: { after: ListReading["entries"][0] | null; limit: number }) => {
        const query = {
          coordinate: "World.characters",
          owner: WORLD,
          filter: {},
          descending: false,
        } as const;
        return (await at.store.read([{ kind: "list", ...query, ...wanted }])).values[0] as ListReading;
      };
      const all = await read({ after: null, limit: MANY });
      expect(all).toMatchObject({ more: false, total: MANY });
      expect(await read({ after: all.entries[99]!, limit: 10 })).toMatchObject({ more: true, total: MANY });
      expect(await read({ after: all.entries.at(-1)!, limit: 10 })).toEqual({
        entries: [],
        more: false,
        total: MANY,
      });
    });

    test("is each filter's own, and follows what is made, changed and removed", async () => {
      await makeMany();
      const languages = Array.from({ length: MANY }, (_, index) => languageOf(index));
      expect(await totals()).toEqual(totalsOf(languages));
      await at.change("odyssey", async (draft) => {
        for (let index = 0; index < 200; index++) {
          const one = await draft.need(character, idOf(index));
          if (index % 5 === 0) await draft.remove(character, one);
          // A new name moves an entry, and a new language takes it to another list.
          else if (index % 2) await draft.update(character, one, { name: "z" });
          else {
            await draft.update(character, one, { language: "fr" });
            languages[index] = "fr";
          }
        }
      });
      expect(await totals()).toEqual(totalsOf(languages.filter((_, index) => index >= 200 || index % 5)));
      await at.deleteWorld("odyssey");
      expect(await totals()).toEqual(totalsOf([]));
      await at.createWorld("odyssey");
      await at.create(character, idOf(0), { language: "el" });
      expect(await totals()).toEqual(totalsOf(["el"]));
    });

    test("is that of what refers to its owner, and another owner's under the same id begins anew", async () => {
      await at.createWorld("odyssey");
      const [cave, hut] = ["location:odyssey:cave", "location:odyssey:hut"];
      for (const id of [cave, hut]) await at.create(location, id);
      await at.change("odyssey", async (draft) => {
        for (let index = 0; index < 7; index++) {
          const [thing, happening] = [`object:odyssey:o${index}`, `event:odyssey:e${index}`];
          await draft.create(
            worldObject,
            thing,
            sampleOf(worldObject, thing, { holder: index % 2 ? cave : hut }),
          );
          const involves = index % 3 ? [cave] : [cave, hut];
          await draft.create(
            timelineEvent,
            happening,
            sampleOf(timelineEvent, happening, { involves }),
            index,
          );
        }
      });
      const counted = (owner: string) =>
        Promise.all([at.total("Location.objects", owner), at.total("Entity.timeline", owner)]);
      expect([await counted(cave), await counted(hut)]).toEqual([
        [3, 7],
        [4, 3],
      ]);
      await at.remove(location, cave);
      expect(await counted(cave)).toEqual([0, 0]);
      await at.create(location, cave);
      await at.create(timelineEvent, "event:odyssey:later", { involves: [cave] });
      expect([await counted(cave), await counted(hut)]).toEqual([
        [0, 1],
        [4, 3],
      ]);
      expect(await at.total("World.timeline", WORLD)).toBe(8);
      expect(await at.total("World.timeline", WORLD, { order: "NEWEST_FIRST" })).toBe(8);
    });

    test("is an import's own, also where it takes the place of what was there", async () => {
      await makeMany();
      const importer = await at.store.beginImport("odyssey");
      await importer.write([imported(world, WORLD, { status: "ACTIVE" })]);
      for (const language of LANGUAGES)
        await importer.write(
          Array.from({ length: 111 }, (_, index) =>
            imported(character, `character:odyssey:${language}${index}`, { language }),
          ),
        );
      await importer.finish();
      expect(await totals()).toEqual([333, 111, 111, 111, 111]);
      expect(await at.total("Query.worlds", WORLDS, { filter: { status: "ACTIVE" } })).toBe(1);
      while (await at.store.sweep());
      await at.remove(character, "character:odyssey:el0");
      expect(await totals()).toEqual([332, 110, 111, 111, 110]);
    });

    test("of all worlds is each status's own", async () => {
      for (const local of ["a", "b", "c"]) await at.createWorld(local);
      await at.update(world, "world:b", { status: "ACTIVE" });
      const filters: readonly Record<string, string>[] = [{}, { status: "DORMANT" }, { status: "ACTIVE" }];
      const counted = () =>
        Promise.all(filters.map((filter) => at.total("Query.worlds", WORLDS, { filter })));
      expect(await counted()).toEqual([3, 2, 1]);
      await at.deleteWorld("a");
      expect(await counted()).toEqual([2, 1, 1]);
    });

    async function makeMany(): Promise<void> {
      await at.createWorld("odyssey");
      await at.change("odyssey", async (draft) => {
        for (let index = 0; index < MANY; index++) {
          const id = idOf(index);
          await draft.create(character, id, sampleOf(character, id, { language: languageOf(index) }));
        }
      });
    }
  });
}
