import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CacheCounter } from "../../src/cache/status.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { vessel, vesselSdl } from "../support/made-up-type.ts";
import { type Subscription, sse } from "../support/transports.ts";

const ARGO = "vessel:odyssey:argo";
const SWAN = "vessel:odyssey:swan";
const PYLOS = "location:odyssey:pylos";

describe("a type with a definition and SDL, and nothing else", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await startTestGateway({}, { extra: { definitions: [vessel], typeDefs: [vesselSdl] } });
    await gateway.data(`mutation {
      createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version }
      createLocation(input: { worldId: "world:odyssey", id: "pylos", name: "Pylos", kind: "port" }) { version }
    }`);
    await change(
      "createVessel",
      { worldId: "world:odyssey", id: "argo", name: "Argo", crew: ["Jason"], berthId: PYLOS },
      "vessel { id }",
    );
    await change("createVessel", { worldId: "world:odyssey", id: "swan", name: "Swan", rig: "SLOOP" });
  });
  afterEach(() => gateway.close());

  test("is read by its id, with what it refers to", async () => {
    const selection =
      "__typename id name rig crew version createdAt berth { id name } world { id state { vesselCount } }";
    const argo = {
      __typename: "Vessel",
      id: ARGO,
      name: "Argo",
      rig: "GALLEY",
      crew: ["Jason"],
      version: 3,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      berth: { id: PYLOS, name: "Pylos" },
      world: { id: "world:odyssey", state: { vesselCount: 2 } },
    };
    const query = `{
      vessel(id: "${ARGO}") { ${selection} }
      node(id: "${ARGO}") { ... on Vessel { ${selection} } }
      none: vessel(id: "vessel:odyssey:none") { id }
    }`;
    expect(await gateway.data(query)).toEqual({ vessel: argo, node: argo, none: null });
  });

  test("is listed by its world, by filters and by what it refers to, a page at a time", async () => {
    expect(await listed("")).toEqual([ARGO, SWAN]);
    expect(await listed("(rig: SLOOP)")).toEqual([SWAN]);
    expect(await listed(`(rig: SLOOP, berthId: "${PYLOS}")`)).toEqual([]);
    expect(await berthed()).toEqual([ARGO]);
    const { vessels } = (
      await gateway.data(
        '{ world(id: "world:odyssey") { vessels(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } } }',
      )
    ).world;
    expect(vessels).toMatchObject({ nodes: [{ id: ARGO }], pageInfo: { hasNextPage: true } });
    expect(await listed(`(after: "${vessels.pageInfo.endCursor}")`)).toEqual([SWAN]);
  });

  test("is changed, and leaves and enters lists at once", async () => {
    expect(await listed("(rig: SLOOP)")).toEqual([SWAN]);
    expect(await berthed()).toEqual([ARGO]);
    const { vessel: argo } = await change(
      "updateVessel",
      { id: ARGO, rig: "SLOOP", berthId: null, expectedVersion: 3 },
      "vessel { rig version berth { id } }",
    );
    expect(argo).toEqual({ rig: "SLOOP", version: 5, berth: null });
    expect(await listed("(rig: SLOOP)")).toEqual([ARGO, SWAN]);
    expect(await berthed()).toEqual([]);
  });

  test("is checked as its definition says", async () => {
    expect(await refusal("updateVessel", { id: ARGO, name: "" })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.name",
    });
    expect(await refusal("updateVessel", { id: ARGO, crew: ["a", "b", "c", "d"] })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.crew",
    });
    expect(await refusal("updateVessel", { id: ARGO, berthId: SWAN })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.berthId",
    });
    expect(await refusal("updateVessel", { id: ARGO, berthId: "location:odyssey:nowhere" })).toEqual({
      code: "NOT_FOUND",
      field: "input.berthId",
    });
    expect(await refusal("updateVessel", { id: ARGO, name: "Argo II", expectedVersion: 2 })).toEqual({
      code: "CONFLICT",
      field: "input.expectedVersion",
    });
    expect(
      await refusal("createVessel", { worldId: "world:odyssey", id: "argo", name: "Argo" }),
    ).toMatchObject({ code: "CONFLICT" });
    expect(await refusal("deleteVessel", { id: "vessel:odyssey:none" })).toMatchObject({ code: "NOT_FOUND" });
    expect((await gateway.data(`{ vessel(id: "${ARGO}") { name version } }`)).vessel).toEqual({
      name: "Argo",
      version: 3,
    });
  });

  test("is deleted, and then neither read, listed nor counted", async () => {
    expect(await berthed()).toEqual([ARGO]);
    expect(await change("deleteVessel", { id: ARGO }, "deletedId")).toMatchObject({ deletedId: ARGO });
    const { vessel: argo, world } = await gateway.data(
      `{ vessel(id: "${ARGO}") { id } world(id: "world:odyssey") { state { vesselCount } } }`,
    );
    expect(argo).toBeNull();
    expect(world.state.vesselCount).toBe(1);
    expect(await listed("")).toEqual([SWAN]);
    expect(await berthed()).toEqual([]);
  });

  test("has its reference cleared when what it names is deleted", async () => {
    expect((await gateway.data(`{ vessel(id: "${ARGO}") { berth { id } } }`)).vessel.berth).not.toBeNull();
    const { version } = await change("deleteLocation", { id: PYLOS });
    expect((await gateway.data(`{ vessel(id: "${ARGO}") { version berth { id } } }`)).vessel).toEqual({
      version,
      berth: null,
    });
    expect(await listed(`(berthId: "${PYLOS}")`)).toEqual([]);
  });

  test("is answered by the cache once it was read, and counted there under its own name", async () => {
    await gateway.data('mutation { purgeCache(input: { scope: "world:odyssey" }) { version } }');
    const read = async () => {
      expect(await listed("")).toEqual([ARGO, SWAN]);
      await gateway.data(`{ vessel(id: "${ARGO}") { name } }`);
      return { vessels: await counters("Vessel"), lists: await counters("World.vessels") };
    };
    const cold = await read();
    const warm = await read();
    expect(warm.vessels.hits).toBeGreaterThan(cold.vessels.hits);
    expect(warm.lists.hits).toBeGreaterThan(cold.lists.hits);
    expect(warm.vessels.misses).toBe(cold.vessels.misses);
    expect(warm.lists.misses).toBe(cold.lists.misses);
    await change("updateVessel", { id: ARGO, name: "Zephyr" });
    expect((await counters("Vessel")).invalidations).toBe(warm.vessels.invalidations + 1);
    expect((await counters("World.vessels")).invalidations).toBeGreaterThan(warm.lists.invalidations);
    expect(await listed("")).toEqual([SWAN, ARGO]);
  });

  test("has each change of it told to subscribers, with the nodes and fields to drop", async () => {
    const notices = await sse.subscribe(
      gateway.url,
      `subscription {
        invalidations(scopes: [{ id: "world:odyssey", after: 4 }], types: [VESSEL]) {
          version tags entities { entityId type typename kind } resync
        }
      }`,
    );

    await change("updateVessel", { id: ARGO, berthId: null });

    await change("deleteVessel", { id: SWAN });
    expect(await told(notices)).toEqual({
      version: 5,
      tags: [
        `${PYLOS}.vessels`,
        ARGO,
        "world:odyssey.state",
        "world:odyssey.version",
        "world:odyssey.vessels",
      ],
      entities: [{ entityId: ARGO, type: "VESSEL", typename: "Vessel", kind: "UPDATED" }],
      resync: false,
    });
    expect(await told(notices)).toEqual({
      version: 6,
      tags: [SWAN, "world:odyssey.state", "world:odyssey.version", "world:odyssey.vessels"],
      entities: [{ entityId: SWAN, type: "VESSEL", typename: "Vessel", kind: "DELETED" }],
      resync: false,
    });
    notices.leave();
  });

  async function change(mutation: string, input: Record<string, unknown>, selection = "") {
    const { data, errors } = await mutate(mutation, input, selection);
    if (errors) throw new Error(JSON.stringify(errors));
    return data[mutation];
  }

  async function refusal(mutation: string, input: Record<string, unknown>) {
    const { errors = [] } = await mutate(mutation, input);
    expect(errors).toHaveLength(1);
    const { code, field } = errors[0].extensions;
    return { code, field };
  }

  function mutate(mutation: string, input: Record<string, unknown>, selection = "") {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    return gateway.send(
      `mutation ($input: ${type}) { ${mutation}(input: $input) { version ${selection} } }`,
      { input },
    );
  }

  async function listed(args: string): Promise<string[]> {
    const { world } = await gateway.data(
      `{ world(id: "world:odyssey") { vessels${args} { nodes { id } } } }`,
    );
    return world.vessels.nodes.map(({ id }: { id: string }) => id);
  }

  async function berthed(): Promise<string[]> {
    const { location } = await gateway.data(`{ location(id: "${PYLOS}") { vessels { nodes { id } } } }`);
    return location.vessels.nodes.map(({ id }: { id: string }) => id);
  }

  async function counters(type: string): Promise<CacheCounter> {
    const { cache } = await gateway.data(
      "{ cache { tiers { counters { type hits misses fills invalidations } } } }",
    );
    return cache.tiers[0].counters.find((one: CacheCounter) => one.type === type);
  }
});

/** The next notice, its tags in order. */
async function told(notices: Subscription) {
  const { invalidations } = (await notices.next())!.data;
  return { ...invalidations, tags: invalidations.tags.toSorted() };
}
