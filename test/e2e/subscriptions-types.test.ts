import { beforeEach, describe, expect, test } from "vitest";
import { importWorld } from "../support/import-world.ts";
import { INVALIDATIONS, type Subscriber, subscribe, VERSIONS } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { until } from "../support/until.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const ILIAD = "world:iliad";
const ODYSSEUS = "character:odyssey:odysseus";

describe.each(transports)("over $name, a subscriber of characters", (transport) => {
  const at = useGateway();
  let subscriber: Subscriber;
  /** Sleeps that go on whether somebody subscribes or not. */
  let usual = 0;

  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    await at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus" });
    usual = at.clock.sleeping;
    const scopes = [{ id: WORLD }, { id: ILIAD }];
    subscriber = await subscribe(at, transport, INVALIDATIONS, { scopes, types: ["CHARACTER"] });
  });

  const rename = async (name: string) => at.change("updateCharacter", { id: ODYSSEUS, name });
  let flags = 0;
  const setFlag = (worldId = WORLD) => at.change("setWorldFlag", { worldId, key: "k", value: ++flags });
  const left = (scope: string, version: number) => ({
    scope,
    version,
    tags: [],
    entities: [],
    resync: false,
    at: expect.any(String),
  });
  /** Until the subscriber has seen all changes, and waits for its second to pass. */
  const held = () => until(() => at.clock.sleeping > usual);

  test("is told of characters alone where a change touches more", async () => {
    const bow = { worldId: WORLD, id: "bow", name: "The bow", holderId: ODYSSEUS };
    await at.change("createObject", bow);
    await at.change("deleteCharacter", { id: ODYSSEUS });
    expect(await subscriber.take(2)).toEqual([
      left(WORLD, 3),
      {
        scope: WORLD,
        version: 4,
        tags: [ODYSSEUS, `${WORLD}.characters`, `${WORLD}.version`, `${WORLD}.state`],
        entities: [{ entityId: ODYSSEUS, type: "CHARACTER", typename: "Character", kind: "DELETED" }],
        resync: false,
        at: "2026-01-01T00:00:00.000Z",
      },
    ]);
  });

  test("hears of other changes at most once a second, and of the last one always", async () => {
    for (let n = 0; n < 5; n++) await setFlag();
    expect(await subscriber.next()).toEqual(left(WORLD, 3));
    await held();
    await at.clock.advance(999);
    await setFlag();
    await at.clock.advance(1);
    expect(await subscriber.next()).toEqual(left(WORLD, 8));
    await setFlag();
    await held();
    await at.clock.advance(1_000);
    expect(await subscriber.next()).toEqual(left(WORLD, 9));
    // Nothing is left over that could still come.
    await at.clock.advance(5_000);
    await rename("Nobody");
    expect(await subscriber.next()).toMatchObject({ version: 10, entities: [{ entityId: ODYSSEUS }] });
  });

  test("gets what it asked for at once, and no older version after it", async () => {
    await setFlag();
    expect(await subscriber.next()).toEqual(left(WORLD, 3));
    await setFlag();
    await rename("Nobody");
    expect(await subscriber.next()).toMatchObject({ version: 5, entities: [{ entityId: ODYSSEUS }] });
    await at.clock.advance(5_000);
    await rename("Odysseus");
    expect(await subscriber.next()).toMatchObject({ version: 6, entities: [{ entityId: ODYSSEUS }] });
  });

  test("hears of each of its scopes, in turn", async () => {
    await setFlag();
    expect(await subscriber.next()).toEqual(left(WORLD, 3));
    await setFlag();
    await setFlag(ILIAD);
    await setFlag();
    await held();
    await at.clock.advance(1_000);
    const first = await subscriber.next();
    await held();
    await at.clock.advance(1_000);
    const second = await subscriber.next();
    expect([first, second]).toEqual([left(WORLD, 5), left(ILIAD, 2)]);
  });

  test("is told of purges, of whatever type, as of changes that touch no character", async () => {
    await at.change("purgeCache", { scope: WORLD, type: "CHARACTER" });
    expect(await subscriber.next()).toEqual(left(WORLD, 3));
    await at.change("purgeCache", { scope: WORLD, type: "LOCATION" });
    await at.change("purgeCache", { scope: WORLD });
    await held();
    await at.clock.advance(1_000);
    expect(await subscriber.next()).toEqual(left(WORLD, 5));
  });

  test("is told to refetch when all is replaced", async () => {
    await importWorld(at, { world: { id: "odyssey", name: "Odysseia" }, characters: [] });
    expect(await subscriber.next()).toMatchObject({ scope: WORLD, version: 3, resync: true, entities: [] });
  });

  test("that leaves while a notice is held back leaves no timer", async () => {
    await setFlag();
    await subscriber.next();
    await setFlag();
    await held();
    subscriber.leave();
    await until(() => at.cache.scopes.watchers() === 0 && at.clock.sleeping === usual);
  });
});

describe("a subscriber of worlds", () => {
  const at = useGateway();

  test("is told what every change touches of the world itself", async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const variables = { scopes: [{ id: WORLD }], types: ["WORLD"] };
    const subscriber = await subscribe(at, transports[0]!, INVALIDATIONS, variables);
    await at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus" });
    await at.change("activateWorld", { id: WORLD });
    expect(await subscriber.take(2)).toMatchObject([
      { version: 2, tags: [`${WORLD}.version`, `${WORLD}.state`], entities: [] },
      { version: 3, tags: [WORLD, `${WORLD}.version`, `${WORLD}.state`], entities: [{ entityId: WORLD }] },
    ]);
  });

  test("of no types at all follows the versions", async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const variables = { scopes: [{ id: WORLD, after: 0 }], types: [] };
    const subscriber = await subscribe(at, transports[0]!, VERSIONS, variables);
    expect(await subscriber.next()).toEqual({ scope: WORLD, version: 1, resync: false });
  });
});
