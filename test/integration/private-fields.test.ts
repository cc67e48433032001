import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "../../src/entities/viewer.ts";
import { createReader } from "../../src/worlds/reader.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { privateTypes, purse, vault, viewerCalled } from "../support/private-types.ts";
import { type WatchedStore, watchStore } from "../support/watched-store.ts";

const PURSE = "purse:odyssey:bag";
const VAULT = "vault:odyssey:cave";
const worldId = "world:odyssey";
const ann = viewerCalled("ann");

describe("fields that aren't for all eyes", () => {
  let gateway: TestGateway;
  let watched: WatchedStore;

  beforeEach(async () => {
    watched = watchStore();
    gateway = await startTestGateway({}, { extra: privateTypes, wrapStore: watched.wrap });
    await gateway.data(`mutation {
      createWorld(input: { id: "odyssey", name: "The Odyssey" }) { version }
      bag: createPurse(input: { worldId: "${worldId}", id: "bag", name: "bag", owner: "ann", coins: 7, pin: "1234", notes: { a: [1] }, hint: "oar" }) { version }
      sack: createPurse(input: { worldId: "${worldId}", id: "sack", name: "sack", owner: "ann", coins: 8 }) { version }
      createVault(input: { worldId: "${worldId}", id: "cave", key: "cave", name: "cave", code: "0000" }) { version }
    }`);
    watched.forget();
  });
  afterEach(() => gateway.close());

  const readerFor = (viewer: Viewer | null, more: object = {}) =>
    createReader({ ...gateway.services, viewer, ...more });

  /** What the store was asked for since `forget`, by kind and id. */
  const asked = () =>
    watched.batches.map((batch) => batch.map((query) => `${query.kind} ${"id" in query ? query.id : ""}`));

  test("are null for whoever asks, as long as nobody is known, and no question to the store", async () => {
    const fields = "coins notes pin hint name";
    const {
      purse: bag,
      vault: cave,
      world,
      change,
    } = await gateway.data(
      `{ purse(id: "${PURSE}") { ${fields} } vault(id: "${VAULT}") { code name }
         world(id: "${worldId}") { vaults { code name } } change: node(id: "${PURSE}") { ... on Purse { ${fields} } } }`,
    );
    const hidden = { coins: null, notes: null, pin: null, hint: null, name: "bag" };
    expect({ bag, change, cave }).toEqual({
      bag: hidden,
      change: hidden,
      cave: { code: null, name: "cave" },
    });
    expect(world.vaults).toEqual([{ code: null, name: "cave" }]);
    const payload = await gateway.data(
      `mutation { updatePurse(input: { id: "${PURSE}", coins: 9, hint: "mast" }) { purse { ${fields} version } } }`,
    );
    expect(payload.updatePurse.purse).toEqual({ ...hidden, version: 5 });
    expect(
      asked()
        .flat()
        .filter((one) => one.startsWith("sensitive")),
    ).toEqual([]);
  });

  test("are read from the store for a reader's viewer: all of a tick in one batch, once a reader, and never cached", async () => {
    const see = async (viewer: Viewer) => {
      const reader = readerFor(viewer);
      const ids = [PURSE, "purse:odyssey:sack"];
      const entities = await Promise.all(ids.map(async (id) => (await reader.load(purse, id))!));
      const reveal = () =>
        Promise.all(
          entities.flatMap((entity) =>
            ["coins", "notes", "pin", "hint"].map((name) => reader.reveal(entity, name)),
          ),
        );
      const seen = await reveal();
      expect(await reveal()).toEqual(seen);
      return seen;
    };
    await see(viewerCalled("bob"));
    watched.forget();
    const seen = [7, { a: [1] }, null, "oar", 8, null, null, null];
    expect(await see(ann)).toEqual(seen);
    const batch = [`sensitive ${PURSE}`, "sensitive purse:odyssey:sack"];
    expect(asked()).toEqual([batch]);
    expect(await see(ann)).toEqual(seen);
    expect(asked()).toEqual([batch, batch]);
    expect(await see(viewerCalled("bob"))).toEqual(Array(8).fill(null));
    expect(asked()).toEqual([batch, batch]);
  });

  test("are as new as all else that their reader may see", async () => {
    const before = readerFor(ann);
    const entity = (await before.load(purse, PURSE))!;
    expect(await before.reveal(entity, "coins")).toBe(7);
    const held = watched.hold(({ kind }) => kind === "sensitive", "after");
    const late = readerFor(ann);
    const old = Promise.resolve(late.reveal(entity, "coins"));
    await held.arrived;
    const { version } = (
      await gateway.data(`mutation { updatePurse(input: { id: "${PURSE}", coins: 10 }) { version } }`)
    ).updatePurse;
    // They join the load that is held, and take nothing from it, since it began before the change.
    const fresh = [{ minVersions: { [worldId]: version } }, {}].map((more) =>
      readerFor(ann, more).reveal(entity, "coins"),
    );
    held.release();
    expect(await Promise.all(fresh)).toEqual([10, 10]);
    expect(await old).toBe(7);
  });

  test("are stored nowhere by a read that asks for them, whatever its slot says", async () => {
    const { cache, registry } = gateway.services;
    const slot = registry.slotOf(PURSE)!;
    await gateway.data(`mutation { purgeCache(input: { scope: "${worldId}" }) { version } }`);
    const options = { minVersion: () => 0, allowStale: true, onStale: () => {} };
    const [whole] = await cache.read([{ slot, query: { kind: "sensitive", id: PURSE } }], options);
    expect(whole).toMatchObject({ coins: 7 });
    await cache.settled();
    expect(cache.peek({ slot, query: { kind: "entity", id: PURSE } }, options)).toBeUndefined();
    expect(await readerFor(null).load(purse, PURSE)).not.toHaveProperty("coins");
  });

  test("are null as soon as they are somebody else's, whatever the cache says of the owner", async () => {
    const reader = readerFor(ann);
    const entity = (await reader.load(purse, PURSE))!;
    await gateway.data(`mutation { updatePurse(input: { id: "${PURSE}", owner: "bob" }) { version } }`);
    expect(await reader.reveal(entity, "coins")).toBeNull();
    const now = (await readerFor(ann).load(purse, PURSE))!;
    expect(await readerFor(viewerCalled("bob")).reveal(now, "coins")).toBe(7);
  });

  test("of a type that is cached as one value are read one by one", async () => {
    const reader = readerFor(viewerCalled("zeus", "OPERATOR"));
    const [cave] = await reader.loadTogether(vault, worldId);
    watched.forget();
    expect(await reader.reveal(cave!, "code")).toBe("0000");
    expect(asked()).toEqual([[`sensitive ${VAULT}`]]);
  });
});
