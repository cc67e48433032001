import { beforeAll, describe, expect, test } from "vitest";
import { useSharedGateway } from "../support/use-gateway.ts";

const worldId = "world:war";
const achilles = "character:war:achilles";
const troy = "location:war:troy";
const spear = "object:war:spear";

describe("a timeline", () => {
  const at = useSharedGateway();
  beforeAll(async () => {
    await at.change("createWorld", { id: "war", name: "The war" });
    await at.change("createCharacter", { worldId, id: "achilles", name: "Achilles" });
    await at.change("createLocation", { worldId, id: "troy", name: "Troy", kind: "city" });
    await at.change("createObject", { worldId, id: "spear", name: "Spear" });
    const event = (id: string, occurredAt: string, involves: string[] = []) => ({
      id,
      kind: "fight",
      summary: id,
      occurredAt,
      involves,
    });
    await at.change("addTimelineEvents", {
      worldId,
      events: [
        // In one batch, at one moment: the batch's order decides, not the ids'.
        event("b-second", "0900-01-02T00:00:00Z", [troy]),
        event("a-third", "0900-01-02T00:00:00.000Z", [achilles]),
        event("last", "0900-01-03T12:30:00+02:00", [achilles, spear, troy]),
      ],
    });
    // Later versions, at earlier moments or the same one.
    await at.change("addTimelineEvent", { worldId, ...event("first", "0900-01-01T00:00:00Z", [achilles]) });
    await at.change("addTimelineEvent", { worldId, ...event("a-fourth", "0900-01-02T00:00:00Z") });
  });
  const summaries = async (owner: string, args = "") => {
    const { owner: node } = await at.data(
      `{ owner: ${owner} { timeline${args} { nodes { summary } edges { node { summary } } } } }`,
    );
    const { nodes, edges } = node.timeline;
    expect(edges.map((edge: { node: object }) => edge.node)).toEqual(nodes);
    return nodes.map(({ summary }: { summary: string }) => summary);
  };
  const inOrder = ["first", "b-second", "a-third", "a-fourth", "last"];

  test("of a world has the newest first, by moment, version and place in the batch", async () => {
    expect(await summaries(`world(id: "${worldId}")`)).toEqual(inOrder.toReversed());
    expect(await summaries(`world(id: "${worldId}")`, "(order: NEWEST_FIRST)")).toEqual(inOrder.toReversed());
  });

  test("of a world has the oldest first if that is asked for", async () => {
    expect(await summaries(`world(id: "${worldId}")`, "(order: OLDEST_FIRST)")).toEqual(inOrder);
  });

  test.each([
    ["character", achilles, ["first", "a-third", "last"]],
    ["location", troy, ["b-second", "last"]],
    ["object", spear, ["last"]],
  ])("of a %s has what involves it, in both orders", async (field, id, expected) => {
    const owner = `${field}(id: "${id}")`;
    expect(await summaries(owner, "(order: OLDEST_FIRST)")).toEqual(expected);
    expect(await summaries(owner)).toEqual(expected.toReversed());
  });

  test("is a field of whatever lives in a world", async () => {
    const query = `query ($ids: [ID!]!) {
      nodes(ids: $ids) { ... on Entity { name timeline(first: 1, order: OLDEST_FIRST) { nodes { summary } } } }
    }`;
    expect((await at.data(query, { ids: [spear, achilles] })).nodes).toEqual([
      { name: "Spear", timeline: { nodes: [{ summary: "last" }] } },
      { name: "Achilles", timeline: { nodes: [{ summary: "first" }] } },
    ]);
  });

  test("ends with the state's latest event, which is the latest by its moment", async () => {
    const query = `{ world(id: "${worldId}") { state { eventCount latestEvent { summary occurredAt version } } } }`;
    expect((await at.data(query)).world.state).toEqual({
      eventCount: 5,
      latestEvent: { summary: "last", occurredAt: "0900-01-03T10:30:00.000Z", version: 5 },
    });
  });

  test("refuses the other order's cursor", async () => {
    const timeline = (args: string) =>
      `{ world(id: "${worldId}") { timeline(first: 1, ${args}) { pageInfo { endCursor } } } }`;
    const { endCursor } = (await at.data(timeline(""))).world.timeline.pageInfo;
    expect(await at.fault(timeline(`after: "${endCursor}", order: OLDEST_FIRST`))).toEqual({
      code: "BAD_USER_INPUT",
      field: "after",
    });
  });
});
