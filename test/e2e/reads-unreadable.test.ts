import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Damage, damageFile } from "../support/damage.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "../support/http.ts";
import { keepLog, type LogLines } from "../support/log-lines.ts";
import { makeSmallOdyssey } from "../support/small-odyssey.ts";
import { subscribe, TIMELINE_EVENTS, VERSIONS } from "../support/subscribers.ts";
import { sse, transports } from "../support/transports.ts";

const WORLD = "world:odyssey";
const ODYSSEUS = "character:odyssey:odysseus";
const PENELOPE = "character:odyssey:penelope";
const ARGOS = "character:odyssey:argos";
const ITHACA = "location:odyssey:ithaca";
const OGYGIA = "location:odyssey:ogygia";
const SAILING = "event:odyssey:sailing";

describe("what the store can't read", () => {
  let folder: string;
  let at: TestGateway;
  let damage: Damage;
  let log: LogLines;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "unreadable-"));
    log = keepLog("error");
    at = await startTestGateway({ SQLITE_FILE: join(folder, "s.sqlite") }, { logger: log.logger });
    damage = damageFile(join(folder, "s.sqlite"), at.services.registry);
    await makeSmallOdyssey(at);
  });
  afterEach(async () => {
    await at.close();
    await rm(folder, { recursive: true });
  });

  /** Breaks it, and sees to it that the store is asked for it. */
  async function breakIt(id: string): Promise<void> {
    await damage.garble(id);
    await at.data(`mutation { purgeCache(input: { scope: "${WORLD}" }) { version } }`);
  }
  const change = async (mutation: string, input: Record<string, unknown>, selection = "version") => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    return at.send(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`, { input });
  };
  const told = (path: (string | number)[], id: string) =>
    expect.objectContaining({
      path,
      message: expect.stringContaining(id),
      extensions: expect.objectContaining({ code: "UNAVAILABLE" }),
    });
  const health = async () => (await send(`${at.url}/health`)).json() as { status: string; store: unknown };

  test("fails at its place, beside what can be read, again and again", async () => {
    await breakIt(ODYSSEUS);
    for (let n = 0; n < 3; n++) {
      const { data, errors, status } = await at.send(
        `{ a: character(id: "${PENELOPE}") { name } b: character(id: "${ODYSSEUS}") { name } c: character(id: "character:odyssey:nobody") { name } }`,
      );
      expect(data).toEqual({ a: { name: "Penelope" }, b: null, c: null });
      expect(errors).toEqual([told(["b"], ODYSSEUS)]);
      expect(status).toBe(200);
    }
  });

  test("fails at its index among nodes, also where it is named twice", async () => {
    await breakIt(ODYSSEUS);
    const ids = [PENELOPE, ODYSSEUS, ARGOS, ODYSSEUS];
    const { data, errors } = await at.send("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(data.nodes).toEqual([{ id: PENELOPE }, null, { id: ARGOS }, null]);
    expect(errors).toEqual([told(["nodes", 1], ODYSSEUS), told(["nodes", 3], ODYSSEUS)]);
    const one = await at.send(`{ node(id: "${ODYSSEUS}") { id } }`);
    expect([one.data, one.errors]).toEqual([{ node: null }, [told(["node"], ODYSSEUS)]]);
  });

  test("is left out of connections, and named", async () => {
    await breakIt(ODYSSEUS);
    const { data, errors, extensions } = await at.send(`{
      world(id: "${WORLD}") { characters { nodes { name } edges { cursor node { name } } pageInfo { hasNextPage } } }
      location(id: "${OGYGIA}") { characters { nodes { id } } }
      event(id: "${SAILING}") { involves { id } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.world.characters.nodes).toEqual([{ name: "Argos" }, { name: "Penelope" }]);
    expect(data.world.characters.edges).toHaveLength(2);
    expect(data.location.characters.nodes).toEqual([]);
    expect(data.event.involves).toEqual([]);
    expect(extensions).toEqual({ unreadable: [ODYSSEUS] });
    const other = await at.send(`{ character(id: "${PENELOPE}") { name } }`);
    expect(other.extensions).toBeUndefined();
  });

  test("is an error where something refers to it, and no way out where one led to it", async () => {
    await breakIt(ITHACA);
    await damage.garble(SAILING);
    const { data, errors, extensions } = await at.send(`{
      character(id: "${PENELOPE}") { name location { name } }
      location(id: "${OGYGIA}") { exits { label } }
      world(id: "${WORLD}") { state { latestEvent { id } } timeline { nodes { id } } }
    }`);
    expect(data.character).toEqual({ name: "Penelope", location: null });
    expect(data.location).toEqual({ exits: [] });
    expect(data.world.state.latestEvent).toBeNull();
    expect(data.world.timeline.nodes).toHaveLength(2);
    expect(errors).toHaveLength(2);
    expect(errors).toEqual(
      expect.arrayContaining([
        told(["character", "location"], ITHACA),
        told(["world", "state", "latestEvent"], SAILING),
      ]),
    );
    expect(extensions).toEqual({ unreadable: [SAILING, ITHACA] });
  });

  test("leaves alone the flags that are cached together with it", async () => {
    await breakIt("flag:odyssey:suitors");
    for (let n = 0; n < 2; n++) {
      const { data, errors, extensions } = await at.send(`{ world(id: "${WORLD}") {
        flags { key } state { flags { key } } good: flag(key: "war_is_over") { value } bad: flag(key: "suitors") { value }
        none: flag(key: "none") { value }
      } }`);
      expect(data.world).toEqual({
        flags: [{ key: "war_is_over" }],
        state: { flags: [{ key: "war_is_over" }] },
        good: { value: true },
        bad: null,
        none: null,
      });
      expect(errors).toEqual([told(["world", "bad"], "flag:odyssey:suitors")]);
      expect(extensions).toEqual({ unreadable: ["flag:odyssey:suitors"] });
    }
    const { data } = await change("setWorldFlag", { worldId: WORLD, key: "suitors", value: 0 });
    expect(data.setWorldFlag).toEqual({ version: 16 });
    expect(await at.data(`{ world(id: "${WORLD}") { flags { key value } state { eventCount } } }`)).toEqual({
      world: {
        flags: [
          { key: "suitors", value: 0 },
          { key: "war_is_over", value: true },
        ],
        state: { eventCount: 3 },
      },
    });
  });

  test("is replaced by a creation under its id", async () => {
    await breakIt(ODYSSEUS);
    const input = { worldId: WORLD, id: "odysseus", name: "Nobody", language: "el" };
    const { data } = await change("createCharacter", input, "version character { name version }");
    expect(data.createCharacter).toEqual({ version: 16, character: { name: "Nobody", version: 16 } });
    expect(
      await at.data(`{
        character(id: "${ODYSSEUS}") { name location { id } }
        world(id: "${WORLD}") {
          state { characterCount } characters { nodes { name } }
          grc: characters(filter: { language: "grc" }) { nodes { name } }
        }
        location(id: "${OGYGIA}") { characters { nodes { name } } }
        event(id: "${SAILING}") { involves { id } }
      }`),
    ).toEqual({
      character: { name: "Nobody", location: null },
      world: {
        state: { characterCount: 3 },
        characters: { nodes: [{ name: "Argos" }, { name: "Nobody" }, { name: "Penelope" }] },
        grc: { nodes: [{ name: "Penelope" }] },
      },
      location: { characters: { nodes: [] } },
      event: { involves: [{ id: ODYSSEUS }] },
    });
    const again = await change("createCharacter", input);
    expect(again.errors![0].extensions).toMatchObject({ code: "CONFLICT", field: "input.id" });
  });

  test("is replaced by an update that says all, and by no other", async () => {
    await breakIt(ITHACA);
    const some = await change("updateLocation", { id: ITHACA, name: "Ithaca" });
    expect(some.data).toEqual({ updateLocation: null });
    expect(some.errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/location:odyssey:ithaca can't be read.* kind/),
        extensions: expect.objectContaining({ code: "UNAVAILABLE" }),
      }),
    ]);
    const moved = await change("moveCharacter", { id: ARGOS, locationId: ITHACA });
    expect(moved.errors).toEqual([told(["moveCharacter"], ITHACA)]);
    const { data } = await change("updateLocation", { id: ITHACA, name: "Home", kind: "island" });
    expect(data.updateLocation).toEqual({ version: 16 });
    expect(
      await at.data(`{ location(id: "${ITHACA}") { name exits { label } characters { nodes { id } } } }`),
    ).toEqual({ location: { name: "Home", exits: [], characters: { nodes: [{ id: PENELOPE }] } } });
  });

  test("is deleted, and what referred to it is cleared", async () => {
    await breakIt(ITHACA);
    const full = await change("deleteLocation", { id: ITHACA });
    expect(full.errors![0].extensions.code).toBe("CONFLICT");
    const { data } = await change(
      "deleteLocation",
      { id: ITHACA, moveContentsTo: OGYGIA },
      "version deletedId",
    );
    expect(data.deleteLocation).toEqual({ version: 16, deletedId: ITHACA });
    const after = await at.send(`{
      location(id: "${ITHACA}") { name } character(id: "${PENELOPE}") { location { id } }
      there: location(id: "${OGYGIA}") { exits { label } }
      world(id: "${WORLD}") { state { locationCount } locations { nodes { name } } }
    }`);
    expect(after.errors).toBeUndefined();
    expect(after.extensions).toBeUndefined();
    expect(after.data).toEqual({
      location: null,
      character: { location: { id: OGYGIA } },
      there: { exits: [] },
      world: { state: { locationCount: 2 }, locations: { nodes: [{ name: "Ogygia" }, { name: "Olympus" }] } },
    });
  });

  test("is logged once with its id and no payload, counted, and shown in /health until it is mended", async () => {
    expect((await health()).store).toEqual({ provider: "sqlite", status: "up" });
    await breakIt(ODYSSEUS);
    for (let n = 0; n < 3; n++) await at.send(`{ character(id: "${ODYSSEUS}") { name } }`);
    expect(log.troubles()).toEqual([expect.objectContaining({ id: ODYSSEUS, type: "Character" })]);
    expect(log.lines.join()).not.toContain("half a n");
    expect(await health()).toMatchObject({
      status: "ok",
      ready: true,
      store: { status: "up", unreadable: { count: 1, ids: [ODYSSEUS] } },
    });
    const { text } = await send(`${at.url}/metrics`);
    expect(text).toContain('store_unreadable_total{type="Character"} 3');
    await change("deleteCharacter", { id: ODYSSEUS });
    expect((await health()).store).toEqual({ provider: "sqlite", status: "up" });
  });

  test("in the log is a resync for whoever follows it", async () => {
    await damage.garbleLog(WORLD, 13);
    const subscriber = await subscribe(at, sse, VERSIONS, { scopes: [{ id: WORLD, after: 11 }] });
    expect(await subscriber.take(2)).toEqual([
      { scope: WORLD, version: 12, resync: false },
      { scope: WORLD, version: 14, resync: true },
    ]);
    subscriber.leave();
    expect((await health()).store).toMatchObject({ unreadable: { ids: ["version 13 of world:odyssey"] } });
  });

  test.each(transports)("is left out of what a $name subscriber gets", async (transport) => {
    const subscriber = await subscribe(at, transport, TIMELINE_EVENTS, { worldId: WORLD, after: 11 });
    expect(await subscriber.next()).toMatchObject({ id: "event:odyssey:rescue" });
    subscriber.leave();
    await breakIt("event:odyssey:rescue");
    const again = await subscribe(at, transport, TIMELINE_EVENTS, { worldId: WORLD, after: 11 });
    const first = await again.result();
    expect(first!.data.timelineEvents).toMatchObject({ id: "event:odyssey:building" });
    expect(first!.extensions).toEqual({ unreadable: ["event:odyssey:rescue"] });
    expect((await again.result())!.extensions).toBeUndefined();
    again.leave();
  });
});
