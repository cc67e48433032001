import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Tier } from "../../src/cache/tier.ts";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const BUDGET_MS = 250;

describeWith(ownRedis, "a piece of work", () => {
  const redis = useRedis();

  describe("that waits for a shared tier by its clock", () => {
    const registry = createWorldRegistry();
    let clock: HandClock;
    let near: Node;
    let far: Node;
    /** What a reply to the far node takes. */
    let lagMs: number;
    let calls: string[];
    /** Replies that are on their way. */
    let lagging: number;
    const name = async (node: Node) => (await node.reader().load(character, ID))?.name;
    const rename = (node: Node, to: string) => node.commands.members.update(character, { id: ID, name: to });
    /** As the far node waits for it. */
    async function spent<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
      const began = clock.now();
      let over = false;
      const end = work.then((value) => {
        over = true;
        return { value, ms: clock.now() - began };
      });
      while (!over) {
        // What Redis itself takes is no time of this clock.
        await until(() => over || lagging > 0);
        if (!over) await clock.advance(10);
      }
      return end;
    }
    const slow = (tier: Tier): Tier => {
      const late =
        <A extends unknown[], R>(method: string, call: (...given: A) => R | Promise<R>) =>
        async (...given: A): Promise<R> => {
          calls.push(method);
          const reply = await call(...given);
          lagging++;
          if (lagMs > 0) await clock.sleep(lagMs);
          lagging--;
          return reply;
        };
      return {
        ...tier,
        read: late("read", tier.read),
        marks: late("marks", tier.marks),
        open: late("open", tier.open),
        fill: late("fill", tier.fill),
        apply: late("apply", tier.apply),
      };
    };

    beforeEach(async () => {
      await redis.client.flushall();
      clock = createHandClock();
      lagMs = 0;
      calls = [];
      lagging = 0;
      const file = join(mkdtempSync(join(tmpdir(), "budget-")), "worlds.sqlite");
      const shared = shareTier(redis.server, clock);
      const budgetMs = BUDGET_MS;
      near = await openNode({ file, registry, clock, openTier: shared.open });
      far = await openNode({
        file,
        registry,
        clock,
        budgetMs,
        openTier: async (facts) => slow(await shared.open(facts)),
      });
      await near.commands.worlds.create({ id: "w", name: "W" });
      await near.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
      for (const node of [near, far]) await node.cache.relay.poll();
      return async () => {
        lagMs = 0;
        const closing = Promise.all([near.close(), far.close()]);
        await spent(closing);
        rmSync(join(file, ".."), { recursive: true });
      };
    });

    test("waits no longer than its budget in all, and then asks it nothing more", async () => {
      await redis.client.flushall();
      calls.length = 0;
      lagMs = 100;
      const { value, ms } = await spent(name(far));
      // The versions that it has, a mark that isn't there, and no time for a whole third answer.
      expect(value).toBe("first");
      expect(ms).toBe(BUDGET_MS);
      expect(calls).toEqual(["marks", "read", "open"]);
    });

    test("answers before what it loaded is stored, which it is all the same", async () => {
      await redis.client.del("lw:world:{w}:character:c:state");
      await spent(name(far));
      await far.cache.settled();
      await redis.client.del("lw:world:{w}:character:c:state");
      await until(async () => {
        await clock.advance(61 * 60_000);
        await far.cache.relay.poll();
        return far.cache.trusted();
      });
      lagMs = 100;
      calls.length = 0;
      const { value, ms } = await spent(name(far));
      expect([value, ms]).toEqual(["first", 100]);
      expect(calls).toEqual(["read", "fill"]);
      lagMs = 0;
      await spent(far.cache.settled());
      expect(await redis.client.exists("lw:world:{w}:character:c:state")).toBe(1);
    });

    test("that is a change is acknowledged as degraded when its budget is spent, and made known later", async () => {
      await spent(name(far));
      lagMs = 300;
      const { value, ms } = await spent(rename(far, "second"));
      expect(value.degraded).toEqual([WORLD]);
      expect(ms).toBe(BUDGET_MS);
      expect(await name(near)).toBe("second");
      lagMs = 0;
      expect((await spent(name(far))).value).toBe("second");
    });

    test("that is a change which is made known in time isn't degraded, and leaves the rest to its payload", async () => {
      await spent(name(far));
      lagMs = 150;
      const { value, ms } = await spent(rename(far, "second"));
      expect([value.degraded, ms]).toEqual([[], 150]);
      calls.length = 0;
      const reader = far.reader({ budget: value.budget });
      const other = await spent(Promise.resolve(reader.load(character, "character:w:none")));
      expect([other.value, other.ms]).toEqual([null, 100]);
      expect(calls).not.toContain("fill");
    });

    test("stores what it loads when its budget is spent, by what the tier has answered to it before", async () => {
      await spent(name(far));
      const key = "lw:world:{w}:state";
      await redis.client.del(key);
      lagMs = 150;
      const reader = far.reader();
      await spent(Promise.resolve(reader.load(character, "character:w:none")));
      const { value, ms } = await spent(Promise.resolve(reader.state(WORLD)));
      expect([value?.version, ms]).toEqual([2, 100]);
      lagMs = 0;
      await spent(far.cache.settled());
      expect(await redis.client.exists(key)).toBe(1);
    });

    test("that has seen a commit which isn't in the tier yet makes it known before it answers, whatever its budget", async () => {
      await spent(name(far));
      // Committed, and its gateway is gone before it can say so.
      const { tier } = near;
      const [apply, read] = [tier.apply, tier.read];
      Object.assign(tier, {
        apply: () => Promise.reject(new Error("gone")),
        read: () => Promise.reject(new Error("gone")),
      });
      await rename(near, "second").catch(() => {});
      Object.assign(tier, { apply, read });
      lagMs = 240;
      const { value } = await spent(Promise.resolve(far.reader().load(character, "character:w:none")));
      expect(value).toBeNull();
      const mark = JSON.parse((await redis.client.get("lw:world:{w}:ver"))!);
      expect(mark.version).toBe(far.cache.scopes.heard(WORLD));
      expect(mark.version).toBe(3);
    });
  });

  describe("on a gateway that is 150 ms away from its Redis", () => {
    let proxy: TcpProxy;
    let folder: string;
    let warm: TestGateway;
    /** Of a busy machine. */
    const SLACK_MS = 500;
    const took = async (work: Promise<unknown>) => {
      const began = performance.now();
      await work;
      return performance.now() - began;
    };
    const WORLD_QUERY = `{ world(id: "world:odyssey") {
      name flags { key } characters(first: 50) { nodes { name location { name } inventory { nodes { name } } } }
      timeline(first: 20) { nodes { summary } } } }`;
    const start = () =>
      startTestGateway({
        CACHE_PROVIDER: "redis",
        REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
        SQLITE_FILE: join(folder, "worlds.sqlite"),
        DEMO_WORLD: "true",
        CACHE_TIMEOUT_MS: String(BUDGET_MS),
      });

    beforeEach(async () => {
      await redis.client.flushall();
      folder = mkdtempSync(join(tmpdir(), "far-"));
      proxy = await startTcpProxy(redis.server);
      warm = await start();
      return async () => {
        proxy.lag(0);
        await warm.close();
        await proxy.stop();
        rmSync(folder, { recursive: true });
      };
    });

    test("a cold query and a change take a budget and the store's time, and what lies in memory takes none", async () => {
      const store = await took(warm.data(WORLD_QUERY));
      await warm.data(WORLD_QUERY);
      proxy.lag(150);
      const hot = await took(warm.data(WORLD_QUERY));
      await redis.client.flushall();
      const cold = await start();
      try {
        const query = await took(cold.data(WORLD_QUERY));
        const change = await took(
          cold.data(`mutation { updateCharacter(input: { id: "character:odyssey:argos", name: "Argus" }) {
            character { name location { name } inventory { nodes { name } } } } }`),
        );
        expect(hot).toBeLessThan(100);
        expect(query).toBeLessThan(BUDGET_MS + store + SLACK_MS);
        expect(change).toBeLessThan(BUDGET_MS + store + SLACK_MS);
      } finally {
        proxy.lag(0);
        await cold.close();
      }
    });
  });
});
