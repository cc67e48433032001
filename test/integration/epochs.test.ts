import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { type Backup, backUp } from "../support/backup.ts";
import { createHandClock, type HandClock, turnOfTheLoop } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import { type Node, openNode } from "../support/node.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const registry = createWorldRegistry();

/**
 * A gateway with a gate before its store, over a SQLite file that is written back to an older copy under it: version 2,
 * where the character is "kept", though it was "lost" at version 3.
 */
describe("a gateway whose store", () => {
  let clock: HandClock;
  let gate: GatedStore;
  let store: Store;
  let node: Node;
  let backup: Backup;
  const name = async (options?: Parameters<Node["reader"]>[0], id = ID) =>
    (await node.reader(options).load(character, id))?.name;
  const rename = (to: string) => node.commands.members.update(character, { id: ID, name: to });
  const hits = () => node.outcomes.filter(({ kind }) => kind === "hit").length;
  const fills = () => node.outcomes.filter(({ kind }) => kind === "fill").length;
  const poll = () => node.cache.relay.poll();
  /** Nothing of the character is cached, and the store is as it was but for a version. */
  const forget = () => node.commands.purge(WORLD, "Character");
  /** Restores the store and gives it another epoch, as an operator should. */
  async function replace(): Promise<string> {
    backup.restore();
    return store.renewEpoch();
  }

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "epochs-"));
    const file = join(folder, "worlds.sqlite");
    node = await openNode({
      file,
      registry,
      clock,
      wrapStore: (opened) => {
        store = opened;
        gate = gated(opened);
        return gate.store;
      },
    });
    await node.commands.worlds.create({ id: "w", name: "W" });
    await node.commands.members.create(character, { worldId: WORLD, id: "c", name: "kept" });
    backup = backUp(file);
    await rename("lost");
    await poll();
    expect(await name()).toBe("lost");
    return async () => {
      await node.close();
      rmSync(folder, { recursive: true });
    };
  });

  describe("has another epoch", () => {
    it("follows it from its next poll on, with lower versions, and caches again", async () => {
      const epoch = await replace();
      await poll();
      expect(node.cache.epoch()).toBe(epoch);
      expect(node.cache.scopes.heard(WORLD)).toBe(2);
      expect(node.cache.trusted()).toBe(true);
      expect(await name()).toBe("kept");
      const before = hits();
      expect(await name()).toBe("kept");
      expect(hits()).toBe(before + 1);
    });

    it("has forgotten what it heard of scopes that the store doesn't know", async () => {
      await node.commands.worlds.create({ id: "late", name: "Late" });
      expect(node.cache.scopes.heard("world:late")).toBe(1);
      await replace();
      await poll();
      expect(node.cache.scopes.heard("world:late")).toBe(0);
      expect(await node.reader().loadAny("world:late")).toBeNull();
    });

    it.each([
      ["a subscriber that begins", () => node.cache.refresh([WORLD])],
      ["a strict reader", () => node.cache.hearLatest([WORLD])],
      ["the first use of a scope", () => node.reader().loadAny("world:unheard")],
    ])("learns it from %s as well", async (_, asks) => {
      const epoch = await replace();
      await asks();
      expect(node.cache.epoch()).toBe(epoch);
      expect(await name()).toBe("kept");
    });

    it("wakes whoever watches a scope, whatever became of its version", async () => {
      let woken = 0;
      const release = node.cache.scopes.watch(WORLD, () => woken++);
      await store.renewEpoch();
      await poll();
      expect(woken).toBeGreaterThan(0);
      release();
    });

    it("isn't taken back to the epoch before by an answer that was long on its way", async () => {
      const held = gate.hold("versions");
      const late = poll();
      const release = await held;
      const epoch = await replace();
      await node.cache.refresh([WORLD]);
      release();
      await late;
      expect(node.cache.epoch()).toBe(epoch);
      expect(node.cache.scopes.heard(WORLD)).toBe(2);
    });

    it("neither answers nor fills with what was loaded before", async () => {
      await forget();
      const held = gate.hold("read");
      const early = name();
      const release = await held;
      await replace();
      await poll();
      const before = fills();
      release();
      expect(await early).toBe("kept");
      // What it read again, and nothing beside it.
      expect(fills()).toBe(before + 1);
      expect(await name()).toBe("kept");
      expect(hits()).toBeGreaterThan(0);
    });

    it("lets nobody join a load that began before", async () => {
      await forget();
      const held = gate.hold("read");
      const early = name();
      const release = await held;
      await replace();
      await poll();
      expect(await name()).toBe("kept");
      release();
      await early;
    });

    it("catches up with nothing that it has read in the log of before", async () => {
      await store.change({
        scopes: [WORLD],
        work: async (draft) => draft.update(character, await draft.need(character, ID), { name: "lost too" }),
      });
      await node.cache.refresh([WORLD]);
      const held = gate.hold("log");
      const early = name();
      const release = await held;
      await replace();
      await poll();
      release();
      expect(await early).toBe("kept");
      expect((await node.tier.read(WORLD, [])).mark).toMatchObject({
        version: 2,
        epoch: node.cache.epoch(),
      });
      expect(await name()).toBe("kept");
    });

    it("writes nothing through that was committed before", async () => {
      const held = gate.hold("change");
      const writing = rename("lost as well");
      const release = await held;
      await replace();
      await poll();
      expect(await name()).toBe("kept");
      release();
      expect((await writing).degraded).toEqual([WORLD]);
      expect(await name()).toBe("kept");
      expect(node.cache.scopes.heard(WORLD)).toBe(2);
    });

    it("learns it from its own commit before that is acknowledged, and tells in which it was made", async () => {
      const epoch = await replace();
      const written = await rename("new");
      expect(written).toMatchObject({ epoch, versions: { [WORLD]: 3 }, degraded: [] });
      expect(node.cache.epoch()).toBe(epoch);
      expect(node.cache.trusted()).toBe(true);
      expect(await name()).toBe("new");
    });

    it("asks the store which is the later one of its own epoch and a commit's", async () => {
      const epoch = await replace();
      const held = gate.hold("change");
      const writing = rename("new");
      const release = await held;
      await poll();
      const later = await store.renewEpoch();
      await poll();
      release();
      // It is in the store still, and every reading from now on sees it.
      expect(await writing).toMatchObject({ epoch, degraded: [WORLD] });
      expect(node.cache.epoch()).toBe(later);
      expect(await name()).toBe("new");
    });
  });

  describe("was restored under its old epoch", () => {
    const health = () => node.cache.health().warnings;
    const said = [expect.stringContaining("npm run world -- renew-epoch")];

    it("trusts no cache once it polls, and says so with what to do", async () => {
      expect(health()).toEqual([]);
      backup.restore();
      await poll();
      expect(node.cache.trusted()).toBe(false);
      expect(health()).toEqual(said);
    });

    it("reads the store, whatever it had heard of, and neither hits nor fills", async () => {
      backup.restore();
      await poll();
      const before = [hits(), fills()];
      const { read } = gate.calls;
      for (let n = 0; n < 3; n++) {
        expect(await name()).toBe("kept");
        expect(await name({ strict: true })).toBe("kept");
        expect(await name({ minVersions: { [WORLD]: 2 } })).toBe("kept");
      }
      expect([hits(), fills()]).toEqual(before);
      expect(gate.calls.read).toBe(read + 9);
      await expect(name({ minVersions: { [WORLD]: 3 } })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });

    it("acknowledges changes as degraded, and reads them at once", async () => {
      backup.restore();
      await poll();
      for (const to of ["one", "two", "three"]) {
        expect((await rename(to)).degraded).toEqual([WORLD]);
        expect(await name()).toBe(to);
      }
      // It has more by now than was lost, and which of it is which nobody can tell.
      await poll();
      expect(node.cache.trusted()).toBe(false);
    });

    it("lets nobody join a load, which may be from before his own change", async () => {
      backup.restore();
      await poll();
      const held = gate.hold("read");
      const early = name();
      const release = await held;
      await rename("new");
      expect(await name()).toBe("new");
      release();
      await early;
    });

    it("finds it out by its own commit, which isn't above what it had heard of", async () => {
      backup.restore();
      expect((await rename("new")).degraded).toEqual([WORLD]);
      expect(node.cache.trusted()).toBe(false);
      expect(await name()).toBe("new");
    });

    it("finds it out by a load that is older than what it had heard of, which is answered all the same", async () => {
      backup.restore();
      expect(await name({}, "character:w:nobody")).toBeUndefined();
      expect(node.cache.trusted()).toBe(false);
    });

    it("finds it out by a scope that the store doesn't know any more", async () => {
      await node.commands.worlds.create({ id: "late", name: "Late" });
      await rename("and so on");
      const kept = await store.versions([WORLD]);
      gate.store.versions = async (...asked) => {
        const answer = await store.versions(...asked);
        return { ...answer, versions: new Map([...answer.versions].filter(([id]) => id !== "world:late")) };
      };
      expect(kept.versions.get(WORLD)).toBe(4);
      await poll();
      expect(node.cache.trusted()).toBe(false);
    });

    it("goes on by itself once the store has another epoch", async () => {
      backup.restore();
      await poll();
      await rename("new");
      const epoch = await store.renewEpoch();
      await poll();
      expect(node.cache.trusted()).toBe(true);
      expect(health()).toEqual([]);
      expect(node.cache.epoch()).toBe(epoch);
      expect([await name(), await name()]).toEqual(["new", "new"]);
      expect(hits()).toBeGreaterThan(0);
      expect((await rename("newer")).degraded).toEqual([]);
    });

    it("has another epoch where the copy is from before the last renewal", async () => {
      await replace();
      await poll();
      await rename("lost again");
      backup.restore();
      await poll();
      expect(node.cache.trusted()).toBe(true);
      expect(await name()).toBe("kept");
    });

    it("isn't suspected for a change that is committed while a poll is answered", async () => {
      const held = gate.hold("versions");
      const polling = poll();
      const release = await held;
      await rename("newer");
      release();
      await polling;
      expect(node.cache.trusted()).toBe(true);
      expect(await name()).toBe("newer");
    });

    it("isn't suspected for a version that isn't settled", async () => {
      gate.store.versions = async (scopes, { settled = false } = {}) => {
        const answer = await store.versions(scopes);
        const shown = [...answer.versions].map(
          ([id, version]) => [id, settled ? version : version - 1] as const,
        );
        return { ...answer, versions: new Map(shown) };
      };
      await poll();
      expect(node.cache.trusted()).toBe(true);
      expect(node.cache.scopes.heard(WORLD)).toBe(3);
    });

    it("isn't suspected for retries, whose versions are of long ago", async () => {
      const input = { id: ID, name: "once", idempotencyKey: "k" };
      await node.commands.members.update(character, input);
      await rename("newer");
      expect((await node.commands.members.update(character, input)).degraded).toEqual([]);
      await turnOfTheLoop();
      expect(node.cache.trusted()).toBe(true);
      expect(await name()).toBe("newer");
    });
  });
});
