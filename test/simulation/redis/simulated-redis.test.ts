import { beforeEach, expect, test } from "vitest";
import { APPLY, OPEN } from "../../../src/cache/redis/scripts.ts";
import { createSimulatedRedis, keeping, type SimulatedRedis } from "./simulated-redis.ts";

const VER = "lw:{worlds}:ver";
const RECENT = "lw:{worlds}:recent";
const CHANNEL = "lw:{worlds}:notices";

let now: number;
let redis: SimulatedRedis;
beforeEach(() => {
  now = 1_000;
  redis = createSimulatedRedis({ now: () => now, publish: () => {}, recentKeys: 2 });
});

const open = (version: number) => redis.commands.open(3, VER, RECENT, CHANNEL, "store", version, 0, "");
const apply = (version: number, ...keys: string[]) =>
  redis.commands.applyEntry(
    ...[3, VER, RECENT, CHANNEL, "store", version, "writer", 0, "", 0, "notice", "flush"],
    ...[keys.length, 0, 0, ...keys],
  );
const fill = (fence: number, key: string, px = 0) =>
  redis.commands.fill(3, VER, RECENT, key, "store", fence, fence, key, "Type", '["writer"]', px, "{}");

test("a key lives through the last millisecond of its time, and no longer", () => {
  open(5);
  fill(5, "a", 300);
  now += 300;
  expect(redis.commands.mget("a")).toEqual(["{}"]);
  now += 1;
  expect(redis.commands.mget("a")).toEqual([null]);
  expect([...redis.keys()]).toEqual([VER]);
});

test("a snapshot stays as it is, however often it is restored", () => {
  open(5);
  apply(6, "a");
  const snapshot = redis.snapshot();
  const items = () => structuredClone([...redis.keys()].map((key) => redis.item(key)));
  const before = items();
  for (const version of [7, 7]) {
    apply(version, "b");
    fill(7, "c");
    expect(items()).not.toEqual(before);
    redis.restore(snapshot);
    expect(items()).toEqual(before);
  }
});

test("restored to nothing it is empty", () => {
  open(5);
  redis.restore(null);
  expect([...redis.keys()]).toEqual([]);
});

test("only what has a time to live is evicted, where it is chosen", () => {
  open(5);
  for (const key of ["a", "b"]) fill(5, key, 300);
  fill(5, "c");
  redis.evict((key) => key !== "b");
  expect([...redis.keys()]).toEqual([VER, "b", "c"]);
});

test("what is dropped isn't there", () => {
  open(5);
  redis.drop(VER);
  expect(redis.item(VER)).toBeUndefined();
});

test("recent keeps as many keys as is said, and what it forgets counts as changed", () => {
  open(5);
  apply(6, "a");
  apply(7, "b", "c");
  expect(redis.item(RECENT)).toMatchObject({ scores: new Map(Object.entries({ b: 7, c: 7 })) });
  expect(fill(5, "a")).toEqual(["FILLED", "7", "0"]);
  expect(fill(6, "d")).toEqual(["FILLED", "7", "1"]);
});

test("a script that says elsewhere how many keys recent keeps is noticed", () => {
  expect(keeping(1_000, APPLY)).toBe(APPLY);
  for (const changed of [OPEN, APPLY + APPLY])
    expect(() => keeping(4, changed)).toThrow("how many keys recent keeps has changed");
});
