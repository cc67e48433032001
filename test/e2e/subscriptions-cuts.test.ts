import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createCutOff, RESUMED_EVENTS, RESUMED_NOTICES, ways } from "../support/cut-off.ts";
import { startTestGateway } from "../support/gateway.ts";
import { importWorld } from "../support/import-world.ts";
import { ROUNDS } from "../support/made-up.ts";
import { webSocket } from "../support/transports.ts";
import { useGateway, useTwoGateways } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const START = "2026-01-01T00:00:00.000Z";
const ILIAD = "world:iliad";
const ODYSSEUS = "character:odyssey:odysseus";

describe.each(ways)("a client over $name that is cut off", (way) => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus" });
  });

  let made = 0;
  /** Adds a batch and answers the summaries of those that involve Odysseus, or of all. */
  async function add(batch: readonly boolean[], entityId?: string): Promise<string[]> {
    const events = batch.map((involved) => {
      const summary = `e${made++}`;
      return { id: summary, kind: "k", summary, involves: involved ? [ODYSSEUS] : [] };
    });
    await at.services.commands.events.addMany({ worldId: WORLD, events });
    return events.filter(({ involves }) => !entityId || involves.length > 0).map(({ summary }) => summary);
  }
  const setFlag = (worldId = WORLD) => at.services.commands.flags.set({ worldId, key: "k", value: made++ });
  const events = (variables: Record<string, unknown> = {}, from?: string) =>
    createCutOff(() => at, way, RESUMED_EVENTS, { worldId: WORLD, after: 2, ...variables }, from);
  const summaries = (taken: { summary: string }[]) => taken.map(({ summary }) => summary);

  test("within the events of one change gets the others, and then later ones", async () => {
    const added = await add([true, true, true]);
    const client = events();
    expect(summaries(await client.take(1))).toEqual(added.slice(0, 1));
    const later = await add([true]);
    expect(summaries(await client.take(3))).toEqual([...added.slice(1), ...later]);
  });

  test("after the last event of a change gets the next change's, and `after` still means later versions", async () => {
    const added = await add([true, false]);
    const client = events();
    await client.take(2);
    const later = await add([true, true]);
    expect(summaries(await client.take(1))).toEqual(later.slice(0, 1));
    expect(summaries(await events({ after: 3 }).take(2))).toEqual(later);
    expect(summaries(await events({ after: 2 }).take(1))).toEqual(added.slice(0, 1));
  });

  test("within a change of 500 events gets each of them once", async () => {
    const added = await add(Array(500).fill(true));
    const client = events();
    const taken = [];
    for (const count of [19, 1, 1, 20, 459]) taken.push(...summaries(await client.take(count)));
    expect(taken).toEqual(added);
  });

  test("goes on after any event that a query has shown it", async () => {
    const added = await add([true, true, true]);
    await setFlag();
    const later = await add([true]);
    const { world } = await at.data(
      `{ world(id: "${WORLD}") { timeline(first: 10, order: OLDEST_FIRST) { nodes { summary resume } } } }`,
    );
    const all = [...added, ...later];
    expect(summaries(world.timeline.nodes)).toEqual(all);
    for (const [index, { resume }] of world.timeline.nodes.slice(0, -1).entries()) {
      const rest = all.slice(index + 1);
      expect(summaries(await events({}, resume).take(rest.length))).toEqual(rest);
    }
  });

  test("goes on after an event that an import brought with what comes later", async () => {
    const imported = ["i0", "i1"].map((id) => ({ id, kind: "k", summary: id, occurredAt: START }));
    await importWorld(at, { world: { id: "odyssey", name: "The Odyssey" }, events: imported });
    const { data } = await at.send(`{ event(id: "event:odyssey:i0") { version resume } }`);
    const later = await add([false, false]);
    expect(data.event.version).toBe(3);
    expect(summaries(await events({}, data.event.resume).take(2))).toEqual(later);
  });

  test("goes on after an event of all with those of one entity, and the other way round", async () => {
    const added = await add([true, false, true, false]);
    const all = events();
    await all.take(2);
    const some = events({ entityId: ODYSSEUS }, all.resume);
    expect(summaries(await some.take(1))).toEqual([added[2]]);
    expect(summaries(await events({}, some.resume).take(1))).toEqual([added[3]]);
  });

  const step = fc.oneof(
    fc.record({ add: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }) }),
    fc.record({ take: fc.nat(3) }),
    fc.constant("flag" as const),
  );
  test.each([
    ["all events", undefined],
    ["events of one entity", ODYSSEUS],
  ])("wherever that is gets %s once and in order", async (_, entityId) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { version } = await setFlagVersion();
        const client = events({ entityId, after: version });
        const added: string[] = [];
        const taken: string[] = [];
        for (const one of steps) {
          if (one === "flag") await setFlag();
          else if ("add" in one) added.push(...(await add(one.add, entityId)));
          else taken.push(...summaries(await client.take(Math.min(one.take, added.length - taken.length))));
        }
        taken.push(...summaries(await client.take(added.length - taken.length)));
        expect(taken).toEqual(added);
      }),
      { numRuns: 20 * ROUNDS },
    );
  });
  const setFlagVersion = async () => ({ version: (await setFlag()).versions[WORLD]! });

  const notices = (scopes: readonly unknown[], variables = {}) =>
    createCutOff(() => at, way, RESUMED_NOTICES, { scopes, ...variables });

  test("before each scope has had its first notice gets the others", async () => {
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    const client = notices([{ id: WORLD }, { id: ILIAD }, { id: "worlds" }]);
    expect(await client.take(1)).toMatchObject([{ scope: WORLD, version: 2, tags: [], resync: false }]);
    await setFlag(ILIAD);
    await setFlag(WORLD);
    expect(await client.take(3)).toMatchObject([
      { scope: ILIAD, version: 2, tags: [], resync: false },
      { scope: "worlds", version: 2, tags: [], resync: false },
      { scope: WORLD, version: 3, resync: false },
    ]);
  });

  const noticeStep = fc.oneof(
    fc.constantFrom({ write: WORLD }, { write: ILIAD }, { write: "worlds" }),
    fc.record({ take: fc.nat(4) }),
  );
  test("wherever that is gets each scope's versions, from its first notice on, once and in order", async () => {
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    const scopes = ["worlds", WORLD, ILIAD];
    await fc.assert(
      fc.asyncProperty(fc.array(noticeStep, { maxLength: 15 }), async (steps) => {
        const client = notices(scopes.map((id) => ({ id })));
        const taken: { scope: string; version: number; tags: string[]; resync: boolean }[] = [];
        const versionOf = (scope: string) => at.cache.scopes.heard(scope);
        const last = (scope: string) => taken.findLast((one) => one.scope === scope)?.version;
        /** How many are to come: of a scope that has had none, its first one alone. */
        const pending = () =>
          scopes.reduce(
            (sum, scope) => sum + (last(scope) === undefined ? 1 : versionOf(scope) - last(scope)!),
            0,
          );
        for (const one of steps) {
          if ("take" in one) taken.push(...(await client.take(Math.min(one.take, pending()))));
          else if (one.write === "worlds")
            await at.services.commands.worlds.create({ id: `w${made++}`, name: "Another" });
          else await setFlag(one.write);
        }
        while (pending() > 0) taken.push(...(await client.take(pending())));
        for (const scope of scopes) {
          const [first, ...others] = taken.filter((one) => one.scope === scope);
          expect(first).toMatchObject({ tags: [], resync: false });
          expect([first, ...others].map((one) => one!.version)).toEqual(
            Array.from({ length: versionOf(scope) - first!.version + 1 }, (_, n) => first!.version + n),
          );
          expect(others.every(({ tags, resync }) => tags.length > 0 && !resync)).toBe(true);
        }
      }),
      { numRuns: 20 * ROUNDS },
    );
  });

  test("while a notice that its types leave empty is held back gets it, and misses none of the others", async () => {
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    const client = notices([{ id: WORLD }, { id: ILIAD }], { types: ["CHARACTER"] });
    await client.take(2);
    for (const scope of [WORLD, WORLD, ILIAD]) await setFlag(scope);
    await at.change("createCharacter", { worldId: ILIAD, id: "hector", name: "Hector" });
    // The first empty one comes at once, the next one would have to wait a second.
    expect(await client.take(2)).toMatchObject([
      { scope: WORLD, version: 3, tags: [], resync: false },
      { scope: ILIAD, version: 3, tags: expect.arrayContaining(["character:iliad:hector"]) },
    ]);
    expect(await client.take(1)).toMatchObject([{ scope: WORLD, version: 4, tags: [] }]);
  });

  test("with its scopes in another order goes on", async () => {
    const first = notices([{ id: WORLD }, { id: "worlds" }]);
    await first.take(2);
    await setFlag();
    const second = createCutOff(
      () => at,
      way,
      RESUMED_NOTICES,
      { scopes: [{ id: "worlds" }, { id: WORLD, after: 0, epoch: "whatever" }] },
      first.resume,
    );
    expect(await second.take(1)).toMatchObject([{ scope: WORLD, version: 3, resync: false }]);
  });
});

