import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { worldFlag } from "../../src/worlds/definitions/world-flag.ts";
import { createCutOff, RESUMED_EVENTS, RESUMED_NOTICES, ways } from "../support/cut-off.ts";
import { subscribe } from "../support/subscribers.ts";
import { useGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";

const folder = mkdtempSync(join(tmpdir(), "living-worlds-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(ways)("over $name, where the log no longer reaches", (way) => {
  const file = join(folder, "trimmed.sqlite");
  const at = useGateway({ SQLITE_FILE: file });
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await add("one", "two");
    return () => {
      for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
    };
  });

  const add = (...ids: string[]) =>
    at.change("addTimelineEvents", {
      worldId: WORLD,
      events: ids.map((id) => ({ id, kind: "k", summary: id })),
    });
  const events = (after = 0, from?: string) =>
    createCutOff(() => at, way, RESUMED_EVENTS, { worldId: WORLD, after }, from);
  const field = way.by === "resume" ? "resume" : "last-event-id";
  const refused = (given: string, expected: string) => ({
    errors: [
      {
        message: expect.stringContaining("the log doesn't reach back so far"),
        extensions: {
          code: "BAD_USER_INPUT",
          field: given,
          expected,
          resync: true,
          epoch: at.cache.epoch(),
        },
      },
    ],
  });

  /** As many changes by a gateway that keeps the last three, the last of which are heard of here. */
  async function trim(count: number): Promise<void> {
    const { registry, clock } = at.services;
    const store = await openSqliteStore({ file, registry, clock, retention: { entries: 3, ms: 0 } });
    for (let n = 0; n < count; n++) {
      // What is as young as the change itself is never trimmed.
      await at.clock.advance(1);
      const key = `f${made++}`;
      await store.change({
        scopes: [WORLD],
        work: (draft) => draft.create(worldFlag, `flag:odyssey:${key}`, { key, value: true }),
      });
    }
    await store.close();
    await at.cache.relay.poll();
  }
  let made = 0;

  test("an event's `resume`, and an `after`, are refused, and what is to be done is said", async () => {
    // From a query, as what is pushed is remembered by the gateway, which then could go on.
    const { event } = await at.data(`{ event(id: "event:odyssey:one") { resume } }`);
    await trim(3);
    expect(await events(0, event.resume).result()).toMatchObject(refused(field, "none"));
    expect(await events(1).result()).toMatchObject(refused("after", "5 or more, or none"));
    await add("three");
    expect((await events(4).take(1))[0].summary).toBe("three");
  });

  test("an event's `resume` goes on as long as the log still has its change", async () => {
    const { event } = await at.data(`{ event(id: "event:odyssey:one") { resume } }`);
    await trim(2);
    expect((await events(0, event.resume).take(1))[0].summary).toBe("two");
  });

  test("an open subscription to events that has fallen behind ends with the same", async () => {
    const { transport } = way;
    const subscriber = await subscribe(at, transport, RESUMED_EVENTS, { worldId: WORLD, after: 2 });
    await trim(5);
    expect(await subscriber.result()).toMatchObject(refused("after", "7 or more, or none"));
    expect(await subscriber.result()).toBeNull();
    expect(at.cache.scopes.watchers()).toBe(0);
  });

  test("a notice's `resume` is answered by a resync of that scope alone, from which it goes on", async () => {
    const client = createCutOff(() => at, way, RESUMED_NOTICES, {
      scopes: [{ id: WORLD }, { id: "worlds" }],
    });
    await client.take(2);
    await trim(4);
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    expect(new Set(await client.take(2))).toMatchObject(
      new Set([
        { scope: WORLD, version: 6, resync: true },
        { scope: "worlds", version: 2, resync: false },
      ]),
    );
    await add("three");
    expect(await client.take(1)).toMatchObject([{ scope: WORLD, version: 7, resync: false }]);
  });
});
