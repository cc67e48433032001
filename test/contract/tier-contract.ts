import { beforeEach, describe, expect, it } from "vitest";
import { CONDEMNED, MAX_WRITERS } from "../../src/cache/mark.ts";
import type { Fill, Tier } from "../../src/cache/tier.ts";
import { type Slot, slotName } from "../../src/entities/slots.ts";
import type { LogEntry } from "../../src/store/log.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";

export const SCOPE = "world:odyssey";

export function slot(key: string, more: Partial<Omit<Slot, "name">> = {}): Slot {
  const { scope = SCOPE } = more;
  return {
    scope,
    key,
    name: slotName(scope, key),
    type: "Character",
    about: "Character",
    ttl: 3600,
    cached: true,
    shape: 1,
    part: "characters",
    form: "plain",
    adopt: () => undefined,
    ...more,
  };
}

export function entry(version: number, keys: readonly string[], more: Partial<LogEntry> = {}): LogEntry {
  return {
    scope: SCOPE,
    version,
    changeId: `change-${version}`,
    idempotencyKey: null,
    at: "2026-01-01T00:00:00.000Z",
    writer: "this release",
    flush: false,
    purged: null,
    entities: [],
    keys,
    ...more,
  };
}

/** This release knows characters. */
export const knowing = (part: string): string[] => (part === "characters" ? ["this release"] : []);

const fill = (fence: number, version: number, ...keys: string[]): Fill => ({
  fence,
  version,
  knowing,
  values: keys.map((key) => ({ slot: slot(key), value: { key, fence } })),
});

