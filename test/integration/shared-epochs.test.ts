import { expect, it } from "vitest";
import { useRestorableNodes } from "../support/restorable-nodes.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";

const WORLD = "world:w";

describeWith(ownRedis, "a shared tier over a store that has another epoch", () => {
  const at = useRestorableNodes();

  it("keeps nothing in L1 of the epoch before", async () => {
    const one = at.nodes[0]!;
    await at.lose(one, 2);
    await at.inL1(one);
    at.backup.restore();
    await at.renew();
    await one.cache.relay.poll();
    expect(one.cache.tiers[0]!.name).toBe("L1");
    expect(await one.cache.tiers[0]!.status()).toEqual({ entries: 0, bytes: 0 });
    expect(await at.name(one)).toBe("kept");
    await at.inL1(one);
    expect(await at.name(one)).toBe("kept");
  });

  it("has its answer of the epoch before neither passed on nor kept", async () => {
    const { node: one, gate } = await at.openGated();
    await at.lose(at.nodes[0]!, 2);
    await one.cache.refresh([WORLD]);
    const held = gate.hold("read");
    const early = at.name(one);
    const release = await held;
    at.backup.restore();
    await at.renew();
    for (const each of at.nodes) await each.cache.relay.poll();
    release();
    expect(await early).toBe("kept");
    await at.inL1(one);
    expect(await at.name(one)).toBe("kept");
  });

  it("takes no fill of the epoch before, and gives none of it to L1", async () => {
    const { node: one, gate } = await at.openGated();
    await at.lose(at.nodes[0]!, 2);
    await one.commands.purge(WORLD, "Character");
    const held = gate.hold("fill");
    const early = at.name(one);
    const release = await held;
    at.backup.restore();
    await at.renew();
    for (const each of at.nodes) await each.cache.relay.poll();
    await at.inL1(one);
    release();
    // It was answered before the store was another one, and its fill comes after.
    expect(await early).toBe("lost 2");
    await one.cache.settled();
    expect(await at.name(one)).toBe("kept");
  });

  it("gives L1 nothing of a change of the epoch before", async () => {
    const { node: one, gate } = await at.openGated();
    await at.name(one);
    const held = gate.hold("apply");
    const writing = at.rename(one, "lost");
    const release = await held;
    at.backup.restore();
    await at.renew();
    for (const each of at.nodes) await each.cache.relay.poll();
    await at.inL1(one);
    release();
    await writing;
    expect(one.cache.scopes.heard(WORLD)).toBe(2);
    expect(await at.name(one)).toBe("kept");
  });

  it("hears no notice of the epoch before", async () => {
    const [a, b] = [at.nodes[0]!, await at.open()];
    await at.inL1(b);
    await at.renew();
    await b.cache.relay.poll();
    await at.name(b);
    const heard = b.cache.scopes.heard(WORLD);
    // It doesn't know of the new epoch yet, and learns it from its own commit.
    const { epoch, degraded } = await at.rename(a, "new");
    expect([epoch, degraded]).toEqual([b.cache.epoch(), []]);
    await until(async () => (await at.name(b)) === "new");
    expect(b.cache.scopes.heard(WORLD)).toBe(heard + 1);
  });
});
