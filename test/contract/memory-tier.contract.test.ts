import { describe, expect, it } from "vitest";
import { createMemoryTier } from "../../src/cache/memory-tier.ts";
import { createHandClock } from "../support/clock.ts";
import { describeTier, entry, SCOPE, slot } from "./tier-contract.ts";

const settings = { epoch: () => "store", definitions: 1, maxEntries: 5_000, maxBytes: 10_000_000 };

describeTier("the in-process tier", async (clock, epoch) => createMemoryTier({ clock, ...settings, epoch }));

describe("the in-process tier's bounds", () => {
  const full = (tier: ReturnType<typeof createMemoryTier>) =>
    tier.fill(SCOPE, {
      fence: 1,
      version: 1,
      values: Array.from({ length: 50 }, (_, index) => ({ slot: slot(`k${index}`), value: "x".repeat(100) })),
    });

  it("holds no more entries than it may", async () => {
    const tier = createMemoryTier({ clock: createHandClock(), ...settings, maxEntries: 10 });
    await tier.open(SCOPE, 1);
    await full(tier);
    expect(await tier.status()).toMatchObject({ entries: 10 });
  });

  it("holds no more bytes than it may", async () => {
    const tier = createMemoryTier({ clock: createHandClock(), ...settings, maxBytes: 1_000 });
    await tier.open(SCOPE, 1);
    await full(tier);
    const { entries, bytes } = await tier.status();
    expect(bytes).toBeLessThanOrEqual(1_000);
    expect(entries).toBeGreaterThan(0);
  });

  it("misses everything of a scope that fell out of its bounded set", async () => {
    const tier = createMemoryTier({ clock: createHandClock(), ...settings, maxScopes: 1 });
    await tier.open(SCOPE, 5);
    await tier.fill(SCOPE, { fence: 5, version: 5, values: [{ slot: slot("a"), value: 1 }] });
    await tier.open("world:ilias", 1);
    expect((await tier.read(SCOPE, ["a"])).mark).toBeUndefined();
    await tier.apply(entry(8, []), []);
    const { mark, envelopes } = await tier.read(SCOPE, ["a"]);
    expect(envelopes[0]!.fence).toBeLessThan(mark!.flushFloor);
  });

  it("flushes in one step, however much is cached", async () => {
    const tier = createMemoryTier({ clock: createHandClock(), ...settings });
    await tier.open(SCOPE, 1);
    await full(tier);
    await tier.apply(entry(2, [], { flush: true }), []);
    expect(await tier.status()).toMatchObject({ entries: 50 });
    expect((await tier.read(SCOPE, [])).mark?.flushFloor).toBe(2);
  });

  it("freezes what it keeps, so that nobody changes what others read", async () => {
    const tier = createMemoryTier({ clock: createHandClock(), ...settings });
    await tier.open(SCOPE, 1);
    await tier.fill(SCOPE, {
      fence: 1,
      version: 1,
      values: [{ slot: slot("a"), value: { traits: ["sly"] } }],
    });
    const { entity } = (await tier.read(SCOPE, ["a"])).envelopes[0]!;
    expect(() => (entity as { traits: string[] }).traits.push("loud")).toThrow(TypeError);
  });
});
