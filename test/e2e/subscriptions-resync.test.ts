import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { worldFlag } from "../../src/worlds/definitions/world-flag.ts";
import { importWorld } from "../support/import-world.ts";
import { INVALIDATIONS, type Subscriber, subscribe, TIMELINE_EVENTS } from "../support/subscribers.ts";
import { type Transport, transports } from "../support/transports.ts";
import { type GatewayInUse, useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const START = "2026-01-01T00:00:00.000Z";
const of = (kind: string) => [{ entityId: WORLD, type: "WORLD", typename: "World", kind }];

const folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(transports)("over $name a subscriber is told to refetch", (transport) => {
  const at = useGateway();
  beforeEach(() => at.change("createWorld", { id: "odyssey", name: "The Odyssey" }));

  test("when the world is replaced by an import, and then follows on", async () => {
    const subscriber = await follow(at, transport);
    const characters = [{ id: "odysseus", name: "Odysseus" }];
    await importWorld(at, { world: { id: "odyssey", name: "Odysseia" }, characters });
    await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: 1 });
    expect(await subscriber.take(2)).toMatchObject([
      { scope: WORLD, version: 2, resync: true, entities: of("UPDATED"), at: START },
      { version: 3, resync: false, entities: [{ entityId: "flag:odyssey:k" }] },
    ]);
  });

  test("when the world is deleted, and hears of the one that is made again under its id", async () => {
    const subscriber = await follow(at, transport);
    await at.change("deleteWorld", { id: WORLD });
    await at.change("createWorld", { id: "odyssey", name: "Odysseia" });
    await at.change("setWorldFlag", { worldId: WORLD, key: "k", value: 1 });
    expect(await subscriber.take(3)).toMatchObject([
      { version: 2, resync: true, entities: of("DELETED") },
      { version: 3, resync: true, entities: of("CREATED") },
      { version: 4, resync: false, entities: [{ entityId: "flag:odyssey:k" }] },
    ]);
  });

  test("when a change touches more than a thousand keys, which are named nevertheless", async () => {
    const subscriber = await followCrowd(400);
    const notice = await subscriber.next();
    expect(notice).toMatchObject({ version: 3, resync: true });
    expect(notice.entities).toHaveLength(500);
    expect(notice.tags).toContain("character:odyssey:p399.timeline");
  });

  test("when a change would take more than a thousand parts to tell, of which then none is named", async () => {
    const subscriber = await followCrowd(498);
    expect(await subscriber.next()).toMatchObject({ version: 3, resync: true, tags: [], entities: [] });
  });

  /** 500 events make one change, each of which involves one of so many characters. */
  async function followCrowd(size: number): Promise<Subscriber> {
    const characters = Array.from({ length: size }, (_, n) => ({ id: `p${n}`, name: `Person ${n}` }));
    await importWorld(at, { world: { id: "odyssey", name: "The Odyssey" }, characters });
    const subscriber = await follow(at, transport);
    const events = Array.from({ length: 500 }, (_, n) => ({ id: `e${n}`, kind: "k", summary: "s" }));
    await at.services.commands.events.addMany({
      worldId: WORLD,
      events: events.map((event, n) => ({ ...event, involves: [`character:odyssey:p${n % size}`] })),
    });
    return subscriber;
  }
});

describe.each(transports)("over $name, when the log was trimmed,", (transport) => {
  const file = join(folder, `${transport.name}.sqlite`);
  const at = useGateway({ SQLITE_FILE: file });
  beforeAll(() => rmSync(file, { force: true }));

  /** Five changes by a gateway that keeps the last three. */
  async function trimmed(): Promise<void> {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const { registry, clock } = at.services;
    const store = await openSqliteStore({ file, registry, clock, retention: { entries: 3, ms: 0 } });
    for (const key of ["a", "b", "c", "d", "e"]) {
      // What is as young as the change itself is never trimmed.
      await at.clock.advance(1);
      await store.change({
        scopes: [WORLD],
        work: (draft) => draft.create(worldFlag, `flag:odyssey:${key}`, { key, value: true }),
      });
    }
    await store.close();
    await at.cache.relay.poll();
  }

  test("a subscriber is told to refetch where it doesn't reach back, and only there", async () => {
    await trimmed();
    const late = await follow(at, transport, 2);
    const inTime = await follow(at, transport, 3);
    const now = "2026-01-01T00:00:00.005Z";
    const missed = { scope: WORLD, version: 6, tags: [], entities: [], resync: true, at: now };
    expect(await late.next()).toEqual(missed);
    expect(await inTime.take(3)).toMatchObject([4, 5, 6].map((version) => ({ version, resync: false })));
    const { version } = await at.change("setWorldFlag", { worldId: WORLD, key: "f", value: 1 });
    expect(await late.next()).toMatchObject({ version, resync: false });
    expect(await inTime.next()).toMatchObject({ version, resync: false });
    const variables = { worldId: WORLD, after: 2 };
    const events = transport.subscribe(at.url, TIMELINE_EVENTS, variables);
    const refused = { code: "BAD_USER_INPUT", field: "after", expected: "7 or more, or none" };
    expect(await events.next()).toMatchObject({ errors: [{ extensions: refused }] });
    expect(await events.next()).toBeNull();
  });
});

function follow(at: GatewayInUse, transport: Transport, after?: number) {
  return subscribe(at, transport, INVALIDATIONS, { scopes: [{ id: WORLD, after }] });
}
