import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const [ithaca, ogygia] = ["location:odyssey:ithaca", "location:odyssey:ogygia"];
const START = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:00:01.000Z";
const LOCATION = `location {
  id name description kind coordinates { x y z } exits { label to { id } }
  version createdAt updatedAt world { id version state { locationCount } }
}`;

describe("a location", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
  });
  const create = (more: object = {}) =>
    at.change("createLocation", { worldId, id: "ithaca", name: "Ithaca", kind: "island", ...more }, LOCATION);
  const read = async () =>
    (await at.data(`{ location(id: "${ithaca}") { name description kind coordinates { x y z } version } }`))
      .location;

  test("is created with what it is given", async () => {
    const coordinates = { x: 20.7, y: -38.4, z: 0.5 };
    expect(await create({ description: "Rugged.", coordinates })).toEqual({
      worldId,
      version: 2,
      location: {
        id: ithaca,
        name: "Ithaca",
        description: "Rugged.",
        kind: "island",
        coordinates,
        exits: [],
        version: 2,
        createdAt: START,
        updatedAt: START,
        world: { id: worldId, version: 2, state: { locationCount: 1 } },
      },
    });
  });

  test.each([{}, { description: null, coordinates: null, id: null }])(
    "is created with a name and a kind alone: %j",
    async (rest) => {
      const input = { worldId, name: "Ithaca", kind: "island", ...rest };
      const { location } = await at.change("createLocation", input, LOCATION);
      expect(location).toMatchObject({
        id: expect.stringMatching(/^location:odyssey:[0-9a-f]{8}-[0-9a-f]{4}-7/),
        description: null,
        coordinates: null,
        exits: [],
      });
    },
  );

  test("whose id is taken is refused", async () => {
    await create();
    expect(await at.refusal("createLocation", { worldId, id: "ithaca", name: "I", kind: "k" })).toEqual({
      code: "CONFLICT",
      field: "input.id",
    });
  });

  test("is updated: what is named changes, and the rest stays", async () => {
    await create({ description: "Rugged.", coordinates: { x: 1, y: 2, z: 3 } });
    await at.clock.advance(1_000);
    const { version, location } = await at.change("updateLocation", { id: ithaca, kind: "home" }, LOCATION);
    expect(version).toBe(3);
    expect(location).toMatchObject({
      name: "Ithaca",
      description: "Rugged.",
      kind: "home",
      coordinates: { x: 1, y: 2, z: 3 },
      version: 3,
      createdAt: START,
      updatedAt: LATER,
    });
  });

  test("has its coordinates replaced as a whole, and cleared by null", async () => {
    await create({ coordinates: { x: 1, y: 2, z: 3 } });
    await at.change("updateLocation", { id: ithaca, coordinates: { x: 4, y: 5 } });
    expect((await read()).coordinates).toEqual({ x: 4, y: 5, z: null });
    await at.change("updateLocation", { id: ithaca, coordinates: null, description: null });
    expect(await read()).toEqual({
      name: "Ithaca",
      description: null,
      kind: "island",
      coordinates: null,
      version: 4,
    });
  });

  test.each(["name", "kind"])("can't have a %s of null", async (field) => {
    await create();
    expect(await at.refusal("updateLocation", { id: ithaca, [field]: null })).toEqual({
      code: "BAD_USER_INPUT",
      field: `input.${field}`,
    });
    expect(await read()).toMatchObject({ name: "Ithaca", kind: "island", version: 2 });
  });

  test("that is empty is deleted", async () => {
    await create();
    expect(await at.change("deleteLocation", { id: ithaca }, "deletedId")).toEqual({
      worldId,
      version: 3,
      deletedId: ithaca,
    });
    expect(await read()).toBeNull();
  });
});

