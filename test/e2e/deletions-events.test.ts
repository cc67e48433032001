import { beforeEach, describe, expect, test } from "vitest";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:odyssey";
const odysseus = "character:odyssey:odysseus";
const raft = "object:odyssey:raft";
const ogygia = "location:odyssey:ogygia";

/** Everything through which an event and what it involves can be seen from each other. */
const QUERY = `{
  event(id: "event:odyssey:building") { ...seen }
  node(id: "event:odyssey:building") { ...seen }
  world(id: "${worldId}") { state { eventCount latestEvent { ...seen } } timeline { nodes { ...seen } } }
  nodes(ids: ["${odysseus}", "${raft}", "${ogygia}"]) {
    id ... on Entity { timeline { nodes { id } } oldest: timeline(order: OLDEST_FIRST) { nodes { id } } }
  }
}
fragment seen on TimelineEvent { id summary involves { id name version } }`;

describe("an event", () => {
  const at = useGateway();
  beforeEach(async () => {
    await makeSmallOdyssey(at);
    // Everything is warm before anything is deleted.
    await at.data(QUERY);
  });
  const makers: Record<string, () => Promise<unknown>> = {
    [odysseus]: () => at.change("createCharacter", { worldId, id: "odysseus", name: "Somebody else" }),
    [raft]: () => at.change("createObject", { worldId, id: "raft", name: "Another raft" }),
    [ogygia]: () => at.change("createLocation", { worldId, id: "ogygia", name: "Elsewhere", kind: "isle" }),
  };
  const remove = (id: string) => {
    const type = { character: "Character", object: "Object", location: "Location" }[id.split(":")[0]!];
    const moveContentsTo = type === "Location" ? "location:odyssey:ithaca" : undefined;
    return at.change(`delete${type}`, { id, moveContentsTo });
  };
  const involved = (event: { involves: { id: string }[] }) => event.involves.map(({ id }) => id);
  const inBuilding = [odysseus, raft, ogygia];

  test.each(inBuilding)("stays and no longer names what was deleted: %s", async (id) => {
    const before = (await at.data(QUERY)).event;
    await remove(id);
    const { event, node, world, nodes } = await at.data(QUERY);
    expect(event).toMatchObject({ id: before.id, summary: before.summary });
    expect(involved(event)).toEqual(inBuilding.filter((other) => other !== id));
    expect(node).toEqual(event);
    expect(world.timeline.nodes[1]).toEqual(event);
    expect(world.state.eventCount).toBe(3);
    expect(involved(world.state.latestEvent)).toEqual(id === odysseus ? [] : [odysseus]);
    expect(nodes[inBuilding.indexOf(id)]).toBeNull();
    const whole = { nodes: [{ id: "event:odyssey:building" }] };
    for (const one of nodes)
      if (one && one.id !== odysseus) expect(one).toMatchObject({ timeline: whole, oldest: whole });
  });

  test.each(inBuilding)("never names what was made again under the id: %s", async (id) => {
    await remove(id);
    await makers[id]!();
    const { event, node, world, nodes } = await at.data(QUERY);
    expect(involved(event)).toEqual(inBuilding.filter((other) => other !== id));
    expect(node).toEqual(event);
    expect(world.timeline.nodes[1]).toEqual(event);
    expect(nodes[inBuilding.indexOf(id)]).toEqual({ id, timeline: { nodes: [] }, oldest: { nodes: [] } });
    // From the store, as from the caches.
    await at.change("purgeCache", { scope: worldId });
    expect(await at.data(QUERY)).toEqual({ event, node, world, nodes });
  });

  test.each(inBuilding)("never names it although it was read while it was gone: %s", async (id) => {
    await remove(id);
    await at.data(QUERY);
    await makers[id]!();
    const { event, nodes } = await at.data(QUERY);
    expect(involved(event)).not.toContain(id);
    expect(nodes[inBuilding.indexOf(id)].timeline.nodes).toEqual([]);
  });

  test("names the new one if it was added after that was made", async () => {
    await remove(odysseus);
    await makers[odysseus]!();
    const input = { worldId, id: "arrival", kind: "arrival", summary: "He arrives.", involves: [odysseus] };
    const { event } = await at.change("addTimelineEvent", input, "event { involves { id name } }");
    expect(event.involves).toEqual([{ id: odysseus, name: "Somebody else" }]);
    const { nodes } = await at.data(QUERY);
    expect(nodes[0].timeline.nodes).toEqual([{ id: "event:odyssey:arrival" }]);
  });

  test("names nobody once all that it involved are gone, however often they are made again", async () => {
    for (let round = 0; round < 3; round++)
      for (const id of inBuilding) {
        await remove(id);
        await at.data(QUERY);
        await makers[id]!();
        await at.data(QUERY);
      }
    const { event, world } = await at.data(QUERY);
    expect(involved(event)).toEqual([]);
    expect(world.timeline.nodes).toHaveLength(3);
  });

  test("doesn't name the next one when deletion and creation come in one document", async () => {
    await at.data(`mutation {
      a: deleteCharacter(input: { id: "${odysseus}" }) { version }
      b: createCharacter(input: { worldId: "${worldId}", id: "odysseus", name: "Somebody else" }) {
        character { timeline { nodes { id } } }
      }
    }`);
    expect(involved((await at.data(QUERY)).event)).toEqual([raft, ogygia]);
  });

  test("that a retry answers no longer names what is gone", async () => {
    const input = { worldId, kind: "k", summary: "s", involves: [odysseus, raft], idempotencyKey: "once" };
    const read = async () =>
      (await at.change("addTimelineEvent", input, "event { involves { id } }")).event.involves;
    expect(await read()).toEqual([{ id: odysseus }, { id: raft }]);
    await remove(odysseus);
    expect(await read()).toEqual([{ id: raft }]);
    await makers[odysseus]!();
    expect(await read()).toEqual([{ id: raft }]);
  });
});
