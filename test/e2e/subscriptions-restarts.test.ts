import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCutOff, RESUMED_EVENTS, RESUMED_NOTICES, ways } from "../support/cut-off.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { backUp, renewEpoch } from "../support/restored-store.ts";

const WORLD = "world:odyssey";

let folder = "";
let file = "";
let gateway: TestGateway;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
  file = join(folder, "worlds.sqlite");
  gateway = await start();
  await gateway.services.commands.worlds.create({ id: "odyssey", name: "The Odyssey" });
});
afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const start = () => startTestGateway({ SQLITE_FILE: file, RELAY_INTERVAL_MS: "60000" });
async function restart(between: () => void = () => {}): Promise<void> {
  await gateway.close();
  between();
  gateway = await start();
}
/** The backup in the store's place, with an epoch of its own. */
function restore(backup: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  copyFileSync(backup, file);
  renewEpoch(file);
}

const add = (...ids: string[]) =>
  gateway.services.commands.events.addMany({
    worldId: WORLD,
    events: ids.map((id) => ({ id, kind: "k", summary: id })),
  });
const setFlag = (value: number) => gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value });

describe.each(ways)("over $name, a client whose gateway is started again", (way) => {
  const scopes = [{ id: WORLD }, { id: "worlds" }];
  const notices = () => createCutOff(() => gateway, way, RESUMED_NOTICES, { scopes });
  const events = () => createCutOff(() => gateway, way, RESUMED_EVENTS, { worldId: WORLD, after: 0 });
  const refused = {
    code: "BAD_USER_INPUT",
    field: way.by === "resume" ? "resume" : "last-event-id",
    expected: "none",
    resync: true,
  };

  test("goes on within a change, and gets every scope's changes", async () => {
    const eventClient = events();
    const noticeClient = notices();
    await noticeClient.take(1);
    await add("one", "two", "three");
    const taken = [];
    for (let n = 0; n < 3; n++) {
      taken.push(...(await eventClient.take(1)));
      await restart();
    }
    await add("four");
    taken.push(...(await eventClient.take(1)));
    expect(taken.map(({ summary }) => summary)).toEqual(["one", "two", "three", "four"]);
    expect(await noticeClient.take(3)).toMatchObject([
      { scope: "worlds", version: 1, tags: [], resync: false },
      { scope: WORLD, version: 2, resync: false },
      { scope: WORLD, version: 3, resync: false },
    ]);
  });

  test("from a backup is told to fetch everything again, of each scope, and in which epoch it is", async () => {
    const client = notices();
    const [{ epoch: old }] = await client.take(2);
    backUp(file, join(folder, "backup"));
    await setFlag(1);
    await setFlag(2);
    expect(await client.take(2)).toMatchObject([{ version: 2 }, { version: 3 }]);
    await restart(() => restore(join(folder, "backup")));
    const epoch = gateway.cache.epoch();
    expect(epoch).not.toBe(old);
    // It goes on there as it would have before, and is told all the same.
    for (let n = 0; n < 5; n++) await setFlag(10 + n);
    const anew = (scope: string, version: number) => ({ scope, version, epoch, tags: [], resync: true });
    expect(await client.take(1)).toMatchObject([anew(WORLD, 6)]);
    // Cut off between the two, it still is told of the other.
    await setFlag(20);
    expect(await client.take(2)).toMatchObject([
      anew("worlds", 1),
      { scope: WORLD, version: 7, epoch, resync: false },
    ]);
  });

  test("from a backup begins events anew, and is told so", async () => {
    await add("one", "two");
    backUp(file, join(folder, "backup"));
    const client = events();
    await client.take(1);
    await restart(() => restore(join(folder, "backup")));
    const epoch = gateway.cache.epoch();
    expect(await client.result()).toMatchObject({ errors: [{ extensions: { ...refused, epoch } }] });
  });

  test("from a backup without a new epoch is told where its version isn't there yet", async () => {
    backUp(file, join(folder, "backup"));
    const noticeClient = notices();
    const eventClient = events();
    await add("one");
    await noticeClient.take(2);
    await eventClient.take(1);
    await restart(() => {
      for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
      copyFileSync(join(folder, "backup"), file);
    });
    const epoch = gateway.cache.epoch();
    expect(await noticeClient.take(1)).toMatchObject([{ scope: WORLD, version: 1, resync: true, epoch }]);
    expect(await eventClient.result()).toMatchObject({ errors: [{ extensions: { ...refused, epoch } }] });
  });

  test("on a store without its world gets a resync, or hears that it isn't there", async () => {
    const noticeClient = notices();
    const eventClient = events();
    await add("one");
    await noticeClient.take(2);
    await eventClient.take(1);
    await restart(() => {
      for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
    });
    expect(await noticeClient.take(2)).toMatchObject([
      { scope: WORLD, version: 0, resync: true },
      { scope: "worlds", version: 0, resync: true },
    ]);
    expect(await eventClient.result()).toMatchObject({
      errors: [{ extensions: { code: "NOT_FOUND", field: "worldId" } }],
    });
    await gateway.services.commands.worlds.create({ id: "odyssey", name: "Anew" });
    expect(await noticeClient.take(2)).toMatchObject([
      { version: 1, resync: false },
      { version: 1, resync: false },
    ]);
  });
});
