import { describe, expect, test } from "vitest";
import {
  formatId,
  isScope,
  LOCAL_ID,
  parseId,
  partsOf,
  scopeOf,
  worldScope,
  worldScopesAfter,
} from "../../src/entities/ids.ts";

const LONGEST = "x".repeat(64);

describe("an id", () => {
  test.each([
    ["world:odyssey", { prefix: "world", world: "odyssey", local: "odyssey" }],
    ["character:odyssey:odysseus", { prefix: "character", world: "odyssey", local: "odysseus" }],
    ["flag:A-1_b:-", { prefix: "flag", world: "A-1_b", local: "-" }],
    ["market-stall:odyssey:1", { prefix: "market-stall", world: "odyssey", local: "1" }],
    [`event:${LONGEST}:${LONGEST}`, { prefix: "event", world: LONGEST, local: LONGEST }],
  ])("%s is read, and written the same", (id, parts) => {
    expect(parseId(id)).toEqual(parts);
    expect(partsOf(id)).toEqual(parts);
    expect(formatId(parts.prefix, parts.world, parts.local)).toBe(id);
    expect(scopeOf(id)).toBe(`world:${parts.world}`);
  });

  test.each([
    "",
    "world",
    "world:",
    ":odyssey",
    "worlds",
    "world:odyssey:odyssey",
    "character:odyssey",
    "character:odyssey:",
    "character::odysseus",
    "character:odyssey:odysseus:1",
    "Character:odyssey:odysseus",
    "-character:odyssey:odysseus",
    "character:odyssey:Ὀδυσσεύς",
    "character:ody ssey:odysseus",
    "character:odyssey:odysseus\n",
    " character:odyssey:odysseus",
    "character:odyssey:odys\0seus",
    "character:odyssey:{odysseus}",
    `world:${LONGEST}x`,
    `character:odyssey:${LONGEST}x`,
    "__proto__",
  ])("%j isn't one", (id) => {
    expect(parseId(id)).toBeUndefined();
  });

  test("is made of 1 to 64 letters, digits, hyphens and underscores", () => {
    for (const local of ["a", "Z", "0", "-", "_", LONGEST]) expect(LOCAL_ID.test(local)).toBe(true);
    for (const local of ["", `${LONGEST}x`, "a b", "a:b", "é", "a\n", "a\0"])
      expect(LOCAL_ID.test(local)).toBe(false);
  });

  test("of a world is its scope's", () => {
    expect(worldScope("odyssey")).toBe("world:odyssey");
    expect(scopeOf("world:odyssey")).toBe("world:odyssey");
  });
});

describe("a scope", () => {
  test("is a world's id, or the list of all worlds, which numbers its own changes", () => {
    expect(["world:odyssey", "worlds"].filter(isScope)).toEqual(["world:odyssey", "worlds"]);
    expect(["world", "world:", "World:odyssey", "character:odyssey:odysseus", ""].filter(isScope)).toEqual(
      [],
    );
    expect(scopeOf("worlds")).toBe("worlds");
  });

  test("of a world comes after those of worlds whose local ids come before", () => {
    const behind = (local: string) => {
      const { from, to } = worldScopesAfter(local);
      return ["world:-", "world:a", "world:b", "world:z", "worlds"].filter((id) => id > from && id < to);
    };
    expect(behind("")).toEqual(["world:-", "world:a", "world:b", "world:z"]);
    expect(behind("a")).toEqual(["world:b", "world:z"]);
  });
});
