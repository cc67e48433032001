import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { CONDEMNED } from "../../src/cache/tier.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { type Backup, backUp } from "../support/backup.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import type { GatedTier } from "../support/gated-tier.ts";
import { type Node, type NodeOptions, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";

/**
 * Gateways on one Redis over a SQLite file. A backup has version 2, where the character is "kept"; by `lose` it is
 * something else at higher versions, which Redis has and a restored store hasn't.
 */
describeWith(ownRedis, "a shared tier over a store that was restored", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();
  let clock: HandClock;
  let file: string;
  let shared: ReturnType<typeof shareTier>;
  let backup: Backup;
  let nodes: Node[];
  const open = async (more: Partial<NodeOptions> = {}) => {
    const one = await openNode({ file, registry, clock, openTier: shared.open, ...more });
    nodes.push(one);
    await one.cache.relay.poll();
    return one;
  };
  const closeAll = async () => {
    for (const one of nodes.splice(0)) await one.close();
  };
  const name = async (one: Node, options?: Parameters<Node["reader"]>[0]) =>
    (await one.reader(options).load(character, ID))?.name;
  const rename = (one: Node, to: string) => one.commands.members.update(character, { id: ID, name: to });
  const hits = (one: Node, tier: "L1" | "L2") =>
    one.outcomes.filter((outcome) => outcome.kind === "hit" && outcome.tier === tier).length;
  const fills = (one: Node) => one.outcomes.filter(({ kind }) => kind === "fill").length;
  const inL1 = (one: Node) =>
    until(async () => {
      const before = hits(one, "L1");
      await name(one);
      return hits(one, "L1") > before;
    });
  const ver = async () => JSON.parse((await redis.client.get("lw:world:{w}:ver"))!);
  async function renew(): Promise<string> {
    const store = await openSqliteStore({ file, registry, clock });
    const epoch = await store.renewEpoch();
    await store.close();
    return epoch;
  }
  /** Makes so many changes that only Redis has once the store is restored, and lets it have the last one. */
  async function lose(one: Node, changes: number): Promise<void> {
    for (let n = 1; n <= changes; n++) await rename(one, `lost ${n}`);
    await name(one);
  }

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "restored-"));
    file = join(folder, "worlds.sqlite");
    shared = shareTier(redis.server, clock);
    nodes = [];
    const first = await open();
    await first.commands.worlds.create({ id: "w", name: "W" });
    await first.commands.members.create(character, { worldId: WORLD, id: "c", name: "kept" });
    await name(first);
    backup = backUp(file);
    return async () => {
      await closeAll();
      rmSync(folder, { recursive: true });
    };
  });

  it("answers nothing of what was lost, from a gateway's first read on", async () => {
    await lose(nodes[0]!, 3);
    await closeAll();
    backup.replace(file);
    const one = await open();
    expect(await name(one)).toBe("kept");
    expect(one.cache.trusted()).toBe(false);
    expect(one.cache.health().warnings).toContainEqual(expect.stringContaining("renew-epoch"));
    expect([await name(one), await name(one, { strict: true })]).toEqual(["kept", "kept"]);
    expect([hits(one, "L1"), hits(one, "L2"), fills(one)]).toEqual([0, 0, 0]);
  });

  it("is found out by a gateway's first change, though that makes the very version that was lost", async () => {
    await lose(nodes[0]!, 1);
    await closeAll();
    backup.replace(file);
    const one = await open();
    expect(await rename(one, "new")).toMatchObject({ versions: { [WORLD]: 3 }, degraded: [WORLD] });
    expect(one.cache.trusted()).toBe(false);
    expect(await name(one)).toBe("new");
  });

  it("fools no gateway that comes when the store has more than was lost", async () => {
    await lose(nodes[0]!, 3);
    await closeAll();
    backup.replace(file);
    const one = await open();
    for (let n = 1; n <= 5; n++) await rename(one, `new ${n}`);
    await until(async () => (await ver()).version === CONDEMNED);
    const two = await open();
    expect(await name(two)).toBe("new 5");
    expect(two.cache.trusted()).toBe(false);
  });

  it("is found out by one that is running and has used the world, at its second poll", async () => {
    const [writer, other] = [nodes[0]!, await open()];
    await name(other);
    await lose(writer, 3);
    nodes.splice(nodes.indexOf(writer), 1);
    await writer.close();
    await other.cache.relay.poll();
    backup.restore();
    await other.cache.relay.poll();
    expect(other.cache.trusted()).toBe(false);
    expect(await name(other)).toBe("kept");
  });

  it("is left by all once the store has another epoch, and used again without being emptied", async () => {
    await lose(nodes[0]!, 3);
    await closeAll();
    backup.replace(file);
    const [a, b] = [await open(), await open()];
    for (const one of [a, b]) expect(await name(one)).toBe("kept");
    await rename(a, "new");
    expect(await name(b)).toBe("new");
    const epoch = await renew();
    for (const one of [a, b]) await one.cache.relay.poll();
    for (const one of [a, b]) {
      expect(one.cache.epoch()).toBe(epoch);
      expect(one.cache.trusted()).toBe(true);
      expect(await name(one)).toBe("new");
      await inL1(one);
    }
    expect(await ver()).toMatchObject({ store: epoch, version: 3 });
    const { degraded, versions } = await rename(a, "newer");
    expect(degraded).toEqual([]);
    expect(await name(b, { strict: true })).toBe("newer");
    await until(() => b.cache.scopes.heard(WORLD) === versions[WORLD]);
    expect(await name(b)).toBe("newer");
  });

  it("keeps nothing in L1 of the epoch before", async () => {
    const one = nodes[0]!;
    await lose(one, 2);
    await inL1(one);
    backup.restore();
    await renew();
    await one.cache.relay.poll();
    expect(one.cache.tiers[0]!.name).toBe("L1");
    expect(await one.cache.tiers[0]!.status()).toEqual({ entries: 0, bytes: 0 });
    expect(await name(one)).toBe("kept");
    await inL1(one);
    expect(await name(one)).toBe("kept");
  });

  it("has its answer of the epoch before neither passed on nor kept", async () => {
    let gate!: GatedTier;
    const one = await open({
      openTier: async (facts) => {
        gate = await shared.gated(facts);
        return gate.tier;
      },
    });
    await lose(nodes[0]!, 2);
    await one.cache.refresh([WORLD]);
    const held = gate.hold("read");
    const early = name(one);
    const release = await held;
    backup.restore();
    await renew();
    for (const each of nodes) await each.cache.relay.poll();
    release();
    expect(await early).toBe("kept");
    await inL1(one);
    expect(await name(one)).toBe("kept");
  });

  it("takes no fill of the epoch before, and gives none of it to L1", async () => {
    let gate!: GatedTier;
    const one = await open({
      openTier: async (facts) => {
        gate = await shared.gated(facts);
        return gate.tier;
      },
    });
    await lose(nodes[0]!, 2);
    await one.commands.purge(WORLD, "Character");
    const held = gate.hold("fill");
    const early = name(one);
    const release = await held;
    backup.restore();
    await renew();
    for (const each of nodes) await each.cache.relay.poll();
    expect(await name(nodes[0]!)).toBe("kept");
    const before = fills(one);
    release();
    expect(await early).toBe("kept");
    expect(await name(one)).toBe("kept");
    expect(fills(one)).toBeGreaterThan(before);
  });

  it("hears no notice of the epoch before", async () => {
    const [a, b] = [nodes[0]!, await open()];
    await inL1(b);
    await renew();
    await b.cache.relay.poll();
    await name(b);
    const heard = b.cache.scopes.heard(WORLD);
    // It doesn't know of the new epoch yet, and learns it from its own commit.
    const { epoch, degraded } = await rename(a, "new");
    expect([epoch, degraded]).toEqual([b.cache.epoch(), []]);
    await until(async () => (await name(b)) === "new");
    expect(b.cache.scopes.heard(WORLD)).toBe(heard + 1);
  });

  it("isn't suspected for a change that comes between the store's answer and the tier's", async () => {
    let gate!: GatedStore;
    const one = await open({
      wrapStore: (store) => {
        gate = gated(store);
        return gate.store;
      },
    });
    const held = gate.hold("versions");
    const early = name(one);
    const release = await held;
    await rename(nodes[0]!, "new");
    release();
    expect(await early).toBe("new");
    await one.cache.relay.poll();
    await one.cache.relay.poll();
    expect(one.cache.trusted()).toBe(true);
  });

  it("isn't suspected while gateways change and poll side by side", async () => {
    const others = [nodes[0]!, await open(), await open()];
    for (let round = 0; round < 20; round++) {
      let under = true;
      const all = others.flatMap((one, index) => [
        rename(one, `${round} ${index}`),
        name(one),
        name(one, { strict: true }),
        one.cache.relay.poll(),
      ]);
      const done = Promise.all(all).finally(() => {
        under = false;
      });
      // Who finds the file locked waits by this clock.
      while (under) await clock.advance(1);
      await done;
    }
    for (const one of others) await one.cache.relay.poll();
    for (const one of others) expect(one.cache.trusted()).toBe(true);
  });
});
