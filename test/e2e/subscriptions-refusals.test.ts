import { beforeAll, describe, expect, test } from "vitest";
import { refusal, subscribe, TIMELINE_EVENTS, VERSIONS } from "../support/subscribers.ts";
import { sse, transports } from "../support/transports.ts";
import { until } from "../support/until.ts";
import { useSharedGateway } from "../support/use-gateway.ts";

const WORLD = "world:odyssey";
const ODYSSEUS = "character:odyssey:odysseus";
const badInput = (field: string) => ({ code: "BAD_USER_INPUT", field });
const notFound = (field: string) => ({ code: "NOT_FOUND", field });

describe.each(transports)("over $name", (transport) => {
  const at = useSharedGateway();
  beforeAll(async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    await at.change("createCharacter", { worldId: WORLD, id: "odysseus", name: "Odysseus" });
    await at.change("createWorld", { id: "iliad", name: "The Iliad" });
    for (let n = 0; n < 98; n++) await at.change("createWorld", { id: `w${n}`, name: `World ${n}` });
  });

  test.each([
    ["none", [], badInput("scopes")],
    ["more than 100", Array.from({ length: 101 }, (_, n) => ({ id: `world:w${n}` })), badInput("scopes")],
    ["an unknown world", [{ id: WORLD }, { id: "world:nowhere" }], notFound("scopes.1.id")],
    ["an entity's id", [{ id: ODYSSEUS }], badInput("scopes.0.id")],
    ["a malformed id", [{ id: "world:no such" }], badInput("scopes.0.id")],
    ["an empty id", [{ id: "" }], badInput("scopes.0.id")],
    ["a scope twice", [{ id: WORLD }, { id: "worlds" }, { id: WORLD, after: 0 }], badInput("scopes.2.id")],
    ["a version below 0", [{ id: WORLD, after: -1 }], badInput("scopes.0.after")],
    ["a version that is no number", [{ id: WORLD, after: "two" }], badInput("scopes.0.after")],
    ["a version of its own that is none", [{ id: WORLD, since: 1 }], badInput("scopes.0.since")],
  ])("invalidations refuse %s", async (_, scopes, expected) => {
    expect(await refusal(at, transport, VERSIONS, { scopes })).toEqual(expected);
  });

  test("invalidations refuse types that there are none of", async () => {
    const variables = { scopes: [{ id: WORLD }], types: ["CHARACTER", "GOD"] };
    expect(await refusal(at, transport, VERSIONS, variables)).toEqual(badInput("types.1"));
  });

  test.each([
    ["an unknown world", { worldId: "world:nowhere" }, notFound("worldId")],
    ["the list of worlds", { worldId: "worlds" }, badInput("worldId")],
    ["an id that is no world's", { worldId: ODYSSEUS }, badInput("worldId")],
    ["a version to come", { worldId: WORLD, after: 3 }, badInput("after")],
    ["an unknown entity", { worldId: WORLD, entityId: "character:odyssey:nobody" }, notFound("entityId")],
    [
      "an entity of another world",
      { worldId: WORLD, entityId: "character:iliad:hector" },
      badInput("entityId"),
    ],
    ["an id that no event involves", { worldId: WORLD, entityId: WORLD }, badInput("entityId")],
    ["an empty entity id", { worldId: WORLD, entityId: "" }, badInput("entityId")],
  ])("timelineEvents refuse %s", async (_, variables, expected) => {
    expect(await refusal(at, transport, TIMELINE_EVENTS, variables)).toEqual(expected);
  });

  test("timelineEvents say of a version to come that all has to be fetched again, and in which epoch", async () => {
    const variables = { worldId: WORLD, after: 3 };
    const { next } = transport.subscribe(at.url, TIMELINE_EVENTS, variables);
    const extensions = { expected: "at most 2", resync: true, epoch: at.cache.epoch() };
    expect(await next()).toMatchObject({ errors: [{ extensions }] });
  });

  test("100 scopes are followed at once", async () => {
    const scopes = ["worlds", WORLD, ...Array.from({ length: 98 }, (_, n) => `world:w${n}`)];
    const subscriber = await subscribe(at, transport, VERSIONS, { scopes: scopes.map((id) => ({ id })) });
    expect(at.cache.scopes.watchers()).toBe(100);
    const { version } = await at.change("updateWorld", { id: "world:w97", description: "The last one." });
    expect(await subscriber.next()).toEqual({ scope: "world:w97", version, resync: false });
    subscriber.leave();
    await until(() => at.cache.scopes.watchers() === 0);
  });

  test("a refused subscription leaves no listener", async () => {
    await refusal(at, transport, VERSIONS, { scopes: [{ id: WORLD }, { id: WORLD }] });
    expect(at.cache.scopes.watchers()).toBe(0);
  });
});

describe("over HTTP", () => {
  const at = useSharedGateway();

  test("a subscription is refused to a client that doesn't take a stream", async () => {
    await at.change("createWorld", { id: "odyssey", name: "The Odyssey" });
    const { status, errors } = await at.send(
      VERSIONS,
      { scopes: [{ id: WORLD }] },
      { accept: "application/json" },
    );
    expect(status).toBe(406);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "accept" } }]);
    await until(() => at.cache.scopes.watchers() === 0);
  });

  test("a refused subscription says so in a stream that then ends", async () => {
    const { next } = sse.subscribe(at.url, VERSIONS, { scopes: [] });
    expect(await next()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(await next()).toBeNull();
  });
});
