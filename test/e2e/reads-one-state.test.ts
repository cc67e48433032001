import { beforeEach, describe, expect, test } from "vitest";
import { useGateway } from "../support/use-gateway.ts";

const worldId = "world:race";
const id = "character:race:atalanta";
const place = "location:race:track";

/** The character under six names, found in five ways at three depths. */
const QUERY = `{
  first: character(id: "${id}") { ...seen }
  node(id: "${id}") { ...seen }
  nodes(ids: ["${id}", "${id}"]) { ...seen }
  location(id: "${place}") { characters { nodes { ...seen } edges { node { ...seen } } } }
  object(id: "object:race:apple") { holder { ...seen } }
  world(id: "${worldId}") { characters { nodes { location { characters { nodes { ...seen } } } } } }
}
fragment seen on Entity { id name version }`;

/** All states of the character in an answer. */
function statesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) statesIn(one, found);
  else if (value && typeof value === "object") {
    const { name, version } = value as { name?: string; version?: number };
    if (name) found.add(`${name} at ${version}`);
    for (const inner of Object.values(value)) statesIn(inner, found);
  }
  return found;
}

describe("a request during which a change is acknowledged", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "race", name: "The race" });
    await at.change("createLocation", { worldId, id: "track", name: "Track", kind: "place" });
    await at.change("createCharacter", { worldId, id: "atalanta", name: "Atalanta", locationId: place });
    await at.change("createObject", { worldId, id: "apple", name: "Apple", holderId: id });
    // Whatever is cold from here on was warm once, so only values are asked for.
    await at.data(QUERY);
  });
  const rename = (name: string) => at.change("updateCharacter", { id, name });
  const old = new Set(["Atalanta at 3"]);
  const renamed = new Set(["Swift at 6"]);

  /** Purges, sends the query, and renames while the read that matches is held. */
  const race = async (
    matches: Parameters<typeof at.watched.hold>[0],
    when: "before" | "after",
    type?: string,
  ) => {
    await at.change("purgeCache", { scope: worldId, type });
    const held = at.watched.hold(matches, when);
    const answer = at.data(QUERY);
    await held.arrived;
    await rename("Swift");
    held.release();
    return statesIn(await answer);
  };
  const ofCharacter = (query: { kind: string; id?: string }) => query.kind === "entity" && query.id === id;
  const ofList = (query: { kind: string; coordinate?: string }) => query.coordinate === "Location.characters";

  test("shows the new state everywhere if the store had not answered for it yet", async () => {
    expect(await race(ofCharacter, "before")).toEqual(renamed);
  });

  test("shows one state everywhere if the store had answered, but not the reader", async () => {
    expect((await race(ofCharacter, "after")).size).toBe(1);
    expect(statesIn(await at.data(QUERY))).toEqual(renamed);
  });

  test.each(["before", "after"] as const)(
    "shows the old state everywhere if it had that already: a list is held %s the store answers",
    async (when) => {
      expect(await race(ofList, when)).toEqual(old);
    },
  );

  test("shows one state everywhere if the character came from the cache", async () => {
    expect(await race((query) => query.kind === "entity" && query.id === place, "after", "LOCATION")).toEqual(
      old,
    );
  });

  test("is followed by requests that show the new state", async () => {
    await race(ofList, "after");
    expect(statesIn(await at.data(QUERY))).toEqual(renamed);
  });

  test("never shows a character twice in different states, whenever that is renamed", async () => {
    for (let n = 0; n < 30; n++) {
      if (n % 3 === 0) await at.change("purgeCache", { scope: worldId });
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => at.data(QUERY))),
        rename(`a${n}`),
        rename(`b${n}`),
      ]);
      for (const answer of answers) expect(statesIn(answer).size).toBe(1);
    }
  });

  test("shows one version of the world in all of its fields", async () => {
    const query = `{
      a: world(id: "${worldId}") { version characters { nodes { location { world { version state { version } } } } } }
      b: world(id: "${worldId}") { state { version characterCount } }
    }`;
    await at.change("purgeCache", { scope: worldId });
    const held = at.watched.hold(ofCharacter, "after");
    const answer = at.data(query);
    await held.arrived;
    const { version } = await at.change("createCharacter", { worldId, name: "Hippomenes" });
    held.release();
    const { a, b } = await answer;
    const seen = [a.version, b.state.version];
    for (const { location } of a.characters.nodes)
      seen.push(location.world.version, location.world.state.version);
    expect(seen).toEqual([version - 1, version - 1, version - 1, version - 1]);
    expect(b.state.characterCount).toBe(1);
  });
});
