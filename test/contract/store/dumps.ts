import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/entities/define.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import {
  character,
  location,
  timelineEvent,
  world,
  worldFlag,
  worldObject,
} from "../../support/own-types.ts";
import { imported, type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const CROWD = 1_300;

export function dumpClaims(open: OpenStore): void {
  describe("a dump", () => {
    const at = useStore(open);

    test("has each type in the registry's order, by id, and events in their own", async () => {
      await at.createWorld("odyssey");
      for (const name of ["b", "C", "a"]) {
        await at.create(worldObject, `object:odyssey:${name}`);
        await at.create(character, `character:odyssey:${name}`);
        await at.create(worldFlag, `flag:odyssey:${name}`);
        await at.create(location, `location:odyssey:${name}`);
      }
      await at.create(timelineEvent, "event:odyssey:later", { occurredAt: "0800-01-01T00:00:00Z" });
      await at.create(timelineEvent, "event:odyssey:sooner", { occurredAt: "0799-01-01T00:00:00Z" });
      const entities = await collect("odyssey");
      const types = ["flag", "location", "character", "object"];
      expect(entities.map(({ id }) => id)).toEqual([
        "world:odyssey",
        ...types.flatMap((type) => ["C", "a", "b"].map((name) => `${type}:odyssey:${name}`)),
        "event:odyssey:sooner",
        "event:odyssey:later",
      ]);
      for (const entity of entities) expect(entity).toEqual(await at.get(entity.id));
    });

    test("is empty for a world that isn't there, or is no more", async () => {
      expect(await collect("nowhere")).toEqual([]);
      await at.createWorld("odyssey");
      await at.deleteWorld("odyssey");
      expect(await collect("odyssey")).toEqual([]);
    });

    test("shows one moment, while changes go on", async () => {
      await crowd();
      const found: string[] = [];
      let first = true;
      for await (const batch of at.store.dump("odyssey")) {
        found.push(...batch.map(({ id, name }) => `${id} ${name}`));
        if (!first) continue;
        first = false;
        await at.change("odyssey", async (draft) => {
          const last = await draft.need(character, `character:odyssey:c${CROWD}`);
          await draft.update(character, last, { name: "changed" });
          await draft.create(character, "character:odyssey:z", sampleOf(character, "character:odyssey:z"));
          await draft.remove(character, await draft.need(character, `character:odyssey:c${2 * CROWD - 2}`));
        });
        await at.create(timelineEvent, "event:odyssey:late");
      }
      const expected = Array.from({ length: CROWD }, (_, index) => `c${CROWD + index}`);
      expect(found).toEqual([
        "world:odyssey odyssey",
        ...expected.map((name) => `character:odyssey:${name} ${name}`),
      ]);
      expect(await at.version("world:odyssey")).toBe(4);
    });

    test("goes on though its world is deleted and swept away", async () => {
      await crowd();
      let count = 0;
      for await (const batch of at.store.dump("odyssey")) {
        if (count === 0) {
          await at.deleteWorld("odyssey");
          while (await at.store.sweep());
        }
        count += batch.length;
      }
      expect(count).toBe(CROWD + 1);
    });

    test("that its reader leaves keeps nothing from going on", async () => {
      await crowd();
      for await (const _ of at.store.dump("odyssey")) break;
      await at.deleteWorld("odyssey");
      while (await at.store.sweep());
      expect(await collect("odyssey")).toEqual([]);
    });

    test("imports to the same world", async () => {
      await crowd();
      await at.create(timelineEvent, "event:odyssey:b");
      await at.create(timelineEvent, "event:odyssey:a");
      const before = await collect("odyssey");
      const lists = await listed();
      const importer = await at.store.beginImport("odyssey");
      await importer.write(before.map((entity, seq) => ({ ...entity, version: 0, born: 0, seq })));
      await importer.finish();
      const again = await collect("odyssey");
      expect(again.map(content)).toEqual(before.map(content));
      expect(await listed()).toEqual(lists);
    });

    async function crowd(): Promise<void> {
      await at.createWorld("odyssey");
      await at.change("odyssey", async (draft) => {
        for (let index = CROWD; index < 2 * CROWD; index++) {
          const id = `character:odyssey:c${index}`;
          await draft.create(character, id, sampleOf(character, id));
        }
      });
    }

    async function collect(name: string): Promise<Entity[]> {
      const entities: Entity[] = [];
      for await (const batch of at.store.dump(name)) entities.push(...batch);
      return entities;
    }

    async function listed() {
      return {
        characters: await at.walk("World.characters", "world:odyssey", 100),
        timeline: await at.walk("World.timeline", "world:odyssey", 100),
        counts: (await at.state("odyssey"))?.counts,
      };
    }
  });

  describe("a sweep", () => {
    const at = useStore(open);

    test("has nothing to do in a new store", async () => {
      expect(await at.store.sweep()).toBe(false);
    });

    test("ends, and removes nothing that is current or being built", async () => {
      await fill("odyssey");
      await fill("iliad");
      await at.deleteWorld("odyssey");
      await fill("odyssey");
      const importer = await at.store.beginImport("iliad");
      await importer.write([imported(world, "world:iliad", { name: "new" })]);
      await importer.write(
        Array.from({ length: 50 }, (_, index) => imported(character, `character:iliad:n${index}`)),
      );
      let pieces = 0;
      while (await at.store.sweep()) if (++pieces > 1_000) throw new Error("the sweep doesn't end");
      for (const name of ["odyssey", "iliad"]) {
        expect((await at.state(name))?.counts).toEqual({ World: 1, Character: 400 });
        expect(await at.walk("World.characters", `world:${name}`, 100)).toHaveLength(400);
        expect(await at.get(`character:${name}:c7`)).not.toBeNull();
      }
      expect(await at.ids("Query.worlds", WORLDS)).toEqual(["world:iliad", "world:odyssey"]);
      await importer.finish();
      expect((await at.state("iliad"))?.counts).toEqual({ World: 1, Character: 50 });
      while (await at.store.sweep());
      expect(await at.walk("World.characters", "world:iliad", 100)).toHaveLength(50);
    });

    async function fill(name: string): Promise<void> {
      await at.createWorld(name);
      await at.change(name, async (draft) => {
        for (let index = 0; index < 400; index++) {
          const id = `character:${name}:c${index}`;
          await draft.create(character, id, sampleOf(character, id));
        }
      });
    }
  });
}

/** What an export keeps of an entity. */
function content({ version, born, seq, ...rest }: Entity) {
  return rest;
}
