import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GatedStore, gated } from "../support/gate.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { INVALIDATIONS } from "../support/subscribers.ts";
import { type Result, transports } from "../support/transports.ts";

const WORLD = "world:odyssey";
const ILIAD = "world:iliad";

let gateway: TestGateway;
let store: GatedStore;

beforeEach(async () => {
  gateway = await startTestGateway(
    { RELAY_INTERVAL_MS: "60000" },
    {
      wrapStore: (opened) => {
        store = gated(opened);
        return store.store;
      },
    },
  );
  for (const [id, name] of [
    ["odyssey", "The Odyssey"],
    ["iliad", "The Iliad"],
  ])
    await gateway.services.commands.worlds.create({ id, name });
});
afterEach(() => gateway.close());

const setFlag = (worldId = WORLD, value = 1) =>
  gateway.services.commands.flags.set({ worldId, key: "k", value });
const first = (scope: string, version: number, resync = false) => ({
  scope,
  version,
  tags: [],
  entities: [],
  resync,
  at: expect.any(String),
});

describe.each(transports)("over $name", (transport) => {
  async function taken(variables: Record<string, unknown>, count: number) {
    const { next, vanish } = transport.subscribe(gateway.url, INVALIDATIONS, variables);
    const results: (Result | null)[] = [];
    while (results.length < count) results.push(await next());
    vanish();
    return results.map((result) => result?.data?.invalidations ?? result?.errors);
  }

  test("each scope's current version comes first, and then what changes", async () => {
    await setFlag();
    const { next } = transport.subscribe(gateway.url, INVALIDATIONS, {
      scopes: [{ id: WORLD }, { id: ILIAD }, { id: "worlds" }],
    });
    const noticed = async () => (await next())!.data.invalidations;
    for (const notice of [first(WORLD, 2), first(ILIAD, 1), first("worlds", 2)])
      expect(await noticed()).toEqual(notice);
    await setFlag(ILIAD);
    expect(await noticed()).toMatchObject({ scope: ILIAD, version: 2, entities: [{ kind: "CREATED" }] });
  });

  test("a change while the subscription is being made comes after the first notices, of the version before it", async () => {
    const scopes = [{ id: WORLD }, { id: ILIAD }];
    const held = store.hold("versions");
    const notices = taken({ scopes }, 3);
    const release = await held;
    await setFlag(ILIAD);
    release();
    expect(await notices).toMatchObject([
      { scope: WORLD, version: 1, tags: [] },
      { scope: ILIAD, version: 1, tags: [], resync: false },
      { scope: ILIAD, version: 2, entities: [{ entityId: "flag:iliad:k" }] },
    ]);
  });

  test("a scope with `after` gets what came since instead", async () => {
    await setFlag();
    const scopes = [{ id: WORLD, after: 1 }, { id: ILIAD }];
    expect(await taken({ scopes }, 2)).toMatchObject([
      first(ILIAD, 1),
      { scope: WORLD, version: 2, entities: [{ entityId: "flag:odyssey:k" }] },
    ]);
  });

  test("with types the current versions come all the same", async () => {
    const variables = { scopes: [{ id: WORLD }, { id: ILIAD }], types: ["CHARACTER"] };
    expect(await taken(variables, 2)).toEqual([first(WORLD, 1), first(ILIAD, 1)]);
  });

  test("a version that isn't there yet, or of another epoch, is answered by a resync from here on", async () => {
    const epoch = gateway.cache.epoch();
    const given = [
      { id: WORLD, after: 5, epoch },
      { id: ILIAD, after: 1, epoch: "another" },
      { id: "worlds", epoch: "another" },
    ];
    const { next } = transport.subscribe(gateway.url, INVALIDATIONS, { scopes: given });
    const noticed = async () => (await next())!.data.invalidations;
    for (const notice of [first(WORLD, 1, true), first(ILIAD, 1, true), first("worlds", 2, true)])
      expect(await noticed()).toEqual(notice);
    await setFlag();
    expect(await noticed()).toMatchObject({ scope: WORLD, version: 2, resync: false });
    await setFlag(ILIAD);
    expect(await noticed()).toMatchObject({ scope: ILIAD, version: 2, resync: false });
  });

  test("the current epoch changes nothing", async () => {
    const epoch = gateway.cache.epoch();
    await setFlag();
    const scopes = [
      { id: WORLD, after: 1, epoch },
      { id: ILIAD, epoch },
    ];
    expect(await taken({ scopes }, 2)).toMatchObject([first(ILIAD, 1), { version: 2, resync: false }]);
  });

  test("a world that isn't there, though the client has seen it, is answered by a resync, and followed", async () => {
    const { next } = transport.subscribe(gateway.url, INVALIDATIONS, {
      scopes: [{ id: "world:nowhere", after: 3 }],
    });
    const noticed = async () => (await next())!.data.invalidations;
    expect(await noticed()).toEqual(first("world:nowhere", 0, true));
    await gateway.services.commands.worlds.create({ id: "nowhere", name: "Utopia" });
    expect(await noticed()).toMatchObject({ version: 1, entities: [{ kind: "CREATED" }] });
  });

  test("whoever subscribes, waits for the first notice and then asks for that version misses nothing", async () => {
    for (let n = 0; n < 10; n++) {
      const writing = [setFlag(WORLD, 2 * n), setFlag(WORLD, 2 * n + 1)];
      const { next, vanish } = transport.subscribe(gateway.url, INVALIDATIONS, { scopes: [{ id: WORLD }] });
      const { version } = (await next())!.data.invalidations;
      const query = `{ world(id: "${WORLD}") { version } }`;
      const shown = await gateway.data(query, {}, { "x-min-version": `${WORLD}=${version}` });
      await Promise.all(writing);
      let seen = version;
      while (seen < 1 + 2 * (n + 1)) {
        const notice = (await next())!.data.invalidations;
        expect(notice).toMatchObject({ version: seen + 1, resync: false });
        seen = notice.version;
      }
      expect(shown.world.version).toBeGreaterThanOrEqual(version);
      vanish();
    }
  });
});