describe("exits", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    for (const local of ["ithaca", "ogygia"])
      await at.change("createLocation", { worldId, id: local, name: local, kind: "island" });
  });
  const ENDS = `from { id version exits { label to { id } } } to { id version exits { label to { id } } }`;
  const connect = (more: object = {}) =>
    at.change("connectLocations", { fromId: ogygia, toId: ithaca, label: "by raft", ...more }, ENDS);
  const exitsOf = async (id: string) =>
    (await at.data(`{ location(id: "${id}") { exits { label to { id } } } }`)).location.exits;

  test("are made one way", async () => {
    expect(await connect()).toEqual({
      worldId,
      version: 4,
      from: { id: ogygia, version: 4, exits: [{ label: "by raft", to: { id: ithaca } }] },
      // It leads nowhere new, so nothing of it has changed.
      to: { id: ithaca, version: 2, exits: [] },
    });
  });

  test("are made both ways with one version", async () => {
    expect(await connect({ returnLabel: "back" })).toEqual({
      worldId,
      version: 4,
      from: { id: ogygia, version: 4, exits: [{ label: "by raft", to: { id: ithaca } }] },
      to: { id: ithaca, version: 4, exits: [{ label: "back", to: { id: ogygia } }] },
    });
  });

  test("stand in the order in which they were made, and may lead to one place twice", async () => {
    await connect({ label: "z" });
    await connect({ label: "a" });
    await connect({ label: "m", toId: ogygia });
    expect(await exitsOf(ogygia)).toEqual([
      { label: "z", to: { id: ithaca } },
      { label: "a", to: { id: ithaca } },
      { label: "m", to: { id: ogygia } },
    ]);
  });

  test("have a label of their own at each location", async () => {
    await connect({ returnLabel: "back" });
    expect(await at.refusal("connectLocations", { fromId: ogygia, toId: ogygia, label: "by raft" })).toEqual({
      code: "CONFLICT",
      field: "input.label",
    });
    const taken = { fromId: ogygia, toId: ithaca, label: "by ship", returnLabel: "back" };
    expect(await at.refusal("connectLocations", taken)).toEqual({
      code: "CONFLICT",
      field: "input.returnLabel",
    });
    // All or nothing: the way there wasn't made either.
    expect(await exitsOf(ogygia)).toHaveLength(1);
    expect((await connect({ fromId: ithaca, toId: ogygia })).from.exits).toHaveLength(2);
  });

  test("may lead from a location to itself, both ways if their labels differ", async () => {
    const loop = { fromId: ithaca, toId: ithaca, label: "round" };
    const { from, to } = await connect(loop);
    expect(from).toEqual({ id: ithaca, version: 4, exits: [{ label: "round", to: { id: ithaca } }] });
    expect(to).toEqual(from);
    const both = { ...loop, label: "left", returnLabel: "right" };
    expect((await connect(both)).from.exits.map(({ label }: { label: string }) => label)).toEqual([
      "round",
      "left",
      "right",
    ]);
    expect(await at.refusal("connectLocations", { ...loop, label: "x", returnLabel: "x" })).toEqual({
      code: "CONFLICT",
      field: "input.returnLabel",
    });
  });

  test("are a hundred at most", async () => {
    const inputs = Array.from({ length: 100 }, (_, n) => ({
      fromId: ogygia,
      toId: ithaca,
      label: `way ${n}`,
    }));
    await at.changeMany("connectLocations", inputs);
    const more = { fromId: ogygia, toId: ithaca, label: "one more" };
    expect(await at.refusal("connectLocations", more)).toEqual({ code: "CONFLICT", field: "input.label" });
    const back = { fromId: ithaca, toId: ogygia, label: "back", returnLabel: "one more" };
    expect(await at.refusal("connectLocations", back)).toEqual({
      code: "CONFLICT",
      field: "input.returnLabel",
    });
    expect(await exitsOf(ogygia)).toHaveLength(100);
    expect(await exitsOf(ithaca)).toEqual([]);
    await at.change("disconnectLocations", { fromId: ogygia, label: "way 7" });
    await connect(more);
    expect((await exitsOf(ogygia)).at(-1)).toEqual({ label: "one more", to: { id: ithaca } });
  });

  test.each([
    [{ label: "" }, "input.label"],
    [{ label: "  " }, "input.label"],
    [{ label: "x".repeat(201) }, "input.label"],
    [{ returnLabel: "" }, "input.returnLabel"],
    [{ returnLabel: "\0" }, "input.returnLabel"],
  ])("aren't called %j", async (more, field) => {
    const input = { fromId: ogygia, toId: ithaca, label: "by raft", ...more };
    expect(await at.refusal("connectLocations", input)).toEqual({ code: "BAD_USER_INPUT", field });
  });

  test("are removed one by one, and the way back stays", async () => {
    await connect({ returnLabel: "back" });
    await connect({ label: "by ship" });
    expect(
      await at.change(
        "disconnectLocations",
        { fromId: ogygia, label: "by raft" },
        "from { id version exits { label to { id } } }",
      ),
    ).toEqual({
      worldId,
      version: 6,
      from: { id: ogygia, version: 6, exits: [{ label: "by ship", to: { id: ithaca } }] },
    });
    expect(await exitsOf(ithaca)).toEqual([{ label: "back", to: { id: ogygia } }]);
  });

  test("that aren't there can't be removed", async () => {
    await connect();
    expect(await at.refusal("disconnectLocations", { fromId: ithaca, label: "by raft" })).toEqual({
      code: "NOT_FOUND",
      field: "input.label",
    });
    const nowhere = { fromId: "location:odyssey:atlantis", label: "by raft" };
    expect(await at.refusal("disconnectLocations", nowhere)).toEqual({
      code: "NOT_FOUND",
      field: "input.fromId",
    });
  });
});