describe.each(ways)("a client over $name whose gateway is lost", (way) => {
  const gateways = useTwoGateways();

  test("goes on at another one, which hadn't heard of what it had", async () => {
    const { a, b } = gateways;
    await a.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    let at = a;
    const events = createCutOff(() => at, way, RESUMED_EVENTS, { worldId: WORLD, after: 1 });
    const notices = createCutOff(() => at, way, RESUMED_NOTICES, { scopes: [{ id: WORLD }] });
    await notices.take(1);
    const event = (id: string) => ({ id, kind: "k", summary: id });
    await a.change("addTimelineEvents", { worldId: WORLD, events: ["one", "two"].map(event) });
    await events.take(1);
    await notices.take(1);
    await a.change("addTimelineEvent", { worldId: WORLD, ...event("three") });
    at = b;
    expect((await events.take(2)).map(({ summary }) => summary)).toEqual(["two", "three"]);
    expect(await notices.take(1)).toMatchObject([{ version: 3, resync: false }]);
  });
});

test("over WebSocket a handshake's `Last-Event-ID` says nothing, as many operations share it", async () => {
  const gateway = await startTestGateway();
  await gateway.services.commands.worlds.create({ id: "odyssey", name: "The Odyssey" });
  const scopes = [{ id: WORLD }];
  const headers = { "last-event-id": "garbage" };
  const { next } = webSocket.subscribe(gateway.url, RESUMED_NOTICES, { scopes }, headers);
  expect(await next()).toMatchObject({ data: { invalidations: { version: 1 } } });
  await gateway.close();
});
