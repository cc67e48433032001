import { describe, expect, test } from "vitest";
import { noticeOf, resyncNotice } from "../../src/graphql/invalidation-notice.ts";
import { type LogEntry, type LoggedEntity, parseLogEntry } from "../../src/store/log.ts";
import type { Commit, Store } from "../../src/store/store.ts";
import { tagChangesOf } from "../../src/worlds/tag-changes.ts";
import { tagsMade, tagsOf } from "../../src/worlds/tags.ts";
import { createOwnRegistry } from "../support/own-types.ts";

const registry = createOwnRegistry();
const WORLD = "world:w";
const AT = "2026-01-01T00:00:00.000Z";

function entry(entities: readonly LoggedEntity[], more: Partial<LogEntry> = {}): LogEntry {
  const usual = {
    changeId: "c",
    idempotencyKey: null,
    at: AT,
    writer: "this release",
    flush: false,
    purged: null,
    keys: [],
  };
  return { scope: WORLD, version: 5, ...usual, entities, ...more };
}
const renamed: LoggedEntity = {
  id: "character:w:a",
  type: "Character",
  kind: "UPDATED",
  fields: ["name", "version", "updatedAt"],
  tags: [`${WORLD}.characters`, "location:w:b.characters"],
  moves: [
    { to: { language: "en", location: "location:w:b" }, moved: true },
    { to: {}, moved: true },
  ],
};
const created = (count: number): LoggedEntity[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `event:w:${n}`,
    type: "TimelineEvent",
    kind: "CREATED",
    tags: [],
  }));
const NO_LIST = { filter: null, entered: [], left: [], moved: [] };

describe("the parts of a change's tags", () => {
  test("call filters as arguments are called, and come in the order of tags", () => {
    const list = { nodeId: WORLD, typename: "World", field: "characters", fields: [] };
    const moved = { entered: [], left: [], moved: ["character:w:a"] };
    const locationId = "location:w:b";
    expect(tagChangesOf(registry, entry([renamed], { state: [] }))).toEqual([
      {
        tag: renamed.id,
        nodeId: renamed.id,
        typename: "Character",
        field: null,
        fields: renamed.fields,
        ...NO_LIST,
      },
      ...[{}, { location: 1 }, { language: "en" }, { language: "en", location: 1 }].map(
        ({ location, ...rest }: { location?: number; language?: string }) => ({
          tag: `${WORLD}.characters`,
          ...list,
          filter: { ...rest, ...(location && { locationId }) },
          ...moved,
        }),
      ),
      {
        ...{
          tag: "location:w:b.characters",
          nodeId: "location:w:b",
          typename: "Location",
          field: "characters",
        },
        ...{ fields: [], filter: {}, ...moved },
      },
      { tag: `${WORLD}.version`, nodeId: WORLD, typename: "World", field: "version", fields: [], ...NO_LIST },
      {
        tag: `${WORLD}.state`,
        nodeId: WORLD,
        typename: "World",
        field: "state",
        fields: ["version"],
        ...NO_LIST,
      },
    ]);
  });

  test("of an older gateway's entry are all fields, and lists without a word of filters", () => {
    const { fields: _, moves: __, ...old } = renamed;
    const told = tagChangesOf(registry, entry([old]));
    expect(told.map(({ tag, fields, filter }) => [tag, fields, filter])).toEqual([
      [renamed.id, null, null],
      [`${WORLD}.characters`, [], null],
      ["location:w:b.characters", [], null],
      [`${WORLD}.version`, [], null],
      [`${WORLD}.state`, null, null],
    ]);
  });

  test("of a newer gateway's type are told as far as they can be", () => {
    const ship: LoggedEntity = { ...renamed, id: "ship:w:a", type: "Ship" };
    const told = tagChangesOf(registry, entry([ship], { state: [] }));
    expect(told.map(({ tag }) => tag)).toEqual(tagsOf(entry([ship])));
    expect(told[0]).toMatchObject({ nodeId: "ship:w:a", typename: "Ship", field: null });
    expect(told[1]).toMatchObject({ tag: `${WORLD}.characters`, filter: null });
  });
});

