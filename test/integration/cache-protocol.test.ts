import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { unavailable } from "../../src/fault.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock, turnOfTheLoop } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import { type Node, openNode } from "../support/node.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const registry = createWorldRegistry();

/** Two gateways on one file: `a` has a gate before its store, and what `b` does `a` hears of by polling. */
describe("the cache protocol", () => {
  let clock: HandClock;
  let gate: GatedStore;
  let a: Node;
  let b: Node;
  const name = async (node: Node, options?: Parameters<Node["reader"]>[0]) =>
    (await node.reader(options).load(character, ID))?.name;
  const rename = (node: Node, to: string) => node.commands.members.update(character, { id: ID, name: to });

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "protocol-"));
    const file = join(folder, "worlds.sqlite");
    a = await openNode({
      file,
      registry,
      clock,
      wrapStore: (store) => {
        gate = gated(store);
        return gate.store;
      },
    });
    b = await openNode({ file, registry, clock });
    await a.commands.worlds.create({ id: "w", name: "W" });
    await a.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    for (const node of [a, b]) await node.cache.relay.poll();
    return async () => {
      await a.close();
      await b.close();
      rmSync(folder, { recursive: true });
    };
  });

  /** The character isn't cached any more, and everything else is as it was. */
  const forget = (node: Node) => node.commands.purge(WORLD, "Character");

  it("answers from the tier what was written through, without asking the store", async () => {
    const { read } = gate.calls;
    expect(await name(a)).toBe("first");
    expect(gate.calls.read).toBe(read);
  });

  it("acknowledges what changed nothing as a retry: what it saw, the next read sees", async () => {
    await rename(b, "second");
    // `a` has heard of nothing, and its tier has the old name.
    expect(await name(a)).toBe("first");
    for (const idempotencyKey of [null, "k", "k"]) {
      const { value, versions } = await a.commands.members.update(character, {
        id: ID,
        name: "second",
        idempotencyKey,
      });
      expect([value.name, versions]).toEqual(["second", { [WORLD]: 3 }]);
      expect(a.cache.scopes.heard(WORLD)).toBe(3);
      expect(await name(a)).toBe("second");
    }
    expect((await a.store.log(WORLD, 3, 10)).entries).toEqual([]);
  });

  it("doesn't cache what was loaded before a change that came while it was loaded", async () => {
    await forget(a);
    const held = gate.hold("read");
    const early = name(a);
    const release = await held;
    await rename(a, "second");
    release();
    expect(await early).toBe("first");
    expect(await name(a)).toBe("second");
  });

  it("doesn't give a reader the result of a load from before what he has to see", async () => {
    await forget(a);
    const held = gate.hold("read");
    const early = name(a);
    const release = await held;
    // A flush names no keys, so the load that is under way can be joined still.
    await b.commands.worlds.remove({ id: WORLD });
    await a.cache.relay.poll();
    const late = name(a);
    await turnOfTheLoop();
    release();
    expect(await late).toBeUndefined();
    expect(await early).toBe("first");
  });

  it("loads once what several readers miss together", async () => {
    await forget(a);
    const { read } = gate.calls;
    const held = gate.hold("read");
    const all = [name(a), name(a), name(a)];
    (await held)();
    expect(await Promise.all(all)).toEqual(["first", "first", "first"]);
    expect(gate.calls.read).toBe(read + 1);
  });

  it("takes nothing cached for right once it has heard of a change that its tier hasn't", async () => {
    await rename(b, "second");
    expect(await name(a)).toBe("first");
    a.cache.scopes.hear(WORLD, a.cache.scopes.heard(WORLD) + 1);
    expect(await name(a)).toBe("second");
  });

  it("hears of other gateways' changes when it polls", async () => {
    await rename(b, "second");
    await a.cache.relay.poll();
    expect(await name(a)).toBe("second");
  });

  it("hears of every scope's changes when it polls, though one of them can't be caught up", async () => {
    const { log } = gate.store;
    for (const local of ["v", "x"]) {
      await a.commands.worlds.create({ id: local, name: "first" });
      await a.reader().loadAny(`world:${local}`);
    }
    for (const broken of ["world:v", "world:x"]) {
      for (const id of ["world:v", "world:x"])
        await b.commands.worlds.update({ id, name: `before ${broken}` });
      gate.store.log = async (scope, ...rest) => {
        if (scope === broken) throw new Error("it can't be read");
        return log(scope, ...rest);
      };
      await expect(a.cache.relay.poll()).rejects.toThrow("it can't be read");
      const other = broken === "world:v" ? "world:x" : "world:v";
      expect(await a.reader().loadAny(other)).toMatchObject({ name: `before ${broken}` });
    }
  });

  it("reads as fresh as the store when it is told to be strict", async () => {
    await rename(b, "second");
    expect(await name(a, { strict: true })).toBe("second");
  });

  it("helps a commit that its own gateway hasn't told the tier yet", async () => {
    await forget(a);
    const held = gate.hold("change");
    const writing = rename(a, "second");
    const release = await held;
    expect(await name(a)).toBe("second");
    const { read } = gate.calls;
    expect(await name(a)).toBe("second");
    expect(gate.calls.read).toBe(read);
    release();
    await writing;
    expect(await name(a)).toBe("second");
  });

  it("answers what it has loaded, though the log can't be had that would let it be cached", async () => {
    await forget(a);
    await rename(b, "second");
    gate.store.log = async () => {
      throw unavailable("gone");
    };
    expect(await name(a)).toBe("second");
    expect(a.outcomes.at(-1)).toMatchObject({ kind: "fill-rejected", reason: "behind" });
  });

  it("applies from the log what a gateway committed and died before telling", async () => {
    await b.store.change({
      scopes: [WORLD],
      work: async (draft) => {
        await draft.update(character, await draft.need(character, ID), { name: "orphan" });
      },
    });
    await a.cache.relay.poll();
    expect(await name(a)).toBe("orphan");
  });

  it("opens a scope anew when the log no longer reaches back to what the tier has", async () => {
    const log = gate.store.log;
    await rename(b, "second");
    gate.store.log = async (...given) => ({ ...(await log(...given)), complete: false, entries: [] });
    await a.cache.relay.poll();
    expect(await name(a)).toBe("second");
    expect((await a.tier.read(WORLD, [])).mark?.flushFloor).toBe(a.cache.scopes.heard(WORLD));
  });

  it("trusts no cache once the last successful poll is more than three intervals old", async () => {
    await rename(b, "second");
    await clock.advance(3_000);
    expect(await name(a)).toBe("first");
    await clock.advance(1);
    expect(a.cache.trusted()).toBe(false);
    expect(await name(a)).toBe("second");
    await a.cache.relay.poll();
    expect(a.cache.trusted()).toBe(true);
  });

  it("serves what it has when the store is gone, marked, and never to a strict reader", async () => {
    expect(await name(a)).toBe("first");
    gate.gone(unavailable("gone"));
    await clock.advance(10_000);
    const reader = a.reader();
    expect((await reader.load(character, ID))?.name).toBe("first");
    expect([...reader.stale]).toEqual([WORLD]);
    await expect(name(a, { strict: true })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(name(a, { minVersions: { [WORLD]: 1 } })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(rename(a, "second")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("serves nothing past its time, even when the store is gone", async () => {
    expect(await name(a)).toBe("first");
    gate.gone(unavailable("gone"));
    await clock.advance(3_600_000);
    await expect(name(a)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("doesn't refuse what it has because of what was asked for together with it", async () => {
    expect(await name(a)).toBe("first");
    gate.gone(unavailable("gone"));
    await clock.advance(10_000);
    const reader = a.reader();
    const [there, unknown] = await Promise.allSettled([
      reader.load(character, ID),
      reader.load(character, "character:w:nobody"),
    ]);
    expect(there).toMatchObject({ value: { name: "first" } });
    expect(unknown).toMatchObject({ reason: { code: "UNAVAILABLE" } });
  });

  it("never opens a scope that the store doesn't know", async () => {
    expect(await a.reader().load(character, "character:nowhere:c")).toBeNull();
    expect((await a.tier.read("world:nowhere", [])).mark).toBeUndefined();
  });

  it("remembers that something isn't there", async () => {
    expect(await a.reader().load(character, "character:w:nobody")).toBeNull();
    const { read } = gate.calls;
    expect(await a.reader().load(character, "character:w:nobody")).toBeNull();
    expect(gate.calls.read).toBe(read);
    await a.commands.members.create(character, { worldId: WORLD, id: "nobody", name: "Outis" });
    expect((await a.reader().load(character, "character:w:nobody"))?.name).toBe("Outis");
  });

  it("doesn't load forever while changes come faster than loads", async () => {
    await forget(a);
    const held = gate.hold("read");
    const slow = name(a);
    const release = await held;
    for (const to of ["second", "third", "fourth"]) await rename(a, to);
    release();
    expect(await slow).toBe("first");
  });

  it("purges a type's lists with its entities, and nothing of other types", async () => {
    const ids = async () => (await a.reader().list("World.characters", WORLD, { first: 10 })).entries.length;
    await ids();
    await a.reader().list("World.locations", WORLD, { first: 10 });
    await a.commands.purge(WORLD, "Character");
    const { read } = gate.calls;
    await a.reader().list("World.locations", WORLD, { first: 10 });
    expect(gate.calls.read).toBe(read);
    expect(await ids()).toBe(1);
    expect(await name(a)).toBe("first");
    expect(gate.calls.read).toBe(read + 2);
  });

  it("acknowledges what is committed, even if the tier can't be told of it just then", async () => {
    await rename(b, "second");
    const log = gate.store.log;
    gate.store.log = async () => {
      throw unavailable("gone");
    };
    await rename(a, "third");
    gate.store.log = log;
    expect(await name(a)).toBe("third");
  });

  it("opens many scopes with one question to the store", async () => {
    for (const local of ["x", "y", "z"]) await b.commands.worlds.create({ id: local, name: local });
    const { versions } = gate.calls;
    const reader = a.reader();
    const ids = ["x", "y", "z"].map((local) => `world:${local}`);
    const worlds = await Promise.all(ids.map((id) => reader.loadAny(id)));
    expect(worlds.map((one) => one?.id)).toEqual(ids);
    expect(gate.calls.versions).toBe(versions + 1);
  });
});
