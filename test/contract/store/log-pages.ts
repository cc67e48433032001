import { describe, expect, test } from "vitest";
import { character, worldFlag } from "../../support/own-types.ts";
import { type OpenStore, useStore } from "../../support/store.ts";

const RETENTION = { entries: 5, ms: 60_000 };

export function logPageClaims(open: OpenStore): void {
  describe("the log's pages", () => {
    const at = useStore(open, { retention: RETENTION });

    test("hold the entries after a version, oldest first, no more than asked for", async () => {
      await changes(6);
      const pages = [
        await at.store.log("world:odyssey", 0, 4),
        await at.store.log("world:odyssey", 4, 4),
        await at.store.log("world:odyssey", 6, 4),
      ];
      expect(pages.map(({ entries }) => entries.map(({ version }) => version))).toEqual([
        [1, 2, 3, 4],
        [5, 6],
        [],
      ]);
      for (const page of pages) expect(page).toMatchObject({ version: 6, complete: true });
    });

    test("say of an unknown scope that there is no version", async () => {
      expect(await at.store.log("world:nowhere", 0, 10)).toMatchObject({ version: undefined, entries: [] });
    });

    test("say that they aren't complete where entries were trimmed", async () => {
      await changes(4);
      await at.clock.advance(RETENTION.ms + 1);
      await changes(4);
      const { versions } = await at.store.versions(["world:odyssey"]);
      expect(versions.get("world:odyssey")).toBe(8);
      const whole = await at.store.log("world:odyssey", 0, 100);
      expect(whole.complete).toBe(false);
      expect(whole.entries.map(({ version }) => version)).toEqual([4, 5, 6, 7, 8]);
      expect(await at.store.log("world:odyssey", 2, 1)).toMatchObject({ complete: false });
      expect(await at.store.log("world:odyssey", 3, 100)).toMatchObject({ complete: true });
      expect(await at.store.log("world:odyssey", 8, 100)).toMatchObject({ complete: true, entries: [] });
    });

    test("keep entries that are young, however many there are", async () => {
      await changes(12);
      await at.clock.advance(RETENTION.ms);
      await changes(1);
      expect(await at.store.log("world:odyssey", 0, 100)).toMatchObject({ complete: true });
    });

    test("keep each scope's own number of entries", async () => {
      await changes(2);
      await at.createWorld("iliad");
      for (let index = 0; index < 8; index++) await at.create(worldFlag, `flag:iliad:f${index}`);
      await at.clock.advance(RETENTION.ms + 1);
      await at.create(worldFlag, "flag:iliad:last");
      expect((await at.log("world:odyssey")).map(({ version }) => version)).toEqual([1, 2]);
      expect((await at.log("world:iliad")).map(({ version }) => version)).toEqual([6, 7, 8, 9, 10]);
    });

    test("give each entry the moment of its change and an id of its own", async () => {
      await changes(2);
      await at.clock.advance(1_500);
      await changes(1);
      const log = await at.log("world:odyssey");
      expect(log.map((entry) => entry.at)).toEqual([
        "2026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:01.500Z",
      ]);
      expect(new Set(log.map(({ changeId }) => changeId)).size).toBe(3);
      expect(log.every(({ scope }) => scope === "world:odyssey")).toBe(true);
    });

    /** So many changes of the odyssey, the first of which makes it. */
    async function changes(count: number): Promise<void> {
      for (let index = 0; index < count; index++)
        if ((await at.version("world:odyssey")) === undefined) await at.createWorld("odyssey");
        else await at.create(character, `character:odyssey:${await at.version("world:odyssey")}`);
    }
  });
}
