import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const START = "2026-01-01T00:00:00.000Z";
const EVENT = `id kind summary occurredAt moment data version involves { __typename id }
  world { version state { eventCount latestEvent { id } } }`;

describe("an event", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createCharacter", { worldId, id: "odysseus", name: "Odysseus" });
    await at.change("createLocation", { worldId, id: "ithaca", name: "Ithaca", kind: "island" });
    await at.change("createObject", { worldId, id: "bow", name: "Bow" });
  });
  const timeline = async () =>
    (
      await at.data(
        `{ world(id: "${worldId}") { timeline(first: 100, order: OLDEST_FIRST) { nodes { id } } } }`,
      )
    ).world.timeline.nodes.map((node: { id: string }) => node.id);
  const many = (events: readonly object[], selection = "events { id version summary involves { id } }") =>
    at.change("addTimelineEvents", { worldId, events }, selection);

  test("is added with what it is given", async () => {
    const given = {
      kind: "contest",
      summary: "He strings the bow.",
      moment: "the fortieth day",
      data: { book: 21, axes: 12, shots: [true], note: null },
    };
    const involves = [odysseus, "object:odyssey:bow", "location:odyssey:ithaca", odysseus];
    const occurredAt = "0901-01-01T12:00:00.5+02:00";
    expect(
      await at.change(
        "addTimelineEvent",
        { worldId, id: "contest", ...given, occurredAt, involves },
        `event { ${EVENT} }`,
      ),
    ).toEqual({
      worldId,
      version: 5,
      event: {
        id: "event:odyssey:contest",
        ...given,
        occurredAt: "0901-01-01T10:00:00.500Z",
        version: 5,
        // Each once, in the order in which they were named.
        involves: [
          { __typename: "Character", id: odysseus },
          { __typename: "WorldObject", id: "object:odyssey:bow" },
          { __typename: "Location", id: "location:odyssey:ithaca" },
        ],
        world: { version: 5, state: { eventCount: 1, latestEvent: { id: "event:odyssey:contest" } } },
      },
    });
  });

  test.each([{}, { id: null, occurredAt: null, moment: null, data: null, involves: null }])(
    "happens now, with nothing else known, unless it is said: %j",
    async (rest) => {
      const input = { worldId, kind: "k", summary: "s", ...rest };
      const { event } = await at.change("addTimelineEvent", input, `event { ${EVENT} }`);
      expect(event).toMatchObject({
        id: expect.stringMatching(/^event:odyssey:[0-9a-f]{8}-[0-9a-f]{4}-7/),
        occurredAt: START,
        moment: null,
        data: null,
        involves: [],
      });
    },
  );

  test("whose id is taken is refused", async () => {
    await at.change("addTimelineEvent", { worldId, id: "e", kind: "k", summary: "first" });
    const again = { worldId, id: "e", kind: "k", summary: "second" };
    expect(await at.refusal("addTimelineEvent", again)).toEqual({ code: "CONFLICT", field: "input.id" });
    expect((await at.data('{ event(id: "event:odyssey:e") { summary } }')).event.summary).toBe("first");
  });

  test("doesn't change what it involves", async () => {
    await at.change("addTimelineEvent", { worldId, kind: "k", summary: "s", involves: [odysseus] });
    const query = `{ character(id: "${odysseus}") { version timeline { nodes { summary } } } }`;
    expect((await at.data(query)).character).toEqual({ version: 2, timeline: { nodes: [{ summary: "s" }] } });
  });

  test("is the latest only if it happened last", async () => {
    const add = async (id: string, occurredAt: string) => {
      const input = { worldId, id, kind: "k", summary: "s", occurredAt };
      const { event } = await at.change("addTimelineEvent", input, `event { ${EVENT} }`);
      return event.world.state.latestEvent.id;
    };
    expect(await add("b", "2000-01-01T00:00:00Z")).toBe("event:odyssey:b");
    expect(await add("a", "1999-01-01T00:00:00Z")).toBe("event:odyssey:b");
    expect(await add("aa", "2000-01-01T00:00:00Z")).toBe("event:odyssey:aa");
    expect(await add("c", "2000-01-01T00:00:00.001Z")).toBe("event:odyssey:c");
  });

  test("is one of 500 that come as one version, in their order", async () => {
    const events = Array.from({ length: 500 }, (_, n) => ({
      id: `e${499 - n}`,
      kind: "tick",
      summary: `tick ${n}`,
      involves: n === 7 ? [odysseus] : [],
    }));
    const { version, events: made } = await many(events);
    expect(version).toBe(5);
    expect(made).toEqual(
      events.map(({ id, summary, involves }) => ({
        id: `event:odyssey:${id}`,
        version: 5,
        summary,
        involves: involves.map((involved) => ({ id: involved })),
      })),
    );
    expect(await timeline()).toEqual(events.slice(0, 100).map(({ id }) => `event:odyssey:${id}`));
    const query = `{ world(id: "${worldId}") { version state { eventCount latestEvent { summary } } } }`;
    expect((await at.data(query)).world).toEqual({
      version: 5,
      state: { eventCount: 500, latestEvent: { summary: "tick 499" } },
    });
  });

  const good = { kind: "k", summary: "s" };
  test.each([
    ["a taken id", [good, { ...good, id: "taken" }], "CONFLICT", "input.events.1.id"],
    [
      "an id twice",
      [
        { ...good, id: "x" },
        { ...good, id: "x" },
      ],
      "BAD_USER_INPUT",
      "input.events.1.id",
    ],
    ["a malformed id", [good, good, { ...good, id: "a b" }], "BAD_USER_INPUT", "input.events.2.id"],
    ["an empty summary", [good, { kind: "k", summary: "" }], "BAD_USER_INPUT", "input.events.1.summary"],
    [
      "somebody who isn't there",
      [good, { ...good, involves: [odysseus, "character:odyssey:nobody"] }],
      "NOT_FOUND",
      "input.events.1.involves",
    ],
    [
      "somebody from another world",
      [good, { ...good, involves: ["character:ilias:hector"] }],
      "BAD_USER_INPUT",
      "input.events.1.involves",
    ],
    [
      "another event",
      [good, { ...good, involves: ["event:odyssey:taken"] }],
      "BAD_USER_INPUT",
      "input.events.1.involves",
    ],
  ])("of many is added with all of them or not at all: %s", async (_, events, code, field) => {
    await at.change("addTimelineEvent", { worldId, id: "taken", kind: "k", summary: "s" });
    expect(await at.refusal("addTimelineEvents", { worldId, events })).toEqual({ code, field });
    expect(await timeline()).toEqual(["event:odyssey:taken"]);
    expect((await at.data(`{ world(id: "${worldId}") { version } }`)).world.version).toBe(5);
  });

  test.each([0, 501])("can't be one of %i", async (count) => {
    const events = Array.from({ length: count }, () => good);
    expect(await at.refusal("addTimelineEvents", { worldId, events })).toEqual({
      code: "BAD_USER_INPUT",
      field: "input.events",
    });
    expect(await timeline()).toEqual([]);
  });

  test.each([
    ["addTimelineEvent", good],
    ["addTimelineEvents", { events: [good] }],
  ])("can't be added to a world that isn't there: %s", async (mutation, rest) => {
    expect(await at.refusal(mutation, { worldId: "world:ilias", ...rest })).toEqual({
      code: "NOT_FOUND",
      field: "input.worldId",
    });
  });
});