describe("a notice", () => {
  test("of up to a thousand parts names them, and of more tells to refetch everything", () => {
    const most = noticeOf(registry, entry(created(998)), null).notice;
    expect(most).toMatchObject({ resync: false, changeId: "c" });
    expect([most.tags.length, most.changes.length, most.entities.length]).toEqual([1_000, 1_000, 998]);
    const more = entry(created(999), { idempotencyKey: "k" });
    const nothing = { tags: [], changes: [], entities: [], changeId: null };
    expect(noticeOf(registry, more, null)).toMatchObject({
      notice: { resync: true, ...nothing },
      empty: false,
    });
    expect(noticeOf(registry, more, new Set(["Character"]))).toMatchObject({
      notice: { resync: false, ...nothing, changeId: "c" },
      empty: true,
    });
  });

  test("of a purge tells of nothing, whatever is asked for", () => {
    for (const purged of [null, "Character"])
      for (const types of [null, new Set(["Character"]), new Set(["World"])]) {
        const { notice, empty } = noticeOf(registry, entry([], { flush: true, purged }), types);
        expect(notice).toMatchObject({ version: 5, tags: [], changes: [], entities: [], resync: false });
        expect(empty).toBe(types !== null);
      }
  });

  test("that isn't of one change names none", () => {
    expect(resyncNotice(WORLD, 5, AT)).toMatchObject({ changeId: null, idempotencyKey: null, resync: true });
  });
});

describe("a change's names", () => {
  const namesOf = (given: Pick<LogEntry, "changeId"> & Partial<Pick<LogEntry, "idempotencyKey">>) => {
    const { idempotencyKey: _, ...rest } = entry([]);
    const { changeId, idempotencyKey } = parseLogEntry(JSON.stringify({ ...rest, ...given }))!;
    return { changeId, idempotencyKey };
  };

  test("are told apart in an older entry, whose id holds the client's key", () => {
    const { changeId, idempotencyKey } = namesOf({ changeId: "key:mine" });
    expect(idempotencyKey).toBe("mine");
    expect(changeId).toMatch(/^[\w-]{43}$/);
    expect(namesOf({ changeId: "key:other" }).changeId).not.toBe(changeId);
  });

  test("are what they are in an entry that has both", () => {
    expect(namesOf({ changeId: "c", idempotencyKey: "key:mine" })).toEqual({
      changeId: "c",
      idempotencyKey: "key:mine",
    });
    expect(namesOf({ changeId: "c", idempotencyKey: null })).toEqual({ changeId: "c", idempotencyKey: null });
    expect(namesOf({ changeId: "c" })).toEqual({ changeId: "c", idempotencyKey: null });
  });
});

describe("a payload's tags", () => {
  const first = entry([renamed], { idempotencyKey: "k" });
  const logged = (entries: readonly LogEntry[]) =>
    ({
      log: async (_: string, after: number) => ({
        version: 9,
        entries: entries.filter(({ version }) => version > after).slice(0, 1),
        complete: true,
      }),
    }) as unknown as Store;
  const retried = { commits: [], versions: { [WORLD]: 5 } };

  test("are those of the change, in each of its scopes", async () => {
    const worlds = entry([{ ...renamed, id: WORLD, type: "World", tags: ["Query.worlds"] }], {
      scope: "worlds",
    });
    const commits: Commit[] = [first, worlds].map((one) => ({ entry: one, puts: [] }));
    expect(await tagsMade(logged([]), { commits, versions: {} }, null)).toEqual({
      [WORLD]: tagsOf(first),
      worlds: [WORLD, "Query.worlds"],
    });
  });

  test("of a retry are the first change's, as long as the log has it", async () => {
    expect(await tagsMade(logged([first]), retried, "k")).toEqual({ [WORLD]: tagsOf(first) });
    expect(await tagsMade(logged([]), retried, "k")).toEqual({});
    expect(await tagsMade(logged([{ ...first, version: 6 }]), retried, "k")).toEqual({});
  });

  test("of what changed nothing are none, whosever change its version is", async () => {
    expect(await tagsMade(logged([first]), retried, "another")).toEqual({});
    expect(await tagsMade(logged([first]), retried, null)).toEqual({});
  });

  test("name everything, even where the notice is a resync for being too long", async () => {
    const commits: Commit[] = [{ entry: entry(created(2_000)), puts: [] }];
    expect((await tagsMade(logged([]), { commits, versions: {} }, null))[WORLD]).toHaveLength(2_002);
  });
});
