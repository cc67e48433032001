import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { RESUMED_EVENTS, RESUMED_NOTICES } from "../support/cut-off.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type Address, backUp, createAddress, renewEpoch } from "../support/restored-store.ts";
import { subscribe } from "../support/subscribers.ts";
import { transports } from "../support/transports.ts";
import { until } from "../support/until.ts";

const WORLD = "world:odyssey";
const ILIAD = "world:iliad";

let folder = "";
let gateway: TestGateway;
let address: Address;
let restored: Store | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
  address = createAddress();
  gateway = await startTestGateway(
    { SQLITE_FILE: join(folder, "worlds.sqlite"), RELAY_INTERVAL_MS: "60000" },
    { wrapStore: address.wrap },
  );
  await gateway.services.commands.worlds.create({ id: "odyssey", name: "The Odyssey" });
});
afterEach(async () => {
  await gateway.close();
  await restored?.close();
  rmSync(folder, { recursive: true });
});

const backup = () => join(folder, "backup.sqlite");
const setFlag = () => gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value: 1 });

/** Puts the backup where the gateway's store is; answers its epoch, a new one unless it is to be as it was. */
async function restore({ renewed = true } = {}): Promise<string> {
  const epoch = renewed ? renewEpoch(backup()) : gateway.cache.epoch();
  const { registry, clock } = gateway.services;
  restored = await openSqliteStore({ file: backup(), registry, clock });
  address.put(restored);
  await gateway.cache.relay.poll();
  return epoch;
}

describe.each(transports)("over $name, while the store is restored", (transport) => {
  test("an open subscription to scopes is told to resync each, and follows versions that come again", async () => {
    backUp(join(folder, "worlds.sqlite"), backup());
    await gateway.services.commands.worlds.create({ id: "iliad", name: "The Iliad" });
    const scopes = [{ id: WORLD }, { id: ILIAD }];
    const subscriber = await subscribe(gateway, transport, RESUMED_NOTICES, { scopes });
    await setFlag();
    await setFlag();
    expect(await subscriber.take(2)).toMatchObject([{ version: 2 }, { version: 3 }]);
    const epoch = await restore();
    // The backup is from before there was an Iliad.
    expect(new Set(await subscriber.take(2))).toMatchObject(
      new Set([
        { scope: ILIAD, version: 0, epoch, resync: true, tags: [] },
        { scope: WORLD, version: 1, epoch, resync: true, tags: [] },
      ]),
    );
    await setFlag();
    expect(await subscriber.next()).toMatchObject({ scope: WORLD, version: 2, epoch, resync: false });
    await gateway.services.commands.worlds.create({ id: "iliad", name: "Another Iliad" });
    expect(await subscriber.next()).toMatchObject({ scope: ILIAD, version: 1, epoch, resync: false });
    subscriber.leave();
    await until(() => gateway.cache.scopes.watchers() === 0);
  });

  test("under its old epoch an open subscription is told to resync all the same", async () => {
    backUp(join(folder, "worlds.sqlite"), backup());
    const subscriber = await subscribe(gateway, transport, RESUMED_NOTICES, { scopes: [{ id: WORLD }] });
    await setFlag();
    await setFlag();
    await subscriber.take(2);
    const epoch = await restore({ renewed: false });
    expect(await subscriber.next()).toMatchObject({ scope: WORLD, version: 1, epoch, resync: true });
  });

  test("an open subscription to events ends, and says why", async () => {
    backUp(join(folder, "worlds.sqlite"), backup());
    await setFlag();
    const subscriber = await subscribe(gateway, transport, RESUMED_EVENTS, { worldId: WORLD });
    const epoch = await restore();
    expect(await subscriber.result()).toMatchObject({
      errors: [{ extensions: { code: "BAD_USER_INPUT", field: "after", resync: true, epoch } }],
    });
    expect(await subscriber.result()).toBeNull();
    expect(gateway.cache.scopes.watchers()).toBe(0);
  });
});
