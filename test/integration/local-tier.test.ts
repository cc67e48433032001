import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import type { GatedTier } from "../support/gated-tier.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const OTHER = "character:w:d";

/** Two gateways on one file and one Redis; `a` has a gate before its tier. */
describeWith(ownRedis, "L1 above a shared tier", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();
  let clock: HandClock;
  let gate: GatedTier;
  let a: Node;
  let b: Node;
  const name = async (node: Node, id = ID, options?: Parameters<Node["reader"]>[0]) =>
    (await node.reader(options).load(character, id))?.name;
  const rename = (node: Node, to: string, id = ID) =>
    node.commands.members.update(character, { id, name: to });
  const version = () => a.cache.scopes.heard(WORLD);
  const hitsOf = (node: Node, tier: "L1" | "L2") =>
    node.outcomes.filter((one) => one.kind === "hit" && one.tier === tier).length;
  /** Which tier answers, and with what. */
  async function answer(node: Node, id = ID): Promise<{ name: string | undefined; from: string }> {
    const before = { L1: hitsOf(node, "L1"), L2: hitsOf(node, "L2") };
    const seen = await name(node, id);
    const from = (["L1", "L2"] as const).find((tier) => hitsOf(node, tier) > before[tier]) ?? "store";
    return { name: seen, from };
  }
  const inL1 = (node: Node) => until(async () => (await answer(node)).from === "L1");

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "local-"));
    const file = join(folder, "worlds.sqlite");
    const shared = shareTier(redis.server, clock);
    a = await openNode({
      file,
      registry,
      clock,
      openTier: async (facts) => {
        gate = await shared.gated(facts);
        return gate.tier;
      },
    });
    b = await openNode({ file, registry, clock, openTier: shared.open });
    await b.commands.worlds.create({ id: "w", name: "W" });
    await b.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    await b.commands.members.create(character, { worldId: WORLD, id: "d", name: "other" });
    for (const node of [a, b]) await node.cache.relay.poll();
    await name(a, OTHER);
    await inL1(a);
    return async () => {
      await a.close();
      await b.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("answers from this process what was read from the shared tier once", async () => {
    const { read } = gate.calls;
    expect(await answer(a)).toEqual({ name: "first", from: "L1" });
    expect(gate.calls.read).toBe(read);
  });

  it("drops what another gateway's change touches when its notice comes, and nothing else", async () => {
    await name(a, OTHER);
    await rename(b, "second");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    expect(await answer(a)).toEqual({ name: "second", from: "L2" });
    expect(await answer(a, OTHER)).toEqual({ name: "other", from: "L1" });
  });

  it("may answer with what was, until the notice comes", async () => {
    gate.holdNotices();
    await rename(b, "second");
    expect(await answer(a)).toEqual({ name: "first", from: "L1" });
    await gate.arrived(WORLD, version() + 1);
    gate.releaseNotices();
    expect(await answer(a)).toEqual({ name: "second", from: "L2" });
  });

  it("is as fresh as the shared tier for a strict read, though no notice has come", async () => {
    gate.holdNotices();
    await rename(b, "second");
    expect(await name(a, ID, { strict: true })).toBe("second");
  });

  it("sees the version that a read names, though no notice has come", async () => {
    gate.holdNotices();
    const { versions } = await rename(b, "second");
    expect(await name(a, ID, { minVersions: versions })).toBe("second");
  });

  it("doesn't go back to what lies in this process after a read from the shared tier", async () => {
    gate.holdNotices();
    await rename(b, "second");
    await b.commands.members.create(character, { worldId: WORLD, id: "new", name: "new" });
    // Not in this process, so the shared tier answers, and with it says how far it is.
    expect(await name(a, "character:w:new")).toBe("new");
    expect(await name(a)).toBe("second");
  });

  it("reads its own change at once, and from this process", async () => {
    await rename(a, "second");
    expect(await answer(a)).toEqual({ name: "second", from: "L1" });
  });

  it("doesn't keep what the shared tier answered before a notice that touched it", async () => {
    await rename(b, "second");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    const held = gate.hold("read");
    const early = name(a);
    const release = await held;
    await rename(b, "third");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    release();
    expect(await early).toBe("second");
    expect(await name(a)).toBe("third");
  });

  it("clears the world when a change before the notice's is missing", async () => {
    gate.holdNotices();
    await rename(b, "second");
    await rename(b, "other 2", OTHER);
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    gate.releaseNotices((all) => all.slice(-1));
    expect(await answer(a)).toEqual({ name: "second", from: "L2" });
    expect(a.outcomes.some((one) => one.kind === "invalidation" && one.reason === "gap")).toBe(true);
  });

  it("takes no harm from notices that come twice or in the wrong order", async () => {
    gate.holdNotices();
    await rename(b, "second");
    await rename(b, "third");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    gate.releaseNotices((all) => [...all].reverse().flatMap((one) => [one, one]));
    expect(await name(a)).toBe("third");
    await inL1(a);
    expect(await name(a)).toBe("third");
  });

  it("clears the world on a purge and when it is deleted", async () => {
    await b.commands.purge(WORLD, null);
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    expect((await answer(a)).from).not.toBe("L1");
    await inL1(a);
    await b.commands.worlds.remove({ id: WORLD });
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    expect(await name(a)).toBeUndefined();
  });

  it("trusts nothing in this process once the poll has heard of a change whose notice is lost", async () => {
    gate.holdNotices();
    await rename(b, "second");
    await a.cache.relay.poll();
    expect(await answer(a)).toEqual({ name: "second", from: "L2" });
  });

  it("clears the world two polls after a notice was lost, and is trusted again", async () => {
    gate.holdNotices();
    await rename(b, "second");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    gate.releaseNotices(() => []);
    await a.cache.relay.poll();
    await a.cache.relay.poll();
    expect(await answer(a)).toEqual({ name: "second", from: "L2" });
    expect(await answer(a)).toEqual({ name: "second", from: "L1" });
  });

  it("loses no change that comes between its subscription and what it takes for the version then", async () => {
    // The first read is the reader's own, the next one asks for `ver`.
    const held = gate.hold("read", 1);
    await redis.client.call("CLIENT", "KILL", "TYPE", "pubsub");
    await until(async () => (await answer(a)).from !== "L1");
    const release = await held;
    await rename(b, "second");
    await gate.arrived(WORLD, b.cache.scopes.heard(WORLD));
    release();
    await inL1(a);
    expect(await answer(a)).toEqual({ name: "second", from: "L1" });
  });

  it("isn't trusted while nobody listens, and is again when the connection is back", async () => {
    await redis.client.call("CLIENT", "KILL", "TYPE", "pubsub");
    await until(async () => (await answer(a)).from === "L2");
    await rename(b, "second");
    expect(await name(a)).toBe("second");
    await inL1(a);
    expect(await name(a)).toBe("second");
  });

  it("isn't trusted when the poll lease has run out", async () => {
    await clock.advance(3_001);
    expect((await answer(a)).from).toBe("store");
    await a.cache.relay.poll();
    expect((await answer(a)).from).toBe("L1");
  });

  it("lets a value go when its time is up", async () => {
    await clock.advance(61 * 60_000);
    await a.cache.relay.poll();
    expect((await answer(a)).from).not.toBe("L1");
  });

  it("freezes what it keeps", async () => {
    const one = await a.reader().load(character, ID);
    expect(() => (one!.traits as string[]).push("loud")).toThrow(TypeError);
  });
});
