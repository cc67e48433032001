import { describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const READ = `{
  world(id: "world:w") { name version state { characterCount } flags { key value } characters { nodes { name } } }
  character(id: "character:w:c") { name }
}`;

const BEFORE = { name: "C" };

describe.each([
  ["nothing", { CACHE_ENABLED: "false" }, { Character: false, World: false }],
  ["no character", { CACHE_CHARACTER_ENABLED: "false" }, { Character: false, World: true }],
  ["no value of more than 1,000 bytes", { CACHE_MAX_VALUE_BYTES: "1000" }, { Character: true, World: true }],
])("a gateway that caches %s", (_, env, cached) => {
  const at = useGateway(env);

  async function begin() {
    await at.change("createWorld", { id: "w", name: "W" });
    await at.change("createCharacter", { worldId: "world:w", id: "c", name: "C" });
  }

  const filled = async (): Promise<Set<string>> => {
    const { cache } = await at.data("{ cache { tiers { counters { type hits fills } } } }");
    const counters: { type: string; hits: number; fills: number }[] = cache.tiers[0].counters;
    return new Set(counters.filter(({ hits, fills }) => hits + fills > 0).map(({ type }) => type));
  };

  test("answers as any other, and never with what was there before a change", async () => {
    await begin();
    for (let round = 0; round < 3; round++) {
      const name = `C${round}`;
      await at.change("updateCharacter", { id: "character:w:c", name });
      await at.change("setWorldFlag", { worldId: "world:w", key: "k", value: "x".repeat(600 * (round + 1)) });
      const { world, character } = await at.data(READ);
      expect(character).toEqual({ name });
      expect(world).toMatchObject({
        name: "W",
        version: 4 + 2 * round,
        state: { characterCount: 1 },
        flags: [{ key: "k", value: "x".repeat(600 * (round + 1)) }],
        characters: { nodes: [{ name }] },
      });
    }
  });

  test("asks the store each time for just that", async () => {
    await begin();
    for (let time = 0; time < 3; time++) expect((await at.data(READ)).character).toEqual(BEFORE);
    const types = await filled();
    expect(types.has("Character") || types.has("World.characters")).toBe(cached.Character);
    expect(types.has("World")).toBe(cached.World);
    expect(types.has("WorldState")).toBe(cached.World);
  });
});
