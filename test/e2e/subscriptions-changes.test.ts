import { beforeEach, describe, expect, test } from "vitest";
import { type ApiSnapshot, OWN_FIELDS, readEverything } from "../support/api-snapshot.ts";
import { EVERY_MUTATION } from "../support/every-mutation.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { subscribe } from "../support/subscribers.ts";
import { sse } from "../support/transports.ts";
import { useGateway } from "../support/use-gateway.ts";

const NOTICES = `subscription ($scopes: [ScopeInput!]!) {
  invalidations(scopes: $scopes) {
    scope version tags resync changeId idempotencyKey
    changes { tag nodeId typename field fields filter entered left moved }
  }
}`;

interface Change {
  readonly tag: string;
  readonly nodeId: string | null;
  readonly typename: string;
  readonly field: string | null;
  readonly fields: readonly string[];
  readonly filter: object | null;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  readonly moved: readonly string[];
}

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const ithaca = "location:odyssey:ithaca";
const ogygia = "location:odyssey:ogygia";

const CASES: readonly [string, Record<string, unknown>][] = [
  ...EVERY_MUTATION.filter(({ mutation }) => mutation !== "deleteWorld").map(
    ({ mutation, input }): [string, Record<string, unknown>] => [mutation, input],
  ),
  ["updateWorld", { id: worldId, name: "Nostos", status: "ARCHIVED", description: "Home." }],
  ["updateCharacter", { id: odysseus, name: "Nobody", language: "fr", status: "DORMANT", traits: [] }],
  ["updateCharacter", { id: odysseus, description: "Of many turns." }],
  ["moveCharacter", { id: odysseus, locationId: ithaca }],
  ["deleteCharacter", { id: "character:odyssey:penelope" }],
  ["updateLocation", { id: ithaca, name: "Zante", description: "Not Ithaca." }],
  ["deleteLocation", { id: ogygia, moveContentsTo: ithaca }],
  ["updateObject", { id: "object:odyssey:raft", name: "Ark", description: null }],
  ["transferObject", { id: "object:odyssey:bow", holderId: ithaca }],
  ["addTimelineEvent", { worldId, kind: "k", summary: "Before all.", occurredAt: "0001-01-01T00:00:00Z" }],
];

describe("the parts of a notice agree with what the API answered before and after", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));

  test.each(CASES)("%s %j", async (mutation, input) => {
    // What is active already isn't changed by it.
    if (mutation === "activateWorld") await at.change("updateWorld", { id: worldId, status: "DORMANT" });
    const before = await readEverything(at);
    const { versions } = await at.store.versions(["worlds"]);
    await at.clock.advance(1_000);
    const payload = await at.change(mutation, { ...input, idempotencyKey: "secret" }, "tags");
    const after = await readEverything(at);
    const notices = await noticesAfter({
      [payload.worldId]: payload.version - 1,
      worlds: versions.get("worlds")!,
    });

    const { tags, changes, ...rest } = notices.get(payload.worldId)!;
    expect(payload.tags).toEqual(tags);
    expect(rest).toMatchObject({ resync: false, idempotencyKey: "secret" });
    expect(rest.changeId).not.toContain("secret");
    for (const notice of notices.values()) expect(tagsIn(notice.changes)).toEqual(notice.tags);

    const told: Change[] = [...notices.values()].flatMap((notice) => notice.changes);
    expect(told.filter(({ nodeId, field }) => nodeId === null && field === null)).toEqual([]);
    expect(nodesTold(told)).toEqual(nodesThatDiffer(before, after));
    expect(listsTold(told, before, after)).toEqual(listsThatDiffer(before, after));
    expect(statesTold(changes)).toEqual(statesThatDiffer(before, after));

    // A retry changes nothing, and tells what the first did.
    const retry = await at.change(mutation, { ...input, idempotencyKey: "secret" }, "tags");
    expect(retry).toEqual(payload);
  });

  /** Scope → its only notice after a version; the list of worlds may have none. */
  async function noticesAfter(versions: Record<string, number>) {
    const now = await at.store.versions(Object.keys(versions));
    const behind = Object.entries(versions).filter(([scope, version]) => now.versions.get(scope)! > version);
    const scopes = behind.map(([id, after]) => ({ id, after }));
    const subscriber = await subscribe(at, sse, NOTICES, { scopes });
    const notices = await subscriber.take(scopes.length);
    subscriber.leave();
    return new Map(notices.map((notice) => [notice.scope, notice]));
  }
});

