import { describe, expect, it } from "vitest";
import { character } from "../../src/worlds/definitions/character.ts";
import { turnOfTheLoop } from "../support/clock.ts";
import { useRestorableNode } from "../support/restorable-node.ts";

const WORLD = "world:w";
const ID = "character:w:c";

describe("a gateway whose store was restored under its old epoch", () => {
  const at = useRestorableNode();
  const health = () => at.node.cache.health().warnings;
  const said = [expect.stringContaining("npm run world -- renew-epoch")];

  it("trusts no cache once it polls, and says so with what to do", async () => {
    expect(health()).toEqual([]);
    at.backup.restore();
    await at.poll();
    expect(at.node.cache.trusted()).toBe(false);
    expect(health()).toEqual(said);
  });

  it("reads the store, whatever it had heard of, and neither hits nor fills", async () => {
    at.backup.restore();
    await at.poll();
    const before = [at.hits(), at.fills()];
    const { read } = at.gate.calls;
    for (let n = 0; n < 3; n++) {
      expect(await at.name()).toBe("kept");
      expect(await at.name({ strict: true })).toBe("kept");
      expect(await at.name({ minVersions: { [WORLD]: 2 } })).toBe("kept");
    }
    expect([at.hits(), at.fills()]).toEqual(before);
    expect(at.gate.calls.read).toBe(read + 9);
    await expect(at.name({ minVersions: { [WORLD]: 3 } })).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("acknowledges changes as degraded, and reads them at once", async () => {
    at.backup.restore();
    await at.poll();
    for (const to of ["one", "two", "three"]) {
      expect((await at.rename(to)).degraded).toEqual([WORLD]);
      expect(await at.name()).toBe(to);
    }
    // It has more by now than was lost, and which of it is which nobody can tell.
    await at.poll();
    expect(at.node.cache.trusted()).toBe(false);
  });

  it("lets nobody join a load, which may be from before his own change", async () => {
    at.backup.restore();
    await at.poll();
    const held = at.gate.hold("read");
    const early = at.name();
    const release = await held;
    await at.rename("new");
    expect(await at.name()).toBe("new");
    release();
    await early;
  });

  it("finds it out by its own commit, which isn't above what it had heard of", async () => {
    at.backup.restore();
    expect((await at.rename("new")).degraded).toEqual([WORLD]);
    expect(at.node.cache.trusted()).toBe(false);
    expect(await at.name()).toBe("new");
  });

  it("finds it out by a load that is older than what it had heard of, which is answered all the same", async () => {
    at.backup.restore();
    expect(await at.name({}, "character:w:nobody")).toBeUndefined();
    expect(at.node.cache.trusted()).toBe(false);
  });

  it("finds it out by a scope that the store doesn't know any more", async () => {
    await at.node.commands.worlds.create({ id: "late", name: "Late" });
    await at.rename("and so on");
    const kept = await at.store.versions([WORLD]);
    at.gate.store.versions = async (...asked) => {
      const answer = await at.store.versions(...asked);
      return { ...answer, versions: new Map([...answer.versions].filter(([id]) => id !== "world:late")) };
    };
    expect(kept.versions.get(WORLD)).toBe(4);
    await at.poll();
    expect(at.node.cache.trusted()).toBe(false);
  });

  it("goes on by itself once the store has another epoch", async () => {
    at.backup.restore();
    await at.poll();
    await at.rename("new");
    const epoch = await at.store.renewEpoch();
    await at.poll();
    expect(at.node.cache.trusted()).toBe(true);
    expect(health()).toEqual([]);
    expect(at.node.cache.epoch()).toBe(epoch);
    expect([await at.name(), await at.name()]).toEqual(["new", "new"]);
    expect(at.hits()).toBeGreaterThan(0);
    expect((await at.rename("newer")).degraded).toEqual([]);
  });

  it("has another epoch where the copy is from before the last renewal", async () => {
    await at.replace();
    await at.poll();
    await at.rename("lost again");
    at.backup.restore();
    await at.poll();
    expect(at.node.cache.trusted()).toBe(true);
    expect(await at.name()).toBe("kept");
  });

  it("isn't suspected for a change that is committed while a poll is answered", async () => {
    const held = at.gate.hold("versions");
    const polling = at.poll();
    const release = await held;
    await at.rename("newer");
    release();
    await polling;
    expect(at.node.cache.trusted()).toBe(true);
    expect(await at.name()).toBe("newer");
  });

  it("isn't suspected for a version that isn't settled", async () => {
    at.gate.store.versions = async (scopes, { settled = false } = {}) => {
      const answer = await at.store.versions(scopes);
      const shown = [...answer.versions].map(
        ([id, version]) => [id, settled ? version : version - 1] as const,
      );
      return { ...answer, versions: new Map(shown) };
    };
    await at.poll();
    expect(at.node.cache.trusted()).toBe(true);
    expect(at.node.cache.scopes.heard(WORLD)).toBe(3);
  });

  it("isn't suspected for retries, whose versions are of long ago", async () => {
    const input = { id: ID, name: "once", idempotencyKey: "k" };
    await at.node.commands.members.update(character, input);
    await at.rename("newer");
    expect((await at.node.commands.members.update(character, input)).degraded).toEqual([]);
    await turnOfTheLoop();
    expect(at.node.cache.trusted()).toBe(true);
    expect(await at.name()).toBe("newer");
  });
});
