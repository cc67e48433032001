import { describe, expect, test } from "vitest";
import type { ListReading, StoreQuery } from "../../../src/store/query.ts";
import { character, timelineEvent } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const MANY = 263;

export function pageClaims(open: OpenStore): void {
  describe("pages", () => {
    const at = useStore(open);

    test("cover a long list without gap or double, whatever their size", async () => {
      const expected = await manyCharacters();
      for (const size of [7, 100, MANY - 1, MANY, MANY + 1])
        expect(await at.walk("World.characters", "world:odyssey", size)).toEqual(expected);
      expect(await at.walk("World.characters", "world:odyssey", 9, { filter: { language: "fr" } })).toEqual(
        expected.filter((id) => id.endsWith("-fr")),
      );
    });

    test("cover a long timeline in both directions, many events at one moment", async () => {
      await at.createWorld("odyssey");
      const ids = Array.from({ length: MANY }, (_, index) => `event:odyssey:e${index % 2}-${index}`);
      await at.change("odyssey", async (draft) => {
        for (const [seq, id] of ids.entries()) {
          const occurredAt = `0800-01-01T00:00:0${Math.floor(seq / 60)}Z`;
          await draft.create(timelineEvent, id, sampleOf(timelineEvent, id, { occurredAt }), seq);
        }
      });
      for (const size of [7, 100, MANY]) {
        expect(await at.walk("World.timeline", "world:odyssey", size, { order: "OLDEST_FIRST" })).toEqual(
          ids,
        );
        expect(await at.walk("World.timeline", "world:odyssey", size)).toEqual(ids.toReversed());
      }
    });

    test("say whether more follow", async () => {
      await at.createWorld("odyssey");
      for (const name of ["a", "b", "c"]) await at.create(character, `character:odyssey:${name}`);
      const more = [1, 2, 3, 4].map(async (limit) => (await page({ limit })).more);
      expect(await Promise.all(more)).toEqual([true, true, false, false]);
      const first = await page({ limit: 1 });
      const rest = await page({ limit: 2, after: first.entries[0]! });
      expect(rest).toMatchObject({
        entries: [{ id: "character:odyssey:b" }, { id: "character:odyssey:c" }],
        more: false,
      });
      expect(await page({ limit: 2, after: rest.entries[1]! })).toEqual({
        entries: [],
        more: false,
        total: 3,
      });
    });

    test("go on behind an entry that is gone, or has moved", async () => {
      await at.createWorld("odyssey");
      for (const name of ["a", "b", "c", "d"]) await at.create(character, `character:odyssey:${name}`);
      const [, second] = (await page({ limit: 2 })).entries;
      await at.remove(character, "character:odyssey:b");
      const rest = ["character:odyssey:c", "character:odyssey:d"];
      expect((await page({ limit: 10, after: second! })).entries.map(({ id }) => id)).toEqual(rest);
      const [first] = (await page({ limit: 1 })).entries;
      await at.update(character, "character:odyssey:a", { name: "z" });
      expect((await page({ limit: 10, after: first! })).entries.map(({ id }) => id)).toEqual([
        ...rest,
        "character:odyssey:a",
      ]);
    });

    async function page(
      wanted: Pick<StoreQuery & { kind: "list" }, "limit"> & { after?: ListReading["entries"][0] },
    ) {
      const query = {
        kind: "list",
        coordinate: "World.characters",
        owner: "world:odyssey",
        filter: {},
        after: null,
        ...wanted,
      } as const;
      return (await at.store.read([query])).values[0] as ListReading;
    }

    /** Many with few names, so that ids decide; the ids in their order. */
    async function manyCharacters(): Promise<string[]> {
      await at.createWorld("odyssey");
      const everyone = Array.from({ length: MANY }, (_, index) => ({
        name: ["😀", "\uFFFD", "Suitor"][index % 3]!,
        language: index % 4 === 0 ? "fr" : "el",
        number: String(index).padStart(3, "0"),
      })).map((one) => ({ ...one, id: `character:odyssey:${one.number}-${one.language}` }));
      await at.change("odyssey", async (draft) => {
        for (const { id, name, language } of everyone)
          await draft.create(character, id, sampleOf(character, id, { name, language }));
      });
      const order = ["Suitor", "\uFFFD", "😀"];
      return everyone
        .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name) || (a.id < b.id ? -1 : 1))
        .map(({ id }) => id);
    }
  });
}