/** What every tier promises (protocol lines 3, 6 and 9); each adapter runs it unchanged. */
export function describeTier(
  name: string,
  open: (clock: HandClock, epoch: () => string) => Promise<Tier>,
): void {
  describe(name, () => {
    let tier: Tier;
    let clock: HandClock;
    let epoch: string;
    const read = async (key: string) => (await tier.read(SCOPE, [key])).envelopes[0];
    const mark = async () => (await tier.read(SCOPE, [])).mark;

    beforeEach(async () => {
      clock = createHandClock();
      epoch = "store";
      tier = await open(clock, () => epoch);
      return () => tier.close();
    });

    it("knows nothing of a scope that wasn't opened", async () => {
      expect(await tier.read(SCOPE, ["a"])).toEqual({ mark: undefined, envelopes: [undefined] });
      expect(await tier.fill(SCOPE, fill(1, 1, "a"))).toEqual({ kind: "MISSING" });
      expect(await read("a")).toBeUndefined();
    });

    it("is closed to another epoch, until it is opened there, and has nothing of the one before", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a", "b"));
      epoch = "another";
      expect(await tier.fill(SCOPE, fill(5, 5, "a"))).toEqual({ kind: "MISSING" });
      await tier.open(SCOPE, 3);
      expect(await mark()).toMatchObject({ version: 3, epoch: "another", flushFloor: 3, fillFloor: 3 });
      expect([await read("a"), await read("b")]).toEqual([undefined, undefined]);
      expect((await tier.apply(entry(4, ["a"]), [])).kind).toBe("APPLIED");
      await tier.fill(SCOPE, fill(4, 4, "a"));
      expect(await read("a")).toMatchObject({ fence: 4 });
      expect(await read("b")).toBeUndefined();
    });

    it("opens a scope in another epoch at a change of it", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a"));
      epoch = "another";
      expect((await tier.apply(entry(4, ["b"]), [])).kind).toBe("OPENED");
      expect(await mark()).toMatchObject({ version: 4, epoch: "another", flushFloor: 4 });
      expect(await read("a")).toBeUndefined();
    });

    it("that is condemned takes and keeps nothing more of its epoch", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a"));
      await tier.open(SCOPE, CONDEMNED, { anew: true });
      expect(await mark()).toMatchObject({ version: CONDEMNED, flushFloor: CONDEMNED });
      expect(await tier.fill(SCOPE, fill(6, 6, "b"))).toMatchObject({ kind: "FILLED", results: ["changed"] });
      expect((await tier.apply(entry(6, ["a"]), [])).kind).toBe("SEEN");
      await tier.open(SCOPE, 7, { anew: true });
      expect(await mark()).toMatchObject({ version: CONDEMNED });
      epoch = "another";
      await tier.open(SCOPE, 6);
      expect(await mark()).toMatchObject({ version: 6, epoch: "another" });
    });

    it("opens a scope with both floors at the version", async () => {
      await tier.open(SCOPE, 5);
      expect(await mark()).toMatchObject({ version: 5, flushFloor: 5, fillFloor: 5 });
    });

    it("doesn't open again what is open, unless it is told to", async () => {
      await tier.open(SCOPE, 5);
      await tier.open(SCOPE, 7);
      expect((await mark())?.version).toBe(5);
      await tier.open(SCOPE, 7, { anew: true });
      expect(await mark()).toMatchObject({ version: 7, flushFloor: 7, fillFloor: 7 });
    });

    it("takes a late word to open anew for what it is, when it has come further since", async () => {
      await tier.open(SCOPE, 5);
      await tier.open(SCOPE, 7, { anew: true });
      await tier.apply(entry(8, ["a"]), []);
      await tier.open(SCOPE, 7, { anew: true });
      expect((await mark())?.version).toBe(8);
      expect(await tier.fill(SCOPE, fill(7, 7, "a"))).toMatchObject({ results: ["changed"] });
    });

    it("answers what was filled, aligned with the keys asked for", async () => {
      await tier.open(SCOPE, 5);
      expect(await tier.fill(SCOPE, fill(5, 5, "a", "b"))).toEqual({
        kind: "FILLED",
        results: ["stored", "stored"],
        version: 5,
      });
      const { envelopes } = await tier.read(SCOPE, ["b", "none", "a"]);
      expect(envelopes.map((envelope) => envelope?.entity)).toEqual([
        { key: "b", fence: 5 },
        undefined,
        { key: "a", fence: 5 },
      ]);
      expect(envelopes[0]).toMatchObject({ fence: 5, shape: 1, cachedAt: clock.now() });
    });

    it("tells an absent value from one that isn't cached", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, { fence: 5, version: 5, values: [{ slot: slot("gone"), value: null }] });
      expect((await read("gone"))?.entity).toBeNull();
      expect(await read("other")).toBeUndefined();
    });

    it("takes a load for behind that has seen a version which the tier hasn't", async () => {
      await tier.open(SCOPE, 5);
      expect(await tier.fill(SCOPE, fill(6, 6, "a"))).toEqual({ kind: "BEHIND" });
      expect(await read("a")).toBeUndefined();
    });

    it("rejects a load from before the scope was opened", async () => {
      await tier.open(SCOPE, 5);
      expect(await tier.fill(SCOPE, fill(4, 5, "a"))).toEqual({
        kind: "FILLED",
        results: ["changed"],
        version: 5,
      });
    });

    it("applies the next change only, and each once", async () => {
      await tier.open(SCOPE, 5);
      expect((await tier.apply(entry(7, ["a"]), [])).kind).toBe("GAP");
      expect((await mark())?.version).toBe(5);
      expect((await tier.apply(entry(6, ["a"]), [])).kind).toBe("APPLIED");
      expect((await tier.apply(entry(6, ["a"]), [])).kind).toBe("SEEN");
      expect((await tier.apply(entry(5, ["a"]), [])).kind).toBe("SEEN");
      expect((await mark())?.version).toBe(6);
    });

    it("opens a scope at the version of a change that finds none", async () => {
      expect((await tier.apply(entry(9, ["a"]), [{ slot: slot("a"), value: { n: 9 } }])).kind).toBe("OPENED");
      expect(await mark()).toMatchObject({ version: 9, flushFloor: 9, fillFloor: 9 });
      expect(await read("a")).toMatchObject({ fence: 9, entity: { n: 9 } });
    });

    it("answers a mark as it is at the moment, which no later change makes another", async () => {
      await tier.open(SCOPE, 5);
      const { mark: before } = await tier.read(SCOPE, []);
      await tier.apply(entry(6, ["a"], { flush: true, purged: "Character" }), []);
      await tier.apply(entry(7, [], { flush: true }), []);
      expect(before).toMatchObject({ version: 5, flushFloor: 5, fillFloor: 5, typeFloors: {} });
      expect(await mark()).toMatchObject({ version: 7, flushFloor: 7, fillFloor: 7, typeFloors: {} });
    });

    it("says under which keys of a change something lay", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a", "b", "c"));
      const put = { slot: slot("b"), value: { n: 6 } };
      expect(await tier.apply(entry(6, ["a", "b", "none"]), [put])).toEqual({
        kind: "APPLIED",
        hit: expect.toSatisfy((hit: string[]) => hit.toSorted().join() === "a,b"),
      });
    });

    it("drops what a change touches and leaves the rest alone", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a", "b"));
      await tier.apply(entry(6, ["a"]), []);
      expect(await read("a")).toBeUndefined();
      expect((await read("b"))?.fence).toBe(5);
    });

    it("drops what a change touches, however little of it that makes another", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a", "b"));
      await tier.apply(entry(6, ["a", "b"], { masks: [["name"], []] }), []);
      expect([await read("a"), await read("b")]).toEqual([undefined, undefined]);
      expect(await tier.fill(SCOPE, fill(5, 5, "a", "b"))).toMatchObject({ results: ["changed", "changed"] });
    });

    it("replaces what the committer writes through", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a"));
      await tier.apply(entry(6, ["a"]), [{ slot: slot("a"), value: { n: 6 } }]);
      expect(await read("a")).toMatchObject({ fence: 6, entity: { n: 6 } });
    });

    it("rejects a value that was loaded before the change that touched it", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"]), []);
      expect(await tier.fill(SCOPE, fill(5, 5, "a", "b"))).toEqual({
        kind: "FILLED",
        results: ["changed", "stored"],
        version: 6,
      });
      expect(await tier.fill(SCOPE, fill(6, 6, "a"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 6,
      });
    });

    it("raises both floors on a flush, so that nothing from before is a hit or is filled", async () => {
      await tier.open(SCOPE, 5);
      await tier.fill(SCOPE, fill(5, 5, "a"));
      await tier.apply(entry(6, [], { flush: true }), []);
      expect(await mark()).toMatchObject({ version: 6, flushFloor: 6, fillFloor: 6 });
      expect(await tier.fill(SCOPE, fill(5, 5, "b"))).toEqual({
        kind: "FILLED",
        results: ["changed"],
        version: 6,
      });
      expect(await tier.fill(SCOPE, fill(6, 6, "b"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 6,
      });
    });

    it("flushes on a change of which nobody knows who made it, and so what its keys leave out", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"], { writer: "" }), []);
      expect(await mark()).toMatchObject({ flushFloor: 6, fillFloor: 6, writers: {} });
    });

    it("remembers the last change of each writer, and none that a flush has made nothing of", async () => {
      await tier.open(SCOPE, 5);
      for (const [version, writer] of [
        [6, "this release"],
        [7, "the next"],
        [8, "this release"],
      ] as const)
        await tier.apply(entry(version, ["a"], { writer }), []);
      expect(await mark()).toMatchObject({ writers: { "this release": 8, "the next": 7 }, flushFloor: 5 });
      await tier.apply(entry(9, [], { flush: true }), []);
      expect(await mark()).toMatchObject({ writers: {}, flushFloor: 9 });
    });

    it("stores nothing loaded before a change by who doesn't know such values, and everything else", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"]), []);
      await tier.apply(entry(7, ["a"], { writer: "the next" }), []);
      const values = ["characters", "moods", "vessels"].map((part) => ({
        slot: slot(part, { part }),
        value: {},
      }));
      const known: Record<string, string[]> = {
        characters: ["the next", "this release"],
        moods: ["this release"],
        vessels: ["the next"],
      };
      const fills = (fence: number) =>
        tier.fill(SCOPE, { fence, version: fence, values, knowing: (part) => known[part]! });
      expect(await fills(5)).toMatchObject({ results: ["stored", "changed", "changed"] });
      expect(await fills(6)).toMatchObject({ results: ["stored", "changed", "stored"] });
      expect(await fills(7)).toMatchObject({ results: ["stored", "stored", "stored"] });
      const { knowing: _, ...unknown } = fill(6, 7, "b");
      expect(await tier.fill(SCOPE, unknown)).toMatchObject({ results: ["changed"] });
    });

    it("forgets who made nothing for longest where there are many, and believes nothing from before that", async () => {
      await tier.open(SCOPE, 5);
      for (let version = 6; version <= 5 + MAX_WRITERS; version++)
        await tier.apply(entry(version, [], { writer: `release ${version}` }), []);
      expect(await mark()).toMatchObject({ flushFloor: 5, fillFloor: 5 });
      await tier.apply(entry(6 + MAX_WRITERS, [], { writer: "release 6" }), []);
      expect(await mark()).toMatchObject({ flushFloor: 5, fillFloor: 5 });
      await tier.apply(entry(7 + MAX_WRITERS, [], { writer: "one more" }), []);
      const found = (await mark())!;
      expect(found).toMatchObject({ flushFloor: 7, fillFloor: 7 });
      expect(Object.keys(found.writers)).toHaveLength(MAX_WRITERS);
      expect(found.writers).not.toHaveProperty("release 7");
    });

    it("purges one type without touching the others", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, [], { flush: true, purged: "Character" }), []);
      const found = await mark();
      expect(found).toMatchObject({ version: 6, flushFloor: 5, fillFloor: 5, typeFloors: { Character: 6 } });
      const others = {
        fence: 5,
        version: 5,
        values: [{ slot: slot("l", { type: "Location", about: "Location" }), value: {} }],
        knowing,
      };
      expect(await tier.fill(SCOPE, fill(5, 5, "c"))).toEqual({
        kind: "FILLED",
        results: ["changed"],
        version: 6,
      });
      expect(await tier.fill(SCOPE, others)).toEqual({ kind: "FILLED", results: ["stored"], version: 6 });
    });

    it("rejects every load from before, once it has forgotten which keys changed lately", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"]), []);
      expect(await tier.fill(SCOPE, fill(5, 5, "b"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 6,
      });
      await clock.advance(10 * 60_000 + 1);
      expect(await tier.fill(SCOPE, fill(5, 5, "a", "c"))).toEqual({
        kind: "FILLED",
        results: ["changed", "changed"],
        version: 6,
      });
      expect(await tier.fill(SCOPE, fill(6, 6, "a"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 6,
      });
    });

    it("doesn't forget what it forgot when the next change makes its memory anew", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"]), []);
      await clock.advance(10 * 60_000 + 1);
      await tier.apply(entry(7, ["b"]), []);
      expect(await tier.fill(SCOPE, fill(5, 5, "a"))).toEqual({
        kind: "FILLED",
        results: ["changed"],
        version: 7,
      });
      expect(await tier.fill(SCOPE, fill(6, 6, "a"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 7,
      });
    });

    it("raises the fill floor to what it trims from its memory of 1,000 keys", async () => {
      await tier.open(SCOPE, 5);
      await tier.apply(entry(6, ["a"]), []);
      const many = Array.from({ length: 1_000 }, (_, index) => `k${index}`);
      await tier.apply(entry(7, many), []);
      expect(await tier.fill(SCOPE, fill(5, 5, "a"))).toEqual({
        kind: "FILLED",
        results: ["changed"],
        version: 7,
      });
      expect(await tier.fill(SCOPE, fill(6, 6, "a"))).toEqual({
        kind: "FILLED",
        results: ["stored"],
        version: 7,
      });
    });

    it("lets a value go when its time is up, and keeps an untimed one", async () => {
      await tier.open(SCOPE, 5);
      const values = [
        { slot: slot("short", { ttl: 60 }), value: {} },
        { slot: slot("flags", { ttl: null }), value: {} },
      ];
      await tier.fill(SCOPE, { fence: 5, version: 5, values });
      expect((await read("short"))?.ttl).toBeLessThanOrEqual(60);
      expect((await read("short"))?.ttl).toBeGreaterThanOrEqual(54);
      await clock.advance(60_000);
      expect(await read("short")).toBeUndefined();
      expect(await read("flags")).toBeDefined();
    });

    it("refuses a value that JSON can't hold", async () => {
      const loop: Record<string, unknown> = {};
      loop.self = loop;
      await tier.open(SCOPE, 5);
      const values = [{ slot: slot("loop"), value: loop }];
      expect(await tier.fill(SCOPE, { fence: 5, version: 5, values })).toEqual({
        kind: "FILLED",
        results: ["unencodable"],
        version: 5,
      });
    });

    it("keeps scopes apart", async () => {
      await tier.open(SCOPE, 5);
      await tier.open("world:ilias", 9);
      await tier.fill(SCOPE, fill(5, 5, "a"));
      expect((await tier.read("world:ilias", ["a"])).envelopes).toEqual([undefined]);
    });
  });
}
