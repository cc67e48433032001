import { beforeEach, describe, expect, test } from "vitest";
import { type GatewayInUse, useGateway, useTwoGateways } from "../support/use-gateway.ts";

const worldId = "world:tidings";
const id = "character:tidings:hermes";
const QUERY = `{
  character(id: "${id}") { name }
  world(id: "${worldId}") { version characters { nodes { name } } }
}`;
const show = (name: string, version: number) => ({
  character: { name },
  world: { version, characters: { nodes: [{ name }] } },
});
const LIST = "{ worlds { nodes { id } } }";

describe("another gateway's change", () => {
  const { a, b } = useTwoGateways();
  beforeEach(async () => {
    await a.change("createWorld", { id: "tidings", name: "Tidings" });
    await a.change("createCharacter", { worldId, id: "hermes", name: "Hermes" });
    for (const query of [QUERY, LIST]) await b.data(query);
    b.watched.forget();
  });
  const rename = (name: string) => a.change("updateCharacter", { id, name });

  test("is not seen by a warm gateway before it polls, and is right after it has", async () => {
    await rename("Mercury");
    expect(await b.data(QUERY)).toEqual(show("Hermes", 2));
    await b.cache.relay.poll();
    expect(await b.data(QUERY)).toEqual(show("Mercury", 3));
  });

  test("is seen by a read that names its version, and by all reads after that", async () => {
    const { version } = await rename("Mercury");
    const headers = { "x-min-version": `${worldId}=${version}` };
    expect(await b.data(QUERY, {}, headers)).toEqual(show("Mercury", 3));
    b.watched.forget();
    expect(await b.data(QUERY)).toEqual(show("Mercury", 3));
    expect(b.watched.calls()).toEqual({});
  });

  test("is not looked for by a read that names a version which is there", async () => {
    await rename("Mercury");
    expect(await b.data(QUERY, {}, { "x-min-version": `${worldId}=2` })).toEqual(show("Hermes", 2));
    expect(b.watched.calls()).toEqual({});
  });

  test("is seen at once by a strict read, and by all reads after that", async () => {
    await rename("Mercury");
    expect(await b.data(QUERY, {}, { "x-consistency": "strict" })).toEqual(show("Mercury", 3));
    expect(await b.data(QUERY)).toEqual(show("Mercury", 3));
  });

  test("is asked for once by a strict read, whatever that has", async () => {
    await b.data(QUERY, {}, { "x-consistency": "strict" });
    expect(b.watched.calls()).toEqual({ versions: 1 });
  });

  test("of the list of worlds is seen by a strict read, or one that names its version", async () => {
    await a.change("createWorld", { id: "second", name: "Second" });
    expect((await b.data(LIST)).worlds.nodes).toHaveLength(1);
    expect((await b.data(LIST, {}, { "x-consistency": "strict" })).worlds.nodes).toHaveLength(2);
    await a.change("createWorld", { id: "third", name: "Third" });
    expect((await b.data(LIST, {}, { "x-min-version": "worlds=3" })).worlds.nodes).toHaveLength(3);
  });

  test("is seen by a read that names versions of several scopes", async () => {
    await a.change("createWorld", { id: "second", name: "Second" });
    await rename("Mercury");
    const headers = { "x-min-version": ` ${worldId} = 3 ,world:second=1,worlds=2` };
    expect(await b.data(QUERY, {}, headers)).toEqual(show("Mercury", 3));
    expect((await b.data(LIST)).worlds.nodes).toHaveLength(2);
  });

  test("is not undone for whoever has seen it", async () => {
    await rename("Mercury");
    await b.data(QUERY, {}, { "x-min-version": `${worldId}=3` });
    await b.change("updateCharacter", { id, description: "Swift." });
    await rename("Hermes again");
    const seen = (await b.data(QUERY)).world.version;
    expect(seen).toBe(4);
    await b.cache.relay.poll();
    expect(await b.data(QUERY)).toEqual(show("Hermes again", 5));
  });

  test("is seen by a gateway that makes one itself", async () => {
    await rename("Mercury");
    const { character } = await b.change(
      "updateCharacter",
      { id, description: "Swift." },
      "character { name version }",
    );
    expect(character).toEqual({ name: "Mercury", version: 4 });
    expect(await b.data(QUERY)).toEqual(show("Mercury", 4));
  });
});

describe("a request's demands on freshness", () => {
  const at = useGateway();
  beforeEach(async () => {
    await at.change("createWorld", { id: "tidings", name: "Tidings" });
  });
  const faultOf = (headers: Record<string, string>) => at.fault("{ worlds { nodes { id } } }", {}, headers);

  test.each([
    "world:tidings=2",
    "worlds=2",
    "world:nowhere=1",
    "world:tidings=1, world:nowhere=1",
    "world:tidings",
    "world:tidings=-1",
    "world:tidings=one",
    "character:tidings:hermes=1",
    "world:tidings=9007199254740992",
  ])("are refused where they can't be met: x-min-version: %s", async (value) => {
    expect(await faultOf({ "x-min-version": value })).toEqual({
      code: "BAD_USER_INPUT",
      field: "x-min-version",
    });
  });

  test("are refused where they aren't understood", async () => {
    expect(await faultOf({ "x-consistency": "sloppy" })).toEqual({
      code: "BAD_USER_INPUT",
      field: "x-consistency",
    });
  });

  test.each([
    "",
    " ",
    "world:tidings=0",
    "world:tidings=1,worlds=1",
    "world:tidings=1,,world:tidings=0",
    "world:nowhere=0",
  ])("are met where they can be: x-min-version: %j", async (value) => {
    expect(await reads(at, { "x-min-version": value })).toEqual(["world:tidings"]);
  });

  test("are met with the same answer when the store is asked for every version", async () => {
    expect(await reads(at, { "x-consistency": "strict", "x-min-version": "worlds=1" })).toEqual([
      "world:tidings",
    ]);
  });

  test("hold for mutations, too", async () => {
    const { version, world } = await at.change(
      "updateWorld",
      { id: worldId, name: "News" },
      "world { name version }",
      { "x-min-version": `${worldId}=1`, "x-consistency": "strict" },
    );
    expect({ version, world }).toEqual({ version: 2, world: { name: "News", version: 2 } });
  });
});

async function reads(at: GatewayInUse, headers: Record<string, string>): Promise<string[]> {
  const { worlds } = await at.data("{ worlds { nodes { id } } }", {}, headers);
  return worlds.nodes.map(({ id }: { id: string }) => id);
}
