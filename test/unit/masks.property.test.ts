import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entity } from "../../src/entities/define.ts";
import type { LogEntry, Mask } from "../../src/store/log.ts";
import type { ScopeState } from "../../src/store/query.ts";
import { ROUNDS } from "../support/made-up.ts";
import {
  BUOYS,
  buoyPairs,
  lampPairs,
  NOW_BORN,
  type Pair,
  prepared,
  type Sail,
  sailPairs,
} from "../support/made-up-changes.ts";

const changes = fc
  .tuple(sailPairs, buoyPairs, lampPairs)
  .map(([sails, buoys, lamps]) => ({ sails, buoys, lamps, all: [...sails, ...buoys, ...lamps] as Pair[] }));

/** What a list's cached value says of an entry is its id and where it stands. */
type Entries = ReadonlyMap<string, string>;

/** Every list of sails that may be cached, by its key, read from rows one by one. */
function listsOf(rows: readonly Sail[]): Map<string, Entries> {
  const lists = new Map<string, Entries>();
  const entries = (of: (row: Sail) => boolean, order: (row: Sail) => unknown[]): Entries =>
    new Map(rows.filter(of).map((row) => [row.id, JSON.stringify(order(row))]));
  const byName = ({ name }: Sail) => [name];
  const timeline = (key: string, of: (row: Sail) => boolean) => {
    for (const order of ["recent", "oldest"])
      lists.set(
        `${key}:${order}`,
        entries(of, ({ at, born, seq }) => [at, born, seq]),
      );
  };
  for (const color of [null, "RED", "BLUE"])
    for (const mooring of [null, ...BUOYS])
      for (const rig of [null, "sloop"]) {
        const filter = Object.entries({ color, mooring, rig }).filter(([, value]) => value !== null);
        const terms = filter.map(([name, value]) => `${name}=${value}`).join("&");
        lists.set(
          terms ? `sails:${terms}` : "sails",
          entries((row) => filter.every(([name, value]) => row[name] === value), byName),
        );
      }
  timeline("log", () => true);
  for (const id of BUOYS) {
    const key = id.replace(":w:", ":");
    lists.set(
      `${key}:sails`,
      entries(({ mooring }) => mooring === id, byName),
    );
    timeline(`${key}:log`, ({ passed }) => passed.some((pin) => pin.id === id && pin.born === NOW_BORN));
  }
  return lists;
}

function listMask(was: Entries, is: Entries): string[] {
  const both = [...is].filter(([id]) => was.has(id));
  return [
    ...([...is.keys()].some((id) => !was.has(id)) ? ["entered"] : []),
    ...([...was.keys()].some((id) => !is.has(id)) ? ["left"] : []),
    ...(both.some(([id, at]) => was.get(id) !== at) ? ["moved"] : []),
  ];
}

const isWhole = ([before, after]: Pair) => before?.born !== after?.born;
const fieldsOf = ({ __typename, id, version, born, seq, createdAt, updatedAt, ...fields }: Entity) => fields;
/** As a client would see it: the order of a value's members says nothing. */
const shown = (value: unknown) =>
  JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** The names of all that differs between images of what stays; null where something came, went or was made again. */
function fieldMask(pairs: readonly Pair[]): Mask {
  if (pairs.some(isWhole)) return null;
  const names = pairs.flatMap(([before, after]) =>
    Object.keys(fieldsOf(after!)).filter((name) => shown(before![name]) !== shown(after![name])),
  );
  return [...new Set(names), "version", "updatedAt"];
}

function stateMask(was: ScopeState, is: ScopeState): string[] {
  const counters = { sailCount: "Sail", buoyCount: "Buoy", lampCount: "Lamp", worldCount: "World" };
  return [
    "version",
    ...Object.entries(counters).flatMap(([name, type]) =>
      was.counts[type] === is.counts[type] ? [] : [name],
    ),
    ...(shown(was.latest.Sail) === shown(is.latest.Sail) ? [] : ["latestSail"]),
  ];
}

function maskOf({ keys, masks }: LogEntry, key: string): Mask | undefined {
  const mask = masks![keys.indexOf(key)];
  return mask && [...mask].sort();
}
const inOrder = (mask: Mask) => mask && [...mask].sort();
const touchedOf = (pairs: readonly Pair[]) => pairs.filter(([before, after]) => before || after);
const runs = { numRuns: 500 * ROUNDS };

describe("the mask of a cache key names exactly what a change makes another there", () => {
  test("of an entity: its fields, version and moment; all of one that came, went or was made again", () => {
    fc.assert(
      fc.property(changes, ({ sails, buoys, all }) => {
        const entry = prepared(all)?.scope.entry;
        for (const pair of touchedOf([...sails, ...buoys])) {
          const { id } = (pair[1] ?? pair[0])!;
          expect(maskOf(entry!, `${id.replace(":w:", ":")}:state`)).toEqual(inOrder(fieldMask([pair])));
        }
      }),
      runs,
    );
  });

  test("of entities that are cached together: the fields of any of them", () => {
    fc.assert(
      fc.property(changes, ({ lamps, all }) => {
        const touched = touchedOf(lamps);
        if (touched.length > 0)
          expect(maskOf(prepared(all)!.scope.entry, "lamps")).toEqual(inOrder(fieldMask(touched)));
      }),
      runs,
    );
  });

  test("of a list, with each filter: whether entries entered, left or moved; all of one whose owner came or went", () => {
    fc.assert(
      fc.property(changes, ({ sails, buoys, all }) => {
        const entry = prepared(all)?.scope.entry;
        const rows = (side: 0 | 1) => sails.flatMap((pair) => pair[side] ?? []);
        const now = listsOf(rows(1));
        const renewed = buoys.filter(isWhole).map(([before, after]) => (after ?? before)!.id);
        for (const [key, was] of listsOf(rows(0))) {
          const mask = listMask(was, now.get(key)!);
          const whole = renewed.some((id) => key.startsWith(`${id.replace(":w:", ":")}:`));
          if (whole) expect(maskOf(entry!, key)).toBeNull();
          else if (mask.length > 0) expect(maskOf(entry!, key)).toEqual(inOrder(mask));
          else expect(entry?.keys ?? []).not.toContain(key);
        }
      }),
      runs,
    );
  });

  test("of the scope's state: its version, and the counters and latest entries that are others", () => {
    fc.assert(
      fc.property(changes, ({ all }) => {
        const made = prepared(all);
        if (!made) return;
        const { before, scope } = made;
        expect(maskOf(scope.entry, "state")).toEqual(inOrder(stateMask(before, scope.state)));
      }),
      runs,
    );
  });

  test("and there is one for each key", () => {
    fc.assert(
      fc.property(changes, ({ all }) => {
        const { keys, masks } = prepared(all)?.scope.entry ?? { keys: [], masks: [] };
        expect(masks).toHaveLength(keys.length);
      }),
    );
  });
});
