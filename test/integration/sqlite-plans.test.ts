import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { gated } from "../support/gate.ts";
import { indexingSession } from "../support/indexing-session.ts";
import { openNode } from "../support/node.ts";

/** Every statement that is prepared while `work` runs, by its SQL. */
async function statementsOf(work: () => Promise<void>): Promise<Set<string>> {
  const seen = new Set<string>();
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (sql, ...options) {
    seen.add(sql);
    return prepare.call(this, sql, ...options);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return seen;
}

test("no statement of a request looks through a table: each finds its rows by an index", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plans-"));
  const file = join(folder, "worlds.sqlite");
  const seen = await statementsOf(async () => {
    const registry = createWorldRegistry();
    const node = await openNode({
      file,
      registry,
      clock: systemClock,
      wrapStore: (store) => gated(store).store,
    });
    const { commands } = node;
    await commands.worlds.create({ id: "w", name: "W" });
    const place = await commands.members.create(registry.byName("Location"), {
      worldId: "world:w",
      id: "l",
      name: "L",
      kind: "k",
    });
    await commands.members.create(registry.byName("Character"), {
      worldId: "world:w",
      id: "c",
      name: "C",
      locationId: place.value.id,
      idempotencyKey: "once",
    });
    await commands.events.addMany({
      worldId: "world:w",
      events: [{ kind: "k", summary: "s", involves: ["character:w:c"] }],
    });
    await commands.flags.set({ worldId: "world:w", key: "f", value: 1 });
    await commands.flags.set({ worldId: "world:w", key: "f", value: 1, idempotencyKey: "idle" });
    const reader = node.reader({ strict: true });
    await reader.loadAny("character:w:c");
    await reader.loadAny("flag:w:f");
    await reader.state("world:w");
    const page = await reader.list("World.characters", "world:w", { first: 1, filter: { language: "en" } });
    const after = page.cursor(page.entries[0]!);
    await node.reader().list("World.characters", "world:w", { first: 1, filter: { language: "en" }, after });
    for (const order of ["NEWEST_FIRST", "OLDEST_FIRST"]) {
      await reader.list("World.timeline", "world:w", { first: 1, order });
      const timeline = await reader.list("Entity.timeline", "character:w:c", { first: 1, order });
      const cursor = timeline.cursor({ ...timeline.entries[0]!, id: "event:w:other" });
      await reader.list("Entity.timeline", "character:w:c", { first: 1, order, after: cursor });
    }
    await node.store.log("world:w", 0, 10);
    await commands.members.remove(registry.byName("Character"), { id: "character:w:c" });
    await commands.worlds.remove({ id: "world:w" });
    await node.close();
    await indexingSession((other, clock) => openSqliteStore({ file, registry: other, clock }));
  });

  const db = new DatabaseSync(file);
  const scans: string[] = [];
  for (const sql of seen) {
    if (!/^(SELECT|INSERT|UPDATE|DELETE)/.test(sql.trim()) || sql.includes("sqlite_schema")) continue;
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    for (const { detail } of plan) {
      // What is scanned may be the list of what is wanted. And a search must use more than the incarnation, but
      // for the sweeper's, which takes a piece of all there is.
      if (/^SCAN (?!wanted|CONSTANT|\(subquery)/.test(detail)) scans.push(`${detail}: ${sql}`);
      if (
        /^SEARCH (e|entity|place|p) .*\((incarnation=\?|incarnation=\? AND type=\?)\)$/.test(detail) &&
        !/ORDER BY id|incarnation = \? LIMIT \?\)$/.test(sql)
      )
        scans.push(`${detail}: ${sql}`);
    }
  }
  db.close();
  rmSync(folder, { recursive: true });
  expect(seen.size).toBeGreaterThan(15);
  expect(scans).toEqual([]);
});
