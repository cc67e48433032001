import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WORLDS } from "../../src/entities/ids.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import type { IndexProgress } from "../../src/store/indexing.ts";
import { createHandClock, turnOfTheLoop } from "../support/clock.ts";
import { ITHACA, importObjects } from "../support/many-objects.ts";
import { definitionsWith } from "../support/other-definitions.ts";
import { location, worldObject } from "../support/own-types.ts";
import { actionsOn } from "../support/store.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";

const ODYSSEY = "world:odyssey";
/** As in `store-indexer.ts`. */
const newer = createRegistry(definitionsWith({ "World.objects": { filters: ["holder"] } }));

let file: StoreFile;
beforeEach(async () => {
  file = await createStoreFile();
});
afterEach(() => file.remove());

describe("a file of the first schema, whose places are of definitions that nobody wrote down", () => {
  beforeEach(() => {
    const db = new DatabaseSync(file.path);
    const sql = readFileSync(new URL("../support/first-schema.sql", import.meta.url), "utf8");
    db.exec(`BEGIN; ${sql} COMMIT`);
    db.close();
  });

  test("has all of its lists", async () => {
    const store = await file.open();
    const at = actionsOn(() => store);
    expect(await at.ids("Query.worlds", WORLDS, { filter: { status: "DORMANT" } })).toEqual([ODYSSEY]);
    expect(await at.ids("World.characters", ODYSSEY, { filter: { language: "el" } })).toHaveLength(1);
    expect(await at.ids("Entity.timeline", "character:odyssey:circe")).toEqual(["event:odyssey:feast"]);
    expect(await at.ids("World.locations", ODYSSEY)).toEqual(["location:odyssey:aeaea", ITHACA]);
    expect((await at.state("odyssey"))?.latest.TimelineEvent?.id).toBe("event:odyssey:feast");
  });

  test("clears what refers to an entity that is the first to be deleted", async () => {
    const store = await file.open();
    const at = actionsOn(() => store);
    await at.remove(location, ITHACA);
    expect(await at.get("location:odyssey:aeaea")).toMatchObject({ exits: [] });
    await at.remove(location, "location:odyssey:aeaea");
    expect(await at.get("character:odyssey:circe")).toMatchObject({ location: null });
  });

  test("is exported whole", async () => {
    const store = await file.open();
    const found: string[] = [];
    for await (const batch of store.dump("odyssey")) found.push(...batch.map(({ id }) => id));
    expect(found).toHaveLength(6);
    expect(found).toContain("event:odyssey:feast");
  });

  test("loses the shelves that it had to the sweeper, and keeps the others", async () => {
    const today = await file.open();
    await today.index();
    while (await today.sweep());
    expect(shelves()).toContain("objects");
    const store = await file.open({ clock: createHandClock("2100-01-01T00:00:00.000Z") });
    while (await store.sweep());
    expect(shelves().filter((shelf) => !/^[0-9a-f]{10}:/.test(shelf))).toEqual([]);
    const at = actionsOn(() => store);
    expect(await at.ids("World.objects", ODYSSEY)).toEqual(["object:odyssey:wand"]);
    expect(await store.sweep()).toBe(false);
  });

  function shelves(): string[] {
    const db = new DatabaseSync(file.path, { readOnly: true });
    const rows = db.prepare("SELECT DISTINCT shelf FROM place").all() as { shelf: string }[];
    db.close();
    return rows.map(({ shelf }) => shelf);
  }
});

describe("indexing anew", () => {
  test("goes on after it was killed where it had come to", async () => {
    const store = await file.open();
    const ids = await importObjects(store, 5_000);
    await store.close();
    const script = fileURLToPath(new URL("../support/store-indexer.ts", import.meta.url));
    const child = spawn(process.execPath, [script, file.path], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    let killedAt = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const { done } = JSON.parse(line) as IndexProgress;
      if (done < 1_000 || child.killed) continue;
      killedAt = done;
      child.kill("SIGKILL");
    }
    await ended;
    expect(killedAt).toBeLessThan(5_000);

    // Meanwhile an older program changes what was indexed already, and what wasn't.
    const older = await file.open();
    const before = actionsOn(() => older);
    for (const id of [ids[1]!, ids.at(-2)!]) await before.update(worldObject, id, { holder: null });
    await before.remove(worldObject, ids[2]!);

    const told: IndexProgress[] = [];
    const again = await file.open({ registry: newer, onIndexing: (progress) => told.push(progress) });
    await again.index();
    expect(told[0]!.done).toBeGreaterThan(killedAt);
    expect(told.at(-1)).toMatchObject({ scope: ODYSSEY, lists: ["World.objects"], finished: true });
    const at = actionsOn(() => again);
    const changed = [ids[1], ids[2], ids.at(-2)];
    expect(await at.walk("World.objects", ODYSSEY, 1_000, { filter: { holder: ITHACA } })).toEqual(
      ids.filter((id) => !changed.includes(id)),
    );
    expect(await at.walk("World.objects", ODYSSEY, 1_000)).toHaveLength(4_999);
  });

  test("is shared by two programs that do it at once", async () => {
    const store = await file.open();
    const ids = await importObjects(store, 3_000);
    const stores = [await file.open({ registry: newer }), await file.open({ registry: newer })];
    await Promise.all(stores.map((one) => one.index()));
    for (const one of stores) {
      const at = actionsOn(() => one);
      expect(await at.walk("World.objects", ODYSSEY, 1_000, { filter: { holder: ITHACA } })).toEqual(ids);
    }
  });

  test("leaves this process to others while 20,000 entities are indexed", { timeout: 120_000 }, async () => {
    const store = await file.open();
    const ids = await importObjects(store, 20_000);
    const young = await file.open({ registry: newer });
    const at = actionsOn(() => young);
    let indexed = false;
    const indexing = young.index().then(() => {
      indexed = true;
    });
    const held: number[] = [];
    let served = 0;
    let refused = 0;
    // A list that others declare alike, an entity and a change are served all the while.
    const serving = (async () => {
      for (; !indexed; served++) {
        // As requests do, which come from outside.
        await turnOfTheLoop();
        expect(await at.ids("World.locations", ODYSSEY)).toEqual([ITHACA]);
        expect(await at.get(ids[served]!)).not.toBeNull();
        await at.update(worldObject, ids[served]!, { name: `${served}` });
        refused += await at.ids("World.objects", ODYSSEY, { filter: { holder: ITHACA } }).then(
          () => 0,
          () => 1,
        );
      }
    })();
    // What this thread itself computes between two turns of the loop: a busy machine may take longer to let it.
    let last = process.cpuUsage();
    while (!indexed) {
      await turnOfTheLoop();
      const { user, system } = process.cpuUsage(last);
      held.push((user + system) / 1_000);
      last = process.cpuUsage();
    }
    await Promise.all([indexing, serving]);
    expect(served).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(0);
    expect(
      held
        .toSorted((a, b) => b - a)
        .slice(0, 3)
        .at(-1),
    ).toBeLessThan(50);
    expect(await at.walk("World.objects", ODYSSEY, 5_000, { filter: { holder: ITHACA } })).toHaveLength(
      20_000,
    );
  });
});
