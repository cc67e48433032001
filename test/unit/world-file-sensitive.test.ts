import { describe, expect, test } from "vitest";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { worldFileSchema } from "../../src/worlds/world-file/schema.ts";
import { purse } from "../support/private-types.ts";
import { useWorldFiles, worldFile } from "../support/world-files.ts";

const registry = createWorldRegistry({}, [purse]);
const BAG = { id: "bag", name: "bag", owner: "ann", hint: "oar" };

describe("a world file", () => {
  const files = useWorldFiles(registry);
  const find = async () => (await files.store.read([{ kind: "sensitive", id: "purse:troy:bag" }])).values[0];

  test("has no sensitive field: an import begins with their defaults, in the place of what was there", async () => {
    await files.import(worldFile({ purses: [BAG] }));
    expect(await find()).toMatchObject({ ...BAG, id: "purse:troy:bag", coins: 0, notes: null, pin: null });
    await files.store.change({
      scopes: ["world:troy"],
      work: async (draft) => {
        const bag = await draft.need(purse, "purse:troy:bag");
        await draft.update(purse, bag, { coins: 31337, pin: "31337" });
      },
    });
    const exported = await files.export("world:troy");
    expect(exported).toContain('"hint":"oar"');
    expect(exported).not.toMatch(/coins|notes|pin|31337/);
    await files.import({ text: exported });
    expect(await find()).toMatchObject({ ...BAG, id: "purse:troy:bag", coins: 0, pin: null });
  });

  test("that says one is refused, and nothing of it is repeated", async () => {
    expect(await files.errorsOf(worldFile({ purses: [{ ...BAG, pin: "31337" }] }))).toEqual([
      "purses[0].pin: unknown field; expected only id, name, owner, hint, holder, createdAt, updatedAt",
    ]);
  });

  test("has none in its schema", () => {
    const { properties } = worldFileSchema(registry, { get: () => undefined, typeOf: () => undefined });
    expect(Object.keys(properties!.purses!.items!.properties!)).toEqual([
      ...Object.keys(BAG),
      "holder",
      "createdAt",
      "updatedAt",
    ]);
  });
});
