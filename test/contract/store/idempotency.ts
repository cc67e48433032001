import { describe, expect, test } from "vitest";
import { WORLDS, worldScope } from "../../../src/entities/ids.ts";
import { character, world } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

export function idempotencyClaims(open: OpenStore): void {
  describe("an idempotency key", () => {
    const at = useStore(open);

    test("makes a retry answer as the first did, and change nothing", async () => {
      await at.createWorld("odyssey");
      const first = await rename("k", "Circe");
      await at.update(character, "character:odyssey:circe", { name: "Somebody else" });
      const retry = await rename("k", "Circe");
      expect(retry).toEqual({ ...first, commits: [] });
      expect(first.commits).toHaveLength(1);
      expect(retry.versions).toEqual({ "world:odyssey": 2 });
      expect(await at.version("world:odyssey")).toBe(3);
      expect(await at.get("character:odyssey:circe")).toMatchObject({ name: "Somebody else" });
    });

    test("is refused for another change", async () => {
      await at.createWorld("odyssey");
      await rename("k", "Circe");
      await expect(rename("k", "Scylla")).rejects.toMatchObject({
        code: "CONFLICT",
        field: expect.stringContaining("idempotencyKey"),
      });
      expect(await at.version("world:odyssey")).toBe(2);
    });

    test("stands beside the change's id in the log, and is never taken for one that was made up", async () => {
      await at.createWorld("odyssey");
      const madeUp = (await at.log("world:odyssey"))[0]!.changeId;
      await rename("my-own-key", "Circe");
      const [first, entry] = await at.log("world:odyssey");
      expect(first!.idempotencyKey).toBeNull();
      expect(entry!.idempotencyKey).toBe("my-own-key");
      expect(entry!.changeId).not.toContain("my-own-key");
      const other = await rename(madeUp, "Circe the witch");
      expect(other.versions).toEqual({ "world:odyssey": 3 });
      expect(new Set((await at.log("world:odyssey")).map(({ changeId }) => changeId)).size).toBe(3);
    });

    test("is answered too where a program before this one hashed the input otherwise", async () => {
      await at.createWorld("odyssey");
      const first = await rename("k", "Circe");
      const work = () => Promise.reject(new Error("not again"));
      const asked = { scopes: ["world:odyssey"], idempotencyKey: "k", work };
      const retry = await at.store.change({ ...asked, fingerprint: "canonical", formerFingerprint: "Circe" });
      expect(retry).toEqual({ ...first, commits: [] });
      const other = at.store.change({ ...asked, fingerprint: "canonical", formerFingerprint: "Scylla" });
      await expect(other).rejects.toMatchObject({ code: "CONFLICT" });
    });

    test("of what changed nothing is kept with its answer all the same", async () => {
      await at.createWorld("odyssey");
      const { value } = await rename("made", "Circe");
      await at.clock.advance(1_000);
      const idle = await rename("k", "Circe");
      const { epoch } = await at.store.versions([]);
      expect(idle).toEqual({ value, versions: { "world:odyssey": 2 }, epoch, commits: [] });
      await at.update(character, "character:odyssey:circe", { name: "Somebody else" });
      expect(await rename("k", "Circe")).toEqual(idle);
      expect(await at.get("character:odyssey:circe")).toMatchObject({ name: "Somebody else" });
      await expect(rename("k", "Scylla")).rejects.toMatchObject({
        code: "CONFLICT",
        field: expect.stringContaining("idempotencyKey"),
      });
      expect(await at.log("world:odyssey")).toHaveLength(3);
    });

    test("of what changed nothing is each scope's own, and outlives its world", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      const idle = await lookAround("k", "odyssey");
      expect(await lookAround("k", "iliad")).toEqual({ ...idle, versions: { "world:iliad": 1 } });
      await at.deleteWorld("odyssey");
      expect(await lookAround("k", "odyssey")).toEqual(idle);
      expect(await lookAround("k", "nowhere")).toEqual({ ...idle, versions: {} });
      expect(await at.version("world:nowhere")).toBeUndefined();
    });

    test("means one change of several at once", async () => {
      await at.createWorld("odyssey");
      const changes = await Promise.all(Array.from({ length: 8 }, () => rename("k", "Circe")));
      expect(changes.filter(({ commits }) => commits.length > 0)).toHaveLength(1);
      for (const { value, versions } of changes) {
        expect(value).toEqual(changes[0]!.value);
        expect(versions).toEqual({ "world:odyssey": 2 });
      }
      expect(await at.version("world:odyssey")).toBe(2);
    });

    test("is free again after a change that failed", async () => {
      await at.createWorld("odyssey");
      const failed = at.store.change({
        scopes: ["world:odyssey"],
        idempotencyKey: "k",
        fingerprint: "Circe",
        work: async () => {
          throw new Error("the ship sinks");
        },
      });
      await expect(failed).rejects.toThrow("the ship sinks");
      expect((await rename("k", "Circe")).commits).toHaveLength(1);
    });

    test("is each scope's own", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      await rename("k", "Circe");
      const other = await rename("k", "Nestor", "character:iliad:nestor");
      expect(other.versions).toEqual({ "world:iliad": 2 });
    });

    test("makes a world once, also if its id was left to chance", async () => {
      const first = await makeWorld("odyssey", "k");
      const retry = await makeWorld("another-id", "k");
      expect(retry).toEqual({ ...first, versions: { "world:odyssey": 1, worlds: 1 }, commits: [] });
      expect(await at.version("world:another-id")).toBeUndefined();
      expect(await at.ids("Query.worlds", WORLDS)).toEqual(["world:odyssey"]);
    });

    test("doesn't make a world again that was deleted in between", async () => {
      const first = await makeWorld("odyssey", "k");
      await at.deleteWorld("odyssey");
      const retry = await makeWorld("odyssey", "k");
      expect(retry).toEqual({ ...first, commits: [] });
      expect(await at.get("world:odyssey")).toBeNull();
      expect(await at.version("world:odyssey")).toBe(2);
    });

    test("answers the retry of a deletion", async () => {
      await at.createWorld("odyssey");
      const remove = () =>
        at.store.change({
          scopes: ["world:odyssey", WORLDS],
          idempotencyKey: "k",
          work: async (draft) => {
            await draft.remove(world, await draft.need(world, "world:odyssey"));
            return "world:odyssey";
          },
        });
      expect((await remove()).commits).toHaveLength(2);
      expect(await remove()).toEqual({
        value: "world:odyssey",
        epoch: (await at.store.versions([])).epoch,
        versions: { "world:odyssey": 2, worlds: 2 },
        commits: [],
      });
    });

    /** Makes a character or gives it a name; the fingerprint is the name. */
    function rename(idempotencyKey: string, name: string, id = "character:odyssey:circe") {
      return at.store.change({
        scopes: [worldScope(id.split(":")[1]!)],
        idempotencyKey,
        fingerprint: name,
        work: async (draft) => {
          const there = await draft.get(character, id);
          return there
            ? draft.update(character, there, { name })
            : draft.create(character, id, sampleOf(character, id, { name }));
        },
      });
    }

    function lookAround(idempotencyKey: string, local: string) {
      return at.store.change({
        scopes: [worldScope(local)],
        idempotencyKey,
        work: async () => "all is well",
      });
    }

    function makeWorld(local: string, idempotencyKey: string) {
      return at.store.change({
        scopes: [worldScope(local), WORLDS],
        idempotencyKey,
        work: (draft) => draft.create(world, worldScope(local), sampleOf(world, worldScope(local))),
      });
    }
  });

  describe("answers to what changed nothing", () => {
    const at = useStore(open, { retention: { entries: 3, ms: 60_000 } });

    test("are kept among the last ones, and for a time, and no longer", async () => {
      await at.createWorld("odyssey");
      let seen = 0;
      const ask = (idempotencyKey: string) =>
        at.store.change({ scopes: ["world:odyssey"], idempotencyKey, work: async () => ++seen });
      for (const key of ["a", "b", "c", "d", "e"]) await ask(key);
      for (const [index, key] of ["a", "b", "c", "d", "e"].entries())
        expect((await ask(key)).value).toBe(index + 1);
      await at.clock.advance(60_001);
      await ask("f");
      expect((await ask("d")).value).toBe(4);
      expect((await ask("e")).value).toBe(5);
      expect((await ask("c")).value).toBe(7);
      expect((await ask("a")).value).toBe(8);
    });
  });
}
