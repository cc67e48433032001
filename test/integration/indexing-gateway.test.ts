import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRegistry } from "../../src/entities/registry.ts";
import { location } from "../../src/worlds/definitions/location.ts";
import { timelineEvent } from "../../src/worlds/definitions/timeline-event.ts";
import { world } from "../../src/worlds/definitions/world.ts";
import { definitions } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keepLog } from "../support/log-lines.ts";
import { vessel, vesselSdl } from "../support/made-up-type.ts";
import { actionsOn, imported } from "../support/store.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";
import { until } from "../support/until.ts";

/** As an older release had it: vessels were listed, and by no filter. */
const formerly = createRegistry([
  ...definitions,
  { ...vessel, lists: vessel.lists.map((list) => ({ ...list, filters: [] })) },
]);
const PYLOS = "location:odyssey:pylos";
const BY_RIG = '{ world(id: "world:odyssey") { vessels(rig: SLOOP, first: 2) { nodes { id } } } }';
const OTHERS =
  '{ world(id: "world:odyssey") { locations { nodes { id } } state { vesselCount } } location(id: "location:odyssey:pylos") { vessels(first: 1) { nodes { id } } } }';

let file: StoreFile;
let clock: HandClock;
let gateway: TestGateway | undefined;
const log = keepLog();
beforeEach(async () => {
  file = await createStoreFile();
  clock = createHandClock();
  log.lines.length = 0;
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await file.remove();
});

test("a gateway with few entities has a filter that its definition gained from its first answer on", async () => {
  await furnish(20);
  gateway = await start();
  expect((await gateway.data(BY_RIG)).world.vessels.nodes).toEqual(ids(1, 3));
  expect(log.lines.join("\n")).toContain('"scopes":1');
});

test("a gateway with many refuses that list by name, serves the others, tells how far it is, and then has it", async () => {
  const COUNT = 6_000;
  await furnish(COUNT);
  const starting = start();
  // Its patience with the start ends long before all is indexed.
  await until(() => clock.sleeping > 1);
  await clock.advance(3_000);
  gateway = await starting;
  const { data, errors } = await gateway.send(BY_RIG);
  expect(data.world).toBeNull();
  expect(errors).toEqual([
    expect.objectContaining({
      message: "World.vessels of world:odyssey is being indexed: try again in a moment",
      path: ["world", "vessels"],
      extensions: expect.objectContaining({ code: "UNAVAILABLE" }),
    }),
  ]);
  expect(await gateway.data(OTHERS)).toEqual({
    world: { locations: { nodes: [{ id: PYLOS }] }, state: { vesselCount: COUNT } },
    location: { vessels: { nodes: ids(0) } },
  });
  const lines = () => log.lines.map((line) => JSON.parse(line));
  expect(lines()).toContainEqual(
    expect.objectContaining({ scope: "world:odyssey", lists: ["World.vessels"], total: COUNT }),
  );

  await until(async () => {
    await clock.advance(5);
    return lines().some(({ scopes }) => scopes === 1);
  });
  // Nothing that was answered meanwhile is in its way.
  for (let n = 0; n < 2; n++) expect((await gateway.data(BY_RIG)).world.vessels.nodes).toEqual(ids(1, 3));
  const told = lines().filter(({ total }) => total === COUNT);
  expect(told.length).toBeGreaterThan(5);
  expect(told.at(-1)).toMatchObject({ done: COUNT, msg: "lists are indexed" });
});

test("a world's latest event is asked of its list while its state doesn't tell it", async () => {
  const store = await file.open({ registry: formerly });
  const at = actionsOn(() => store, world);
  await at.createWorld("odyssey");
  for (const [name, year] of [
    ["first", 2],
    ["second", 1],
  ] as const)
    await at.create(timelineEvent, `event:odyssey:${name}`, { occurredAt: `000${year}-01-01T00:00:00Z` });
  await store.close();
  const db = new DatabaseSync(file.path);
  // As after a change by a program that has its latest in another order.
  db.exec("UPDATE scope SET state = json_set(state, '$.latest.TimelineEvent.list', 'other')");
  db.close();
  gateway = await start();
  const latest = '{ world(id: "world:odyssey") { state { latestEvent { id } eventCount } } }';
  for (let n = 0; n < 2; n++)
    expect((await gateway.data(latest)).world.state).toEqual({
      latestEvent: { id: "event:odyssey:first" },
      eventCount: 2,
    });
});

function ids(...numbers: number[]) {
  return numbers.map((n) => ({ id: `vessel:odyssey:v${String(n).padStart(5, "0")}` }));
}

async function furnish(count: number): Promise<void> {
  const store = await file.open({ registry: formerly });
  const importer = await store.beginImport("odyssey");
  await importer.write([imported(world, "world:odyssey"), imported(location, PYLOS)]);
  await importer.write(
    ids(...Array(count).keys()).map(({ id }, n) =>
      imported(vessel, id, { rig: n % 2 ? "SLOOP" : "GALLEY", berth: PYLOS }),
    ),
  );
  await importer.finish();
  await store.close();
}

function start(): Promise<TestGateway> {
  return startTestGateway(
    { SQLITE_FILE: file.path, RELAY_INTERVAL_MS: "60000" },
    { clock, logger: log.logger, extra: { definitions: [vessel], typeDefs: [vesselSdl] } },
  );
}
