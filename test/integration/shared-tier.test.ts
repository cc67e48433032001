import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { RedisFault } from "../../src/cache/redis/problems.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { world } from "../../src/worlds/definitions/world.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import type { GatedTier } from "../support/gated-tier.ts";
import { type Node, type NodeOptions, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { actionsOn } from "../support/store.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";

/** Changes that Redis isn't told of: by another process, or by a gateway that dies before it can. */
describeWith(ownRedis, "a shared tier behind the store", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();
  let clock: HandClock;
  let file: string;
  let shared: ReturnType<typeof shareTier>;
  let nodes: Node[];
  const open = async (more: Partial<NodeOptions> = {}) => {
    const one = await openNode({ file, registry, clock, openTier: shared.open, ...more });
    nodes.push(one);
    await one.cache.relay.poll();
    return one;
  };
  const close = async (one: Node) => {
    nodes.splice(nodes.indexOf(one), 1);
    await one.close();
  };
  const name = async (one: Node, id = ID) => (await one.reader().load(character, id))?.name;
  const hits = (one: Node, tier: "L1" | "L2") =>
    one.outcomes.filter((outcome) => outcome.kind === "hit" && outcome.tier === tier).length;
  const makeWorld = async (one: Node) => {
    await one.commands.worlds.create({ id: "w", name: "W" });
    await one.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
    await name(one);
  };
  async function past(work: (actions: ReturnType<typeof actionsOn>) => Promise<unknown>): Promise<void> {
    const store = await openSqliteStore({ file, registry, clock });
    await work(actionsOn(() => store, world));
    await store.close();
  }

  beforeEach(async () => {
    clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "shared-"));
    file = join(folder, "worlds.sqlite");
    shared = shareTier(redis.server, clock);
    nodes = [];
    return async () => {
      for (const one of nodes) await one.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("isn't trusted by a gateway that comes later, not even for its first read of a world", async () => {
    const before = await open();
    await makeWorld(before);
    await close(before);
    await past((store) => store.update(character, ID, { name: "second" }));
    const after = await open();
    expect([await name(after), await name(after)]).toEqual(["second", "second"]);
  });

  it("shows no world that was deleted while no gateway ran", async () => {
    const before = await open();
    await makeWorld(before);
    await before.reader().load(world, WORLD);
    await close(before);
    await past((store) => store.deleteWorld("w"));
    expect(await (await open()).reader().load(world, WORLD)).toBeNull();
  });

  it("isn't trusted by a gateway that never used the world until now", async () => {
    const writer = await open();
    const other = await open();
    await makeWorld(writer);
    await past((store) => store.update(character, ID, { name: "second" }));
    await close(writer);
    await other.cache.relay.poll();
    expect(await name(other)).toBe("second");
  });

  it("isn't forgotten to be behind when the gateway has forgotten what it heard of the world", async () => {
    let gate!: GatedTier;
    const small = await open({
      maxScopes: 3,
      openTier: async (facts) => {
        gate = await shared.gated(facts);
        return gate.tier;
      },
    });
    const writer = await open();
    await makeWorld(writer);
    await until(async () => {
      await name(small);
      return hits(small, "L1") > 0;
    });
    await past(async (store) => {
      for (const local of ["x", "y", "z", "q"]) await store.createWorld(local);
    });
    await small.cache.refresh(["world:x", "world:y", "world:z", "world:q"]);
    expect(small.cache.scopes.heard(WORLD)).toBe(0);
    gate.holdNotices();
    const { versions } = await writer.commands.members.update(character, { id: ID, name: "second" });
    await gate.arrived(WORLD, versions[WORLD]!);
    gate.releaseNotices(() => []);
    expect(await name(small)).toBe("second");
  });

  it("isn't asked again for less than the store has answered while it was away", async () => {
    let away = false;
    const reader = await open({
      openTier: async (facts) => {
        const tier = await shared.open(facts);
        const read: typeof tier.read = async (...asked) => {
          if (away) throw new RedisFault("slow", "Redis doesn't answer in time");
          return tier.read(...asked);
        };
        return { ...tier, read };
      },
    });
    await makeWorld(await open());
    await reader.cache.refresh([WORLD]);
    await past((store) => store.update(character, ID, { name: "second" }));
    away = true;
    expect(await name(reader)).toBe("second");
    away = false;
    expect(await name(reader)).toBe("second");
  });

  it("isn't asked for less than a page that lies too deep to be cached has shown", async () => {
    const reader = await open();
    const writer = await open();
    await makeWorld(writer);
    for (let n = 0; n < 101; n++)
      await writer.commands.members.create(character, { worldId: WORLD, id: `n${n}`, name: `n${n}` });
    await reader.cache.refresh([WORLD]);
    const late = "character:w:late";
    expect(await name(reader, late)).toBeUndefined();
    const list = (after: string | null) =>
      reader.reader().list("World.characters", WORLD, { first: 100, after });
    const head = await list(null);
    await past((store) => store.create(character, late, { name: "zz" }));
    const deep = await list(head.cursor(head.entries.at(-1)!));
    expect(deep.entries.map(({ id }) => id)).toContain(late);
    expect(await name(reader, late)).toBe("zz");
  });

  it("that has lost everything doesn't keep gateways from polling while they mend it", async () => {
    let stuck: (() => void) | undefined;
    const reader = await open({
      openTier: async (facts) => {
        const tier = await shared.open(facts);
        const apply: typeof tier.apply = async (...given) => {
          await new Promise<void>((resolve) => {
            stuck = resolve;
          });
          return tier.apply(...given);
        };
        return { ...tier, apply };
      },
    });
    await makeWorld(await open());
    await name(reader);
    await reader.cache.relay.start();
    await past((store) => store.update(character, ID, { name: "second" }));
    await clock.advance(1_000);
    await until(() => stuck !== undefined);
    for (let n = 0; n < 10; n++) await clock.advance(1_000);
    expect(reader.cache.trusted()).toBe(true);
    stuck!();
    expect(await name(reader)).toBe("second");
  });
});
