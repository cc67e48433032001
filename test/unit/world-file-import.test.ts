import { utimesSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import type { ImportProgress } from "../../src/worlds/world-file/import.ts";
import { ODYSSEY, readJson, useWorldFiles, worldFile } from "../support/world-files.ts";

const SHORE = { id: "shore", name: "The Shore", kind: "coast" };
const AJAX = { id: "ajax", name: "Ajax", location: "location:shore" };
const STOP = new Error("stop");
const at = "2026-01-31T12:00:00Z";

describe("importing a world file", () => {
  const files = useWorldFiles();
  const entity = async (id: string) => {
    const { values } = await files.store.read([{ kind: "entity", id }]);
    return values[0] as Entity | null;
  };
  const versionOf = async (scope: string) => (await files.store.versions([scope])).versions.get(scope);

  test("makes a world with the file's entities, defaults and the moment of the import", async () => {
    const imported = await files.import(worldFile({ locations: [SHORE], characters: [AJAX] }));
    expect(imported).toMatchObject({
      worldId: "world:troy",
      version: 1,
      counts: { flags: 0, locations: 1, characters: 1, objects: 0, events: 0 },
    });
    expect(await entity("world:troy")).toMatchObject({ name: "Troy", status: "DORMANT", version: 1 });
    expect(await entity("character:troy:ajax")).toEqual({
      __typename: "Character",
      id: "character:troy:ajax",
      name: "Ajax",
      description: null,
      language: "en",
      status: "ACTIVE",
      traits: [],
      location: "location:troy:shore",
      version: 1,
      born: 0,
      seq: 0,
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
    });
  });

  test("keeps the times that the file gives", async () => {
    const ajax = { ...AJAX, location: null, createdAt: at, updatedAt: "2026-02-01T00:00:00+02:00" };
    await files.import(worldFile({ characters: [ajax, { id: "b", name: "B", createdAt: at }] }));
    expect(await entity("character:troy:ajax")).toMatchObject({
      createdAt: "2026-01-31T12:00:00.000Z",
      updatedAt: "2026-01-31T22:00:00.000Z",
    });
    expect(await entity("character:troy:b")).toMatchObject({ updatedAt: "2026-01-31T12:00:00.000Z" });
  });

  test("pins what events involve to the entities of the same import", async () => {
    const event = { id: "duel", kind: "duel", summary: "A duel.", occurredAt: at };
    const involves = ["character:ajax", "location:shore"];
    await files.import(
      worldFile({ events: [{ ...event, involves }], locations: [SHORE], characters: [AJAX] }),
    );
    expect(await entity("event:troy:duel")).toMatchObject({
      involves: [
        { id: "character:troy:ajax", born: 0 },
        { id: "location:troy:shore", born: 0 },
      ],
    });
    expect(await timelineOf("character:troy:ajax")).toEqual(["event:troy:duel"]);
    // One made again under the same id isn't the one that the event means.
    await files.store.change({
      scopes: ["world:troy"],
      work: async (draft) => draft.remove(character, await draft.needAny("character:troy:ajax")),
    });
    await files.store.change({
      scopes: ["world:troy"],
      work: async (draft) => {
        const fields = { name: "Ajax the Lesser", description: null, language: "en", status: "ACTIVE" };
        await draft.create(character, "character:troy:ajax", { ...fields, traits: [], location: null });
      },
    });
    expect(await timelineOf("character:troy:ajax")).toEqual([]);
    expect(JSON.parse(await files.export("world:troy")).events[0].involves).toEqual(["location:shore"]);
  });

  test("keeps the file's order among events of one moment", async () => {
    const events = ["c", "a", "b"].map((id) => ({ id, kind: "k", summary: id, occurredAt: at }));
    await files.import(worldFile({ events }));
    expect(await timelineOf("world:troy")).toEqual(["event:troy:c", "event:troy:a", "event:troy:b"]);
  });

  test("replaces a world that is there, as one change that flushes", async () => {
    await files.import(worldFile({ characters: [{ id: "hector", name: "Hector" }] }));
    const { version, commits } = await files.import(worldFile({ locations: [SHORE], characters: [AJAX] }));
    expect(version).toBe(2);
    expect(await entity("character:troy:hector")).toBeNull();
    expect(await entity("character:troy:ajax")).toMatchObject({ version: 2 });
    const { entries } = await files.store.log("world:troy", 0, 10);
    expect(entries.map(({ version: n, flush }) => [n, flush])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(commits[0]!.entry).toEqual(entries[1]);
    let pieces = 0;
    while (await files.store.sweep()) pieces++;
    expect(pieces).toBeGreaterThan(0);
    expect(await entity("character:troy:ajax")).toMatchObject({ version: 2 });
  });

  test("makes the same world of its export, whose export is the same to the byte", async () => {
    await files.import(ODYSSEY);
    const first = await files.export("world:odyssey");
    await files.clock.advance(60_000);
    expect(await files.import({ text: first })).toMatchObject({ version: 2 });
    expect(await files.export("world:odyssey")).toBe(first);
  });

  test("reads a file with a byte order mark, without sections, and with its sections in any order", async () => {
    expect(await files.import({ text: `\uFEFF${JSON.stringify(worldFile())}` })).toMatchObject({
      version: 1,
    });
    const { world, format, ...sections } = worldFile({ characters: [AJAX], locations: [SHORE] });
    expect(await files.import({ ...sections, world, format })).toMatchObject({ version: 2 });
  });

  test("tells how far it is, in both readings", async () => {
    const seen: ImportProgress[] = [];
    await files.import(ODYSSEY, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(["checking", "importing", "finishing"]);
    expect(seen.every(({ bytes, ofBytes }) => bytes <= ofBytes)).toBe(true);
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.ofBytes);
  });

  test("that is aborted before its last step leaves the world as it was", async () => {
    await files.import(worldFile());
    const controller = new AbortController();
    const onProgress = ({ phase }: ImportProgress) => phase === "importing" && controller.abort(STOP);
    const many = Array.from({ length: 3_000 }, (_, index) => ({ id: `c${index}`, name: "C" }));
    const importing = files.import(worldFile({ characters: many }), {
      signal: controller.signal,
      onProgress,
    });
    await expect(importing).rejects.toBe(STOP);
    expect(await versionOf("world:troy")).toBe(1);
    while (await files.store.sweep());
    expect(await entity("character:troy:c0")).toBeNull();
  });

  test("that is aborted while it finishes leaves the world as it was", async () => {
    await files.import(worldFile());
    const controller = new AbortController();
    const onProgress = ({ phase }: ImportProgress) =>
      phase === "finishing" && queueMicrotask(() => controller.abort(STOP));
    const many = Array.from({ length: 3_000 }, (_, index) => ({ id: `c${index}`, name: "C" }));
    const importing = files.import(worldFile({ characters: many }), {
      signal: controller.signal,
      onProgress,
    });
    await expect(importing).rejects.toBe(STOP);
    expect(await versionOf("world:troy")).toBe(1);
  });

  test("refuses a file that is changed while it is read", async () => {
    const file = join(files.folder, "changing.json");
    await writeFile(file, JSON.stringify(worldFile({ world: { id: "troy", name: "Troja" } })));
    const onProgress = () => {
      writeFileSync(file, JSON.stringify(worldFile({ world: { id: "troy", name: "Ilion" } })));
      utimesSync(file, 1, 1);
    };
    await expect(files.import(file, { onProgress })).rejects.toThrow("changed while it was read");
    expect(await versionOf("world:troy")).toBeUndefined();
  });

  async function timelineOf(owner: string): Promise<string[]> {
    const coordinate = owner.startsWith("world:") ? "World.timeline" : "Entity.timeline";
    const list = {
      kind: "list",
      coordinate,
      owner,
      filter: {},
      order: "OLDEST_FIRST",
      after: null,
      limit: 10,
    } as const;
    const { values } = await files.store.read([list]);
    return (values[0] as unknown as { entries: { id: string }[] }).entries.map(({ id }) => id);
  }
});

describe("the demo world", () => {
  const files = useWorldFiles();

  test("has at least 30 characters, 25 locations with exits, 20 objects and 120 events", async () => {
    const { counts } = await files.import(ODYSSEY);
    const { locations } = await readJson(ODYSSEY);
    expect(counts.characters).toBeGreaterThanOrEqual(30);
    expect(counts.objects).toBeGreaterThanOrEqual(20);
    expect(counts.events).toBeGreaterThanOrEqual(120);
    const withExits = (locations as unknown as { exits?: unknown[] }[]).filter(({ exits }) => exits?.length);
    expect(withExits.length).toBeGreaterThanOrEqual(25);
  });

  test("has its events in the order of its timeline", async () => {
    await files.import(ODYSSEY);
    const idsOf = (world: Record<string, unknown>) => (world.events as { id: string }[]).map(({ id }) => id);
    expect(idsOf(JSON.parse(await files.export("world:odyssey")))).toEqual(idsOf(await readJson(ODYSSEY)));
  });
});
