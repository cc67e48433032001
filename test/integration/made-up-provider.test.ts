import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createMemoryTier } from "../../src/cache/memory-tier.ts";
import type { TierProvider } from "../../src/cache/provider.ts";
import { type Config, ConfigError, readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../../src/gateway.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { createLogger } from "../../src/observability/logger.ts";
import { setting } from "../../src/setting.ts";
import { given, whole } from "../../src/setting-values.ts";
import { providers as own, settings } from "../../src/settings.ts";
import type { StoreProvider } from "../../src/store/provider.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { sendTo } from "../support/gateway.ts";

const opened: unknown[] = [];

const scrollSettings = z.object({
  shelf: setting("SCROLL_SHELF", "alexandria", "where the scrolls lie", given("a shelf")),
});
const scroll: StoreProvider<typeof scrollSettings> = {
  description: "by hand",
  settings: scrollSettings,
  embedded: true,
  where: ({ shelf }) => ({ name: `the scrolls at ${shelf}`, change: "SCROLL_SHELF to another one" }),
  open: (config, options) => {
    opened.push({ config, timeoutMs: options.timeoutMs });
    return openSqliteStore({ file: ":memory:", ...options });
  },
};

const slateSettings = z.object({
  wipes: setting("SLATE_WIPES", "7", "how often the slate is wiped", whole(1, 9)),
  token: setting("SLATE_TOKEN", "", "who may", whole(0, 9).or(z.literal("")), { secret: true }),
});
const waxSlate: TierProvider<typeof slateSettings> = {
  description: "passed around",
  settings: slateSettings,
  budgetMs: ({ wipes }) => 1_000 * wipes,
  open: (config, { clock, epoch, bounds }) => {
    opened.push({ config, maxEntries: bounds.maxEntries });
    return createMemoryTier({ clock, epoch, ...bounds });
  },
};

/** A line in each record. */
const providers = { stores: { ...own.stores, scroll }, tiers: { ...own.tiers, "wax-slate": waxSlate } };

describe("a store and a tier that the program doesn't know, each registered by a line", () => {
  let config: Config<typeof providers>;
  let gateway: Gateway;

  beforeAll(async () => {
    const env = {
      PORT: "0",
      LOG_LEVEL: "silent",
      STORE_PROVIDER: "scroll",
      STORE_TIMEOUT_MS: "1234",
      CACHE_PROVIDER: "wax-slate",
      CACHE_MAX_ENTRIES: "56",
      SLATE_WIPES: "3",
      SHUTDOWN_IDLE_MS: "0",
    };
    config = readConfig(env, { providers });
    gateway = await startGateway(config, { providers, logger: createLogger(config.log) });
  });
  afterAll(() => gateway?.close());

  test("are chosen by their names, and opened with what their settings say", () => {
    expect(config.store.settings.scroll.shelf).toBe("alexandria");
    expect(config.cache.settings["wax-slate"].wipes).toBe(3);
    expect(opened).toEqual([
      { config: { shelf: "alexandria" }, timeoutMs: 1234 },
      { config: { wipes: 3, token: "" }, maxEntries: 56 },
    ]);
  });

  test("are shown by /health", async () => {
    const health = await (await fetch(`${gateway.url}/health`)).json();
    expect(health).toMatchObject({
      store: { provider: "scroll", status: "up" },
      cache: { provider: "wax-slate", status: "up" },
      bus: { provider: "wax-slate" },
    });
  });

  test("serve worlds, and stand in the schema under their names", async () => {
    const { data } = await sendTo(
      gateway.url,
      `{
        cache { provider tiers { tier } }
        world(id: "world:odyssey") { name }
        __type(name: "CacheProvider") { enumValues { name description } }
      }`,
    );
    expect(data).toMatchObject({
      cache: { provider: "WAX_SLATE", tiers: [{ tier: "L1" }] },
      // What is embedded gets the demo world.
      world: { name: "The Odyssey" },
    });
    expect(data.__type.enumValues).toContainEqual({ name: "WAX_SLATE", description: "passed around" });
  });

  test("are offered by the settings that choose, and have their own among all settings", () => {
    const told = new Map(settings({}, providers).map(({ name, description }) => [name, description]));
    expect(told.get("STORE_PROVIDER")).toMatch(/ or scroll \(by hand\)$/);
    expect(told.get("CACHE_PROVIDER")).toMatch(/ or wax-slate \(passed around\)$/);
    expect([...told.keys()]).toEqual(expect.arrayContaining(["SCROLL_SHELF", "SLATE_WIPES"]));
  });

  test("are refused what is wrong in their settings, and no secret is repeated", () => {
    const read = () =>
      readConfig({ STORE_PROVIDER: "stone", SLATE_WIPES: "99", SLATE_TOKEN: "hunter2" }, { providers });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/STORE_PROVIDER="stone": expected sqlite or neo4j or scroll\n.*SLATE_WIPES="99"/);
    expect(read).not.toThrow(/hunter2/);
  });
});

test("a value of CacheProvider that no provider stands behind is refused when the gateway starts", () => {
  const sdl = "extend enum CacheProvider { ABACUS }";
  expect(() => createSchema(createWorldRegistry(), { typeDefs: [sdl] })).toThrow(
    "no cache provider is called abacus",
  );
});
