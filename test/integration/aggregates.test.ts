import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grouping, ranking } from "../../src/entities/aggregates.ts";
import { defineEntity } from "../../src/entities/define.ts";
import { number, text } from "../../src/entities/fields.ts";
import { createRegistry } from "../../src/entities/registry.ts";
import type { AggregateReading } from "../../src/store/query.ts";
import { definitions } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { type Node, openNode } from "../support/node.ts";
import { ageWith, shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { imported } from "../support/store.ts";
import { createStoreFile, type StoreFile } from "../support/store-file.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";
import { type WatchedStore, watchStore } from "../support/watched-store.ts";

const TTL = 60;
const cargo = defineEntity("Cargo", {
  prefix: "cargo",
  plural: "cargoes",
  fields: { name: text({ max: 100 }), port: text({ max: 100 }), price: number({ default: 1 }) },
  aggregates: {
    dearest: { ttl: TTL, compute: () => ranking("price", { first: 2 }) },
    ports: {
      ttl: TTL,
      args: { of: ["cargoes", "prices"] },
      compute: ({ of }) => grouping({ by: "port", sum: of === "prices" ? "price" : null }),
    },
  },
});
const registry = createRegistry([...definitions, cargo]);
const worldType = registry.byName("World");
const WORLD = "world:w";

describe("aggregates, cached in the process,", () => {
  const clock = createHandClock();
  claims(
    () => clock,
    (options) => openNode(options),
  );
});

describeWith(ownRedis, "aggregates, cached in a Redis that gateways share,", () => {
  const redis = useRedis();
  let clock: HandClock;
  let shared: ReturnType<typeof shareTier>;
  beforeEach(() => {
    clock = createHandClock();
    shared = shareTier(redis.server, clock);
    ageWith(clock, [redis.client]);
  });
  claims(
    () => clock,
    (options) => openNode({ ...options, openTier: shared.open }),
  );

  test("are computed by one gateway for all, and anew for all by one that is asked for a strict answer", async () => {
    const file = await createStoreFile();
    const nodes: Node[] = [];
    const start = async () => {
      const node = await openNode({ file: file.path, registry, clock, openTier: shared.open });
      nodes.push(node);
      await node.cache.relay.poll();
      return node;
    };
    const ask = async (node: Node, strict = false) =>
      (await node.reader({ strict }).aggregate("Cargo.dearest", WORLD)) as AggregateReading;
    const [a, b] = [await start(), await start()];
    await a.commands.worlds.create({ id: "w", name: "W" });
    const first = await ask(a);
    await a.cache.settled();
    await a.commands.members.create(cargo, { worldId: WORLD, id: "oil", name: "oil", port: "Pylos" });
    expect(await ask(b)).toEqual(first);
    await clock.advance(1_000);
    for (const node of nodes) await node.cache.relay.poll();
    const second = await ask(b, true);
    expect([second.rows.length, second.computedAt === first.computedAt]).toEqual([1, false]);
    await b.cache.settled();
    expect(await ask(await start())).toEqual(second);
    for (const node of nodes) await node.close();
    await file.remove();
  });
});

function claims(
  clockOf: () => HandClock,
  open: (options: Parameters<typeof openNode>[0]) => Promise<Node>,
): void {
  let file: StoreFile;
  let node: Node;
  let watched: WatchedStore;
  const clock = { advance: (ms: number) => clockOf().advance(ms) };

  beforeEach(async () => {
    file = await createStoreFile();
    watched = watchStore();
    node = await open({ file: file.path, registry, clock: clockOf(), wrapStore: watched.wrap });
    await node.commands.worlds.create({ id: "w", name: "W" });
    await node.cache.relay.poll();
    for (const [id, price] of [
      ["oil", 5],
      ["wine", 3],
    ] as const)
      await make(id, price);
  });
  afterEach(async () => {
    await node.close();
    await file.remove();
  });

  const make = async (id: string, price: number) =>
    (await node.commands.members.create(cargo, { worldId: WORLD, id, name: id, port: "Pylos", price }))
      .versions[WORLD]!;
  const dearest = async (more?: Parameters<Node["reader"]>[0]) =>
    (await node.reader(more).aggregate("Cargo.dearest", WORLD)) as AggregateReading;
  const keysOf = ({ rows }: AggregateReading) => rows.map(({ key }) => key.slice("cargo:w:".length));
  /** How often the store computed since the watch forgot. */
  const computed = () =>
    watched.batches.filter((batch) => batch.some(({ kind }) => kind === "aggregate")).length;
  /** Time passes, and the store goes on being polled. */
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await node.cache.relay.poll();
  };

  test("are old as long as their time lasts, whatever changes, and say since when", async () => {
    const first = await dearest();
    expect(keysOf(first)).toEqual(["oil", "wine"]);
    await node.cache.settled();
    watched.forget();
    await make("gold", 100);
    await pass(1_000);
    expect(await dearest()).toEqual(first);
    expect(computed()).toBe(0);
    await pass(TTL * 1_000);
    const second = await dearest();
    expect(keysOf(second)).toEqual(["gold", "oil"]);
    expect(Date.parse(second.computedAt) - Date.parse(first.computedAt)).toBe(TTL * 1_000 + 1_000);
    expect(computed()).toBe(1);
  });

  test("are computed anew for a strict read and for one of a lowest version, and kept", async () => {
    await dearest();
    await node.cache.settled();
    for (const more of [
      () => ({ strict: true }),
      (version: number) => ({ minVersions: { [WORLD]: version } }),
    ]) {
      await pass(1_000);
      const version = await make(`gold${clockOf().now()}`, clockOf().now());
      const fresh = await dearest(more(version));
      expect(fresh.rows[0]!.value).toBe(clockOf().now());
      await node.cache.settled();
      watched.forget();
      expect(await dearest()).toEqual(fresh);
      expect(computed()).toBe(0);
    }
    // A version of another world asks nothing of this one.
    expect(computed()).toBe(0);
    await dearest({ minVersions: { "world:other": 1 } }).catch(() => {});
    expect(computed()).toBe(0);
  });

  test("are computed once for all who ask at the same time", async () => {
    watched.forget();
    const held = watched.hold(({ kind }) => kind === "aggregate", "before");
    const missed = () =>
      node.outcomes.filter(
        (outcome) =>
          outcome.kind === "miss" && outcome.tier === node.tier.name && outcome.type === "Cargo.dearest",
      ).length;
    const all = Array.from({ length: 20 }, () => dearest());
    await held.arrived;
    await until(() => missed() === 20);
    held.release();
    expect(new Set((await Promise.all(all)).map((one) => JSON.stringify(one))).size).toBe(1);
    expect(computed()).toBe(1);
  });

  test("are each argument's own", async () => {
    const ports = async (of: string) =>
      ((await node.reader().aggregate("Cargo.ports", WORLD, { of })) as AggregateReading).rows;
    expect([await ports("cargoes"), await ports("prices")]).toEqual([
      [{ key: "Pylos", value: 2 }],
      [{ key: "Pylos", value: 8 }],
    ]);
    await node.cache.settled();
    watched.forget();
    expect(await ports("prices")).toEqual([{ key: "Pylos", value: 8 }]);
    expect(computed()).toBe(0);
    expect(() => node.reader().aggregate("Cargo.ports", WORLD, { of: "else" })).toThrow("Cargo.ports takes");
  });

  test.each<[string, () => Promise<unknown>, string[]]>([
    ["a purge of all", () => node.commands.purge(WORLD, null), ["gold", "oil"]],
    ["a purge of their type", () => node.commands.purge(WORLD, "Cargo"), ["gold", "oil"]],
    [
      "the end of the world and its new beginning",
      async () => {
        await node.commands.worlds.remove({ id: WORLD });
        await node.commands.worlds.create({ id: "w", name: "Another" });
        await make("salt", 1);
      },
      ["salt"],
    ],
    [
      "an import",
      async () => {
        const importer = await node.store.beginImport("w");
        await importer.write([
          imported(worldType, WORLD, { name: "Imported" }),
          imported(cargo, "cargo:w:tin", { port: "Pylos" }),
        ]);
        await importer.finish();
        // Whoever hears of it only from the store does so by its next poll.
        await node.cache.relay.poll();
      },
      ["tin"],
    ],
  ])("don't outlive %s", async (_, act, left) => {
    await dearest();
    await node.cache.settled();
    await make("gold", 100);
    expect(keysOf(await dearest())).toEqual(["oil", "wine"]);
    await act();
    expect(keysOf(await dearest())).toEqual(left);
  });

  test("are none where there is no such world, and of nothing in one that was deleted", async () => {
    expect(await node.reader().aggregate("Cargo.dearest", "world:nowhere")).toBeNull();
    await node.commands.worlds.remove({ id: WORLD });
    expect((await dearest()).rows).toEqual([]);
  });
}
