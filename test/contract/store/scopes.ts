import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { ListReading, ScopeState } from "../../../src/store/query.ts";
import type { Reading } from "../../../src/store/store.ts";
import { turnOfTheLoop } from "../../support/clock.ts";
import { character, location } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, sorted, useStore } from "../../support/store.ts";

export function scopeClaims(open: OpenStore): void {
  describe("scopes", () => {
    const at = useStore(open);

    test("knows the list of worlds before there are any", async () => {
      expect(await at.version(WORLDS)).toBe(0);
      expect(await at.ids("Query.worlds", WORLDS)).toEqual([]);
    });

    test("begins a world at version 1, and raises the list of worlds with it", async () => {
      const odyssey = await at.createWorld("odyssey");
      const iliad = await at.createWorld("iliad");
      expect(odyssey.versions).toEqual({ "world:odyssey": 1, worlds: 1 });
      expect(iliad.versions).toEqual({ "world:iliad": 1, worlds: 2 });
    });

    test("raises a world's version by one with every change, and no other scope's", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      await at.create(character, "character:odyssey:circe");
      const changed = await at.update(character, "character:odyssey:circe", { name: "Kirke" });
      expect(changed.versions).toEqual({ "world:odyssey": 3 });
      const { versions } = await at.store.versions(["world:odyssey", "world:iliad", WORLDS]);
      expect(Object.fromEntries(versions)).toEqual({ "world:odyssey": 3, "world:iliad": 1, worlds: 2 });
    });

    test("leaves scopes out that it doesn't know", async () => {
      await at.createWorld("odyssey");
      const { versions } = await at.store.versions(["world:nowhere", "world:odyssey"]);
      expect([...versions.keys()]).toEqual(["world:odyssey"]);
      const reading = await at.store.read([{ kind: "entity", id: "character:nowhere:circe" }]);
      expect(reading.versions.size).toBe(0);
    });

    test("answers settled versions once a change is acknowledged", async () => {
      await at.createWorld("odyssey");
      const { versions } = await at.store.versions(["world:odyssey"], { settled: true });
      expect(versions.get("world:odyssey")).toBe(1);
    });

    test("names itself by one id", async () => {
      const first = await at.store.versions([]);
      const second = await at.store.versions([WORLDS]);
      expect(first.epoch).not.toBe("");
      expect(second.epoch).toBe(first.epoch);
    });

    test("makes one change of what touches two scopes", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      const { versions, commits } = await at.store.change({
        scopes: ["world:odyssey", "world:iliad"],
        work: async (draft) => {
          for (const id of ["character:odyssey:nestor", "character:iliad:nestor"])
            await draft.create(character, id, sampleOf(character, id));
        },
      });
      expect(versions).toEqual({ "world:odyssey": 2, "world:iliad": 2 });
      const [odyssey, iliad] = [await at.log("world:odyssey"), await at.log("world:iliad")];
      expect(odyssey.at(-1)!.changeId).toBe(iliad.at(-1)!.changeId);
      expect(sorted(commits.map(({ entry }) => entry.scope))).toEqual(["world:iliad", "world:odyssey"]);
    });

    test("leaves a scope alone that a change names and doesn't touch", async () => {
      await at.createWorld("odyssey");
      const { versions } = await at.store.change({
        scopes: [WORLDS, "world:odyssey", "world:odyssey"],
        work: async (draft) => {
          await draft.create(
            location,
            "location:odyssey:ithaca",
            sampleOf(location, "location:odyssey:ithaca"),
          );
        },
      });
      expect(versions).toEqual({ "world:odyssey": 2 });
      expect(await at.version(WORLDS)).toBe(1);
    });

    test("makes no version of a change that touches nothing", async () => {
      await at.createWorld("odyssey");
      const changed = await at.change("odyssey", async () => "looked around");
      const { epoch } = await at.store.versions([]);
      expect(changed).toEqual({
        value: "looked around",
        versions: { "world:odyssey": 1 },
        epoch,
        commits: [],
      });
      expect(await at.version("world:odyssey")).toBe(1);
      expect(await at.log("world:odyssey")).toHaveLength(1);
    });

    test("gives changes made at once versions of their own, one after the other", async () => {
      await at.createWorld("odyssey");
      const names = Array.from({ length: 25 }, (_, index) => `suitor-${index}`);
      const changes = await Promise.all(
        names.map((name) => at.create(character, `character:odyssey:${name}`)),
      );
      const versions = changes.map((change) => change.versions["world:odyssey"]!).sort((a, b) => a - b);
      expect(versions).toEqual(names.map((_, index) => index + 2));
      expect((await at.log("world:odyssey")).map(({ version }) => version)).toEqual([1, ...versions]);
      expect((await at.state("odyssey"))?.counts.Character).toBe(25);
    });

    test("shows a reader all rows of the version that it says, while many changes are under way", async () => {
      const ids = ["character:odyssey:odysseus", "character:odyssey:penelope"];
      await at.createWorld("odyssey");
      await at.change("odyssey", async (draft) => {
        for (const id of ids) await draft.create(character, id, sampleOf(character, id));
      });
      const readings: Promise<Reading>[] = [];
      const look = () => at.store.read(ids.map((id) => ({ kind: "entity", id }) as const));
      const changes = Array.from({ length: 25 }, (_, index) => {
        readings.push(look());
        return at.change("odyssey", async (draft) => {
          for (const id of ids) {
            const entity = await draft.need(character, id);
            await draft.update(character, entity, { name: `Name ${index}` });
          }
          readings.push(look());
          await turnOfTheLoop();
        });
      });
      for (const change of changes) {
        await change;
        readings.push(look());
      }
      for (const { values, versions } of await Promise.all(readings))
        for (const value of values)
          expect((value as Entity).version).toBeGreaterThanOrEqual(versions.get("world:odyssey")!.before);
    });

    test("shows a reader whole changes, while many are under way", async () => {
      await at.createWorld("odyssey");
      const changes: Promise<unknown>[] = [];
      const readings: Promise<readonly [number | undefined, number | undefined, number]>[] = [];
      for (let index = 0; index < 25; index++) {
        const id = `character:odyssey:suitor-${index}`;
        const change = at.change("odyssey", async (draft) => {
          readings.push(look());
          await draft.create(character, id, sampleOf(character, id));
          await turnOfTheLoop();
        });
        changes.push(change);
        readings.push(look());
      }
      await Promise.all(changes);
      expect(readings).toHaveLength(50);
      for (const [version, count = 0, listed] of await Promise.all(readings)) {
        expect(count).toBe(version! - 1);
        expect(listed).toBe(count);
      }
      expect(await look()).toEqual([26, 25, 25]);

      async function look() {
        const { values } = await at.store.read([
          { kind: "state", scope: "world:odyssey" },
          {
            kind: "list",
            coordinate: "World.characters",
            owner: "world:odyssey",
            filter: { language: "en" },
            after: null,
            limit: 100,
          },
        ]);
        const [state, list] = values as [ScopeState | null, ListReading];
        return [state?.version, state?.counts.Character, list.entries.length] as const;
      }
    });

    test("keeps nothing of a change that fails in one of its scopes", async () => {
      await at.createWorld("iliad");
      const ids = ["character:iliad:nestor", "character:nowhere:nestor"];
      const change = at.store.change({
        scopes: ["world:iliad", "world:nowhere"],
        work: async (draft) => {
          for (const id of ids) await draft.create(character, id, sampleOf(character, id));
        },
      });
      await expect(change).rejects.toThrow();
      expect(await at.version("world:iliad")).toBe(1);
      expect(await at.version("world:nowhere")).toBeUndefined();
      for (const id of ids) expect(await at.get(id)).toBeNull();
      expect(await at.ids("World.characters", "world:iliad")).toEqual([]);
      expect(await at.log("world:iliad")).toHaveLength(1);
    });

    test("keeps nothing of a change whose work throws", async () => {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      const before = await everything();
      const broken = at.change("odyssey", async (draft) => {
        const circe = await draft.need(character, "character:odyssey:circe");
        await draft.update(character, circe, { name: "Kirke" });
        await draft.create(
          character,
          "character:odyssey:scylla",
          sampleOf(character, "character:odyssey:scylla"),
        );
        throw new Error("the ship sinks");
      });
      await expect(broken).rejects.toThrow("the ship sinks");
      expect(await everything()).toEqual(before);
      const next = await at.create(character, "character:odyssey:scylla");
      expect(next.versions).toEqual({ "world:odyssey": 3 });

      async function everything() {
        return {
          version: await at.version("world:odyssey"),
          state: await at.state("odyssey"),
          log: await at.log("world:odyssey"),
          characters: await at.list("World.characters", "world:odyssey"),
          circe: await at.get("character:odyssey:circe"),
          scylla: await at.get("character:odyssey:scylla"),
        };
      }
    });

    test("fails a change that uses a scope it didn't name", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      await at.create(character, "character:iliad:hector");
      const uses = [
        at.change("odyssey", (draft) => draft.get(character, "character:iliad:hector")),
        at.change("odyssey", (draft) =>
          draft.create(character, "character:iliad:paris", sampleOf(character, "character:iliad:paris")),
        ),
        at.change("odyssey", async (draft) => {
          for await (const _ of draft.list("World.characters", "world:iliad"));
        }),
        at.change("odyssey", async (draft) => draft.purge("world:iliad", null)),
        at.change("odyssey", async (draft) => draft.exists("world:iliad")),
        at.change("odyssey", async (draft) => draft.version("world:iliad")),
      ];
      for (const use of uses) await expect(use).rejects.toThrow("world:iliad wasn't named");
      expect(await at.version("world:iliad")).toBe(2);
      expect(await at.version("world:odyssey")).toBe(1);
    });

    test("fails a change that reaches into the list of worlds without naming it", async () => {
      await at.createWorld("odyssey");
      const renamed = at.change("odyssey", async (draft) => {
        const world = at.registry.byName("World");
        await draft.update(world, await draft.need(world, "world:odyssey"), { name: "The Odyssey" });
      });
      await expect(renamed).rejects.toThrow(WORLDS);
      expect(await at.version("world:odyssey")).toBe(1);
      expect((await at.get("world:odyssey"))?.name).toBe("odyssey");
    });
  });
}
