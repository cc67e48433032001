import { expect, test } from "vitest";
import { WORLDS } from "../../src/entities/ids.ts";
import { SCHEMA_VERSION } from "../../src/store/neo4j/schema.ts";
import { createHandClock } from "../support/clock.ts";
import { useNeo4j } from "../support/neo4j-store.ts";
import { character, location, timelineEvent } from "../support/own-types.ts";
import { describeWith, ownNeo4j } from "../support/services.ts";
import { actionsOn } from "../support/store.ts";

const ODYSSEY = "world:odyssey";
const CIRCE = "character:odyssey:circe";
const AEAEA = "location:odyssey:aeaea";
const HASHED = "'[0-9a-f]{10}:.*'";

describeWith(ownNeo4j, "a database of the first schema", () => {
  const at = useNeo4j();

  test("has all of its lists, and loses the shelves that it had to the sweeper", async () => {
    await at.createWorld("odyssey");
    await at.create(location, AEAEA);
    await at.update(location, AEAEA, { exits: [{ label: "round", to: AEAEA }] });
    await at.create(character, CIRCE, { language: "el", location: AEAEA });
    await at.create(timelineEvent, "event:odyssey:feast", { involves: [CIRCE] });
    await at.store.close();
    await makeFirstSchema();

    const store = await at.open({ clock: createHandClock("2100-01-01T00:00:00.000Z") });
    const there = actionsOn(() => store);
    expect(await at.ask("MATCH (m:LwMeta) RETURN m.schema AS schema")).toEqual([{ schema: SCHEMA_VERSION }]);
    expect(await there.ids("Query.worlds", WORLDS, { filter: { status: "DORMANT" } })).toEqual([ODYSSEY]);
    expect(await there.ids("World.characters", ODYSSEY, { filter: { language: "el" } })).toEqual([CIRCE]);
    expect(await there.ids("Entity.timeline", CIRCE)).toEqual(["event:odyssey:feast"]);
    expect((await there.state("odyssey"))?.latest.TimelineEvent?.id).toBe("event:odyssey:feast");
    expect(await unhashed()).toBeGreaterThan(0);
    while (await store.sweep());
    expect(await unhashed()).toBe(0);
    expect(await there.ids("World.locations", ODYSSEY)).toEqual([AEAEA]);
    expect(await at.ask("MATCH (l:LwListSet) WHERE l.id = '' RETURN l")).toEqual([]);
  });

  /** What the first schema lacked is taken away: hashes in shelves, and what heads say of lists. */
  async function makeFirstSchema(): Promise<void> {
    const [first, rest] = ["split(p.at, $nul)[0]", "split(p.at, $nul)"];
    await at.ask(
      `MATCH (p:LwPlace) WITH p, ${first} AS incarnation, ${rest} AS parts ` +
        "SET p.at = reduce(at = incarnation, part IN [substring(parts[1], 11)] + parts[2..] | at + $nul + part)",
      { nul: "\0" },
    );
    for (const { id, head } of await at.ask<{ id: string; head: string }>(
      "MATCH (s:LwScope) RETURN s.id AS id, s.head AS head",
    )) {
      const { indexed: _, latest, ...kept } = JSON.parse(head);
      for (const one of Object.values(latest) as { list?: string }[]) delete one.list;
      await at.ask("MATCH (s:LwScope {id: $id}) SET s.head = $head", {
        id,
        head: JSON.stringify({ ...kept, latest }),
      });
    }
    await at.ask("MATCH (l) WHERE l:LwListSet OR l:LwShelf DELETE l");
    await at.ask("MATCH (m:LwMeta) SET m.schema = 1");
    expect(await unhashed()).toBeGreaterThan(5);
  }

  async function unhashed(): Promise<number> {
    const [row] = await at.ask<{ count: number }>(
      `MATCH (p:LwPlace) WHERE NOT split(p.at, $nul)[1] =~ ${HASHED} RETURN count(*) AS count`,
      { nul: "\0" },
    );
    return row!.count;
  }
});
