import { z } from "zod";
import { type CacheOn, WRITE_POLICIES } from "../entities/caching.ts";
import { setting } from "../setting.ts";
import { choice, flag, whole } from "../setting-values.ts";

/** What a definition says of how its type is cached; a setting may say otherwise. */
export interface CachePolicy {
  /** Seconds; null: until changed; undefined: CACHE_DEFAULT_TTL. */
  readonly ttl: number | null | undefined;
  /** False: entities of the type, and lists of them, are read from the store. */
  readonly cached: boolean;
  /** Whether entities come into the caches when they are read, and what becomes of them there when they are changed. */
  readonly cacheOn: CacheOn;
  /** How much of the in-process cache the type may fill, from 0 to 1; null: all of it. */
  readonly share: number | null;
  /** Seconds that a list of such entities lives, by its coordinate; what isn't named lives as its definition says. */
  readonly lists?: Readonly<Record<string, number>>;
}

/** Entity type → what its definition says. */
export type CachePolicies = Readonly<Record<string, CachePolicy>>;

/** The settings of each type: its definition's policy is their default. */
export function policySettings(policies: CachePolicies) {
  return z.object(
    Object.fromEntries(Object.entries(policies).map(([type, policy]) => [type, settingsOf(type, policy)])),
  );
}

function settingsOf(type: string, { ttl, cached, cacheOn, share, lists = {} }: CachePolicy) {
  const prefix = `CACHE_${inCapitals(type)}`;
  const none = ttl === null ? " (empty: until it is changed)" : " (empty: CACHE_DEFAULT_TTL)";
  return z.object({
    ttl: setting(
      `${prefix}_TTL`,
      String(ttl ?? ""),
      `seconds that a cached ${type} lives${typeof ttl === "number" ? "" : none}`,
      z.union([z.literal("").transform(() => ttl), whole(1, 31_536_000)], {
        error: "a whole number from 1 to 31536000",
      }),
    ),
    lists: z.object(
      Object.fromEntries(Object.entries(lists).map(([name, seconds]) => [name, listSetting(name, seconds)])),
    ),
    cached: setting(
      `${prefix}_ENABLED`,
      String(cached),
      `false: every ${type} is read from the store, and so are lists of them`,
      flag,
    ),
    cacheOn: z.object({
      read: setting(
        `${prefix}_ON_READ`,
        String(cacheOn.read),
        `false: a ${type} that was loaded isn't cached`,
        flag,
      ),
      write: setting(
        `${prefix}_ON_WRITE`,
        cacheOn.write,
        `what a change does to a cached ${type}: through replaces it, drop and behind drop it`,
        choice(...WRITE_POLICIES),
      ),
    }),
    /** In the environment a percentage. */
    share: setting(
      `${prefix}_SHARE`,
      share === null ? "" : String(Math.round(share * 100)),
      `percent of the in-process cache that ${type} values may fill (empty: all of it)`,
      z.union([z.literal("").transform(() => null), whole(1, 100).transform((percent) => percent / 100)], {
        error: "a whole number from 1 to 100",
      }),
    ),
  });
}

/** Called apart from types: a list of the world's objects isn't the type WorldObject. */
function listSetting(coordinate: string, seconds: number) {
  return setting(
    `CACHE_LIST_${inCapitals(coordinate)}_TTL`,
    String(seconds),
    `seconds that ${coordinate} lives in caches, under each filter and in each order`,
    whole(1, 31_536_000),
  );
}

/** `World.timelineEvents` as `WORLD_TIMELINE_EVENTS`. */
function inCapitals(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])|\./g, "_").toUpperCase();
}
