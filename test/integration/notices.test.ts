import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unavailable } from "../../src/fault.ts";
import { createNotices, type FollowedChange, type Follower } from "../../src/worlds/notices.ts";
import { createRecentLog } from "../../src/worlds/recent-log.ts";
import { turnOfTheLoop } from "../support/clock.ts";
import { type GatedStore, gated } from "../support/gate.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

const WORLD = "world:odyssey";

let gateway: TestGateway;
let store: GatedStore;

beforeEach(async () => {
  gateway = await startTestGateway(
    { RELAY_INTERVAL_MS: "60000" },
    {
      wrapStore: (opened) => {
        store = gated(opened);
        return store.store;
      },
    },
  );
  await gateway.services.commands.worlds.create({ id: "odyssey", name: "The Odyssey" });
});
afterEach(() => gateway.close());

let changes = 0;
const change = async (times = 1) => {
  for (let n = 0; n < times; n++)
    await gateway.services.commands.flags.set({ worldId: WORLD, key: "k", value: ++changes });
};
const follow = (after: number) => gateway.services.notices.follow([{ scope: WORLD, after }]);
const versionOf = (found: FollowedChange | null) =>
  found?.kind === "change" ? found.change.version : found?.kind;
const take = async (follower: Follower, count: number) => {
  const versions = [];
  while (versions.length < count) versions.push(versionOf(await follower.next()));
  return versions;
};

describe("a follower", () => {
  test("that is not asked pulls nothing, however much is changed", async () => {
    const follower = follow(1);
    await change(100);
    for (let turn = 0; turn < 10; turn++) await turnOfTheLoop();
    expect(store.calls.log).toBe(0);
    expect(await take(follower, 100)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
  });

  test("misses nothing of what is changed while it reads the log", async () => {
    const follower = follow(1);
    const held = store.hold("log");
    const next = follower.next();
    await change();
    const release = await held;
    await change(2);
    release();
    expect(versionOf(await next)).toBe(2);
    expect(await take(follower, 2)).toEqual([3, 4]);
  });

  test("misses nothing of what is changed while nobody asks it", async () => {
    const follower = follow(1);
    const waiting = follower.next();
    await change(3);
    expect(versionOf(await waiting)).toBe(2);
    expect(await take(follower, 2)).toEqual([3, 4]);
  });

  test("is idle when it was asked to wait no longer, and goes on afterwards", async () => {
    const follower = follow(1);
    expect(await follower.next(Promise.resolve())).toEqual({ kind: "idle" });
    await change();
    expect(versionOf(await follower.next(Promise.resolve()))).toBe(2);
  });

  test("that is stopped answers null, and what it was reading is dropped", async () => {
    const waiting = follow(1);
    const next = waiting.next();
    waiting.stop();
    expect(await next).toBeNull();
    const reading = follow(0);
    const held = store.hold("log");
    const read = reading.next();
    const release = await held;
    reading.stop();
    release();
    expect(await read).toBeNull();
    expect(await reading.next()).toBeNull();
    expect(gateway.cache.scopes.watchers()).toBe(0);
  });

  test("fails when the log can't be read, and may be asked again", async () => {
    const follower = follow(1);
    await change();
    store.gone(unavailable("the store is gone"));
    await expect(follower.next()).rejects.toThrow("the store is gone");
    store.gone(undefined);
    expect(versionOf(await follower.next())).toBe(2);
  });

  test("that has much to catch up on lets others have their turns", async () => {
    await change(1_000);
    const follower = follow(1);
    let turns = 0;
    let done = false;
    const others = (async () => {
      for (; !done; turns++) await turnOfTheLoop();
    })();
    await take(follower, 1_000);
    done = true;
    await others;
    expect(turns).toBeGreaterThanOrEqual(40);
  });
});

describe("a follower of a store that is replaced by another one", () => {
  let era = 1;
  /** The gateway's cache in an era that a test names. */
  const notices = () => {
    const cache = { ...gateway.cache, era: () => era, epoch: () => `epoch of era ${era}` };
    return createNotices({ store: store.store, cache });
  };
  beforeEach(() => {
    era = 1;
  });
  const replaced = (version: number) => ({
    kind: "replaced",
    epoch: `epoch of era ${era}`,
    versions: new Map([[WORLD, version]]),
  });

  test("tells so once, with the versions that are there, and goes on from these, though they are lower", async () => {
    const follower = notices().follow([
      { scope: WORLD, after: 50 },
      { scope: "world:nowhere", after: 7 },
    ]);
    era = 2;
    expect(await follower.next()).toEqual(replaced(1));
    await change();
    expect(versionOf(await follower.next())).toBe(2);
    await gateway.services.commands.worlds.create({ id: "nowhere", name: "Utopia" });
    expect(await follower.next()).toMatchObject({ change: { scope: "world:nowhere", version: 1 } });
    expect(await follower.next(Promise.resolve())).toEqual({ kind: "idle" });
  });

  test("tells so at once if that was before it began to follow", async () => {
    const follower = notices().follow([{ scope: WORLD, after: 1 }], 0);
    expect(await follower.next()).toEqual(replaced(1));
    expect(await follower.next(Promise.resolve())).toEqual({ kind: "idle" });
  });

  test("tells so instead of what it was reading in the log meanwhile", async () => {
    const follower = notices().follow([{ scope: WORLD, after: 1 }]);
    await change();
    const held = store.hold("log");
    const next = follower.next();
    const release = await held;
    era = 2;
    release();
    expect(await next).toEqual(replaced(2));
  });

  test("tells so again when it couldn't be asked where it is", async () => {
    const follower = notices().follow([{ scope: WORLD, after: 1 }]);
    era = 2;
    store.gone(unavailable("the store is gone"));
    await expect(follower.next()).rejects.toThrow("the store is gone");
    store.gone(undefined);
    expect(await follower.next()).toEqual(replaced(1));
  });
});

describe("the recent log", () => {
  test("is read once for all who follow it", async () => {
    const followers = Array.from({ length: 1_000 }, () => follow(1));
    const waiting = followers.map((follower) => follower.next());
    await change();
    expect(new Set((await Promise.all(waiting)).map(versionOf))).toEqual(new Set([2]));
    expect(store.calls.log).toBe(1);
  });

  test("is read again where its bound made it forget", async () => {
    await change(50);
    const recent = createRecentLog(store.store, { era: () => 0, maxStrings: 40 });
    const versions = [];
    for (const version of [0, 1, 2, 30, 2, 1, 0, 50]) {
      const step = await recent.after(WORLD, version);
      versions.push(step?.kind === "change" ? step.change.version : step);
    }
    expect(versions).toEqual([1, 2, 3, 31, 3, 2, 1, 51]);
    expect(store.calls.log).toBeGreaterThan(4);
  });

  test("has nothing of what the store's history was before, also where that was being read", async () => {
    await change(3);
    let era = 0;
    const recent = createRecentLog(store.store, { era: () => era });
    const held = store.hold("log");
    const early = recent.after(WORLD, 1);
    const release = await held;
    era++;
    release();
    await early;
    const { log } = store.calls;
    expect(await recent.after(WORLD, 1)).toMatchObject({ kind: "change", change: { version: 2 } });
    expect(store.calls.log).toBe(log + 1);
    await recent.after(WORLD, 2);
    expect(store.calls.log).toBe(log + 1);
    era++;
    await recent.after(WORLD, 2);
    expect(store.calls.log).toBe(log + 2);
  });
});
