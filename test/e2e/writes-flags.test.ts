import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const START = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:00:01.000Z";

describe("a flag", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
  });
  const set = (key: string, value: unknown, more: object = {}) =>
    at.change("setWorldFlag", { worldId, key, value, ...more }, "flag { id key value version updatedAt }");
  const flags = async () =>
    (await at.data(`{ world(id: "${worldId}") { flags { key value } } }`)).world.flags;

  test("is set, and set again", async () => {
    expect(await set("war_is_over", true)).toEqual({
      worldId,
      version: 2,
      flag: {
        id: "flag:odyssey:war_is_over",
        key: "war_is_over",
        value: true,
        version: 2,
        updatedAt: START,
      },
    });
    await at.clock.advance(1_000);
    expect(await set("war_is_over", { since: 10 })).toEqual({
      worldId,
      version: 3,
      flag: {
        id: "flag:odyssey:war_is_over",
        key: "war_is_over",
        value: { since: 10 },
        version: 3,
        updatedAt: LATER,
      },
    });
    expect(await flags()).toEqual([{ key: "war_is_over", value: { since: 10 } }]);
  });

  test.each([[false], [0], [""], [[]], [{}], [[null]], [{ a: [1.5, { b: "ä" }] }], ["\u{1F600}"]])(
    "keeps any JSON value but null: %j",
    async (value) => {
      expect((await set("x", value)).flag.value).toEqual(value);
      expect(await flags()).toEqual([{ key: "x", value }]);
    },
  );

  test("can't be null", async () => {
    expect(await at.refusal("setWorldFlag", { worldId, key: "x", value: null })).toMatchObject({
      code: "BAD_USER_INPUT",
    });
    expect(await flags()).toEqual([]);
  });

  test("is removed", async () => {
    await set("war_is_over", true);
    await set("calm", 1);
    const gone = await at.change("removeWorldFlag", { worldId, key: "war_is_over" }, "deletedId");
    expect(gone).toEqual({ worldId, version: 4, deletedId: "flag:odyssey:war_is_over" });
    expect(await flags()).toEqual([{ key: "calm", value: 1 }]);
  });

  test("that isn't there can't be removed", async () => {
    expect(await at.refusal("removeWorldFlag", { worldId, key: "calm" })).toEqual({
      code: "NOT_FOUND",
      field: "input.key",
    });
  });

  test.each(["setWorldFlag", "removeWorldFlag"])(
    "of a world that isn't there is refused by %s",
    async (name) => {
      const value = name === "setWorldFlag" ? { value: 1 } : {};
      expect(await at.refusal(name, { worldId: "world:ilias", key: "x", ...value })).toEqual({
        code: "NOT_FOUND",
        field: "input.worldId",
      });
    },
  );

  test("is expected at its version", async () => {
    await set("war_is_over", true, { expectedVersion: 0 });
    await set("calm", 1);
    for (const expectedVersion of [0, 1, 3])
      expect(
        await at.refusal("setWorldFlag", { worldId, key: "war_is_over", value: 1, expectedVersion }),
      ).toEqual({ code: "CONFLICT", field: "input.expectedVersion" });
    expect((await set("war_is_over", false, { expectedVersion: 2 })).flag.version).toBe(4);
    expect(await flags()).toEqual([
      { key: "calm", value: 1 },
      { key: "war_is_over", value: false },
    ]);
  });

  test("is expected not to be there with version 0", async () => {
    expect(
      await at.refusal("setWorldFlag", { worldId, key: "calm", value: 1, expectedVersion: 1 }),
    ).toMatchObject({ code: "CONFLICT" });
    expect((await set("calm", 1, { expectedVersion: 0 })).version).toBe(2);
    expect(
      await at.refusal("setWorldFlag", { worldId, key: "calm", value: 2, expectedVersion: 0 }),
    ).toMatchObject({ code: "CONFLICT" });
    await at.change("removeWorldFlag", { worldId, key: "calm", expectedVersion: 2 });
    expect((await set("calm", 3, { expectedVersion: 0 })).flag).toMatchObject({ value: 3, version: 4 });
  });
});
