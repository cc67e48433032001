import { describe, expect, it } from "vitest";
import { useRestorableNode } from "../support/restorable-node.ts";

const WORLD = "world:w";

describe("a gateway whose store has another epoch", () => {
  const at = useRestorableNode();

  it("follows it from its next poll on, with lower versions, and caches again", async () => {
    const epoch = await at.replace();
    await at.poll();
    expect(at.node.cache.epoch()).toBe(epoch);
    expect(at.node.cache.scopes.heard(WORLD)).toBe(2);
    expect(at.node.cache.trusted()).toBe(true);
    expect(await at.name()).toBe("kept");
    const before = at.hits();
    expect(await at.name()).toBe("kept");
    expect(at.hits()).toBe(before + 1);
  });

  it("has forgotten what it heard of scopes that the store doesn't know", async () => {
    await at.node.commands.worlds.create({ id: "late", name: "Late" });
    expect(at.node.cache.scopes.heard("world:late")).toBe(1);
    await at.replace();
    await at.poll();
    expect(at.node.cache.scopes.heard("world:late")).toBe(0);
    expect(await at.node.reader().loadAny("world:late")).toBeNull();
  });

  it.each([
    ["a subscriber that begins", () => at.node.cache.refresh([WORLD])],
    ["a strict reader", () => at.node.cache.hearLatest([WORLD])],
    ["the first use of a scope", () => at.node.reader().loadAny("world:unheard")],
  ])("learns it from %s as well", async (_, asks) => {
    const epoch = await at.replace();
    await asks();
    expect(at.node.cache.epoch()).toBe(epoch);
    expect(await at.name()).toBe("kept");
  });

  it("wakes whoever watches a scope, whatever became of its version", async () => {
    let woken = 0;
    const release = at.node.cache.scopes.watch(WORLD, () => woken++);
    await at.store.renewEpoch();
    await at.poll();
    expect(woken).toBeGreaterThan(0);
    release();
  });

  it("isn't taken back to the epoch before by an answer that was long on its way", async () => {
    const held = at.gate.hold("versions");
    const late = at.poll();
    const release = await held;
    const epoch = await at.replace();
    await at.node.cache.refresh([WORLD]);
    release();
    await late;
    expect(at.node.cache.epoch()).toBe(epoch);
    expect(at.node.cache.scopes.heard(WORLD)).toBe(2);
  });

  it("neither answers nor fills with what was loaded before", async () => {
    await at.forget();
    const held = at.gate.hold("read");
    const early = at.name();
    const release = await held;
    await at.replace();
    await at.poll();
    const before = at.fills();
    release();
    expect(await early).toBe("kept");
    // What it read again, and nothing beside it.
    expect(at.fills()).toBe(before + 1);
    expect(await at.name()).toBe("kept");
    expect(at.hits()).toBeGreaterThan(0);
  });

  it("lets nobody join a load that began before", async () => {
    await at.forget();
    const held = at.gate.hold("read");
    const early = at.name();
    const release = await held;
    await at.replace();
    await at.poll();
    expect(await at.name()).toBe("kept");
    release();
    await early;
  });

  it("catches up with nothing that it has read in the log of before", async () => {
    await at.renamePast("lost too");
    await at.node.cache.refresh([WORLD]);
    const held = at.gate.hold("log");
    const early = at.name();
    const release = await held;
    await at.replace();
    await at.poll();
    release();
    expect(await early).toBe("kept");
    expect((await at.node.tier.read(WORLD, [])).mark).toMatchObject({
      version: 2,
      epoch: at.node.cache.epoch(),
    });
    expect(await at.name()).toBe("kept");
  });

  it("fills nothing after a catch-up that the new epoch has overtaken, though it is at the same version", async () => {
    await at.forget();
    await at.renamePast("lost too");
    const held = at.gate.hold("log");
    const early = at.name();
    const release = await held;
    await at.replace();
    for (const to of ["new 3", "new 4", "new 5"]) await at.renamePast(to);
    await at.poll();
    await at.node.reader().loadAny(WORLD);
    expect((await at.node.tier.read(WORLD, [])).mark).toMatchObject({ version: 5, fillFloor: 5 });
    release();
    expect(await early).toBe("new 5");
    expect(await at.name()).toBe("new 5");
  });

  it("writes nothing through that was committed before", async () => {
    const held = at.gate.hold("change");
    const writing = at.rename("lost as well");
    const release = await held;
    await at.replace();
    await at.poll();
    expect(await at.name()).toBe("kept");
    release();
    expect((await writing).degraded).toEqual([WORLD]);
    expect(await at.name()).toBe("kept");
    expect(at.node.cache.scopes.heard(WORLD)).toBe(2);
  });

  it("learns it from its own commit before that is acknowledged, and tells in which it was made", async () => {
    const epoch = await at.replace();
    const written = await at.rename("new");
    expect(written).toMatchObject({ epoch, versions: { [WORLD]: 3 }, degraded: [] });
    expect(at.node.cache.epoch()).toBe(epoch);
    expect(at.node.cache.trusted()).toBe(true);
    expect(await at.name()).toBe("new");
  });

  it("asks the store which is the later one of its own epoch and a commit's", async () => {
    const epoch = await at.replace();
    const held = at.gate.hold("change");
    const writing = at.rename("new");
    const release = await held;
    await at.poll();
    const later = await at.store.renewEpoch();
    await at.poll();
    release();
    // It is in the store still, and every reading from now on sees it.
    expect(await writing).toMatchObject({ epoch, degraded: [WORLD] });
    expect(at.node.cache.epoch()).toBe(later);
    expect(await at.name()).toBe("new");
  });
});
