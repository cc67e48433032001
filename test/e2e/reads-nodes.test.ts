import { beforeAll, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const IDS = [
  "event:odyssey:sailing",
  "object:odyssey:bow",
  "character:odyssey:nobody",
  "flag:odyssey:war_is_over",
  "world:odyssey",
  "location:odyssey:ithaca",
  "world:nowhere",
  "character:odyssey:odysseus",
  "flag:odyssey:peace",
  "character:nowhere:odysseus",
];

describe("nodes", () => {
  const at = useSharedGateway();
  beforeAll(() => makeSmallOdyssey(at));

  test("are found by id, each as its own type", async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) {
      __typename id
      ... on World { status }
      ... on WorldFlag { key value }
      ... on Entity { name }
      ... on Character { language }
      ... on Location { kind }
      ... on WorldObject { holder { id } }
      ... on TimelineEvent { summary }
    } }`;
    expect((await at.data(query, { ids: IDS })).nodes).toEqual([
      { __typename: "TimelineEvent", id: "event:odyssey:sailing", summary: "He sets out." },
      {
        __typename: "WorldObject",
        id: "object:odyssey:bow",
        name: "Bow",
        holder: { id: "character:odyssey:penelope" },
      },
      null,
      { __typename: "WorldFlag", id: "flag:odyssey:war_is_over", key: "war_is_over", value: true },
      { __typename: "World", id: "world:odyssey", status: "ACTIVE" },
      { __typename: "Location", id: "location:odyssey:ithaca", name: "Ithaca", kind: "island" },
      null,
      { __typename: "Character", id: "character:odyssey:odysseus", name: "Odysseus", language: "grc" },
      null,
      null,
    ]);
  });

  test("come in the order asked for, as often as asked for", async () => {
    const ids = ["object:odyssey:bow", "world:odyssey", "object:odyssey:bow", "object:odyssey:none"];
    const { nodes } = await at.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(nodes).toEqual([
      { id: "object:odyssey:bow" },
      { id: "world:odyssey" },
      { id: "object:odyssey:bow" },
      null,
    ]);
  });

  test.each(IDS)("one by one are what they are together: %s", async (id) => {
    const query = "query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }";
    const { node, nodes } = await at.data(query, { id });
    expect(node).toEqual(nodes[0]);
    expect(node?.id ?? null).toBe(/no(body|where)|peace/.test(id) ? null : id);
  });

  test("are answered up to a hundred at once", async () => {
    const ids = Array.from({ length: 100 }, (_, n) => (n % 2 ? "world:odyssey" : `character:odyssey:c${n}`));
    const { nodes } = await at.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(nodes).toHaveLength(100);
    expect(nodes[1]).toEqual({ id: "world:odyssey" });
    expect(nodes[98]).toBeNull();
  });

  test("of no ids are none", async () => {
    expect(await at.data("{ nodes(ids: []) { id } }")).toEqual({ nodes: [] });
  });
});

describe("a look-up by type", () => {
  const at = useSharedGateway();
  beforeAll(() => makeSmallOdyssey(at));

  test("finds what has the id", async () => {
    const query = `{
      world(id: "world:odyssey") { name }
      character(id: "character:odyssey:argos") { name }
      location(id: "location:odyssey:olympus") { name }
      object(id: "object:odyssey:oar") { name }
      event(id: "event:odyssey:rescue") { kind }
    }`;
    expect(await at.data(query)).toEqual({
      world: { name: "The Odyssey" },
      character: { name: "Argos" },
      location: { name: "Olympus" },
      object: { name: "Oar" },
      event: { kind: "counsel" },
    });
  });

  test("is null for what isn't there, in a world or without one", async () => {
    const query = `{
      world(id: "world:x") { id }
      character(id: "character:odyssey:x") { id }
      location(id: "location:odyssey:x") { id }
      object(id: "object:x:bow") { id }
      event(id: "event:x:x") { id }
    }`;
    expect(await at.data(query)).toEqual({
      world: null,
      character: null,
      location: null,
      object: null,
      event: null,
    });
  });

  test("of a null doesn't hide what is asked for beside it", async () => {
    const query = `{ character(id: "character:odyssey:x") { name } world(id: "world:odyssey") { name } }`;
    expect(await at.data(query)).toEqual({ character: null, world: { name: "The Odyssey" } });
  });
});
