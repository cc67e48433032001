import { beforeEach, describe, expect, test } from "vitest";
import { WORLDS } from "../../../src/entities/ids.ts";
import type { LogEntry } from "../../../src/store/log.ts";
import type { Changed } from "../../../src/store/store.ts";
import {
  character,
  location,
  timelineEvent,
  world,
  worldFlag,
  worldObject,
} from "../../support/own-types.ts";
import { type OpenStore, sorted, useStore } from "../../support/store.ts";

const CIRCE = "character:odyssey:circe";
const AEAEA = "location:odyssey:aeaea";
const ITHACA = "location:odyssey:ithaca";
/** What every update changes. */
const ALWAYS = ["version", "updatedAt"];

export function changeLogClaims(open: OpenStore): void {
  describe("the change log", () => {
    const at = useStore(open);
    beforeEach(async () => {
      await at.createWorld("odyssey");
      await at.create(location, AEAEA);
      await at.create(location, ITHACA);
      await at.create(character, CIRCE, { language: "en", location: AEAEA });
    });

    test("has a new character in the lists of its language, status and place, and in no others", async () => {
      const entry = await entryOf(
        at.create(character, "character:odyssey:calypso", { language: "fr", location: ITHACA }),
      );
      expect(sorted(entry.keys)).toEqual(
        sorted([
          "state",
          "character:calypso:state",
          "character:calypso:inventory",
          "timeline:character:calypso:recent",
          "timeline:character:calypso:oldest",
          "characters",
          "characters:language=fr",
          "characters:status=ACTIVE",
          "characters:location=location:odyssey:ithaca",
          "characters:language=fr&status=ACTIVE",
          "characters:language=fr&location=location:odyssey:ithaca",
          "characters:location=location:odyssey:ithaca&status=ACTIVE",
          "characters:language=fr&location=location:odyssey:ithaca&status=ACTIVE",
          "location:ithaca:characters",
        ]),
      );
      expect(entry.entities).toEqual([
        {
          id: "character:odyssey:calypso",
          type: "Character",
          kind: "CREATED",
          tags: ["world:odyssey.characters", "location:odyssey:ithaca.characters"],
          moves: [{ to: { language: "fr", status: "ACTIVE", location: ITHACA } }, { to: {} }],
        },
      ]);
      expect(entry.state).toEqual(["characterCount"]);
    });

    test("has only the entity and the state for a new description", async () => {
      const entry = await entryOf(
        at.update(character, CIRCE, { description: "A witch.", traits: ["fair-haired"] }),
      );
      expect(sorted(entry.keys)).toEqual(["character:circe:state", "state"]);
      const fields = ["description", "traits", ...ALWAYS];
      expect(entry.entities).toEqual([{ id: CIRCE, type: "Character", kind: "UPDATED", fields, tags: [] }]);
      expect(entry.state).toEqual([]);
    });

    test("has every list that a renamed entity stands in", async () => {
      const entry = await entryOf(at.update(location, AEAEA, { name: "Aiaia" }));
      expect(sorted(entry.keys)).toEqual(["location:aeaea:state", "locations", "state"]);
      const renamed = await entryOf(at.update(character, CIRCE, { name: "Kirke" }));
      expect(sorted(renamed.keys)).toEqual(
        sorted([
          "state",
          "character:circe:state",
          "characters",
          "characters:language=en",
          "characters:status=ACTIVE",
          "characters:location=location:odyssey:aeaea",
          "characters:language=en&status=ACTIVE",
          "characters:language=en&location=location:odyssey:aeaea",
          "characters:location=location:odyssey:aeaea&status=ACTIVE",
          "characters:language=en&location=location:odyssey:aeaea&status=ACTIVE",
          "location:aeaea:characters",
        ]),
      );
    });

    test("has the lists left and the lists entered for a move, and not those in which it stays", async () => {
      const entry = await entryOf(at.update(character, CIRCE, { location: ITHACA }));
      const filters = ["aeaea", "ithaca"].flatMap((place) => [
        `characters:location=location:odyssey:${place}`,
        `characters:language=en&location=location:odyssey:${place}`,
        `characters:location=location:odyssey:${place}&status=ACTIVE`,
        `characters:language=en&location=location:odyssey:${place}&status=ACTIVE`,
        `location:${place}:characters`,
      ]);
      expect(sorted(entry.keys)).toEqual(sorted(["state", "character:circe:state", ...filters]));
      const stands = { language: "en", status: "ACTIVE" };
      expect(entry.entities).toEqual([
        {
          id: CIRCE,
          type: "Character",
          kind: "UPDATED",
          fields: ["location", ...ALWAYS],
          tags: [
            "world:odyssey.characters",
            "location:odyssey:aeaea.characters",
            "location:odyssey:ithaca.characters",
          ],
          moves: [
            { from: { ...stands, location: AEAEA }, to: { ...stands, location: ITHACA } },
            { from: {} },
            { to: {} },
          ],
        },
      ]);
    });

    test("has for each key what is another there: fields, counters, what became of a list's entries", async () => {
      const masksOf = ({ keys, masks }: LogEntry) =>
        Object.fromEntries(keys.map((key, at) => [key, masks![at]]));
      expect(masksOf(await entryOf(at.update(character, CIRCE, { name: "Kirke", location: null })))).toEqual({
        "character:circe:state": ["name", "location", ...ALWAYS],
        state: ["version"],
        ...Object.fromEntries(
          [
            "characters:location=location:odyssey:aeaea",
            "characters:language=en&location=location:odyssey:aeaea",
            "characters:location=location:odyssey:aeaea&status=ACTIVE",
            "characters:language=en&location=location:odyssey:aeaea&status=ACTIVE",
            "location:aeaea:characters",
          ].map((key) => [key, ["left"]]),
        ),
        ...Object.fromEntries(
          [
            "characters",
            "characters:language=en",
            "characters:status=ACTIVE",
            "characters:language=en&status=ACTIVE",
          ].map((key) => [key, ["moved"]]),
        ),
      });
      expect(
        masksOf(await entryOf(at.create(worldObject, "object:odyssey:wand", { holder: CIRCE }))),
      ).toEqual({
        "object:wand:state": null,
        "timeline:object:wand:recent": null,
        "timeline:object:wand:oldest": null,
        objects: ["entered"],
        "character:circe:inventory": ["entered"],
        state: ["version", "objectCount"],
      });
      expect(masksOf(await entryOf(at.create(worldFlag, "flag:odyssey:storm")))).toEqual({
        flags: null,
        state: ["version", "flagCount"],
      });
      expect(masksOf(await entryOf(at.update(worldFlag, "flag:odyssey:storm", { value: 2 })))).toEqual({
        flags: ["value", ...ALWAYS],
        state: ["version"],
      });
      const { commits } = await at.update(world, "world:odyssey", { status: "ACTIVE" });
      expect(commits.map(({ entry }) => masksOf(entry))).toEqual([
        { record: ["status", "recordVersion", "updatedAt"], state: ["version"] },
        { "list:status=ACTIVE": ["entered"], "list:status=DORMANT": ["left"] },
      ]);
      expect(commits.map(({ entry }) => entry)).toEqual([
        (await at.log("world:odyssey")).at(-1),
        (await at.log(WORLDS)).at(-1),
      ]);
    });

    test("has a flag in the flags, which are one value", async () => {
      const made = await entryOf(at.create(worldFlag, "flag:odyssey:storm"));
      expect(sorted(made.keys)).toEqual(["flags", "state"]);
      expect(made.entities).toEqual([
        {
          id: "flag:odyssey:storm",
          type: "WorldFlag",
          kind: "CREATED",
          tags: ["world:odyssey.flags"],
          moves: [{ to: {} }],
        },
      ]);
      expect(made.state).toEqual(["flagCount", "flags"]);
      const changed = await at.update(worldFlag, "flag:odyssey:storm", { value: 2 });
      expect(sorted(changed.commits[0]!.entry.keys)).toEqual(["flags", "state"]);
      expect(changed.commits[0]!.entry.state).toEqual(["flags"]);
      const put = changed.commits[0]!.puts.find(({ slot }) => slot.key === "flags");
      expect(put).toMatchObject({ slot: { type: "WorldFlag", ttl: null }, value: [changed.value] });
    });

    test("has an event in the timelines of exactly what it involves", async () => {
      await at.create(worldObject, "object:odyssey:wand", { holder: CIRCE });
      const entry = await entryOf(
        at.create(timelineEvent, "event:odyssey:feast", { involves: [CIRCE, "object:odyssey:wand"] }),
      );
      expect(sorted(entry.keys)).toEqual([
        "event:feast:state",
        "state",
        "timeline:character:circe:oldest",
        "timeline:character:circe:recent",
        "timeline:object:wand:oldest",
        "timeline:object:wand:recent",
        "timeline:world:oldest",
        "timeline:world:recent",
      ]);
      expect(entry.state).toEqual(["eventCount", "latestEvent"]);
      expect(sorted(entry.entities[0]!.tags)).toEqual([
        "character:odyssey:circe.timeline",
        "object:odyssey:wand.timeline",
        "world:odyssey.timeline",
      ]);
    });

    test("has a removed entity, its own lists, and what it clears", async () => {
      await at.create(worldObject, "object:odyssey:loom", { holder: AEAEA });
      await at.update(character, CIRCE, { location: null });
      await at.update(location, ITHACA, { exits: [{ label: "west", to: AEAEA }] });
      const entry = await entryOf(at.remove(location, AEAEA));
      expect(sorted(entry.keys)).toEqual(
        sorted([
          "state",
          "location:aeaea:state",
          "location:aeaea:characters",
          "location:aeaea:objects",
          "timeline:location:aeaea:recent",
          "timeline:location:aeaea:oldest",
          "locations",
          "location:ithaca:state",
          "object:loom:state",
        ]),
      );
      const entities = entry.entities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(entities).toEqual([
        {
          id: AEAEA,
          type: "Location",
          kind: "DELETED",
          tags: ["world:odyssey.locations"],
          moves: [{ from: {} }],
        },
        { id: ITHACA, type: "Location", kind: "UPDATED", fields: ["exits", ...ALWAYS], tags: [] },
        {
          id: "object:odyssey:loom",
          type: "WorldObject",
          kind: "UPDATED",
          fields: ["holder", ...ALWAYS],
          tags: ["location:odyssey:aeaea.objects"],
          moves: [{ from: {} }],
        },
      ]);
    });

    test("has a world in the list of worlds when its name or status changes, and only then", async () => {
      const described = await at.update(world, "world:odyssey", { description: "Of a man." });
      expect(described.versions).toEqual({ "world:odyssey": 5 });
      const { commits } = await at.update(world, "world:odyssey", { status: "ACTIVE" });
      const entries = new Map(commits.map(({ entry }) => [entry.scope, entry]));
      expect(sorted(entries.get("world:odyssey")!.keys)).toEqual(["record", "state"]);
      expect(sorted(entries.get(WORLDS)!.keys)).toEqual(["list:status=ACTIVE", "list:status=DORMANT"]);
      expect(entries.get(WORLDS)!.entities).toEqual([
        {
          id: "world:odyssey",
          type: "World",
          kind: "UPDATED",
          fields: ["status", "recordVersion", "updatedAt"],
          tags: ["Query.worlds"],
          moves: [{ from: { status: "DORMANT" }, to: { status: "ACTIVE" } }],
        },
      ]);
      const renamed = await at.update(world, "world:odyssey", { name: "The Odyssey" });
      const listed = renamed.commits.find(({ entry }) => entry.scope === WORLDS)!.entry;
      expect(sorted(listed.keys)).toEqual(["list", "list:status=ACTIVE"]);
    });

    test("has a new world's own lists, so that what was known to be absent isn't any more", async () => {
      const { commits } = await at.createWorld("iliad");
      const entry = commits.find(({ entry }) => entry.scope === "world:iliad")!.entry;
      expect(entry.flush).toBe(false);
      // All of its state is new.
      expect(entry.state).toBeUndefined();
      expect(entry.keys).toEqual(
        expect.arrayContaining(["record", "state", "characters", "locations", "timeline:world:recent"]),
      );
    });

    test("hands the committer the after images of what it touched, null for what is gone", async () => {
      await at.create(worldObject, "object:odyssey:wand", { holder: CIRCE });
      const { commits } = await at.remove(character, CIRCE);
      expect(commits).toHaveLength(1);
      expect(commits[0]!.entry).toEqual((await at.log("world:odyssey")).at(-1));
      const puts = new Map(commits[0]!.puts.map(({ slot, value }) => [slot.key, value]));
      expect(puts).toEqual(
        new Map<string, unknown>([
          ["character:circe:state", null],
          ["object:wand:state", await at.get("object:odyssey:wand")],
          ["state", await at.state("odyssey")],
        ]),
      );
      expect(commits[0]!.puts.every(({ slot }) => slot.scope === "world:odyssey")).toBe(true);
    });

    async function entryOf(change: Promise<Changed<unknown>>) {
      const { commits } = await change;
      const entry = commits[0]!.entry;
      expect(entry).toMatchObject({ flush: false, purged: null, writer: at.registry.writer });
      expect(entry).toEqual((await at.log(entry.scope)).at(-1));
      return entry;
    }
  });
}
