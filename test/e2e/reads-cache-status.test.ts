import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const QUERY = `{ cache {
  __typename provider trusted
  tiers { tier entries bytes counters { type hits misses fills fillsRejected invalidations } }
} }`;

describe("the cache's status", () => {
  const at = useGateway({ RELAY_INTERVAL_MS: "1000" });
  beforeEach(() => makeSmallOdyssey(at));
  const status = async () => (await at.data(QUERY)).cache;
  const counters = async (type: string) => {
    const found = (await status()).tiers[0].counters.find((one: { type: string }) => one.type === type);
    return found ?? { type, hits: 0, misses: 0, fills: 0, fillsRejected: 0, invalidations: 0 };
  };
  const grew = async (type: string, work: () => Promise<unknown>) => {
    const before = await counters(type);
    await work();
    const after = await counters(type);
    const names = Object.keys(before).filter((name) => name !== "type" && after[name] !== before[name]);
    return Object.fromEntries(names.map((name) => [name, after[name] - before[name]]));
  };

  test("names the provider and its one tier", async () => {
    const { tiers, ...rest } = await status();
    expect(rest).toEqual({ __typename: "CacheStatus", provider: "MEMORY", trusted: true });
    expect(tiers).toEqual([
      { tier: "L1", entries: expect.any(Number), bytes: expect.any(Number), counters: expect.any(Array) },
    ]);
    expect(tiers[0].entries).toBeGreaterThan(0);
    expect(tiers[0].bytes).toBeGreaterThan(0);
  });

  test("counts a miss and a fill, then hits, by type", async () => {
    const read = () => at.data('{ character(id: "character:odyssey:nobody") { name } }');
    expect(await grew("Character", read)).toEqual({ misses: 1, fills: 1 });
    expect(await grew("Character", read)).toEqual({ hits: 1 });
    expect(await grew("Location", read)).toEqual({});
  });

  test("counts lists by their field", async () => {
    const read = () => at.data('{ world(id: "world:odyssey") { characters { nodes { id } } } }');
    expect(await grew("World.characters", read)).toEqual({ misses: 1, fills: 1 });
    expect(await grew("World.characters", read)).toEqual({ hits: 1 });
  });

  test("counts what a change drops or replaces, and not what nobody had read", async () => {
    const rename = () => at.change("updateCharacter", { id: "character:odyssey:argos", name: "Argus" });
    expect((await grew("Character", rename)).invalidations).toBe(1);
    expect((await grew("World.characters", rename)).invalidations).toBeUndefined();
    await at.data('{ world(id: "world:odyssey") { characters { nodes { id } } } }');
    const back = () => at.change("updateCharacter", { id: "character:odyssey:argos", name: "Argos" });
    expect((await grew("World.characters", back)).invalidations).toBe(1);
    expect((await grew("Location", back)).invalidations).toBeUndefined();
  });

  test("shows more entries and bytes when more is cached", async () => {
    const [before] = (await status()).tiers;
    await at.data('{ nodes(ids: ["character:odyssey:x", "character:odyssey:y"]) { id } }');
    const [after] = (await status()).tiers;
    expect(after.entries).toBe(before.entries + 2);
    expect(after.bytes).toBeGreaterThan(before.bytes);
  });
});
