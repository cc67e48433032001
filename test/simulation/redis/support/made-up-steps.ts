import { CONDEMNED } from "../../../../src/cache/mark.ts";
import type { ScriptArgs } from "../../../../src/cache/redis/commands.ts";
import { channelOf, markKey, prefixOf, recentKey } from "../../../../src/cache/redis/keys.ts";
import type { Random } from "../../../coherence/random.ts";
import type { ScriptName, SimulatedRedis } from "../simulated-redis.ts";
import { madeUpGarbage, madeUpMark } from "./made-up-marks.ts";

/** Something that is done to a server. */
export type Step =
  | { readonly kind: "script"; readonly name: Changing; readonly args: ScriptArgs }
  | { readonly kind: "tryOut"; readonly scope: string }
  | { readonly kind: "mget"; readonly keys: readonly string[] }
  | { readonly kind: "put"; readonly key: string; readonly garbage: string | { readonly type: WrongType } }
  | { readonly kind: "drop"; readonly key: string }
  /** Time passes, in milliseconds. */
  | { readonly kind: "age"; readonly ms: number }
  | { readonly kind: "full"; readonly full: boolean };

type Changing = Exclude<ScriptName, "trial">;

export type WrongType = "hash" | "list" | "set";

/** All times to live are multiples of this, in milliseconds; a test takes less. */
export const UNIT = 100_000;

export const SCOPES = ["world:w", "worlds"] as const;
const NAMES = ["a", "b", "c", "d", "é", "\u{10000}", "\uffff"] as const;
const STORES = [
  [40, "store"],
  [1, 'a/"\\\n\x7f'],
  [1, "Ὀδυσσεύς\u{10000}"],
] as const;

/** Who makes changes; the last one is nobody known. */
const WRITERS = ["a", "a", "a", "b", "b", "c", "d", "Ὀδυσσεύς", ""] as const;
const KNOWING = ['["a"]', '["a","b"]', '["b","Ὀδυσσεύς","c"]', "[]"] as const;

/** The next step, given what lies there: mostly what gateways would do then, and sometimes anything else. */
export function madeUpStep(random: Random, redis: SimulatedRedis): Step {
  const scope = random.weighted([
    [4, SCOPES[0]],
    [1, SCOPES[1]],
  ]);
  const key = prefixOf(scope) + random.pick(NAMES);
  return random.weighted<() => Step>([
    [12, () => open(scope, random, redis)],
    [40, () => fill(scope, random, redis)],
    [60, () => apply(scope, random, redis)],
    [5, () => ({ kind: "mget", keys: [markKey(prefixOf(scope)), recentKey(prefixOf(scope)), key] })],
    [2, () => ({ kind: "tryOut", scope })],
    [2, () => ({ kind: "put", key: markKey(prefixOf(scope)), garbage: madeUpMark(random) })],
    [2, () => ({ kind: "put", key: random.pick(placesOf(scope, key)), garbage: madeUpGarbage(random) })],
    [2, () => ({ kind: "put", key: random.pick(placesOf(scope, key)), garbage: { type: wrong(random) } })],
    [3, () => ({ kind: "drop", key: random.pick(placesOf(scope, key)) })],
    [5, () => ({ kind: "age", ms: random.below(8) * UNIT + 1 })],
    [redis.full ? 20 : 3, () => ({ kind: "full", full: !redis.full })],
  ])();
}

/** A batch as large as a gateway sends: changes of hundreds of keys, and fills of as many values. */
export function largeStep(random: Random, redis: SimulatedRedis): Step {
  const names = Array.from({ length: 200 + random.below(500) }, () => `k${random.below(3_000)}`);
  const [scope] = SCOPES;
  return random.weighted<() => Step>([
    [1, () => fill(scope, random, redis, [...new Set(names)].slice(0, 200))],
    [3, () => apply(scope, random, redis, [...new Set(names)])],
  ])();
}

function open(scope: string, random: Random, redis: SimulatedRedis): Step {
  const prefix = prefixOf(scope);
  const version = random.below(10) > 0 ? versionOf(scope, redis) + random.below(4) - 2 : CONDEMNED;
  const notice = random.pick(["", "flush of an opening"]);
  const args = [3, markKey(prefix), recentKey(prefix), channelOf(scope), random.weighted(STORES)];
  return script("open", [...args, Math.max(0, version), random.below(2), notice]);
}

function fill(scope: string, random: Random, redis: SimulatedRedis, names = some(random, 0.4)): Step {
  const prefix = prefixOf(scope);
  const version = versionOf(scope, redis);
  const [fence, seen] = [version + 1 - random.below(5), version + 1 - random.below(6)];
  const args: ScriptArgs = [2 + names.length, markKey(prefix), recentKey(prefix)];
  for (const name of names) args.push(prefix + name);
  args.push(random.weighted(STORES), Math.max(0, fence), Math.max(0, seen));
  for (const name of names)
    args.push(name, aType(random), random.pick(KNOWING), lifetime(random), value(name, random));
  return script("fill", args);
}

function apply(scope: string, random: Random, redis: SimulatedRedis, names = some(random, 0.4)): Step {
  const prefix = prefixOf(scope);
  const replaced = names.filter(() => random.below(3) === 0);
  const dropped = names.filter((name) => !replaced.includes(name));
  // An entry of others, and one of all that is, name other keys than they drop.
  const noted = random.below(5) > 0 ? names : some(random, 0.3);
  const ends = random.below(15) === 0;
  const step = random.below(8) > 0 ? 1 : random.below(4) - 1;
  const version = Math.max(0, versionOf(scope, redis) + step);
  const writer = random.pick(WRITERS);
  const flush = random.below(6) === 0 ? 1 : 0;
  const purged = random.below(3) > 0 ? "" : aType(random);
  const keys = [markKey(prefix), recentKey(prefix), channelOf(scope)];
  for (const name of [...dropped, ...replaced, ...(ends ? NAMES.slice(0, 3) : [])]) keys.push(prefix + name);
  const args: ScriptArgs = [keys.length, ...keys, random.weighted(STORES), version, writer, flush, purged];
  args.push(ends ? 1 : 0, `notice of ${version}`, `flush of ${version}`);
  args.push(noted.length, dropped.length, replaced.length, ...noted);
  for (const name of replaced) args.push(lifetime(random), value(name, random));
  return script(random.below(6) > 0 ? "applyEntry" : "applyWhenFull", args);
}

function script(name: Changing, args: ScriptArgs): Step {
  return { kind: "script", name, args };
}

/** The version that lies there, or any other where that isn't known. */
function versionOf(scope: string, redis: SimulatedRedis): number {
  const [raw] = redis.commands.mget(markKey(prefixOf(scope)));
  const [, version] = /^\{"version":(\d{1,16}),/.exec(raw ?? "") ?? [];
  return Number(version ?? 7);
}

function placesOf(scope: string, key: string): string[] {
  return [markKey(prefixOf(scope)), recentKey(prefixOf(scope)), key];
}

function some(random: Random, share: number): string[] {
  return NAMES.filter(() => random.next() < share);
}

function aType(random: Random): string {
  return random.pick(["Character", "Location", "Z/b", ""]);
}

function wrong(random: Random): WrongType {
  return random.pick(["hash", "list", "set"]);
}

/** Of which one is refused. */
function lifetime(random: Random): number {
  return random.below(60) > 0 ? random.below(4) * UNIT : 1000.5;
}

function value(name: string, random: Random): string {
  return JSON.stringify({ name, n: random.below(1_000) });
}
