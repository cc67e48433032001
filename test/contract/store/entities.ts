import { describe, expect, test } from "vitest";
import type { EntityOf } from "../../../src/entities/define.ts";
import { WORLDS } from "../../../src/entities/ids.ts";
import {
  character,
  location,
  timelineEvent,
  world,
  worldFlag,
  worldObject,
} from "../../support/own-types.ts";
import { type OpenStore, sampleOf, useStore } from "../../support/store.ts";

const ODD_NAMES = [
  "Ὀδυσσεύς",
  "😀",
  "\uFFFD",
  "e\u0301 is not \u00e9",
  "line\u2028separator",
  "tab\tand\nnewline",
  "\u{10FFFF}",
  "'; DROP TABLE entity; --",
  '"quoted" \\ and %_ and $name {}',
  "  kept  ",
  "x".repeat(200),
];

const JSON_VALUES = [
  0,
  -1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  "",
  "😀",
  false,
  [],
  {},
  [null, [[], [{}]]],
  { book: 12, "odd key \u2028 '\"": null, nested: { list: [1, "two", { three: 3 }] } },
  JSON.parse('{"__proto__":{"x":1},"constructor":"c"}'),
];

export function entityClaims(open: OpenStore): void {
  describe("entities", () => {
    const at = useStore(open);

    test("come back exactly as a change made them, of every type", async () => {
      const made = [
        await at.createWorld("odyssey", { name: "The Odyssey", description: "Home.", status: "ACTIVE" }),
        await at.create(worldFlag, "flag:odyssey:wind", { value: { from: "west", knots: 12.5 } }),
        await at.create(location, "location:odyssey:ithaca", {
          name: "Ithaca",
          description: "Rocky.",
          kind: "island",
          coordinates: { x: -1.25, y: 38.4, z: null },
        }),
        await at.create(location, "location:odyssey:pylos", {
          exits: [
            { label: "by sea", to: "location:odyssey:ithaca" },
            { label: "nowhere new", to: "location:odyssey:ithaca" },
          ],
        }),
        await at.create(character, "character:odyssey:odysseus", {
          name: "Odysseus",
          description: "Much-turned.",
          language: "el",
          status: "DORMANT",
          traits: ["wily", "patient", "wily"],
          location: "location:odyssey:ithaca",
        }),
        await at.create(character, "character:odyssey:nobody"),
        await at.create(worldObject, "object:odyssey:bow", { holder: "character:odyssey:odysseus" }),
        await at.create(timelineEvent, "event:odyssey:contest", {
          summary: "He strings it.",
          occurredAt: "0001-01-01T00:00:00Z",
          moment: "the day of the contest",
          data: { book: 21 },
          involves: ["object:odyssey:bow", "character:odyssey:odysseus"],
        }),
      ];
      for (const { value } of made) expect(await at.get(value.id)).toEqual(value);
      expect(await at.get("event:odyssey:contest")).toEqual({
        __typename: "TimelineEvent",
        id: "event:odyssey:contest",
        version: 8,
        born: 8,
        seq: 0,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:00.000Z",
        kind: "some",
        summary: "He strings it.",
        occurredAt: "0001-01-01T00:00:00.000Z",
        moment: "the day of the contest",
        data: { book: 21 },
        involves: [
          { id: "object:odyssey:bow", born: 7 },
          { id: "character:odyssey:odysseus", born: 5 },
        ],
      });
      expect(await at.get("character:odyssey:nobody")).toMatchObject({
        description: null,
        location: null,
        traits: [],
        language: "en",
      });
    });

    test.each(ODD_NAMES.map((name, index) => ({ name, index })))(
      "keeps the name $name",
      async ({ name, index }) => {
        await at.createWorld("odyssey");
        const id = `character:odyssey:${index}`;
        await at.create(character, id, { name, traits: [name.slice(0, 100)] });
        expect(await at.get(id)).toMatchObject({ name, traits: [name.slice(0, 100)] });
        expect((await at.list("World.characters", "world:odyssey")).map((entry) => entry.id)).toEqual([id]);
      },
    );

    test("keeps JSON as it is, whatever is in it", async () => {
      await at.createWorld("odyssey");
      await at.change("odyssey", async (draft) => {
        for (const [index, value] of JSON_VALUES.entries()) {
          const id = `flag:odyssey:f${index}`;
          await draft.create(worldFlag, id, sampleOf(worldFlag, id, { value }));
        }
      });
      for (const [index, value] of JSON_VALUES.entries())
        expect(JSON.stringify((await at.get(`flag:odyssey:f${index}`))?.value)).toBe(JSON.stringify(value));
    });

    test("has null for what isn't there", async () => {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      const ids = [
        "character:odyssey:nobody",
        "object:odyssey:circe",
        "character:nowhere:circe",
        "world:nowhere",
        "character:odyssey:Circe",
      ];
      for (const id of ids) expect(await at.get(id)).toBeNull();
      expect(await at.state("nowhere")).toBeNull();
    });

    test("carries the version and the moment of the change that last touched it", async () => {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      await at.create(character, "character:odyssey:scylla");
      await at.clock.advance(60_000);
      const { value } = await at.update(character, "character:odyssey:circe", { description: "A witch." });
      expect(value).toMatchObject({
        version: 4,
        born: 2,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:01:00.000Z",
        description: "A witch.",
        name: "circe",
      });
      expect(await at.get("character:odyssey:circe")).toEqual(value);
      expect(await at.get("character:odyssey:scylla")).toMatchObject({ version: 3, born: 3 });
      expect(await at.get("world:odyssey")).toMatchObject({ version: 1 });
    });

    test("shows a change what it has done so far", async () => {
      await at.createWorld("odyssey");
      const id = "character:odyssey:circe";
      const { value } = await at.change("odyssey", async (draft) => {
        const made = await draft.create(character, id, sampleOf(character, id));
        await draft.update(character, made, { language: "el" });
        await draft.update(character, made, { status: "DORMANT" });
        const seen = await draft.get(character, id);
        const listed: string[] = [];
        for await (const one of draft.list("World.characters", "world:odyssey")) listed.push(one);
        return { seen, listed };
      });
      expect(value.seen).toMatchObject({ language: "el", status: "DORMANT", version: 2, born: 2 });
      expect(value.listed).toEqual([id]);
      expect(await at.get(id)).toEqual(value.seen);
      expect((await at.log("world:odyssey")).at(-1)!.entities.map(({ kind }) => kind)).toEqual(["CREATED"]);
    });

    test("answers a batch over worlds and types in the order of its queries", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      const circe = await at.create(character, "character:odyssey:circe");
      const ajax = await at.create(character, "character:iliad:ajax");
      const troy = await at.create(location, "location:iliad:ajax");
      const flag = await at.create(worldFlag, "flag:odyssey:storm", { value: 1 });
      const reading = await at.store.read([
        { kind: "entity", id: "location:iliad:ajax" },
        { kind: "entity", id: "character:odyssey:nobody" },
        { kind: "state", scope: "world:iliad" },
        { kind: "entity", id: "character:odyssey:circe" },
        { kind: "together", scope: "world:odyssey", type: "WorldFlag" },
        { kind: "together", scope: "world:nowhere", type: "WorldFlag" },
        { kind: "entity", id: "character:iliad:ajax" },
        { kind: "entity", id: "character:odyssey:circe" },
        {
          kind: "list",
          coordinate: "Query.worlds",
          owner: WORLDS,
          filter: {},
          after: null,
          limit: 1,
        },
        { kind: "entity", id: "world:iliad" },
      ]);
      expect(reading.values).toEqual([
        troy.value,
        null,
        { version: 3, counts: { World: 1, Character: 1, Location: 1 }, latest: {} },
        circe.value,
        [flag.value],
        [],
        ajax.value,
        circe.value,
        { entries: [{ id: "world:iliad", sort: expect.any(String) }], more: true, total: 2 },
        await at.get("world:iliad"),
      ]);
      expect(Object.fromEntries(reading.versions)).toEqual({
        "world:odyssey": { before: 3, after: 3 },
        "world:iliad": { before: 3, after: 3 },
        worlds: { before: 2, after: 2 },
      });
      expect(await at.store.read([])).toEqual({ values: [], versions: new Map() });
    });

    test("reads a world's flags together, by key", async () => {
      await at.createWorld("odyssey");
      await at.createWorld("iliad");
      for (const key of ["storm", "Zeus", "calm", "0"]) await at.create(worldFlag, `flag:odyssey:${key}`);
      await at.create(worldFlag, "flag:iliad:plague");
      const { values } = await at.store.read([
        { kind: "together", scope: "world:odyssey", type: "WorldFlag" },
      ]);
      expect((values[0] as EntityOf<typeof worldFlag>[]).map(({ key }) => key)).toEqual([
        "0",
        "Zeus",
        "calm",
        "storm",
      ]);
    });

    test("refuses an id that is taken, and a world more than it may hold", async () => {
      await at.createWorld("odyssey");
      await at.create(character, "character:odyssey:circe");
      await expect(at.create(character, "character:odyssey:circe")).rejects.toMatchObject({
        code: "CONFLICT",
        field: "id",
      });
      await at.change("odyssey", async (draft) => {
        for (let index = 0; index < 1_000; index++) {
          const id = `flag:odyssey:f${index}`;
          await draft.create(worldFlag, id, sampleOf(worldFlag, id));
        }
      });
      await expect(at.create(worldFlag, "flag:odyssey:one-more")).rejects.toMatchObject({ code: "CONFLICT" });
      expect((await at.state("odyssey"))?.counts).toEqual({ World: 1, Character: 1, WorldFlag: 1_000 });
      expect(await at.version("world:odyssey")).toBe(3);
    });

    test("renames a world in its own scope's record", async () => {
      await at.createWorld("odyssey");
      const { value } = await at.update(world, "world:odyssey", { name: "The Odyssey" });
      expect(await at.get("world:odyssey")).toEqual(value);
      expect(value).toMatchObject({ version: 2, born: 1, name: "The Odyssey" });
    });
  });
}
