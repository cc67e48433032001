import { expect, it } from "vitest";
import { CONDEMNED } from "../../src/cache/mark.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import { useRestorableNodes } from "../support/restorable-nodes.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";

const WORLD = "world:w";

describeWith(ownRedis, "a shared tier over a store that was restored", () => {
  const at = useRestorableNodes();
  const ver = async () => JSON.parse((await at.client.get("lw:world:{w}:ver"))!);

  it("answers nothing of what was lost, from a gateway's first read on", async () => {
    await at.lose(at.nodes[0]!, 3);
    await at.closeAll();
    at.backup.replace(at.file);
    const one = await at.open();
    expect(await at.name(one)).toBe("kept");
    expect(one.cache.trusted()).toBe(false);
    expect(one.cache.health().warnings).toContainEqual(expect.stringContaining("renew-epoch"));
    expect([await at.name(one), await at.name(one, { strict: true })]).toEqual(["kept", "kept"]);
    expect([at.hits(one, "L1"), at.hits(one, "L2"), at.fills(one)]).toEqual([0, 0, 0]);
  });

  it("is found out by a gateway's first change, though that makes the very version that was lost", async () => {
    await at.lose(at.nodes[0]!, 1);
    await at.closeAll();
    at.backup.replace(at.file);
    const one = await at.open();
    expect(await at.rename(one, "new")).toMatchObject({ versions: { [WORLD]: 3 }, degraded: [WORLD] });
    expect(one.cache.trusted()).toBe(false);
    expect(await at.name(one)).toBe("new");
  });

  it("fools no gateway that comes when the store has more than was lost", async () => {
    await at.lose(at.nodes[0]!, 3);
    await at.closeAll();
    at.backup.replace(at.file);
    const one = await at.open();
    for (let n = 1; n <= 5; n++) await at.rename(one, `new ${n}`);
    await until(async () => (await ver()).version === CONDEMNED);
    const two = await at.open();
    expect(await at.name(two)).toBe("new 5");
    expect(two.cache.trusted()).toBe(false);
  });

  it("is found out by one that is running and has used the world, at its second poll", async () => {
    const [writer, other] = [at.nodes[0]!, await at.open()];
    await at.name(other);
    await at.lose(writer, 3);
    await at.close(writer);
    await other.cache.relay.poll();
    at.backup.restore();
    await other.cache.relay.poll();
    expect(other.cache.trusted()).toBe(false);
    expect(await at.name(other)).toBe("kept");
  });

  it("is found out by what a poll saw of it, though no notice has told of that", async () => {
    let store!: GatedStore;
    const { node: other, gate: tier } = await at.openGated({
      wrapStore: (opened) => {
        store = gated(opened);
        return store.store;
      },
    });
    await at.inL1(other);
    tier.holdNotices();
    const held = store.hold("versions");
    const polling = other.cache.relay.poll();
    const release = await held;
    await at.lose(at.nodes[0]!, 3);
    release();
    await polling;
    expect(other.cache.scopes.heard(WORLD)).toBe(2);
    at.backup.restore();
    await other.cache.relay.poll();
    expect(other.cache.trusted()).toBe(false);
    expect(await at.name(other)).toBe("kept");
  });

  it("is left by all once the store has another epoch, and used again without being emptied", async () => {
    await at.lose(at.nodes[0]!, 3);
    await at.closeAll();
    at.backup.replace(at.file);
    const [a, b] = [await at.open(), await at.open()];
    for (const one of [a, b]) expect(await at.name(one)).toBe("kept");
    await at.rename(a, "new");
    expect(await at.name(b)).toBe("new");
    const epoch = await at.renew();
    for (const one of [a, b]) await one.cache.relay.poll();
    for (const one of [a, b]) {
      expect(one.cache.epoch()).toBe(epoch);
      expect(one.cache.trusted()).toBe(true);
      expect(await at.name(one)).toBe("new");
      await at.inL1(one);
    }
    expect(await ver()).toMatchObject({ store: epoch, version: 3 });
    const { degraded, versions } = await at.rename(a, "newer");
    expect(degraded).toEqual([]);
    expect(await at.name(b, { strict: true })).toBe("newer");
    await until(() => b.cache.scopes.heard(WORLD) === versions[WORLD]);
    expect(await at.name(b)).toBe("newer");
  });

  it("isn't suspected for a change that comes between the store's answer and the tier's", async () => {
    let gate!: GatedStore;
    const one = await at.open({
      wrapStore: (store) => {
        gate = gated(store);
        return gate.store;
      },
    });
    const held = gate.hold("versions");
    const early = at.name(one);
    const release = await held;
    await at.rename(at.nodes[0]!, "new");
    release();
    expect(await early).toBe("new");
    await one.cache.relay.poll();
    await one.cache.relay.poll();
    expect(one.cache.trusted()).toBe(true);
  });

  it("isn't suspected while gateways change and poll side by side", async () => {
    const others = [at.nodes[0]!, await at.open(), await at.open()];
    for (let round = 0; round < 20; round++) {
      let under = true;
      const all = others.flatMap((one, index) => [
        at.rename(one, `${round} ${index}`),
        at.name(one),
        at.name(one, { strict: true }),
        one.cache.relay.poll(),
      ]);
      const done = Promise.all(all).finally(() => {
        under = false;
      });
      // Who finds the file locked waits by this at.clock.
      while (under) await at.clock.advance(1);
      await done;
    }
    for (const one of others) await one.cache.relay.poll();
    for (const one of others) expect(one.cache.trusted()).toBe(true);
  });
});
