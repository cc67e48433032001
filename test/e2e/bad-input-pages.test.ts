import { beforeAll, describe, expect, test } from "vitest";
import { useUntouchedWorld } from "../support/untouched-world.ts";

const at = useUntouchedWorld();

/** Lists that share entries, owners or order, and the path to each in its query. */
const lists = {
  "a world's characters": ['world(id: "world:ithaca")', "characters"],
  "its characters that speak English": [
    'world(id: "world:ithaca")',
    "characters",
    'filter: { language: "en" }',
  ],
  "its active characters": ['world(id: "world:ithaca")', "characters", "filter: { status: ACTIVE }"],
  "another world's characters": ['world(id: "world:troy")', "characters"],
  "a location's characters": ['location(id: "location:ithaca:palace")', "characters"],
  "a location's objects": ['location(id: "location:ithaca:palace")', "objects"],
  "a world's objects": ['world(id: "world:ithaca")', "objects"],
  "a world's locations": ['world(id: "world:ithaca")', "locations"],
  "a world's events, newest first": ['world(id: "world:ithaca")', "timeline", "order: NEWEST_FIRST"],
  "a world's events, oldest first": ['world(id: "world:ithaca")', "timeline", "order: OLDEST_FIRST"],
  "a character's events": ['character(id: "character:ithaca:odysseus")', "timeline"],
  worlds: ["", "worlds"],
  "sleeping worlds": ["", "worlds", "status: DORMANT"],
} satisfies Record<string, [owner: string, list: string, args?: string]>;

type ListName = keyof typeof lists;
const names = Object.keys(lists) as ListName[];

/** One entry after a cursor. */
function pageOf(name: ListName): string {
  const [owner, list, args = ""] = lists[name] as [string, string, string?];
  const page = `${list}(first: 1, after: $after, ${args}) { nodes { id } pageInfo { endCursor } }`;
  return owner ? `query ($after: String) { ${owner} { ${page} } }` : `query ($after: String) { ${page} }`;
}

describe("a page size", () => {
  const sizes = [0, -1, 101, 10_000, 2_147_483_647, -2_147_483_648];
  const says = "first: expected a whole number from 1 to 100";
  test.each(sizes)("of %i is refused, written into the query or as a variable", async (first) => {
    await at.refused(`{ worlds(first: ${first}) { nodes { id } } }`, undefined, { field: "first", says });
    await at.refused(
      "query ($n: Int) { worlds(first: $n) { nodes { id } } }",
      { n: first },
      { field: "first", says },
    );
    const nested = `{ character(id: "character:ithaca:odysseus") { inventory(first: ${first}) { nodes { id } } } }`;
    await at.refused(nested, undefined, { field: "first", says });
  });

  test.each(["99999999999", "1.5", '"10"', "[1]", "{}", "true"])(
    "of %s is refused as no page size",
    async (first) => {
      const refusal = { field: "first", says: "expected a 32-bit whole number" };
      await at.refused(`{ worlds(first: ${first}) { nodes { id } } }`, undefined, refusal);
      const variables = { n: JSON.parse(first) };
      await at.refused("query ($n: Int) { worlds(first: $n) { nodes { id } } }", variables, refusal);
    },
  );

  test("of null is the default one", async () => {
    expect((await at.gateway.data("{ worlds(first: null) { nodes { id } } }")).worlds.nodes).toHaveLength(2);
  });
});

describe("a cursor", () => {
  const cursors = new Map<ListName, string>();
  beforeAll(async () => {
    for (const name of names) {
      const data = await at.gateway.data(pageOf(name));
      cursors.set(name, findCursor(data));
    }
  });

  test.each(names)("of %s works there, and is refused by every other list", async (name) => {
    const after = cursors.get(name)!;
    await at.gateway.data(pageOf(name), { after });
    for (const other of names.filter((one) => one !== name))
      await at.refused(
        pageOf(other),
        { after },
        {
          field: "after",
          says: "after: this is another list's cursor; expected a cursor that this list gave out",
        },
      );
  });

  test("that is broken is refused", async () => {
    const good = cursors.get("a world's characters")!;
    const [mark, sort, id] = JSON.parse(Buffer.from(good, "base64url").toString());
    const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const broken = [
      "",
      " ",
      "x",
      "\0",
      "\ud800",
      "character:ithaca:odysseus",
      good.slice(1),
      good.slice(0, -4),
      good.repeat(2),
      "x".repeat(3_000_000),
      ...[null, 1, {}, [], [mark], [mark, sort], [mark, 1, id], [mark, sort, id, id]].map(forged),
      forged([mark, sort, "no id"]),
      forged([mark, "\ud800", id]),
    ];
    for (const after of broken)
      await at.refused(
        pageOf("a world's characters"),
        { after },
        {
          field: "after",
          says: "after: this is no cursor; expected a cursor that this list gave out",
        },
      );
  });
});

describe("a filter", () => {
  const filtered = (filter: string) =>
    `{ world(id: "world:ithaca") { characters(filter: ${filter}) { nodes { id } } } }`;
  test.each([
    ["an unknown status", "{ status: SLEEPING }", "filter.status", "expected one of ACTIVE, DORMANT"],
    ["a status as text", '{ status: "ACTIVE" }', "filter.status", "expected one of ACTIVE, DORMANT"],
    ["a language that is none", '{ language: "!!" }', "filter.language", "expected a BCP 47 language tag"],
    ["an empty language", '{ language: "" }', "filter.language", "expected a BCP 47 language tag"],
    ["a location's id that is none", '{ locationId: "x" }', "filter.locationId", "this is no id"],
    [
      "another type's id for a location",
      '{ locationId: "object:ithaca:bow" }',
      "filter.locationId",
      "this is another kind of id",
    ],
    [
      "an unknown field",
      '{ mood: "grim" }',
      "filter.mood",
      "there is no such field; expected one of language",
    ],
  ])("refuses %s", (_, filter, field, says) => at.refused(filtered(filter), undefined, { field, says }));

  test("refuses them as variables, too", async () => {
    const query = `query ($filter: CharacterFilter) {
      world(id: "world:ithaca") { characters(filter: $filter) { nodes { id } } }
    }`;
    const refuse = (filter: unknown, field: string, says: string) =>
      at.refused(query, { filter }, { field, says });
    await refuse(
      { status: "SLEEPING" },
      "filter.status",
      'this is "SLEEPING"; expected one of ACTIVE, DORMANT',
    );
    await refuse({ status: 1 }, "filter.status", "this is 1; expected one of ACTIVE, DORMANT");
    await refuse({ mood: "grim" }, "filter.mood", "there is no such field");
    await refuse(7, "filter", "this is 7; expected an object of type CharacterFilter");
  });

  test("refuses a status that worlds don't have", () =>
    at.refused("{ worlds(status: GONE) { nodes { id } } }", undefined, {
      field: "status",
      says: "status: this is GONE; expected one of DORMANT, ACTIVE, ARCHIVED",
    }));

  test("refuses an order that timelines don't have", () =>
    at.refused(`{ world(id: "world:ithaca") { timeline(order: RANDOM) { nodes { id } } } }`, undefined, {
      field: "order",
      says: "expected one of NEWEST_FIRST, OLDEST_FIRST",
    }));
});

/** The only cursor in an answer. */
function findCursor(data: unknown): string {
  const found = /"endCursor":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
  if (!found) throw new Error(`no cursor: ${JSON.stringify(data)}`);
  return found;
}
