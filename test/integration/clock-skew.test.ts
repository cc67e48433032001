import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock, type HandClock } from "../support/clock.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { until } from "../support/until.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const ID = "character:w:c";
const HOUR = 3_600_000;

/** Redis' clock is this machine's; the gateways' stand where they are put, and Redis' goes on by a few milliseconds. */
describeWith(ownRedis, "two gateways whose clocks differ", () => {
  const registry = createWorldRegistry();
  const redis = useRedis();

  describe.each([
    ["the writer's is two hours behind", "2026-01-01T10:00:00.000Z", "2026-01-01T12:00:00.000Z"],
    ["the writer's is two hours ahead", "2026-01-01T12:00:00.000Z", "2026-01-01T10:00:00.000Z"],
    ["both are years from Redis'", "2001-01-01T00:00:00.000Z", "2041-01-01T00:00:00.000Z"],
  ])("(%s)", (_, writes, reads) => {
    let clock: HandClock;
    let writer: Node;
    let reader: Node;
    const name = async (node: Node) => (await node.reader().load(character, ID))?.name;
    /** Which tier answers. */
    const from = async (node: Node) => {
      const before = node.outcomes.length;
      await name(node);
      const hit = node.outcomes.slice(before).find((one) => one.kind === "hit");
      return hit ? hit.tier : "store";
    };
    const inL1 = (node: Node) => until(async () => (await from(node)) === "L1");
    const ttlsLeft = () =>
      reader.outcomes.flatMap((one) => (one.kind === "hit" && one.key.includes(":c:") ? [one.ttlLeft!] : []));

    beforeEach(async () => {
      await redis.client.flushall();
      const folder = mkdtempSync(join(tmpdir(), "skew-"));
      const file = join(folder, "worlds.sqlite");
      const open = (at: HandClock) =>
        openNode({ file, registry, clock: at, openTier: shareTier(redis.server, at).open });
      clock = createHandClock(reads);
      writer = await open(createHandClock(writes));
      reader = await open(clock);
      await writer.commands.worlds.create({ id: "w", name: "W" });
      await writer.commands.members.create(character, { worldId: WORLD, id: "c", name: "first" });
      for (const node of [writer, reader]) await node.cache.relay.poll();
      return async () => {
        await writer.close();
        await reader.close();
        rmSync(folder, { recursive: true });
      };
    });

    test("what one has cached is a hit in the other's memory, with the time that it has left", async () => {
      expect(await from(reader)).toBe("L2");
      await inL1(reader);
      for (let read = 0; read < 20; read++) expect(await from(reader)).toBe("L1");
      const { ttl } = JSON.parse((await redis.client.get("lw:world:{w}:character:c:state"))!);
      for (const left of ttlsLeft()) expect(Math.abs(left - ttl)).toBeLessThan(5);
    });

    test("nothing lives longer in memory than in Redis", async () => {
      await inL1(reader);
      const left = (await redis.client.pttl("lw:world:{w}:character:c:state")) as number;
      // Milliseconds of this test's own, in which Redis' clock goes on and this one doesn't.
      await clock.advance(left - 1_000);
      await reader.cache.relay.poll();
      expect(await from(reader)).toBe("L1");
      await clock.advance(2_000);
      await reader.cache.relay.poll();
      expect(await from(reader)).not.toBe("L1");
    });

    test("what was old in Redis when it came into memory doesn't begin a new life there", async () => {
      const key = "lw:world:{w}:character:c:state";
      const { ttl, cachedAt } = JSON.parse((await redis.client.get(key))!);
      // As if it had been written when nearly all of its time had still to come.
      const earlier = new Date(Date.parse(cachedAt) - ttl * 1_000 + 60_000).toISOString();
      await redis.client.set(key, (await redis.client.get(key))!.replace(cachedAt, earlier), "PX", 60_000);
      await inL1(reader);
      await clock.advance(61_000);
      await reader.cache.relay.poll();
      expect(await from(reader)).not.toBe("L1");
    });

    test("a clock that says years from now gives no value years to live", async () => {
      const key = "lw:world:{w}:character:c:state";
      const raw = (await redis.client.get(key))!;
      const { cachedAt } = JSON.parse(raw);
      await redis.client.set(
        key,
        raw.replace(cachedAt, new Date(Date.parse(cachedAt) + 9_000 * HOUR).toISOString()),
      );
      await inL1(reader);
      await clock.advance(HOUR + 1_000);
      await reader.cache.relay.poll();
      expect(await from(reader)).not.toBe("L1");
    });
  });
});
