import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import { entitySlot } from "../../src/entities/slots.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock, turnOfTheLoop } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import type { GatedTier } from "../support/gated-tier.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";
/** More than 3T. */
const LEASE_MS = 3_001;

/**
 * A gateway with gates before its store and its Redis, and a writer that Redis hears nothing of: one that has died
 * after its commit. What it wrote has to be seen by everybody who asks more than 3T later.
 */
describeWith(ownRedis, "the lease", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();
  let clock: HandClock;
  let tier: GatedTier;
  let store: GatedStore;
  let a: Node;
  let writer: Node;
  let open: () => Promise<Node>;
  const name = async (node: Node) => (await node.reader().load(character, ID))?.name;
  const rename = (to: string) => writer.commands.members.update(character, { id: ID, name: to });

  beforeEach(async () => {
    await redis.client.flushall();
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "lease-"));
    const file = join(folder, "worlds.sqlite");
    const shared = shareTier(redis.server, clock);
    writer = await openNode({ file, registry, clock });
    const nodes: Node[] = [writer];
    open = async () => {
      const node = await openNode({
        file,
        registry,
        clock,
        openTier: async (facts) => {
          tier = await shared.gated(facts);
          return tier.tier;
        },
        wrapStore: (inner) => {
          store = gated(inner);
          return store.store;
        },
      });
      nodes.push(node);
      return node;
    };
    a = await open();
    await writer.commands.worlds.create({ id: "w", name: "W" });
    await writer.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    await a.cache.relay.poll();
    expect(await name(a)).toBe("first");
    return async () => {
      for (const node of nodes) await node.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("that a poll renews while Redis is asked doesn't make the old floor good enough", async () => {
    const b = await open();
    await b.cache.relay.poll();
    expect(await name(b)).toBe("first");
    await clock.advance(LEASE_MS);
    // Asked for another piece of work, so nothing is answered from L1.
    const held = tier.hold("read");
    const late = b.cache.hearLatest([WORLD]).then(() => name(b));
    await rename("second");
    const release = await held;
    void b.cache.relay.poll();
    await until(() => b.cache.trusted());
    release();
    expect(await late).toBe("second");
  });

  it("that has run out lets nobody join a load of unknown age", async () => {
    await writer.commands.purge(WORLD, null);
    await a.cache.relay.poll();
    const held = store.hold("read");
    const early = name(a);
    const release = await held;
    await rename("second");
    await clock.advance(LEASE_MS);
    const late = name(a);
    await turnOfTheLoop();
    release();
    expect(await late).toBe("second");
    expect(["first", "second"]).toContain(await early);
  });

  it("that runs for other scopes lets nobody join a load of unknown age either", async () => {
    const b = await open();
    await b.cache.relay.poll();
    const direct = async () => {
      const read = {
        slot: entitySlot(character, ID),
        query: { kind: "entity", id: ID },
        direct: true,
      } as const;
      const options = { minVersion: () => 0, allowStale: false, onStale: () => {} };
      return ((await b.cache.read([read], options))[0] as Entity).name;
    };
    const held = store.hold("read");
    const early = direct();
    const release = await held;
    await rename("second");
    await clock.advance(LEASE_MS);
    await b.cache.relay.poll();
    const late = direct();
    await turnOfTheLoop();
    release();
    expect(await late).toBe("second");
    expect(["first", "second"]).toContain(await early);
  });

  it("says nothing to a read whose scope was closed when its floor was taken, though that has opened meanwhile", async () => {
    await writer.commands.worlds.create({ id: "v", name: "V" });
    const elsewhere = "character:v:d";
    await writer.commands.members.create(character, { worldId: "world:v", id: "d", name: "other" });
    await a.reader().load(character, elsewhere);
    await a.cache.settled();
    const b = await open();
    await b.cache.refresh(["world:v"]);
    await b.cache.relay.poll();
    const options = { minVersion: () => 0, allowStale: false, onStale: () => {} };
    const readOf = (id: string) => ({
      slot: entitySlot(character, id),
      query: { kind: "entity", id } as const,
    });
    const nameIn = ([value]: readonly unknown[]) => (value as Entity).name;
    // A load of unknown age, past the caches.
    const loading = store.hold("read");
    const early = b.cache.read([{ ...readOf(ID), direct: true }], options);
    const releaseLoad = await loading;
    // What the store says of the scope comes too late to open it.
    const asking = store.hold("versions");
    const late = b.cache.read([readOf(ID), readOf(elsewhere)], options);
    const releaseVersions = await asking;
    await rename("second");
    await clock.advance(LEASE_MS);
    await b.cache.relay.poll();
    // The floors are taken; the other scope keeps the read waiting.
    const looking = tier.hold("read");
    releaseVersions();
    const releaseTier = await looking;
    await b.cache.refresh([WORLD]);
    releaseTier();
    await turnOfTheLoop();
    releaseLoad();
    expect(nameIn(await late)).toBe("second");
    expect(["first", "second"]).toContain(nameIn(await early));
  });

  it("that another scope's poll renews opens no scope at what a late answer says of it", async () => {
    const b = await open();
    await b.cache.relay.poll();
    const held = store.hold("versions");
    const early = name(b);
    const release = await held;
    await rename("second");
    await clock.advance(LEASE_MS);
    await b.cache.relay.poll();
    release();
    expect(await early).toBe("second");
    expect(await name(b)).toBe("second");
  });
});

describeWith(ownRedis, "a scope that a catch-up opens anew", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();

  it("is told to every L1 at once, though nothing was lost", async () => {
    const clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "anew-"));
    const file = join(folder, "worlds.sqlite");
    const shared = shareTier(redis.server, clock);
    const a = await openNode({ file, registry, clock, openTier: shared.open });
    const b = await openNode({ file, registry, clock, openTier: shared.open });
    const name = async (node: Node) => (await node.reader().load(character, ID))?.name;
    await a.commands.worlds.create({ id: "w", name: "W" });
    await a.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    for (const node of [a, b]) await node.cache.relay.poll();
    const hits = () => b.outcomes.filter((one) => one.kind === "hit" && one.tier === "L1").length;
    await until(async () => {
      const before = hits();
      await name(b);
      return hits() > before;
    });
    const gone = () => b.outcomes.filter((one) => one.kind === "invalidation" && one.tier === "L1").length;
    const before = gone();
    const version = b.cache.scopes.heard(WORLD);
    await a.tier.open(WORLD, version + 5, { anew: true });
    await until(() => gone() > before);
    expect(b.cache.scopes.heard(WORLD)).toBe(version + 5);
    await a.close();
    await b.close();
    rmSync(folder, { recursive: true });
  });
});