describe("the parts of a notice", () => {
  const at = useGateway();
  beforeEach(() => makeSmallOdyssey(at));
  const ALL = [
    ...["id", "world", "name", "description", "version", "createdAt", "updatedAt", "timeline"],
    ...["language", "status", "traits", "location", "inventory"],
  ];

  test("name all that its type has of what is new or gone", async () => {
    const { version } = await at.change("createCharacter", { worldId, id: "circe", name: "Circe" });
    await at.change("deleteCharacter", { id: "character:odyssey:circe" });
    const scopes = [{ id: worldId, after: version - 1 }];
    const subscriber = await subscribe(at, sse, NOTICES, { scopes });
    for (const { changes } of await subscriber.take(2))
      expect([...changes[0].fields].sort()).toEqual([...ALL].sort());
  });

  test("are there of a world that is deleted, although all of it is to be fetched again", async () => {
    const { version } = await at.change("deleteWorld", { id: worldId, idempotencyKey: "mine" });
    const scopes = [{ id: worldId, after: version - 1 }];
    const subscriber = await subscribe(at, sse, NOTICES, { scopes });
    const { changes, ...notice } = await subscriber.next();
    expect(notice).toEqual({
      scope: worldId,
      version,
      tags: [worldId, `${worldId}.version`, `${worldId}.state`],
      resync: true,
      changeId: null,
      idempotencyKey: "mine",
    });
    expect(tagsIn(changes)).toEqual(notice.tags);
  });
});

function tagsIn(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ tag }) => tag))];
}

function nodesTold(told: readonly Change[]): Record<string, string[]> {
  const nodes = told.filter(({ field }) => field === null);
  return Object.fromEntries(
    nodes.map(({ nodeId, typename, fields }) => [
      nodeId,
      // Of something new or gone, the lists that it has are told too, and how it is resumed after.
      fields.filter((name) => name in OWN_FIELDS[typename]!).toSorted(),
    ]),
  );
}

/** Node id → its fields that differ; all where it wasn't there, or isn't any more. */
function nodesThatDiffer(before: ApiSnapshot, after: ApiSnapshot): Record<string, string[]> {
  const ids = new Set([...before.nodes.keys(), ...after.nodes.keys()]);
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const [was, is] = [before.nodes.get(id), after.nodes.get(id)];
      const names = Object.keys(was ?? is!).filter((name) => {
        // An event doesn't name what is gone, which the notice tells of as a node.
        const there = (value: unknown) =>
          name === "involves" ? (value as { id: string }[])?.filter((one) => after.nodes.has(one.id)) : value;
        return !was || !is || JSON.stringify(there(was[name])) !== JSON.stringify(is[name]);
      });
      return names.length > 0 ? [[id, names.toSorted()]] : [];
    }),
  );
}

/** Lists and flags; without those whose owner wasn't there, or isn't any more: all of that is told to have changed. */
function listsTold(told: readonly Change[], before: ApiSnapshot, after: ApiSnapshot): string[] {
  return told
    .filter(({ field }) => field !== null && field !== "state" && field !== "version")
    .filter(({ nodeId }) => nodeId === null || (before.nodes.has(nodeId) && after.nodes.has(nodeId)))
    .map(({ tag, filter, entered, left, moved }) => JSON.stringify([tag, filter, entered, left, moved]))
    .toSorted();
}

function listsThatDiffer(before: ApiSnapshot, after: ApiSnapshot): string[] {
  const stays = (owner: string) => owner === "Query" || (before.nodes.has(owner) && after.nodes.has(owner));
  const none: ReadonlyMap<string, string> = new Map();
  const lists = [...new Set([...before.lists.keys(), ...after.lists.keys()])].flatMap((name) => {
    const [tag, filter] = JSON.parse(name) as [string, object];
    const [was, is] = [before.lists.get(name) ?? none, after.lists.get(name) ?? none];
    const entered = [...is.keys()].filter((id) => !was.has(id));
    const left = [...was.keys()].filter((id) => !is.has(id));
    const moved = [...is.keys()].filter((id) => was.has(id) && was.get(id) !== is.get(id));
    const differs = entered.length + left.length + moved.length > 0;
    return differs && stays(tag.split(".")[0]!)
      ? [[tag, filter, entered.toSorted(), left.toSorted(), moved.toSorted()]]
      : [];
  });
  const flags = [...before.flags].flatMap(([id, was]) => {
    const is = after.flags.get(id) ?? [];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const entered = is.filter((flag) => !was.some((one) => one.id === flag.id)).map((flag) => flag.id);
    const left = was.filter((flag) => !is.some((one) => one.id === flag.id)).map((flag) => flag.id);
    return [[`${id}.flags`, {}, entered, left, []]];
  });
  return [...lists, ...flags].map((list) => JSON.stringify(list)).toSorted();
}

/** World id → the fields of its state. */
function statesTold(changes: readonly Change[]): Record<string, string[]> {
  const states = changes.filter(({ field }) => field === "state");
  return Object.fromEntries(states.map(({ nodeId, fields }) => [nodeId, fields.toSorted()]));
}

function statesThatDiffer(before: ApiSnapshot, after: ApiSnapshot): Record<string, string[]> {
  return Object.fromEntries(
    [...after.states].flatMap(([id, is]) => {
      const was = before.states.get(id);
      const names = Object.keys(is).filter(
        (name) => JSON.stringify(was?.[name]) !== JSON.stringify(is[name]),
      );
      return names.length > 0 ? [[id, names.toSorted()]] : [];
    }),
  );
}
