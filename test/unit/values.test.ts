import { describe, expect, test } from "vitest";
import type { Envelope } from "../../src/cache/tier.ts";
import { createValues } from "../../src/cache/values.ts";

const envelope: Envelope = { fence: 1, shape: 1, form: "plain", cachedAt: 0, ttl: null, entity: {} };
const bounds = { maxEntries: 1_000, maxBytes: 1_000, maxValueBytes: 300 };

describe("the values of an in-process cache", () => {
  test("with a share of their own take no more than that, and leave the others theirs", () => {
    const values = createValues({ ...bounds, shares: { Character: 0.3 } });
    for (let n = 0; n < 20; n++) values.set(`l${n}`, "Location", envelope, 100);
    for (let n = 0; n < 20; n++) values.set(`c${n}`, "Character", envelope, 100);
    const kept = (letter: string) =>
      Array.from({ length: 20 }, (_, n) => values.get(`${letter}${n}`)).filter(Boolean).length;
    expect([kept("l"), kept("c")]).toEqual([7, 3]);
    expect([values.entries(), values.bytes()]).toEqual([10, 1_000]);
  });

  test("larger than one may be aren't kept, and what lay there before is gone", () => {
    const values = createValues(bounds);
    expect(values.set("a", "World", envelope, 300)).toBe(true);
    expect(values.set("a", "World", envelope, 301)).toBe(false);
    expect(values.get("a")).toBeUndefined();
  });

  test("are found and deleted whatever they are about", () => {
    const values = createValues({ ...bounds, shares: { Character: 0.5 } });
    values.set("a", "Character", envelope, 1);
    values.set("b", "World", envelope, 1);
    expect([values.get("a"), values.get("b")]).toEqual([envelope, envelope]);
    expect([values.delete("a"), values.delete("b"), values.delete("a")]).toEqual([true, true, false]);
    values.set("c", "Character", envelope, 1);
    values.clear();
    expect(values.entries()).toBe(0);
  });
});
