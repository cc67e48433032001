import { describe, expect, test } from "vitest";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { generateWorld } from "../../src/worlds/world-file/generate.ts";
import { textOf, useWorldFiles } from "../support/world-files.ts";

const registry = createWorldRegistry();
const generate = (characters: number, events: number, seed: number, id?: string) =>
  textOf((out) => generateWorld({ registry, characters, events, seed, id, out }));

describe("a made-up world", () => {
  const files = useWorldFiles();

  test("is the same for the same numbers, and another for another seed", async () => {
    const one = await generate(50, 700, 1);
    expect(await generate(50, 700, 1)).toBe(one);
    expect((await generate(50, 700, 2)).replaceAll("generated-2", "generated-1")).not.toBe(one);
  });

  test.each([
    [0, 0],
    [0, 20],
    [1, 20],
    [600, 1_100],
  ])("of %i characters and %i events imports", async (characters, events) => {
    const { worldId, counts } = await files.import({ text: await generate(characters, events, 7) });
    expect(worldId).toBe("world:generated-7");
    expect(counts).toMatchObject({ characters, events });
  });

  test("takes the id that it is given", async () => {
    expect(JSON.parse(await generate(3, 3, 1, "mine")).world.id).toBe("mine");
  });

  test("has its events in order, several languages, and a way to every location", async () => {
    const { characters, events, locations } = JSON.parse(await generate(400, 500, 3));
    const times = events.map(({ occurredAt }: { occurredAt: string }) => occurredAt);
    expect(times).toEqual(times.toSorted());
    const languages = characters.map(({ language }: { language: string }) => language);
    expect(languages).toEqual(expect.arrayContaining(["en", "fr", "el", "ja"]));
    const reached = new Set(["location:l0"]);
    for (const id of reached)
      for (const { to } of locations.find((one: { id: string }) => `location:${one.id}` === id).exits)
        reached.add(to);
    expect(reached.size).toBe(locations.length);
  });
});
