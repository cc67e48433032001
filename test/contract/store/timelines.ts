import { describe, expect, test } from "vitest";
import { character, location, timelineEvent, worldObject } from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const OLDEST = { order: "OLDEST_FIRST" };

export function timelineClaims(open: OpenStore): void {
  describe("timelines", () => {
    const at = useStore(open);

    test("are ordered by moment, then by version, then by place in the batch", async () => {
      await at.createWorld("odyssey");
      await tell(["z", "2026-01-01T00:00:00.000Z"], ["y", "0800-06-01T12:00:00.001Z"]);
      await tell(["x", "2026-01-01T00:00:00.000Z"], ["first", "0001-01-01T00:00:00Z"]);
      await tell(
        ["b", "2026-01-01T00:00:00Z"],
        ["a", "2026-01-01T01:00:00+01:00"],
        ["last", "9999-12-31T23:59:59.999Z"],
      );
      const expected = ["first", "y", "z", "x", "b", "a", "last"].map((name) => `event:odyssey:${name}`);
      expect(await at.ids("World.timeline", "world:odyssey", OLDEST)).toEqual(expected);
      expect(await at.ids("World.timeline", "world:odyssey")).toEqual(expected.toReversed());
      expect(await at.walk("World.timeline", "world:odyssey", 2)).toEqual(expected.toReversed());
    });

    test("name the last in order as the latest, not the last to be told", async () => {
      await at.createWorld("odyssey");
      await tell(["return", "0800-01-01T00:00:00Z"]);
      await tell(["departure", "0780-01-01T00:00:00Z"]);
      expect((await at.state("odyssey"))?.latest.TimelineEvent?.id).toBe("event:odyssey:return");
      await tell(["death", "0800-01-01T00:00:00Z"]);
      const { latest } = (await at.state("odyssey"))!;
      expect(latest.TimelineEvent).toEqual((await at.list("World.timeline", "world:odyssey"))[0]);
    });

    test("name the one before as the latest when the last is removed, and none when all are", async () => {
      await at.createWorld("odyssey");
      const names = ["departure", "storm", "return"];
      for (const [year, name] of names.entries()) await tell([name, `078${year}-01-01T00:00:00Z`]);
      const latest = async () => (await at.state("odyssey"))?.latest.TimelineEvent?.id;
      for (const name of names.toReversed()) {
        expect(await latest()).toBe(`event:odyssey:${name}`);
        const { commits } = await at.remove(timelineEvent, `event:odyssey:${name}`);
        expect(commits[0]!.entry.state).toEqual(["eventCount", "latestEvent"]);
      }
      expect(await latest()).toBeUndefined();
      await tell(["dawn", "0700-01-01T00:00:00Z"]);
      expect(await latest()).toBe("event:odyssey:dawn");
    });

    test("of an entity hold what involves it, once", async () => {
      await cast();
      await at.create(timelineEvent, "event:odyssey:feast", {
        involves: ["character:odyssey:circe", "location:odyssey:circe", "character:odyssey:circe"],
      });
      await at.create(timelineEvent, "event:odyssey:spell", { involves: ["character:odyssey:circe"] });
      await at.create(timelineEvent, "event:odyssey:storm");
      const owners = ["character:odyssey:circe", "location:odyssey:circe", "object:odyssey:circe"];
      const timelines = await Promise.all(owners.map((owner) => at.ids("Entity.timeline", owner, OLDEST)));
      expect(timelines).toEqual([
        ["event:odyssey:feast", "event:odyssey:spell"],
        ["event:odyssey:feast"],
        [],
      ]);
      expect(await at.get("event:odyssey:feast")).toMatchObject({
        involves: [
          { id: "character:odyssey:circe", born: 2 },
          { id: "location:odyssey:circe", born: 3 },
        ],
      });
    });

    test("of what was made again under an id begin empty", async () => {
      await cast();
      const id = "character:odyssey:circe";
      await at.create(timelineEvent, "event:odyssey:feast", { involves: [id, "object:odyssey:circe"] });
      await at.remove(character, id);
      expect(await at.ids("Entity.timeline", id)).toEqual([]);
      const again = await at.create(character, id);
      expect(await at.ids("Entity.timeline", id)).toEqual([]);
      const feast = await at.get("event:odyssey:feast");
      const pin = (feast!.involves as { id: string; born: number }[]).find((one) => one.id === id);
      expect(pin?.born).not.toBe(again.value.born);
      await at.create(timelineEvent, "event:odyssey:spell", { involves: [id] });
      expect(await at.ids("Entity.timeline", id)).toEqual(["event:odyssey:spell"]);
      expect(await at.ids("Entity.timeline", "object:odyssey:circe")).toEqual(["event:odyssey:feast"]);
      expect(await at.ids("World.timeline", "world:odyssey", OLDEST)).toEqual([
        "event:odyssey:feast",
        "event:odyssey:spell",
      ]);
    });

    test("of what one change removes and makes again begin empty, and are told to be changed", async () => {
      await cast();
      const id = "character:odyssey:circe";
      await at.create(timelineEvent, "event:odyssey:feast", { involves: [id] });
      await at.change("odyssey", async (draft) => {
        await draft.remove(character, await draft.need(character, id));
        await draft.create(character, id, sampleOf(character, id));
      });
      expect(await at.ids("Entity.timeline", id)).toEqual([]);
      expect((await at.state("odyssey"))?.counts.Character).toBe(1);
      expect((await at.log("world:odyssey")).at(-1)!.keys).toEqual(
        expect.arrayContaining(["timeline:character:circe:recent", "timeline:character:circe:oldest"]),
      );
    });

    test("survive a rename of what they involve", async () => {
      await cast();
      await at.create(timelineEvent, "event:odyssey:feast", { involves: ["character:odyssey:circe"] });
      await at.update(character, "character:odyssey:circe", { name: "Kirke", description: "A witch." });
      expect(await at.ids("Entity.timeline", "character:odyssey:circe")).toEqual(["event:odyssey:feast"]);
    });

    test("refuse an event that involves what isn't there", async () => {
      await cast();
      const made = at.create(timelineEvent, "event:odyssey:feast", {
        involves: ["character:odyssey:nobody"],
      });
      await expect(made).rejects.toMatchObject({ code: "NOT_FOUND", field: "involves" });
      expect(await at.get("event:odyssey:feast")).toBeNull();
      expect(await at.version("world:odyssey")).toBe(4);
    });

    test("take an event that involves what the same change makes", async () => {
      await at.createWorld("odyssey");
      await at.change("odyssey", async (draft) => {
        await draft.create(
          character,
          "character:odyssey:argos",
          sampleOf(character, "character:odyssey:argos"),
        );
        const involves = ["character:odyssey:argos"];
        const id = "event:odyssey:birth";
        await draft.create(timelineEvent, id, sampleOf(timelineEvent, id, { involves }));
      });
      expect(await at.ids("Entity.timeline", "character:odyssey:argos")).toEqual(["event:odyssey:birth"]);
    });

    /** One batch of events. */
    function tell(...events: readonly [name: string, occurredAt: string][]) {
      return at.change("odyssey", async (draft) => {
        for (const [seq, [name, occurredAt]] of events.entries()) {
          const id = `event:odyssey:${name}`;
          await draft.create(timelineEvent, id, sampleOf(timelineEvent, id, { occurredAt }), seq);
        }
      });
    }

    /** A character, a location and an object that share a local id. */
    async function cast(): Promise<void> {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      await at.create(location, "location:odyssey:circe");
      await at.create(worldObject, "object:odyssey:circe");
    }
  });
}
