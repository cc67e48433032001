import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WORLDS } from "../../src/entities/ids.ts";
import type { Changed } from "../../src/store/store.ts";
import { createHandClock, turnOfTheLoop } from "../support/clock.ts";
import { character, location } from "../support/own-types.ts";
import { actionsOn } from "../support/store.ts";
import { type Acknowledged, createStoreFile, type StoreFile, startWriter } from "../support/store-file.ts";

const CIRCE = "character:odyssey:circe";

let file: StoreFile;
beforeEach(async () => {
  file = await createStoreFile();
});
afterEach(() => file.remove());

/** Takes the file's write lock, as another process would. */
function lock(): { release(): void } {
  const db = new DatabaseSync(file.path);
  db.exec("BEGIN IMMEDIATE");
  return {
    release: () => {
      db.exec("ROLLBACK");
      db.close();
    },
  };
}

describe("a writer that finds the file locked", () => {
  test("lets its event loop go on, and commits when the lock is free", async () => {
    const clock = createHandClock();
    const store = await file.open({ clock });
    const at = actionsOn(() => store);
    await at.createWorld("odyssey");
    const held = lock();
    const order: string[] = [];
    const change = at.create(character, CIRCE).then((changed) => {
      order.push("committed");
      return changed;
    });
    for (let turn = 0; turn < 20; turn++) {
      await clock.advance(50);
      expect(clock.sleeping).toBe(1);
      expect(await at.version("world:odyssey")).toBe(1);
      expect(await at.get(CIRCE)).toBeNull();
      order.push("read");
    }
    expect(order).toEqual(Array.from({ length: 20 }, () => "read"));
    held.release();
    await clock.advance(50);
    expect((await change).versions).toEqual({ "world:odyssey": 2 });
    expect(await at.get(CIRCE)).toMatchObject({ version: 2 });
    expect(clock.sleeping).toBe(0);
  });

  test("is told that the store is unavailable once its time is up, and nothing is written", async () => {
    const clock = createHandClock();
    const store = await file.open({ clock, timeoutMs: 2_000 });
    const at = actionsOn(() => store);
    await at.createWorld("odyssey");
    const held = lock();
    const changes = [CIRCE, "character:odyssey:scylla"].map((id) => at.create(character, id));
    const outcomes = Promise.allSettled(changes);
    await clock.advance(1_900);
    expect(clock.sleeping).toBe(1);
    await clock.advance(200);
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "UNAVAILABLE" } });
    held.release();
    await clock.advance(10_000);
    expect(await at.version("world:odyssey")).toBe(1);
    expect(await at.log("world:odyssey")).toHaveLength(1);
    expect((await at.create(character, CIRCE)).versions).toEqual({ "world:odyssey": 2 });
  });

  test("waits no longer for an opening than for a change", async () => {
    const clock = createHandClock();
    await (await file.open({ clock })).close();
    const held = lock();
    const opening = file.open({ clock, timeoutMs: 1_000 });
    const outcome = expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await clock.advance(1_100);
    await outcome;
    held.release();
    const store = await file.open({ clock });
    expect((await store.versions([WORLDS])).versions.get(WORLDS)).toBe(0);
  });
});

describe("two stores on one file", () => {
  test("see each other's changes whole, and only once they are committed", async () => {
    const [one, other] = [await file.open(), await file.open()];
    const [here, there] = [actionsOn(() => one), actionsOn(() => other)];
    await here.createWorld("odyssey");
    expect(await there.version("world:odyssey")).toBe(1);
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const change = here.change("odyssey", async (draft) => {
      await draft.create(character, CIRCE, { name: "Circe", traits: [], language: "el", status: "ACTIVE" });
      begun.resolve();
      await gate.promise;
    });
    await begun.promise;
    for (let turn = 0; turn < 3; turn++) {
      expect(await there.get(CIRCE)).toBeNull();
      expect(await there.version("world:odyssey")).toBe(1);
      await turnOfTheLoop();
    }
    gate.resolve();
    await change;
    expect(await there.get(CIRCE)).toMatchObject({ name: "Circe", version: 2 });
    expect(await there.ids("World.characters", "world:odyssey")).toEqual([CIRCE]);
  });

  test("make one change of one idempotency key", async () => {
    const stores = [await file.open(), await file.open(), await file.open()];
    await actionsOn(() => stores[0]!).createWorld("odyssey");
    const changes = await Promise.all(
      stores.map((store) =>
        store.change({
          scopes: ["world:odyssey"],
          idempotencyKey: "k",
          work: async (draft) =>
            (await draft.create(character, CIRCE, { name: "Circe", traits: [], language: "el" })).id,
        }),
      ),
    );
    expect(changes.map(({ value, versions }) => [value, versions])).toEqual(
      stores.map(() => [CIRCE, { "world:odyssey": 2 }]),
    );
    expect(changes.filter(({ commits }) => commits.length > 0)).toHaveLength(1);
  });

  test("are one store by its id", async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => file.open()));
    const ids = await Promise.all(stores.map(async (store) => (await store.versions([])).epoch));
    expect(new Set(ids).size).toBe(1);
    const raw = new DatabaseSync(file.path, { readOnly: true });
    expect(raw.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    raw.close();
  });
});

test("writers in several processes all get versions of their own", async () => {
  const steps = 40;
  const store = await file.open({ timeoutMs: 30_000 });
  const at = actionsOn(() => store);
  await at.createWorld("odyssey");
  await at.create(location, "location:odyssey:ithaca");
  await at.createWorld("iliad");
  const writers = ["a", "b"].map((name) => startWriter(file.path, name, steps));
  const own: Promise<Changed<unknown>>[] = [];
  const told = writers.map(async ({ acknowledged }) => {
    const changes: Acknowledged[] = [];
    for await (const change of acknowledged) {
      changes.push(change);
      own.push(at.create(character, `character:odyssey:own-${own.length}`));
    }
    return changes;
  });
  const changes = (await Promise.all(told)).flat();
  for (const writer of writers) expect(await writer.finished()).toBe("");
  expect(changes).toHaveLength(2 * steps);
  const mine = await Promise.all(own);
  const inOdyssey = [...changes, ...mine].map(({ versions }) => versions["world:odyssey"]!);
  const inIliad = changes.map(({ versions }) => versions["world:iliad"]!);
  expect(inOdyssey.sort(byNumber)).toEqual(range(3, 4 * steps));
  expect(inIliad.sort(byNumber)).toEqual(range(2, 2 * steps));
  expect((await at.log("world:odyssey")).map(({ version }) => version)).toEqual(range(1, 4 * steps + 2));
  expect((await at.state("odyssey"))?.counts.Character).toBe(4 * steps);
  expect((await at.walk("World.characters", "world:odyssey", 100)).length).toBe(4 * steps);
});

test("processes that open a new file at once make one store of it", async () => {
  const writers = ["a", "b", "c"].map((name) => startWriter(file.path, name, 1));
  const stores = await Promise.all([file.open(), file.open()]);
  // There is no world for them to write to, which they find only once they have opened the file.
  for (const { finished } of writers) await expect(finished()).rejects.toThrow("world:");
  const ids = await Promise.all(stores.map(async (store) => (await store.versions([])).epoch));
  expect(new Set(ids).size).toBe(1);
});

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
