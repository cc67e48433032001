import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { character } from "../../src/worlds/definitions/character.ts";
import { createWorldRegistry } from "../../src/worlds/registry.ts";
import { createHandClock } from "../support/clock.ts";
import { type Node, openNode } from "../support/node.ts";
import { shareTier } from "../support/redis-tier.ts";
import { describeWith, ownRedis } from "../support/services.ts";
import { useRedis } from "../support/use-redis.ts";

const WORLD = "world:w";
const registry = createWorldRegistry();

/** The first store filled Redis and is gone; another one, with fewer changes of a world of the same name, is behind it. */
describeWith(ownRedis, "another store behind an old Redis", () => {
  const redis = useRedis();
  let second: Node;
  const character1 = (node: Node) => node.reader().load(character, "character:w:one");

  beforeEach(async () => {
    const clock = createHandClock();
    const folder = mkdtempSync(join(tmpdir(), "another-"));
    const { open } = shareTier(redis.server, clock);
    const at = async (name: string) => {
      const node = await openNode({ file: join(folder, name), registry, clock, openTier: open });
      await node.cache.relay.poll();
      return node;
    };
    const first = await at("first.sqlite");
    await first.commands.worlds.create({ id: "w", name: "first" });
    for (const id of ["one", "two", "three"])
      await first.commands.members.create(character, { worldId: WORLD, id, name: `first ${id}` });
    for (let n = 0; n < 5; n++)
      await first.commands.members.update(character, { id: "character:w:one", status: "ACTIVE" });
    expect((await character1(first))?.name).toBe("first one");
    await first.reader().list("World.characters", WORLD, { first: 10 });
    await first.close();

    second = await at("second.sqlite");
    await second.commands.worlds.create({ id: "w", name: "second" });
    return async () => {
      await second.close();
      rmSync(folder, { recursive: true });
    };
  });

  it("has nothing of what the first one's worlds were, though its versions are lower", async () => {
    expect(await character1(second)).toBeNull();
    const { entries } = await second.reader().list("World.characters", WORLD, { first: 10 });
    expect(entries).toEqual([]);
  });

  it("has nothing of it either once its versions have come as far", async () => {
    for (let n = 0; n < 12; n++) {
      await second.commands.members.create(character, { worldId: WORLD, id: `c${n}`, name: "second" });
      expect(await character1(second)).toBeNull();
    }
  });
});
