import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { location } from "../support/own-types.ts";
import { actionsOn } from "../support/store.ts";
import {
  type Acknowledged,
  createStoreFile,
  EVENTS_A_STEP,
  idOfStep,
  type StoreFile,
  startWriter,
} from "../support/store-file.ts";

const ROUNDS = 6;

let file: StoreFile;
beforeEach(async () => {
  file = await createStoreFile();
});
afterEach(() => file.remove());

test("a writer that is killed loses no acknowledged change and leaves no half of one", async () => {
  const store = await file.open();
  const at = actionsOn(() => store);
  await at.createWorld("odyssey");
  await at.create(location, "location:odyssey:ithaca");
  await at.createWorld("iliad");
  await store.close();

  const acknowledged: Acknowledged[] = [];
  for (const [round, patience] of fc.sample(fc.integer({ min: 1, max: 60 }), ROUNDS).entries()) {
    const writer = startWriter(file.path, `w${round}`, 0);
    let seen = 0;
    for await (const change of writer.acknowledged) {
      acknowledged.push(change);
      if (++seen === patience) writer.kill();
    }
    await expect(writer.finished()).rejects.toThrow("SIGKILL");
    const reopened = await file.open();
    await checkWhole(reopened, acknowledged);
    await reopened.close();
    checkRows();
  }
});

async function checkWhole(store: Store, acknowledged: readonly Acknowledged[]): Promise<void> {
  const at = actionsOn(() => store);
  const [odyssey, iliad] = [await at.log("world:odyssey"), await at.log("world:iliad")];
  for (const [scope, log] of [
    ["world:odyssey", odyssey],
    ["world:iliad", iliad],
  ] as const) {
    const version = (await at.version(scope))!;
    expect(log.map((entry) => entry.version)).toEqual(
      Array.from({ length: version }, (_, index) => index + 1),
    );
  }

  const shared = new Set(iliad.map(({ changeId }) => changeId));
  const changes = odyssey.filter(({ changeId }) => shared.has(changeId));
  expect(changes).toHaveLength(iliad.length - 1);
  for (const change of acknowledged) {
    const id = idOfStep("character", "odyssey", change);
    const entry = odyssey.find(({ version }) => version === change.versions["world:odyssey"])!;
    expect(entry.entities).toContainEqual(expect.objectContaining({ id, kind: "CREATED" }));
    expect(await at.get(id)).not.toBeNull();
    expect(await at.get(idOfStep("object", "iliad", change))).toMatchObject({
      version: change.versions["world:iliad"],
    });
  }

  const characters = await at.walk("World.characters", "world:odyssey", 100);
  const objects = await at.walk("World.objects", "world:iliad", 100);
  expect(characters).toHaveLength(changes.length);
  expect(characters.map(stepOf).sort()).toEqual(objects.map(stepOf).sort());
  expect(await at.walk("World.timeline", "world:odyssey", 100)).toHaveLength(changes.length * EVENTS_A_STEP);
  for (const id of characters) expect(await at.ids("Entity.timeline", id)).toHaveLength(EVENTS_A_STEP);
  expect((await at.state("odyssey"))?.counts).toEqual({
    World: 1,
    Location: 1,
    Character: changes.length,
    TimelineEvent: changes.length * EVENTS_A_STEP,
  });
  expect((await at.state("iliad"))?.counts.WorldObject).toBe(changes.length);
  const here = await at.walk("Location.characters", "location:odyssey:ithaca", 100);
  const standing = await Promise.all(characters.map(at.get));
  expect(here.toSorted()).toEqual(
    standing
      .filter((one) => one?.location)
      .map((one) => one!.id)
      .sort(),
  );
}

/** Beneath the port: the file is sound, no place is of an entity that isn't there, and each shelf's count is that of its places. */
function checkRows(): void {
  const db = new DatabaseSync(file.path, { readOnly: true });
  expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const stray = db.prepare(
    "SELECT p.shelf, p.id FROM place p JOIN incarnation i ON i.id = p.incarnation AND i.scope <> 'worlds' " +
      "WHERE NOT EXISTS (SELECT 1 FROM entity e WHERE e.incarnation = p.incarnation AND e.id = p.id)",
  );
  expect(stray.all()).toEqual([]);
  const rows = (sql: string) => db.prepare(`${sql} ORDER BY 1, 2`).all();
  expect(rows("SELECT incarnation, name, entries FROM shelf")).toEqual(
    rows("SELECT incarnation, shelf AS name, count(*) AS entries FROM place GROUP BY incarnation, shelf"),
  );
  db.close();
}

/** Which writer's which step an id is of. */
function stepOf(id: string): string {
  return id.split(":")[2]!;
}
